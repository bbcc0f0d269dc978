"""The intake and the citizens' keys in memory. They pass tests/contracts/intake.py and tests/contracts/citizen_keys.py."""

import secrets
from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from fakes.faults import Faults
from fakes.vault import FakeVault

from domain import ids
from domain.cases.citizen import PAUSE, TRIES, CitizenKey, Proof, Proven
from domain.cases.submission import Acknowledged, Correction, Sent, StartOrder, Submission
from domain.cases.vault import VaultItem, VaultKind
from domain.errors import DomainError, ErrorCode
from domain.japan import fiscal_year
from domain.ports import Clock
from domain.procedures import PROCEDURES, Procedures


@dataclass(frozen=True)
class _Stored:
    case_id: str
    place: Correction
    body: Mapping[str, bytes]


class FakeIntake:
    """Keeps what is acknowledged. `entropy(n)` gives n bytes for the numbers of a case."""

    def __init__(
        self,
        vault: FakeVault,
        clock: Clock,
        entropy: Callable[[int], bytes] = secrets.token_bytes,
        procedures: Procedures = PROCEDURES,
    ) -> None:
        self.faults = Faults("postgres")
        self.cases: dict[str, StartOrder] = {}
        self.keys: dict[str, CitizenKey] = {}
        self.refusals: Counter[tuple[str, str]] = Counter()
        self._vault = vault
        self._clock = clock
        self._entropy = entropy
        self._procedures = procedures
        self._stored: dict[tuple[str, str], _Stored] = {}
        self._statements: dict[str, str] = {}
        self._begun: set[str] = set()

    async def standing(self, sent: Sent) -> Acknowledged | None:
        """Return what this very sending was acknowledged as."""
        with self.faults.around("standing"):
            return self._standing(sent)

    async def accept(self, submission: Submission) -> Acknowledged:
        """Store a submission, or answer by what stands."""
        with self.faults.around("accept"):
            standing = self._standing(submission)
            if standing is not None:
                return _answering(standing, None)
            return self.open(submission, self._clock(), self._entropy, len(self.cases) + 1)

    async def correct(self, case_id: str, submission: Submission) -> Correction:
        """Store a corrected submission, or answer by what stands."""
        with self.faults.around("correct"):
            if case_id not in self.cases:
                raise DomainError(ErrorCode.REQUEST_UNKNOWN, case_id=case_id)
            standing = self._standing(submission)
            if standing is not None:
                return _answering(standing, case_id).place
            last = max(each.place.revision for each in self._stored.values() if each.case_id == case_id)
            place = Correction(revision=last + 1, received_at=self._clock())
            self._store(case_id, place, submission)
            return place

    def open(self, submission: Submission, now: datetime, entropy: Callable[[int], bytes], serial: int) -> Acknowledged:
        """Open the `serial`-th case, at an instant. Raises DomainError(STATEMENT_USED)."""
        prefix = self._procedures.by_name(submission.procedure).prefix
        order = StartOrder(
            case_id=ids.case_id(prefix, int(now.timestamp() * 1000), entropy(10)),
            procedure=submission.procedure,
            case_number=ids.case_number(fiscal_year(now), serial),
            municipality=submission.municipality,
            received_at=now,
            subject=submission.subject,
        )
        key = CitizenKey(receipt_number=ids.receipt_number(entropy(10)), code=ids.confirmation_code(entropy(5)))
        self._store(order.case_id, Correction(revision=1, received_at=now), submission)
        self._vault.items[order.case_id, VaultItem(kind=VaultKind.CITIZEN_KEY)] = key.model_dump_json().encode()
        self.cases[order.case_id], self.keys[order.case_id] = order, key
        return Acknowledged(order=order, receipt_number=key.receipt_number, revision=1, received_at=now)

    async def find(self, receipt_number: str) -> StartOrder | None:
        """Return the row of a receipt number."""
        with self.faults.around("find"):
            return self.cases.get(self.numbered_by_citizen(receipt_number))

    async def numbered(self, case_number: str) -> StartOrder | None:
        """Return the row of a case number."""
        with self.faults.around("find"):
            return next((order for order in self.cases.values() if order.case_number == case_number), None)

    async def get(self, case_id: str) -> StartOrder | None:
        """Return the row of a case id."""
        with self.faults.around("find"):
            return self.cases.get(case_id)

    async def waiting(self, limit: int, of: Collection[str] | None = None) -> Sequence[StartOrder]:
        """Return what has no workflow yet, oldest first."""
        with self.faults.around("waiting"):
            waiting = [each for each in self.cases.values() if each.case_id not in self._begun]
            served = [each for each in waiting if of is None or each.procedure in of]
            return tuple(sorted(served, key=lambda each: (each.received_at, each.case_id))[:limit])

    async def started(self, case_id: str) -> None:
        """Note that the case's workflow exists."""
        with self.faults.around("started"):
            self._begun.add(case_id)

    async def count_refusal(self, procedure: str, fields: Sequence[str]) -> None:
        """Count one refused submission."""
        with self.faults.around("count_refusal"):
            self.refusals.update((procedure, field) for field in set(fields))

    def numbered_by_citizen(self, receipt_number: str) -> str:
        """Return the case of a receipt number, empty when there is none."""
        return next((case for case, key in self.keys.items() if key.receipt_number == receipt_number), "")

    def _standing(self, sent: Sent) -> Acknowledged | None:
        stored = self._stored.get((sent.municipality, sent.idempotency_key))
        if stored is None:
            return None
        if stored.body != sent.body:
            raise DomainError(ErrorCode.IDEMPOTENCY_CONFLICT)
        return Acknowledged(
            order=self.cases[stored.case_id],
            receipt_number=self.keys[stored.case_id].receipt_number,
            revision=stored.place.revision,
            received_at=stored.place.received_at,
            has_workflow=stored.case_id in self._begun,
            repeated=True,
        )

    def _store(self, case_id: str, place: Correction, submission: Submission) -> None:
        if self._statements.setdefault(submission.statement, case_id) != case_id:
            raise DomainError(ErrorCode.STATEMENT_USED)
        stored = _Stored(case_id, place, dict(submission.body))
        self._stored[submission.municipality, submission.idempotency_key] = stored
        for kind, content in submission.items.items():
            self._vault.items[case_id, VaultItem(kind=kind, revision=place.revision)] = content


def _answering(standing: Acknowledged, corrected: str | None) -> Acknowledged:
    if not standing.answers(corrected):
        raise DomainError(ErrorCode.IDEMPOTENCY_CONFLICT)
    return standing


class FakeCitizenKeys:
    """Who comes with a key of the intake's."""

    def __init__(self, intake: FakeIntake, clock: Clock) -> None:
        self._intake = intake
        self._clock = clock
        self._wrong: dict[str, tuple[datetime, int]] = {}  # since when, how often

    async def prove(self, receipt_number: str, code: str) -> Proven:
        """Return the case that both open."""
        number, now = ids.normalise_receipt_number(receipt_number) or receipt_number, self._clock()
        with self._intake.faults.around("prove"):
            since, tries = self._wrong.get(number, (now, 0))
            if since + PAUSE <= now:
                since, tries = now, 0
            if tries >= TRIES:
                raise DomainError(ErrorCode.TOO_MANY_TRIES, wait_seconds=int((since + PAUSE - now).total_seconds()) + 1)
            case_id = self._intake.numbered_by_citizen(number)
            if case_id and self._intake.keys[case_id].code == ids.normalise_confirmation_code(code):
                self._wrong.pop(number, None)
                return Proven(case_id=case_id, proof=Proof.CODE)
            self._wrong[number] = (since, tries + 1)
            raise DomainError(ErrorCode.CODE_REFUSED)
