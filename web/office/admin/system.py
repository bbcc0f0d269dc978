"""稼働状況: the same view of the installation as `madoguchi status`."""

from fastapi import APIRouter, Response

from domain.municipality.days_in_words import minute_in_words
from domain.municipality.texts import Language
from domain.office.health import HealthLine
from web.office.desk import TheOffice
from web.office.page import PREFIX, Admin, StaffPage

router = APIRouter(prefix=f"{PREFIX}/admin/system", include_in_schema=False)
_UNITS = (("days", 86_400), ("hours", 3600), ("minutes", 60))


@router.get("")
async def system(page: Admin, office: TheOffice) -> Response:
    """Show how every system does, and what waits for how long. Nothing of any case stands there."""
    health = await office.health.look()
    return page.show(
        "office/admin/system.html",
        health=health,
        at=minute_in_words(health.at, Language.JA),
        systems=[(_name(page, each), each) for each in health.systems],
        waiting=[
            (_name(page, each), each, _long(page, each.oldest_seconds), _long(page, each.limit_seconds))
            for each in health.waiting
        ],
    )


def _name(page: StaffPage, line: HealthLine) -> str:
    kind, _, procedure = line.name.partition(".")
    return page.plain(f"system.name.{kind}", of=page.plain(f"text_part.owner.{procedure}") if procedure else "")


def _long(page: StaffPage, seconds: float | None) -> str:
    """Return a length of time in its largest unit."""
    if seconds is None:
        return "-"
    unit, size = next((each for each in _UNITS if seconds >= each[1]), ("seconds", 1))
    return page.plain(f"system.{unit}", number=int(seconds // size))
