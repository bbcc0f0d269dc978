"""The page of one certificate: what it is, for whom, what it takes and costs, how long; and how a draft of it is begun."""

from typing import Annotated

from fastapi import APIRouter, Depends, Response

from domain.certificates.draft import Filling
from domain.certificates.fees import offer_of
from domain.certificates.kinds import CertificateKind
from domain.certificates.rules import rules_of
from domain.certificates.submission import NAME
from domain.municipality.spans import PROCESSING
from web.certificates.desk import TheDesk
from web.certificates.front.draft_at_hand import DraftRoute, find_begun, find_draft
from web.certificates.front.forecasts import usual_days
from web.certificates.front.money_words import MoneyWords
from web.front.network import TheNetwork
from web.front.page import ThePage
from web.front.paths import PREFIX
from web.http_codes import HttpCode, HttpRefusal

router = APIRouter(prefix=PREFIX, route_class=DraftRoute, include_in_schema=False)


def _kind(kind: str, page: ThePage) -> CertificateKind:
    """Return the certificate of an address. Raises HttpRefusal(NOT_FOUND) when it is not offered online."""
    found = next((each for each in CertificateKind if each == kind), None)
    if found is None or NAME not in page.policy.procedures or rules_of(page.policy).offers.find(found) is None:
        raise HttpRefusal(HttpCode.NOT_FOUND)
    return found


TheKind = Annotated[CertificateKind, Depends(_kind)]


@router.get("/procedures/{kind}")
async def show(page: ThePage, kind: TheKind, desk: TheDesk) -> Response:
    """Show what the certificate is and takes."""
    money = MoneyWords(page, desk.clock())
    return page.show(
        "certificates/procedure.html",
        kind=kind.value,
        from_age=kind.entry.from_age,
        offer=offer_of(page.policy, kind),
        least=money.least(kind),
        days=rules_of(page.policy).deadlines.of(PROCESSING),
        usual=await usual_days(page, desk, kind),
        has_app=desk.card_app is not None,
        begun=await find_begun(page, desk, kind.value),
    )


@router.post("/procedures/{kind}")
async def begin(page: ThePage, kind: TheKind, desk: TheDesk, network: TheNetwork) -> Response:
    """Begin a draft, so many in an hour from one network, or go on with the one this browser has of the kind."""
    await page.fields()
    filling = Filling(kind=kind, language=page.language)
    draft = await desk.drafts.begin(page.visit.key, NAME, kind.value, filling.content, network=network)
    return (await find_draft(page, desk, draft.draft_id)).go_on()
