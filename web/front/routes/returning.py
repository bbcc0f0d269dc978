"""Where the payment provider sends people back to: it moves on to the page that knows whether the fee was paid."""

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from web.front.returning import RETURN, payer_of
from web.languages import wanted_language

router = APIRouter(include_in_schema=False)


@router.get(RETURN)
async def come_back(request: Request) -> Response:
    """Lead to the page of the fee; a browser that did not go from it, to where number and code are asked for."""
    payer = payer_of(request)
    if payer is None:
        return RedirectResponse(f"/{wanted_language(request).value}/status?paid", status_code=303)
    return RedirectResponse(f"/{payer.language.value}/r/{payer.receipt_number}/pay?back", status_code=303)
