"""Who decided held the role on that day, or is named: by the ledger alone, whoever wrote it there."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from contracts.stories import batches
from fixtures.sealed_ledger import seal_batches

from adapters.policy.files import PolicyFiles
from adapters.postgres.session import Pool
from audit.authority import HeldRoles
from audit.findings import FindingCode
from audit.verify import verify_ledger
from domain.actors import Role
from domain.cases.batch import EventJson
from domain.cases.event import DecisionRefused, Event
from domain.certificates.events import Withdrawn
from domain.certificates.examination_events import Approved, CaseTaken
from domain.certificates.paper_events import DispatchConfirmed, MailReturned
from domain.certificates.procedure import CERTIFICATES
from domain.errors import DomainError, ErrorCode
from domain.municipality.officers import Officer, Officers

CITY = "999001"
FIRST, LAST = date(2026, 4, 1), date(2026, 11, 30)
BEGINS = datetime(2026, 3, 31, 15, 0, tzinfo=UTC)  # midnight in Japan
ENDS = datetime(2026, 11, 30, 15, 0, tzinfo=UTC)
DURING = datetime(2026, 6, 1, tzinfo=UTC)


class Book:
    """One city's officers; Sato was an examiner for a while, then a dispatcher."""

    def policy(self, code: str) -> Any:
        """Return the city's policy, of which only officers are asked."""
        if code != CITY:
            raise DomainError(ErrorCode.POLICY_INVALID)
        row = {"name": "佐藤", "section": "市民生活課"}
        after = LAST + timedelta(days=1)
        return SimpleNamespace(
            officers=Officers(
                officer=(
                    Officer(id="sato", roles=(Role.EXAMINER,), effective_from=FIRST, effective_until=LAST, **row),
                    Officer(id="sato", roles=(Role.DISPATCHER,), effective_from=after, **row),
                    Officer(id="suzuki", roles=(Role.APPROVER,), **row),
                    Officer(id="watanabe", roles=(Role.CLOSED_DESK,), **row),
                )
            )
        )

    def closed_days(self, *_: Any) -> Any:
        """Nobody asks."""
        raise AssertionError


ROLES = HeldRoles(Book())


def decided(kind: type[Event], by: str, at: datetime = DURING, **more: Any) -> Any:
    """Return an event that somebody decided."""
    return kind(at=at, by=by, decision_id="decision-1", **more)


@pytest.mark.parametrize(
    ("event", "held"),
    [
        (decided(CaseTaken, "sato"), True),
        (decided(CaseTaken, "sato", BEGINS), True),
        (decided(CaseTaken, "sato", BEGINS - timedelta(seconds=1)), False),
        (decided(CaseTaken, "sato", ENDS - timedelta(seconds=1)), True),
        (decided(CaseTaken, "sato", ENDS), False),
        (decided(DispatchConfirmed, "sato", ENDS, letter_id="l", tracking_number="n"), True),
        (decided(DispatchConfirmed, "sato", letter_id="l", tracking_number="n"), False),
        (decided(Approved, "suzuki"), True),
        (decided(Approved, "sato"), False),
        (decided(CaseTaken, "suzuki"), False),
        (decided(Approved, "nobody"), False),
        (decided(Approved, "applicant"), False),
        (decided(Approved, "system"), False),
        (decided(Withdrawn, "applicant"), True),
        (decided(Withdrawn, "suzuki"), False),
    ],
    ids=lambda value: f"{value.type} by {value.by} at {value.at:%m-%d %H:%M:%S}" if isinstance(value, Event) else value,
)
def test_the_role_is_that_of_the_day(event: Any, held: bool) -> None:
    """From the first day to the last, both included, by Japan's midnight."""
    assert (ROLES.wanting(CERTIFICATES, CITY, 7, event) is None) == held


def test_in_another_city_nobody_has_a_role() -> None:
    """An officer is one of a municipality; of a strange one nothing is known."""
    found = ROLES.wanting(CERTIFICATES, "999002", 7, decided(Approved, "suzuki"))
    assert found is not None
    assert (found.place, found.by, found.action) == (7, "suzuki", "approve")


def test_what_machines_record_and_refusals_are_no_decisions() -> None:
    """The post reports a return without a decision's id; a decision that was refused changed nothing."""
    returned = MailReturned(at=DURING, by="system", reason="unknown_address", decision_id="")
    refused = DecisionRefused(at=DURING, by="nobody", decision_id="d", action="approve", code="role_missing")
    assert ROLES.wanting(CERTIFICATES, CITY, 1, returned) is ROLES.wanting(CERTIFICATES, CITY, 1, refused) is None


async def test_the_ledger_names_a_decision_by_who_might_not(pool: Pool, tmp_path: Path) -> None:
    """An approval in the examiner's name, however well it was written: position, place, action, who; nothing else."""
    book = PolicyFiles(Path(__file__).parents[2] / "municipalities")
    await seal_batches(pool, batches(1))
    assert (await verify_ledger(pool, [], [], HeldRoles(book))).ok

    forged = [each.model_copy(update={"events": tuple(map(_by_the_examiner, each.events))}) for each in batches(2)]
    await seal_batches(pool, forged)
    result = await verify_ledger(pool, [], [], HeldRoles(book))

    assert [(finding.code, finding.case_id) for finding in result.findings] == [
        (FindingCode.ROLE_NOT_HELD, forged[0].case_id)
    ]
    assert result.findings[0].where.endswith("place 9, approve by officer-sato")
    assert (await verify_ledger(pool, [], [])).ok


def _by_the_examiner(event: EventJson) -> EventJson:
    return {**event, "by": "officer-sato"} if event["type"] == "approved" else event
