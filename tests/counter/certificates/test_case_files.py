"""What an officer sees of an opened case: the revision that stands, the card beside the form, the register's last word."""

from typing import Any

import pytest
from fakes.access import FakeAccess
from fakes.city import CARD, application_of
from fakes.vault import FakeVault
from fixtures.desk import CLOSED_DESK, DISPATCHER, EXAMINER, REQUEST, START, Desk, desk_at
from pydantic import BaseModel

from counter.certificates.case_files import CaseFiles
from domain.actors import APPLICANT
from domain.cases.access import AccessGround
from domain.cases.vault import VaultItem, VaultKind
from domain.certificates import commands as c
from domain.certificates.application import IdentityFrom
from domain.certificates.disclosure import Part
from domain.certificates.sheet import SheetField
from domain.certificates.status import Status
from domain.certificates.vault import RequestItem
from domain.documents import Document
from domain.identity.attributes import IdentityFinding, Revocation
from domain.identity.residents import RegistryFinding, ResidencyStatus

GROUND = AccessGround.EXAMINATION
CARD_FINDING = IdentityFinding(
    attributes=CARD, reasons=(), revocation=Revocation.GOOD, judged_at=START, checked_at=START
)
RESIDENT = RegistryFinding(status=ResidencyStatus.RESIDENT, resident_id="r-1")
MOVED = RegistryFinding(status=ResidencyStatus.MOVED_OUT, resident_id="r-1")


class Office:
    """The files of one request over a vault in memory."""

    def __init__(self, desk: Desk) -> None:
        self.desk, self.vault, self.access = desk, FakeVault(), FakeAccess()
        self.token_sizes: list[int] = []
        self.files = CaseFiles(self.vault, self.access, self, lambda: desk.now, self._token)  # type: ignore[arg-type]

    def _token(self, size: int) -> str:
        self.token_sizes.append(size)
        return f"opening-{len(self.token_sizes)}"

    async def decide(self, case_id: str, decision: c.Decision) -> None:
        """Take a decision as the request's workflow does."""
        assert case_id == REQUEST
        self.desk.decide(decision.command, decision.actor, decision.decision_id)

    async def keep(self, kind: Any, revision: int, content: BaseModel) -> None:
        """Put an item into the vault."""
        await self.vault.put(REQUEST, VaultItem(kind=kind, revision=revision), content.model_dump_json().encode())


def mailed(mail: str) -> BaseModel:
    """Return the application with another mail address."""
    form = application_of("999001")
    return form.model_copy(update={"applicant": form.applicant.model_copy(update={"mail": mail})})


async def test_the_sheet_has_the_corrected_form_its_card_and_its_register() -> None:
    """After a correction the first form, card and look are nobody's question any more."""
    desk = desk_at(Status.RETURNED)
    desk.decide(c.Correct(revision=2, resigned=True), APPLICANT)
    office = Office(desk.examine())
    await office.keep(VaultKind.APPLICATION, 1, mailed("old@example.jp"))
    await office.keep(VaultKind.APPLICATION, 2, mailed("new@example.jp"))
    await office.keep(RequestItem.IDENTITY, 2, CARD_FINDING)
    await office.keep(RequestItem.ELIGIBILITY, 1, RegistryFinding(status=ResidencyStatus.DIFFERS, suppressed=True))
    await office.keep(RequestItem.ELIGIBILITY, 2, RESIDENT)

    sheet = await office.files.sheet(REQUEST, desk.state, EXAMINER, GROUND)

    lines = {line.field: line for line in sheet.lines}
    assert lines[SheetField.MAIL].form == "new@example.jp"
    assert lines[SheetField.NAME].card == CARD.name
    assert not lines[SheetField.ADDRESS].hidden
    assert [(each.officer, each.part) for each in await office.access.openings()] == [
        (EXAMINER.id, Part.APPLICATION.value)
    ]


async def test_beside_a_card_that_said_everything_nobody_typed_anything() -> None:
    """An application by card: the form's side is empty, the register is compared with the card, and the sheet says why."""
    office = Office(desk_at(Status.UNDER_EXAMINATION))
    by_card = application_of("999001").model_copy(update={"identity_from": IdentityFrom.CARD})
    await office.keep(VaultKind.APPLICATION, 1, by_card)
    await office.keep(RequestItem.ELIGIBILITY, 1, RESIDENT)

    claimed = await office.files.sheet(REQUEST, office.desk.state, EXAMINER, GROUND)
    await office.keep(RequestItem.IDENTITY, 1, CARD_FINDING)
    proven = await office.files.sheet(REQUEST, office.desk.state, EXAMINER, GROUND)

    said = (SheetField.NAME, SheetField.BIRTH_DATE, SheetField.ADDRESS)
    assert claimed.identity_from is proven.identity_from is IdentityFrom.CARD
    assert all(line.form and not line.card for line in claimed.lines if line.field in said)
    assert all(line.card and not line.form for line in proven.lines if line.field in said)
    assert {line.field: line.form for line in proven.lines}[SheetField.POSTCODE] == "9990001"
    assert not any(line.differs for line in proven.lines)


async def test_without_a_card_the_form_stands_alone() -> None:
    """Before the card was read there is nothing to compare with, and no look: addresses are hidden."""
    office = Office(desk_at(Status.VERIFYING))
    await office.keep(VaultKind.APPLICATION, 1, application_of("999001"))

    sheet = await office.files.sheet(REQUEST, office.desk.state, EXAMINER, GROUND)

    assert not sheet.asked
    assert {line.card for line in sheet.lines} == {""}
    assert [line.field for line in sheet.lines if line.hidden] == [SheetField.ADDRESS, SheetField.POSTCODE]


async def test_the_finding_is_the_register_s_last_word() -> None:
    """A case held right before printing is held for what the register said then, of that look."""
    desk = desk_at(Status.ISSUING).hold_before_issue()
    office = Office(desk)
    look = desk.state.identity.last_look
    assert look == 1
    await office.keep(RequestItem.ELIGIBILITY, 1, RESIDENT)
    await office.keep(RequestItem.ELIGIBILITY_AT_ISSUE, look, MOVED)

    found = await office.files.finding(REQUEST, desk.state, CLOSED_DESK, AccessGround.HOLD)

    assert found.status is ResidencyStatus.MOVED_OUT
    assert desk.state.identity.opened_by == (CLOSED_DESK.id,)
    assert office.token_sizes == [16]
    assert await office.files.ways(REQUEST, desk.state, CLOSED_DESK) == found.ways
    assert await office.files.ways(REQUEST, desk.state, EXAMINER) is None


async def test_a_later_look_replaces_the_one_before() -> None:
    """Released and held again: the second look's answer is told."""
    desk = desk_at(Status.ISSUING).hold_before_issue()
    desk.release(EXAMINER, CLOSED_DESK)
    desk.hold_before_issue()
    office = Office(desk)
    await office.keep(RequestItem.ELIGIBILITY, 1, RESIDENT)
    await office.keep(RequestItem.ELIGIBILITY_AT_ISSUE, 1, RESIDENT)
    await office.keep(RequestItem.ELIGIBILITY_AT_ISSUE, desk.state.identity.last_look or 0, MOVED)

    found = await office.files.finding(REQUEST, desk.state, CLOSED_DESK, AccessGround.HOLD)

    assert desk.state.identity.last_look == 2
    assert found.status is ResidencyStatus.MOVED_OUT


@pytest.mark.parametrize(
    ("part", "kind"), [(Part.CERTIFICATE, RequestItem.CERTIFICATE), (Part.COVER_LETTER, RequestItem.COVER_LETTER)]
)
async def test_a_document_is_the_corrected_request_s(part: Part, kind: RequestItem) -> None:
    """Who seals the letter gets what was printed of the revision that stands."""
    desk = desk_at(Status.RETURNED)
    desk.decide(c.Correct(revision=2, resigned=True), APPLICANT)
    desk.issue()
    office = Office(desk)
    await office.keep(kind, 1, Document(content=b"old", sheets=1))
    await office.keep(kind, 2, Document(content=b"new", sheets=1))

    document = await office.files.document(REQUEST, desk.state, DISPATCHER, part, AccessGround.DISPATCH)

    assert document.content == b"new"
