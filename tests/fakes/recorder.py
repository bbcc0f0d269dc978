"""A ledger in memory. Passes tests/contracts/recorder.py."""

from collections import defaultdict
from collections.abc import Callable

from fakes.board import Board
from fakes.faults import Faults

from domain.cases.batch import EventBatch
from domain.cases.staging import UNMARKED, Mark
from domain.certificates.events import AnyEvent
from domain.certificates.evolve import fold
from domain.certificates.procedure import CERTIFICATES
from domain.certificates.state import RequestState
from domain.errors import DomainError, ErrorCode, PortUnavailable


class FakeRecorder:
    """Keeps the events of each request in order; `board` wakes whoever waits for them."""

    def __init__(self, board: Board) -> None:
        self.faults = Faults("postgres")
        self.events: defaultdict[str, list[AnyEvent]] = defaultdict(list)
        self.batches: list[EventBatch] = []
        self._board = board
        self._began: dict[tuple[str, Mark], int] = {}  # the place of the first event that a workflow task recorded

    async def record(self, batch: EventBatch) -> None:
        """Append a batch; what stands already must be the same."""
        await self.faults.gate("record")
        with self.faults.around("record"):
            standing, events = self.events[batch.case_id], [CERTIFICATES.read(event) for event in batch.events]
            known = standing[batch.first - 1 :]
            if batch.first > len(standing) + 1 or any(old != new for old, new in zip(known, events, strict=False)):
                raise DomainError(ErrorCode.LEDGER_CONFLICT)
            began = self._began.setdefault((batch.case_id, batch.mark), batch.first)
            if batch.mark != UNMARKED and batch.settled >= began:
                raise DomainError(ErrorCode.LEDGER_CONFLICT, settled=batch.settled, began=began)
            standing.extend(events[len(known) :])
            self.batches.append(batch)
            self._board.changed()

    async def state(self, case_id: str) -> RequestState | None:
        """Return a request's state as recorded."""
        return fold(self.events[case_id])

    async def add(self, case_id: str, events_in: Callable[[RequestState], tuple[AnyEvent, ...]]) -> RequestState:
        """Add to a request that has ended."""
        with self.faults.around("add"):
            state = fold(self.events[case_id])
            if state is None or not state.closed:
                raise PortUnavailable("postgres")
            self.events[case_id].extend(events_in(state))
            self._board.changed()
            return fold(self.events[case_id]) or state
