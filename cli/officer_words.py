"""An officer in lists: by name, as it was when the case last moved."""

from datetime import datetime

from domain.japan import JAPAN
from domain.municipality.book import PolicyBook


def officer_name(book: PolicyBook, municipality: str, officer: str | None, at: datetime) -> str:
    """Return the name of an officer, empty for none."""
    if officer is None:
        return ""
    return book.policy(municipality).officers.name(officer, at.astimezone(JAPAN).date())
