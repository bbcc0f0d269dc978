"""取下げ: the citizen is told what it means, to the yen, before it is done."""

from fastapi import APIRouter, Response

from domain.certificates.commands import Withdraw
from domain.certificates.money_owed import Consequence, consequence_of
from domain.certificates.state import RequestState
from domain.certificates.status import Status
from domain.certificates.transitions import is_open
from domain.errors import DomainError, PortUnavailable
from web.certificates.front.cases import OpenedCase, TheOpenedCase
from web.certificates.front.unanswered import unanswered
from web.certificates.refusals import explained, is_over
from web.front.paths import CASE

router = APIRouter(prefix=CASE + "/withdraw", include_in_schema=False)


@router.get("")
async def show(case: TheOpenedCase) -> Response:
    """Say what it means, and ask."""
    state = await case.state()
    if state is None or not is_open(state, Withdraw):
        return case.page.go(case.path, banner="banner.not_now")
    return _ask(case, state)


@router.post("")
async def withdraw(case: TheOpenedCase) -> Response:
    """Withdraw. Pressed twice it is done once; who has read of other money than is true by now is asked again."""
    fields, state = await case.page.fields(), await case.state()
    if state is not None and is_open(state, Withdraw) and fields.get("told") != _told(consequence_of(state)):
        return _ask(case, state, "withdraw.changed")
    try:
        await case.desk.counter.withdraw(case.proof)
    except (DomainError, PortUnavailable) as error:
        return await _standing(case, error)
    return case.page.go(case.path, banner="banner.withdrawn")


async def _standing(case: OpenedCase, error: DomainError | PortUnavailable) -> Response:
    """Tell what the record says where no yes came: a withdrawal that stands there is told as done, whatever was answered."""
    told = error if isinstance(error, PortUnavailable) else await explained(case.desk, case.proof.case_id, error)
    state = await case.state()
    if state is not None and state.status is Status.WITHDRAWN:
        return case.page.go(case.path, banner="banner.withdrawn")
    if is_over(told) or (state is not None and not is_open(state, Withdraw)):
        return case.page.go(case.path, banner="banner.not_now")
    if isinstance(told, PortUnavailable) and state is not None:
        return unanswered(_ask(case, state, "withdraw.unanswered"), told)
    raise told from error


def _ask(case: OpenedCase, state: RequestState, warning: str | None = None) -> Response:
    """Ask, and tell what has happened since it was asked last (the key of its words)."""
    means = consequence_of(state)
    return case.page.show(
        "certificates/withdraw.html",
        status=409 if warning else 200,
        case=case,
        means=means,
        told=_told(means),
        warning=warning,
    )


def _told(means: Consequence) -> str:
    """Return how the form says which one the citizen has read."""
    return f"{means.fee}-{means.yen}"
