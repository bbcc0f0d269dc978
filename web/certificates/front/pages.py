"""The pages of certificates, as the application mounts them."""

from pathlib import Path

from domain.certificates.rules import rules_of
from domain.certificates.submission import NAME
from domain.municipality.policy import MunicipalityPolicy
from domain.municipality.texts import Language
from web.front.pages import Pages, Tile


def tiles(policy: MunicipalityPolicy, _language: Language) -> tuple[Tile, ...]:
    """Return the kinds a municipality offers online."""
    if NAME not in policy.procedures:
        return ()
    kinds = (offer.kind.value for offer in rules_of(policy).offers.certificate)
    return tuple(
        Tile(f"/procedures/{kind}", f"certificates.{kind}.title", f"certificates.{kind}.about") for kind in kinds
    )


PAGES = Pages(routers=(), folder=Path(__file__).parent, tiles=tiles)
