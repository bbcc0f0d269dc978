"""Roles given and taken while the office ran: decisions are judged by the ledger's changes, and the changes by two admins."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from contracts.stories import batches
from fixtures.sealed_ledger import seal_batches

from adapters.policy.files import PolicyFiles
from adapters.postgres.entries import encode_change
from adapters.postgres.session import Pool
from audit.authority import HeldRoles
from audit.findings import FindingCode
from audit.people import unfounded
from audit.verify import verify_ledger
from domain.actors import Role
from domain.cases.vouchers import VALID_FOR
from domain.certificates.examination_events import Approved
from domain.certificates.procedure import CERTIFICATES
from domain.office.people import ChangeConfirmed, ChangeDropped, ChangeGround, ChangeProposed, NewRow

CITY = "999001"
BOOK = PolicyFiles(Path(__file__).parents[2] / "municipalities")
NOON = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)
LATER = NOON + timedelta(minutes=30)


def proposed(officer: str = "officer-suzuki", *roles: Role, by: str = "admin-kobayashi") -> ChangeProposed:
    row = NewRow(officer=officer, section="課", roles=roles, effective_from=date(2026, 11, 24))
    return ChangeProposed(change_id="change-0001", by=by, at=NOON, ground=ChangeGround.TRANSFER, row=row)


def confirmed(by: str = "admin-kato", at: datetime = NOON) -> ChangeConfirmed:
    return ChangeConfirmed(change_id="change-0001", by=by, at=at)


def approved(by: str, at: datetime) -> Any:
    return Approved(at=at, by=by, decision_id="decision-1")


@pytest.mark.parametrize(
    ("by", "at", "held"),
    [
        ("officer-suzuki", NOON - timedelta(seconds=1), True),
        ("officer-suzuki", NOON + VALID_FOR - timedelta(seconds=1), True),
        ("officer-suzuki", NOON + VALID_FOR + timedelta(seconds=1), False),
        ("officer-sato", LATER, False),
    ],
)
def test_a_role_taken_away_holds_no_longer_than_a_voucher(by: str, at: datetime, held: bool) -> None:
    """A decision that was under way counts, as its voucher does; none that came later."""
    roles = HeldRoles(BOOK, {CITY: [proposed(), confirmed()]})
    assert (roles.wanting(CERTIFICATES, CITY, 7, approved(by, at)) is None) == held


def test_a_role_given_holds_from_its_confirmation() -> None:
    roles = HeldRoles(BOOK, {CITY: [proposed("officer-sato", Role.APPROVER), confirmed(at=LATER)]})
    assert roles.wanting(CERTIFICATES, CITY, 7, approved("officer-sato", NOON)) is not None
    assert roles.wanting(CERTIFICATES, CITY, 7, approved("officer-sato", LATER)) is None


@pytest.mark.parametrize(
    ("events", "place"),
    [
        ([proposed(), confirmed()], None),
        ([proposed(), ChangeDropped(change_id="change-0001", by="admin-kobayashi", at=NOON)], None),
        ([proposed(by="officer-sato")], 1),
        ([proposed("admin-kobayashi", Role.ADMIN)], 1),
        ([confirmed()], 1),
        ([proposed(), confirmed(by="admin-kobayashi")], 2),
        ([proposed(), confirmed(by="officer-sato")], 2),
        ([proposed("admin-kato", Role.ADMIN), confirmed(by="admin-kato")], 2),
        ([proposed(), confirmed(), confirmed()], 3),
    ],
)
def test_a_change_without_two_admins_is_named(events: list[Any], place: int | None) -> None:
    found = list(unfounded(BOOK, {CITY: events}))
    assert [each.where.partition(",")[0] for each in found] == ([] if place is None else [f"place {place}"])


@pytest.mark.database
async def test_the_ledger_with_changes_of_officers_verifies(pool: Pool) -> None:
    """The changes are no case, and are covered by the tree; one that is nobody's is found."""
    await seal_batches(pool, batches(1))
    for place, event in enumerate([proposed("officer-kimura", Role.APPROVER), confirmed()], start=1):
        await pool.execute(
            "SELECT ledger.append($1, $2, $3)", f"people/{CITY}", place, [encode_change(CITY, place, event)]
        )
    assert (await verify_ledger(pool, [], [], HeldRoles(BOOK))).findings == ()

    forged = encode_change(CITY, 3, proposed("officer-sato", Role.APPROVER, by="officer-sato"))
    await pool.execute("SELECT ledger.append($1, $2, $3)", f"people/{CITY}", 3, [forged])
    await pool.execute(
        "SELECT ledger.append($1, $2, $3)", f"people/{CITY}", 4, [b'{"case_id":"people/999001","place":4}']
    )
    findings = (await verify_ledger(pool, [], [], HeldRoles(BOOK))).findings
    assert {(each.code, each.case_id) for each in findings} == {
        (FindingCode.ROLE_NOT_HELD, "people/999001"),
        (FindingCode.ENTRY_UNREADABLE, "people/999001"),
    }
