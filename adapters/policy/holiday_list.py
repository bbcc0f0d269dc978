"""National holidays (国民の祝日に関する法律), from the `holidays` library."""

from datetime import date
from functools import cache


@cache
def national_holidays(year: int) -> frozenset[date]:
    """Return the holidays of a year, with substitute and bridging days. Equinoxes to come are predicted."""
    from holidays import country_holidays

    return frozenset(country_holidays("JP", years=year))
