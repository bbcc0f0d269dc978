"""One case before an officer: what stands, what they may do, and how an act of theirs is taken."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Response

from domain.cases.decision import Command
from domain.cases.submission import StartOrder
from domain.certificates.commands import Decision, HumanCommand
from domain.certificates.disclosure import is_told_of_hold
from domain.certificates.events import AnyEvent
from domain.certificates.holds import WaysOut
from domain.certificates.identity_events import Held
from domain.certificates.state import RequestState
from domain.errors import DomainError, ErrorCode, PortUnavailable
from domain.ids import decision_key
from web.certificates.case_view import actions_of
from web.certificates.desk import CertificateDesk, TheDesk
from web.certificates.office.steps import Offered, offered
from web.certificates.refusals import explained, is_over
from web.office.acts import Act, PageStale, read_act
from web.office.page import CaseWorker, StaffPage
from web.office.trail import TheTrail, Trail
from web.receipts import order_of_request

_LOOKS, _PAUSE_SECONDS = 20, 0.1
"""How often and how long apart the record is looked at for a decision just taken: 2 s in all."""


@dataclass(frozen=True)
class OfficeCase:
    """A case as it stands, for the officer of the page."""

    page: StaffPage
    desk: CertificateDesk
    order: StartOrder
    state: RequestState
    ways: WaysOut | None
    trail: Trail

    @property
    def case_id(self) -> str:
        """The request's id."""
        return self.order.case_id

    @property
    def path(self) -> str:
        """The address of its page, behind the office's prefix."""
        return f"/cases/{self.case_id}"

    @property
    def is_told_of_hold(self) -> bool:
        """Whether the officer may know of a hold that stands."""
        return is_told_of_hold(self.state, self.page.actor)

    @property
    def offered(self) -> Offered:
        """What the officer may do now."""
        if not self.is_told_of_hold:
            return offered((), taken=False)
        taken = self.state.examination.examiner == self.page.actor.id
        return offered(actions_of(self.state, self.page.actor, self.ways), taken=taken)

    async def events(self) -> Sequence[AnyEvent]:
        """Return what happened, in order; nothing of a hold that stands to who may not know of it."""
        events = await self.desk.reading.events(self.case_id)
        if self.is_told_of_hold:
            return events
        held = max((place for place, event in enumerate(events) if isinstance(event, Held)), default=len(events))
        return events[:held]

    def unless_shut(self, command: type[Command]) -> Response | None:
        """Return the way back to the case where a decision is not open to the officer now; None where it is."""
        if self.is_told_of_hold and command.verb() in actions_of(self.state, self.page.actor, self.ways):
            return None
        return self.page.go(f"{self.path}{self.trail.suffix}", banner="banner.office_not_now")

    def require_current(self, act: Act) -> None:
        """Raise PageStale for an act on an old page, unless it is the same one, sent again."""
        if decision_key(self.page.actor.id, act.decision_id) not in self.state.decisions:
            act.require_place(self.case_id, self.state.place)

    async def decide(self, act: Act, command: HumanCommand, banner: str, leads_to: str = "") -> Response:
        """Take a decision and lead back to the case, or to a page behind it. Raises as `take`."""
        await self.take(act, command)
        return self.page.go(f"{self.path}{leads_to}{self.trail.suffix}", banner=banner)

    async def take(self, act: Act, command: HumanCommand) -> None:
        """Take a decision. The same form twice is one decision.

        Raises PageStale when the case has gone on since the form was shown, DomainError, PortUnavailable.
        """
        self.require_current(act)
        decision = Decision(decision_id=act.decision_id, actor=self.page.actor, command=command)
        try:
            receipt = await self.desk.decisions.decide(self.case_id, decision)
        except DomainError as error:
            if is_over(error):
                raise PageStale(self.case_id, act.place) from error
            raise await explained(self.desk, self.case_id, error) from error
        await self._recorded(receipt.place)

    async def _recorded(self, place: int) -> None:
        """Wait until the record has what the engine has decided, for a moment: the next page reads it there."""
        for _ in range(_LOOKS):
            state = await self.desk.reading.state(self.case_id)
            if state is not None and state.place >= place:
                return
            await asyncio.sleep(_PAUSE_SECONDS)


async def the_case(page: CaseWorker, case_id: str, desk: TheDesk, trail: TheTrail) -> OfficeCase:
    """Return the case of an address. Raises DomainError(REQUEST_UNKNOWN), PortUnavailable for one that has not begun."""
    order = await order_of_request(desk, case_id)
    state = await desk.reading.state(order.case_id)
    if state is None:
        raise PortUnavailable("temporal")
    return OfficeCase(page, desk, order, state, await desk.files.ways(order.case_id, state, page.actor), trail)


TheCase = Annotated[OfficeCase, Depends(the_case)]


async def take(case: OfficeCase, command: HumanCommand, banner: str) -> Response:
    """Take the decision of a form that asks nothing more. Raises as `OfficeCase.decide`, and DomainError(ROLE_MISSING)."""
    act = await read_act(case.page)
    require_role(case, type(command))
    return await case.decide(act, command, banner)


def require_role(case: OfficeCase, command: type[Command]) -> None:
    """Raise DomainError(ROLE_MISSING) for who could never take such a decision."""
    if not command.is_for(case.page.actor.roles):
        raise DomainError(ErrorCode.ROLE_MISSING, action=command.verb())
