"""A case replayed: told in words, checked against today's code and against the ledger."""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from fixtures.captured_case import CapturedCase, capture
from fixtures.engine import TEST_RING
from fixtures.procedure import procedure_on
from temporalio.api.enums.v1 import EventType
from temporalio.api.history.v1 import HistoryEvent
from temporalio.client import Client, WorkflowHistory

from adapters.temporal.connection import connect
from audit.agreement import events_of
from audit.payloads import PayloadReader
from audit.replay import Replay, _recorded_inputs, replay
from audit.sources import Filed, FoundHistory, Histories
from audit.words.certificates.words import CERTIFICATE_WORDS
from domain import ids
from domain.cases.archive import ArchivedHistory
from domain.certificates.money_events import PaymentCaptured
from domain.certificates.procedure import CERTIFICATES
from domain.certificates.status import Status
from domain.errors import DomainError, ErrorCode, PortUnavailable
from workflows.fee_payment.workflow import FeePaymentWorkflow

pytestmark = pytest.mark.engine
REQUEST, PAYMENT = "certificate-request", "fee-payment"
MARKER = EventType.EVENT_TYPE_MARKER_RECORDED
Change = Callable[[WorkflowHistory], None]


@pytest.fixture(scope="module")
async def case(engine: Client) -> CapturedCase:
    """One case, run once for this file."""
    return await capture(engine)


class Index:
    """An archive's index in memory."""

    def __init__(self, *entries: ArchivedHistory) -> None:
        self._entries = entries

    async def of_case(self, case_id: str) -> Sequence[ArchivedHistory]:
        """Return the entries of a request."""
        return [entry for entry in self._entries if entry.case_id == case_id]


def live(histories: dict[str, WorkflowHistory]) -> list[FoundHistory]:
    """Return histories as found in the engine."""
    return [
        FoundHistory(each.workflow_id, each.run_id, "engine", each, Filed.NOT_ARCHIVED) for each in histories.values()
    ]


def changed(case: CapturedCase, change: Change, which: str = REQUEST) -> list[FoundHistory]:
    """Return the case's histories with a change to a copy of one."""
    copies = {name: WorkflowHistory.from_json(each.workflow_id, each.to_json()) for name, each in case.closed.items()}
    change(copies[which])
    return live(copies)


def first(history: WorkflowHistory, kind: "EventType.ValueType") -> HistoryEvent:
    """Return the first event of a type."""
    return next(event for event in history.events if event.event_type == kind)


def archived(case: CapturedCase, folder: Path, which: str) -> ArchivedHistory:
    """Put a history into an archive as the archivist does."""
    history = case.closed[which]
    content = history.to_json().encode()
    path = Path(case.case_id) / f"{history.run_id}.json"
    (folder / path).parent.mkdir(exist_ok=True)
    (folder / path).write_bytes(content)
    return ArchivedHistory(
        case_id=case.case_id,
        workflow_id=history.workflow_id,
        run_id=history.run_id,
        sha256=hashlib.sha256(content).hexdigest(),
        path=path.as_posix(),
        archived_at=datetime.now(UTC),
    )


async def replayed(case: CapturedCase, found: Sequence[FoundHistory] | None = None) -> Replay:
    """Replay the closed case."""
    return await replay(
        CERTIFICATE_WORDS, case.case_id, live(case.closed) if found is None else found, case.events, TEST_RING
    )


# what is told


async def test_a_case_agrees_with_code_and_ledger(case: CapturedCase) -> None:
    """Request and payment replay, and the events derived from the history are the ledger's."""
    result = await replayed(case)

    assert result.agrees
    assert [(each.agrees, each.running, each.disagreement) for each in result.workflows] == [(True, False, None)] * 2
    assert result.ledger is not None
    assert result.ledger.history_events == result.ledger.ledger_events == len(case.events)
    assert result.ledger.history_status == Status.COMPLETED
    assert not result.ledger.in_flight


async def test_the_story_names_steps_people_and_outcomes(case: CapturedCase) -> None:
    """Local steps, steps, decisions, words from machines, waits and the payment's own procedure are all told."""
    result = await replayed(case)
    request, payment = result.workflows
    told = "\n".join(step.what.ja for step in request.steps)

    for words in (
        "署名で本人を確かめる: 本人と確認",
        "住民記録に照会する: 交付できる",
        "職員 officer-suzuki、決裁",
        "操作が済みました: 交付準備",
        "証明書を作る: 2枚、",
        "納付の手続きが終わりました: 納付あり",
        "知らせが届きました: 郵便の動き",
        "最長1日0時間待ちます",
        "終わりました: 完了",
    ):
        assert words in told
    assert "決済事業者に照会する: " in "\n".join(step.what.ja for step in payment.steps)
    assert [step.event_id for step in request.steps] == sorted(step.event_id for step in request.steps)


async def test_a_waiting_case_is_replayed_as_far_as_it_is(case: CapturedCase) -> None:
    """A running request agrees too; what waits is said to run."""
    result = await replay(CERTIFICATE_WORDS, case.case_id, live(case.waiting), case.waiting_events, TEST_RING)

    assert result.agrees
    assert [each.running for each in result.workflows] == [True, False]
    assert result.ledger is not None
    assert result.ledger.ledger_status == Status.UNDER_EXAMINATION


async def test_events_on_their_way_are_no_disagreement_while_the_case_runs(case: CapturedCase) -> None:
    """The ledger may lag behind a running history by what is being recorded; a closed case has no such excuse."""
    waiting = await replay(CERTIFICATE_WORDS, case.case_id, live(case.waiting), case.waiting_events[:-1], TEST_RING)
    closed = await replay(CERTIFICATE_WORDS, case.case_id, live(case.closed), case.events[:-1], TEST_RING)

    assert waiting.ledger is not None
    assert (waiting.agrees, waiting.ledger.in_flight) == (True, True)
    assert closed.ledger is not None
    assert (closed.agrees, closed.ledger.parted_at) == (False, len(case.events))


async def test_a_ledger_that_tells_another_story_is_found(case: CapturedCase) -> None:
    """One event by somebody else: the place is named, and what each side says there."""
    place = next(i for i, event in enumerate(case.events, start=1) if event.type == "approved")
    forged = list(case.events)
    forged[place - 1] = forged[place - 1].model_copy(update={"by": "officer-sato"})

    result = await replay(CERTIFICATE_WORDS, case.case_id, live(case.closed), forged, TEST_RING)

    assert not result.agrees
    assert all(each.agrees for each in result.workflows)
    assert result.ledger is not None
    assert result.ledger.parted_at == place


async def test_batches_may_overlap_and_end_at_a_gap(case: CapturedCase) -> None:
    """A batch recorded twice is once; events behind a gap are not taken for consecutive."""
    whole, rest = case.events, CERTIFICATES.batch(case.case_id, 3, case.events[2:5])
    head = CERTIFICATES.batch(case.case_id, 1, whole[:4])

    assert events_of(CERTIFICATES, [head, rest, head]) == tuple(whole[:5])
    assert events_of(CERTIFICATES, [rest]) == ()


async def test_batches_recorded_the_patient_way_are_taken_from_the_history_itself(engine: Client) -> None:
    """While the database was down, recording became a regular activity: its failures and its input are evidence."""
    async with procedure_on(engine) as procedure:
        for _ in range(3):
            procedure.city.recorder.faults.refuse("record", PortUnavailable("postgres"))
        await procedure.submit()
        await procedure.pay()
        await procedure.seen(PaymentCaptured)
        found, events = live(await procedure.histories()), tuple(procedure.events)
        result = await replay(CERTIFICATE_WORDS, procedure.case_id, found, events, TEST_RING)

    request = result.workflows[0]
    assert found[0].history is not None
    (held,) = await _recorded_inputs(found[0].history, PayloadReader(TEST_RING))
    assert (held.first, events_of(CERTIFICATES, [held])) == (1, events[: len(held.events)])
    recording = [step.what.en for step in request.steps if step.name == "record_events"]
    assert request.agrees
    assert "record in the ledger: not done (system_unavailable)" in recording
    assert "record in the ledger: asked for" in recording
    assert result.ledger is not None
    assert (result.ledger.agrees, result.ledger.parted_at) == (True, None)
    assert result.ledger.history_events >= 3


# where today's code parts from a history


def renamed_activity(history: WorkflowHistory) -> None:
    event = first(history, EventType.EVENT_TYPE_ACTIVITY_TASK_SCHEDULED)
    event.activity_task_scheduled_event_attributes.activity_type.name = "issue_paper"


def renamed_local_activity(history: WorkflowHistory) -> None:
    marked = (each.marker_recorded_event_attributes.details for each in history.events if each.event_type == MARKER)
    said = (details["data"].payloads[0] for details in marked)
    first_check = next(data for data in said if b"check_eligibility" in data.data)
    first_check.data = first_check.data.replace(b"check_eligibility", b"ask_the_neighbours")


def renamed_child(history: WorkflowHistory) -> None:
    event = first(history, EventType.EVENT_TYPE_START_CHILD_WORKFLOW_EXECUTION_INITIATED)
    event.start_child_workflow_execution_initiated_event_attributes.workflow_type.name = "tax-payment"


@pytest.mark.parametrize(
    ("change", "recorded", "wanted"),
    [
        (renamed_activity, "issue_paper", "issue_certificate"),
        (renamed_local_activity, "ask_the_neighbours", "check_eligibility"),
        (renamed_child, "tax-payment", "fee-payment"),
    ],
)
async def test_a_step_the_code_no_longer_takes_is_named(
    case: CapturedCase, change: Change, recorded: str, wanted: str, capfd: pytest.CaptureFixture[str]
) -> None:
    """The first disagreement is told by event, by what the history says and what the code wants; no trace is shown."""
    result = await replayed(case, changed(case, change))

    request, payment = result.workflows
    assert (result.agrees, request.agrees, payment.agrees) == (False, False, True)
    assert request.disagreement is not None
    assert recorded in request.disagreement.recorded.ja
    assert wanted in request.disagreement.wanted.ja
    assert any(step.event_id == request.disagreement.event_id and step.name == recorded for step in request.steps), (
        request.disagreement
    )
    printed = "".join(capfd.readouterr()) + request.disagreement.engine_says
    assert "Traceback" not in printed
    assert "Failure {" not in printed


async def test_what_was_derived_before_the_parting_is_still_compared(case: CapturedCase) -> None:
    """The ledger is not accused of what the replay could not reach."""
    result = await replayed(case, changed(case, renamed_activity))

    assert result.ledger is not None
    assert result.ledger.parted_at is None
    assert result.ledger.history_events < result.ledger.ledger_events


async def test_a_step_missing_from_the_history_is_told(case: CapturedCase) -> None:
    """A history cut in its middle does not replay, and the engine's own words say where."""

    def cut(history: WorkflowHistory) -> None:
        scheduled = first(history, EventType.EVENT_TYPE_ACTIVITY_TASK_SCHEDULED)
        del history.events[scheduled.event_id - 1]  # type: ignore[attr-defined]

    (request, _) = (await replayed(case, changed(case, cut))).workflows

    assert request.disagreement is not None
    assert "out of order" in request.disagreement.engine_says


async def test_code_that_fails_is_no_trace_but_a_disagreement(
    case: CapturedCase, capfd: pytest.CaptureFixture[str]
) -> None:
    """A workflow type that the code no longer knows: the code fails at once, and that is what is told."""
    gone = replace(CERTIFICATE_WORDS, workflows=lambda: (FeePaymentWorkflow,))
    result = await replay(gone, case.case_id, live(case.closed), case.events, TEST_RING)

    request, payment = result.workflows
    assert (request.agrees, payment.agrees) == (False, True)
    assert request.disagreement is not None
    assert request.disagreement.engine_says == "the code failed: NotFoundError"
    assert "Traceback" not in "".join(capfd.readouterr())


async def test_a_foreign_history_cannot_be_read(case: CapturedCase) -> None:
    """Payloads are bound to their workflow: another's history under this id is refused."""
    other = WorkflowHistory.from_json(ids.case_workflow_id("x"), case.closed[REQUEST].to_json())

    with pytest.raises(DomainError) as refused:
        await replay(CERTIFICATE_WORDS, "x", live({REQUEST: other}), (), TEST_RING)
    assert refused.value.code is ErrorCode.PAYLOAD_FOREIGN


async def test_a_lost_key_is_named(case: CapturedCase) -> None:
    """Without the key of the time nothing is replayed, and the key's id is told."""
    lost = TEST_RING.model_copy(update={"primary": "later", "keys": {"later": b"2" * 32}})
    with pytest.raises(DomainError) as refused:
        await replay(CERTIFICATE_WORDS, case.case_id, live(case.closed), case.events, lost)
    assert (refused.value.code, refused.value.facts["key_id"]) == (ErrorCode.KEY_UNKNOWN, TEST_RING.primary)


async def test_a_payment_without_history_is_missed(case: CapturedCase) -> None:
    """The request's history says that a payment was started: without its history the case is not whole."""
    result = await replayed(case, live({REQUEST: case.closed[REQUEST]}))

    assert (result.agrees, result.missing) == (False, (ids.payment_workflow_id(case.payment_id),))


# where histories come from


async def test_the_engine_is_asked_first(case: CapturedCase, engine: Client, tmp_path: Path) -> None:
    """What the engine still has is taken from there."""
    found = await Histories(engine, Index(), tmp_path).of(case.case_id)

    assert [(each.source, each.filed) for each in found] == [("engine", Filed.NOT_ARCHIVED)] * 2
    assert (await replayed(case, found)).agrees


async def test_an_unknown_request_has_no_history(engine: Client, tmp_path: Path) -> None:
    """Neither in the engine nor in the archive: nothing is found, and the request is missing."""
    unknown = ids.case_id("cert", 1, b"0123456789")
    found = await Histories(engine, Index(), tmp_path).of(unknown)
    result = await replay(CERTIFICATE_WORDS, unknown, found, (), TEST_RING)

    assert (found, result.agrees, result.missing) == ((), False, (ids.case_workflow_id(unknown),))


@pytest.fixture
async def silent_engine() -> Client:
    """A client of an engine that does not answer (nothing listens on port 1)."""
    return await connect("127.0.0.1:1", "default", TEST_RING, lazy=True)


async def test_the_archive_serves_when_the_engine_is_gone(
    case: CapturedCase, silent_engine: Client, tmp_path: Path
) -> None:
    """Years later: the files are still those that were noted, and replay as the live histories do."""
    index = Index(*(archived(case, tmp_path, which) for which in (REQUEST, PAYMENT)))

    found = await Histories(silent_engine, index, tmp_path).of(case.case_id)

    assert [(each.source, each.filed) for each in found] == [("archive", Filed.INTACT)] * 2
    assert (await replayed(case, found)).agrees


@pytest.mark.parametrize("fault", [Filed.ALTERED, Filed.MISSING])
async def test_an_archived_file_is_never_trusted_unchecked(
    case: CapturedCase, silent_engine: Client, tmp_path: Path, fault: Filed
) -> None:
    """A changed or lost file is told and not replayed."""
    entries = [archived(case, tmp_path, which) for which in (REQUEST, PAYMENT)]
    file = tmp_path / entries[0].path
    if fault is Filed.ALTERED:
        file.write_bytes(file.read_bytes() + b"\n")
    else:
        file.unlink()

    found = await Histories(silent_engine, Index(*entries), tmp_path).of(case.case_id)
    result = await replayed(case, found)

    assert (found[0].filed, found[0].history) == (fault, None)
    assert (result.agrees, result.ledger) == (False, None)


async def test_a_path_that_leaves_the_archive_is_not_followed(
    case: CapturedCase, silent_engine: Client, tmp_path: Path
) -> None:
    """An index somebody tampered with cannot make the auditor read other files."""
    folder = tmp_path / "archive"
    folder.mkdir()
    entry = archived(case, tmp_path, REQUEST)

    (found,) = await Histories(silent_engine, Index(entry.model_copy(update={"path": f"../{entry.path}"})), folder).of(
        case.case_id
    )

    assert found.filed is Filed.ALTERED


async def test_a_silent_engine_is_said_to_be_silent(silent_engine: Client, tmp_path: Path) -> None:
    """Without archive the engine's silence is not taken for "not found"."""
    with pytest.raises(PortUnavailable):
        await Histories(silent_engine, Index(), tmp_path).of(ids.case_id("cert", 1, b"0123456789"))


async def test_times_are_those_of_the_history(case: CapturedCase) -> None:
    """Steps carry the engine's instants, UTC, in order of minutes and not of the moment of replaying."""
    (request, _) = (await replayed(case)).workflows

    assert request.steps[0].at.utcoffset() == timedelta(0)
    assert request.steps[0].at <= request.steps[-1].at < datetime.now(UTC)
