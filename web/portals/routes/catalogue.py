"""What can be asked for here, for whoever builds a form: kinds, what they cost, how the form is written."""

from typing import Any

from fastapi import APIRouter, Request
from pydantic import BaseModel, ConfigDict

from web.bodies import StrictRoute
from web.desk import TheDesk

router = APIRouter(prefix="/api/v1", tags=["portals"], route_class=StrictRoute)


class CatalogueEntry(BaseModel):
    """One procedure. `kinds` are what can be asked for, in the procedure's own terms; `forms` JSON Schemas by name."""

    model_config = ConfigDict(frozen=True)

    procedure: str
    kinds: tuple[dict[str, Any], ...]
    forms: dict[str, dict[str, Any]]


class Catalogue(BaseModel):
    """All that a municipality offers online; `rules_version` changes with any of its rules, fees among them."""

    model_config = ConfigDict(frozen=True)

    municipality: str
    name: str
    rules_version: str
    procedures: tuple[CatalogueEntry, ...]


@router.get("/catalogue")
async def show_catalogue(request: Request, desk: TheDesk) -> Catalogue:
    """Return what can be asked for online. Needs no key."""
    policy = desk.book.policy(desk.municipality)
    offered = [(face.name, face.catalogue(policy)) for face in request.app.state.faces if face.catalogue]
    return Catalogue(
        municipality=desk.municipality,
        name=policy.municipality.name,
        rules_version=policy.version,
        procedures=tuple(
            CatalogueEntry(procedure=name, kinds=told.kinds, forms=told.forms) for name, told in offered if told
        ),
    )
