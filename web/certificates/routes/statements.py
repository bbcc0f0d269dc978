"""The text to sign."""

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict

from web.bodies import StrictRoute
from web.certificates.desk import TheDesk
from web.certificates.messages import StatementRequest

router = APIRouter(prefix="/api/v1/statements", tags=["citizen"], route_class=StrictRoute)


class Statement(BaseModel):
    """The text to sign, byte for byte in UTF-8, and its number, which goes into the form as `nonce`."""

    model_config = ConfigDict(frozen=True)

    nonce: str
    text: str


@router.post("")
async def make_statement(body: StatementRequest, desk: TheDesk) -> Statement:
    """Return the text a citizen signs for a form. Nothing is stored."""
    draft = await desk.counter.write_statement(body.form)
    return Statement(nonce=draft.nonce, text=draft.text)
