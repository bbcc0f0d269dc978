"""The form of an officer's row: as typed, read, and its mistakes in words."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from pydantic import ValidationError

from domain.actors import Role
from domain.municipality.officers import Officer
from domain.office.people import ChangeGround, Details, NewRow
from domain.office.people_rules import Proposal, RowRefused
from domain.typed_fields import NotReadError, read_day
from domain.written import spelled_plainly
from web.front.forms import Fields
from web.front.mistakes import Mistakes
from web.office.admin.people_words import ROLES
from web.office.page import StaffPage

_BOX = "role_"
_TYPED = ("officer", "name", "section", "subject", "resident", "effective_from", "effective_until", "ground")
_NEEDED = ("officer", "name", "section", "effective_from", "ground")


@dataclass(frozen=True)
class Typed:
    """What stands in the form's fields. `lives_elsewhere`: the box that says that no officer of ours is a resident."""

    texts: Mapping[str, str]
    roles: frozenset[str]
    lives_elsewhere: bool = False

    def get(self, name: str) -> str:
        """Return a field; empty when nothing stands in it."""
        return self.texts.get(name, "")


class NotRead(Exception):  # noqa: N818 - reads as what happened
    """The form cannot be read. `mistakes` are keys of words by field."""

    def __init__(self, mistakes: Mapping[str, str]) -> None:
        super().__init__(", ".join(mistakes))
        self.mistakes = mistakes


def typed_of(officer: Officer | None, today: date) -> Typed:
    """Return the form as it is first shown: an officer's row as it is, or nothing; from today."""
    if officer is None:
        return Typed({"effective_from": today.isoformat()}, frozenset())
    texts = {
        "officer": officer.id,
        "name": officer.name,
        "section": officer.section,
        "subject": officer.subject or "",
        "effective_from": today.isoformat(),
        "effective_until": "" if officer.effective_until is None else officer.effective_until.isoformat(),
    }
    return Typed(texts, frozenset(officer.roles))


def typed_in(fields: Fields, officer: Officer | None) -> Typed:
    """Return what came; whom it is about stands in the address unless they are new."""
    texts = {name: fields.get(name) for name in _TYPED} | ({} if officer is None else {"officer": officer.id})
    roles = frozenset(role.value for role in ROLES if fields.has(f"{_BOX}{role.value}"))
    return Typed(texts, roles, fields.has("lives_elsewhere"))


def read(typed: Typed, change_id: str, officer: Officer | None) -> Proposal:
    """Return what an admin proposes. Without a resident's id who an officer is in the register stays. Raises NotRead."""
    mistakes = {name: "missing" for name in _NEEDED if not typed.get(name)}
    days = {name: _day(typed, name, mistakes) for name in ("effective_from", "effective_until")}
    if mistakes:
        raise NotRead(mistakes)
    row = {
        "officer": spelled_plainly(typed.get("officer")).lower(),
        "section": typed.get("section"),
        "roles": [role for role in ROLES if role.value in typed.roles],
        "subject": typed.get("subject") or None,
        "issuer": None if officer is None else officer.issuer,
        **days,
    }
    resident = typed.get("resident") or (officer.resident if officer is not None else None)
    details = {"name": typed.get("name"), "resident": None if typed.lives_elsewhere else resident}
    try:
        ground = ChangeGround(typed.get("ground"))
        is_new = officer is None
        return Proposal(change_id, ground, NewRow.model_validate(row), Details.model_validate(details), is_new)
    except ValidationError as error:
        raise NotRead({str(each["loc"][0]): "malformed" for each in error.errors()}) from None
    except ValueError:
        raise NotRead({"ground": "missing"}) from None


def _day(typed: Typed, name: str, mistakes: dict[str, str]) -> date | None:
    if not typed.get(name):
        return None
    try:
        return read_day(typed.get(name))
    except NotReadError:
        mistakes[name] = "no_day"
        return None


def mistakes_of(page: StaffPage, error: NotRead | RowRefused) -> Mistakes:
    """Return mistakes in words."""
    if isinstance(error, RowRefused):
        return Mistakes({name: page.plain(f"people.refused.{each.value}") for name, each in error.mistakes.items()})
    words = {name: _words(page, name, why) for name, why in error.mistakes.items()}
    return Mistakes({name: words[name] for name in (*_TYPED, "roles") if name in words})


def _words(page: StaffPage, name: str, why: str) -> str:
    if why == "malformed":
        return page.plain(f"people.malformed.{name}")
    label = page.plain(f"people.field.{name}")
    return page.plain(f"people.{why}", field=label)


def role_boxes(page: StaffPage, typed: Typed) -> list[tuple[str, str, bool, str]]:
    """Return the roles as boxes: field, words, whether ticked, and what the role is for."""
    return [_box(page, role, is_ticked=role.value in typed.roles) for role in ROLES]


def _box(page: StaffPage, role: Role, *, is_ticked: bool) -> tuple[str, str, bool, str]:
    words = page.plain(f"people.role.{role.value}"), page.plain(f"people.about_role.{role.value}")
    return f"{_BOX}{role.value}", words[0], is_ticked, words[1]
