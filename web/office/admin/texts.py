"""文面: what citizens are told, in the three languages side by side, as they see it."""

from fastapi import APIRouter, Response
from pydantic import BaseModel

from domain.errors import DomainError, ErrorCode
from domain.municipality.texts import Language
from web.office.admin.text_parts import GENERAL, Mail, TextPart, parts_of
from web.office.page import PREFIX, Admin, StaffPage

router = APIRouter(prefix=f"{PREFIX}/admin/texts", include_in_schema=False)


@router.get("")
async def texts(page: Admin) -> Response:
    """List the parts of the texts, by procedure."""
    owners = [GENERAL, *page.policy.procedures]
    return page.show(
        "office/admin/texts.html", owners=[(each, _owner(page, each), _parts(page, each)) for each in owners]
    )


@router.get("/{owner}/{part}")
async def one_part(page: Admin, owner: str, part: str) -> Response:
    """Show one part: each text in every language, of mails their subjects."""
    found = _part(page, owner, part)
    return page.show(
        "office/admin/text_part.html",
        owner=owner,
        owner_words=_owner(page, owner),
        part=found,
        languages=_languages(page),
    )


@router.get("/{owner}/{part}/{key}")
async def one_mail(page: Admin, owner: str, part: str, key: str) -> Response:
    """Show a mail in every language, filled in with examples."""
    found = _part(page, owner, part)
    mail = next((row for row in found.rows if row.key == key and isinstance(row.texts[Language.JA], Mail)), None)
    if mail is None:
        raise DomainError(ErrorCode.REQUEST_UNKNOWN)
    return page.show("office/admin/mail.html", owner=owner, part=found, row=mail, languages=_languages(page))


def _owner(page: StaffPage, owner: str) -> str:
    return page.plain("texts.general") if owner == GENERAL else page.plain(f"text_part.owner.{owner}")


def _languages(page: StaffPage) -> list[tuple[Language, str]]:
    return [(each, page.plain(f"texts.language.{each.value}")) for each in Language]


def _parts(page: StaffPage, owner: str) -> list[TextPart]:
    """Return the parts of a procedure's texts, or of those of all. Raises DomainError(REQUEST_UNKNOWN)."""
    written: dict[Language, BaseModel]
    if owner == GENERAL:
        written = dict(page.policy.texts)
    elif owner in page.policy.procedures:
        written = dict(page.policy.procedures[owner].texts)
    else:
        raise DomainError(ErrorCode.REQUEST_UNKNOWN)
    return parts_of(page, written)


def _part(page: StaffPage, owner: str, part: str) -> TextPart:
    found = next((each for each in _parts(page, owner) if each.name == part), None)
    if found is None:
        raise DomainError(ErrorCode.REQUEST_UNKNOWN)
    return found
