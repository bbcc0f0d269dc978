"""The pages of certificates, as the application mounts them."""

from pathlib import Path

from domain.cases.drafting import Draft
from domain.certificates.rules import rules_of
from domain.certificates.submission import NAME
from domain.municipality.policy import MunicipalityPolicy
from web.certificates.front.performance import performance
from web.certificates.front.routes import (
    again,
    check,
    contents,
    continuing,
    correct,
    dropping,
    mail,
    papers,
    pay,
    postcode,
    procedure,
    reader,
    return_card,
    sign,
    standing,
    withdraw,
)
from web.front.pages import Pages, Tile

OCCASIONS = {
    "resident_record_copy": ("moving", "work", "car", "pension"),
    "seal_registration_certificate": ("house", "car", "inheritance"),
}
"""When people need which kind; the start page leads there by these (`start.occasion.*`)."""


def tiles(policy: MunicipalityPolicy) -> tuple[Tile, ...]:
    """Return the kinds a municipality offers online."""
    if NAME not in policy.procedures:
        return ()
    kinds = (offer.kind.value for offer in rules_of(policy).offers.certificate)
    return tuple(
        Tile(f"/procedures/{kind}", f"certificates.{kind}.title", f"certificates.{kind}.about", OCCASIONS.get(kind, ()))
        for kind in kinds
    )


def begun(draft: Draft) -> Tile | None:
    """Return where a draft of a certificate goes on."""
    if draft.procedure != NAME:
        return None
    if draft.about.startswith("correction/"):
        return Tile(f"/apply/{draft.draft_id}", "correct.title", "correct.begun")
    kind = draft.about
    return Tile(f"/apply/{draft.draft_id}", f"certificates.{kind}.title", f"certificates.{kind}.about")


_APPLYING = (procedure, contents, mail, check, sign, return_card, postcode, reader, continuing, dropping)
_CASES = (standing, pay, withdraw, correct, again, papers)
PAGES = Pages(
    routers=tuple(module.router for module in _APPLYING),
    folder=Path(__file__).parent,
    tiles=tiles,
    begun=begun,
    cases=tuple(module.router for module in _CASES),
    performance=performance,
)
