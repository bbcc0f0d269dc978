"""Notices go out in the municipality's words, once for each occasion, and tell nothing in the logs."""

import shutil
from datetime import timedelta
from pathlib import Path

import pytest
from contracts.stories import START, batches, case_id, completed
from fakes.city import application_of
from fakes.dogs.events import DogRegistered, DogSubmitted
from fakes.dogs.files import write_dog_rules
from fakes.dogs.procedure import DOGS
from fakes.dogs.rules import DogForm
from fakes.dogs.status import DogNotice
from fakes.vault import FakeVault
from structlog.testing import capture_logs

from adapters.keys import Keys
from adapters.policy.files import PolicyFiles
from adapters.postgres.cipher import VaultCipher
from adapters.postgres.commitments import Commitments
from adapters.postgres.outbox import PostgresOutbox
from adapters.postgres.recorder import PostgresRecorder
from adapters.postgres.session import Pool
from adapters.postgres.vault import PostgresVault
from domain import money
from domain.cases.citizen import CitizenKey
from domain.cases.notices import Channel, DueNotice
from domain.cases.vault import VaultItem, VaultKind
from domain.certificates.evolve import fold
from domain.certificates.notices import NoticeKind, notices_of
from domain.certificates.procedure import CERTIFICATES
from domain.certificates.rules import texts_of
from domain.certificates.status import Status
from domain.certificates.terms import DeadlineKind
from domain.errors import DomainError, ErrorCode, PortRejected, PortUnavailable
from domain.municipality.days_in_words import day_in_words
from domain.municipality.texts import Language, render
from domain.procedures import Procedures
from upkeep.mail_room import MailRoom

MUNICIPALITIES = Path(__file__).parents[2] / "municipalities"
BASE = "https://city.example"
REQUEST = case_id(1)
CASE_NUMBER = completed(1)[0].case_number
AWAITING, POSTED = fold(completed(1)[:5]), fold(completed(1)[:12])
NUMBER = "12345678903"
PAY_UNTIL = {
    Language.JA: "2026年11月26日(木)",
    Language.JA_SIMPLE: "2026年(ねん)11月(がつ)26日(にち) 木曜日(もくようび)",
    Language.EN: "Thursday, 26 November 2026",
}
IN_A_WEEK = START + timedelta(days=7)
STATES = {
    NoticeKind.DISPATCHED: POSTED,
    NoticeKind.RETURNED: AWAITING.model_copy(update={"due": {DeadlineKind.CORRECTION: IN_A_WEEK}}),
    NoticeKind.MAIL_RETURNED: POSTED.model_copy(update={"due": {DeadlineKind.RETURNED_MAIL: IN_A_WEEK}}),
}
FEE = completed(1)[0].terms.fee
RECEIPT, CODE = "K7QD-0R3M-XW5B-92TC", "7QD0-R3MX"
MAIL = "hanako@example.jp"
PERSONAL = (MAIL, "窓口", "花子", "水面町", "1985")

REGISTERED_DOG = DOGS.fold(
    (
        DogSubmitted(at=START, by="system", case_number="R-1", municipality="999001", received_at=START, breed="柴"),
        DogRegistered(at=START, by="officer-sato", decision_id="register-1", tag=17),
    )
)


class Outbox:
    """Notices in memory; each is due once and keeps what became of it."""

    def __init__(self, *kinds, state=AWAITING, case=REQUEST):
        written = state.model_dump_json()
        self.due = [
            DueNotice(case_id=case, notice=kind, occasion=n, state=written) for n, kind in enumerate(kinds, start=1)
        ]
        self.fates = []

    async def claim(self, channel, limit, lease):
        """Take what is due."""
        taken, self.due = self.due[:limit], self.due[limit:]
        return taken

    async def sent(self, notice):
        """Note that it went out."""
        self.fates.append((notice.notice, "sent"))

    async def later(self, notice, error):
        """Note that it is tried again."""
        self.fates.append((notice.notice, f"later: {error}"))

    async def give_up(self, notice, error):
        """Note that it is not tried again."""
        self.fates.append((notice.notice, f"given up: {error}"))


class MailServer:
    """Keeps mails, unless told to fail."""

    def __init__(self):
        self.mails = []
        self.error = None

    async def send(self, mail):
        """Take one mail, or fail."""
        if self.error is not None:
            raise self.error
        self.mails.append(mail)


@pytest.fixture(scope="session")
def book():
    return PolicyFiles(MUNICIPALITIES)


@pytest.fixture
def server():
    return MailServer()


@pytest.fixture
async def vault():
    made = FakeVault()
    await put_application(made, REQUEST)
    return made


async def put_application(vault, request, language=Language.JA):
    content = application_of("999001").model_copy(update={"language": language}).model_dump_json().encode()
    await vault.put(request, VaultItem(kind=VaultKind.APPLICATION), content)
    key = CitizenKey(receipt_number=RECEIPT, code=CODE)
    await vault.put(request, VaultItem(kind=VaultKind.CITIZEN_KEY), key.model_dump_json().encode())


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("municipality", ["999001", "999002"])
@pytest.mark.parametrize("kind", NoticeKind)
async def test_each_notice_is_written_in_the_municipalitys_words_and_the_citizens_language(
    book, server, kind, municipality, language
):
    """Subject as in its file, addressed to the applicant, with receipt number and page, the screen's words, nothing left to fill."""
    vault = FakeVault()
    await put_application(vault, REQUEST, language)
    state = STATES.get(kind, AWAITING).model_copy(update={"municipality": municipality})
    outbox = Outbox(kind, state=state)

    assert await MailRoom(outbox, vault, book, server, f"{BASE}/").send_due() == 1

    (mail,) = server.mails
    texts = texts_of(book.policy(municipality), language)
    words, page = texts.notice[kind], f"{BASE}/{language}/r/{RECEIPT}"
    filled = {
        "receipt_number": RECEIPT,
        "case_number": CASE_NUMBER,
        "code": CODE,
        "status": texts.status[state.status],
        "next_step": texts.next_step[state.status],
        "status_url": page,
        "payment_url": f"{page}/pay#code={CODE}",
        "correct_url": f"{page}/correct",
        "amount": str(money.total(FEE)),
        "pay_until": PAY_UNTIL[language],
        "correct_until": day_in_words(IN_A_WEEK, language),
        "keep_until": day_in_words(IN_A_WEEK, language),
        "tracking_number": NUMBER,
    }
    assert mail.to == MAIL
    assert mail.subject == words.subject.replace("{receipt_number}", RECEIPT)
    assert mail.body == render(words.body, filled)
    assert all(each in mail.body for each in (RECEIPT, page, texts.status[state.status], texts.next_step[state.status]))
    assert (CODE in mail.body) is (kind in {NoticeKind.RECEIVED, NoticeKind.PAYMENT_OPEN})
    assert CODE not in mail.subject
    assert "{" not in mail.subject + mail.body
    assert mail.key == f"{REQUEST}.{kind}.1"
    assert outbox.fates == [(kind, "sent")]


async def test_a_held_request_is_written_to_like_any_other_in_check(book, server, vault):
    """Letter for letter: from a mail nobody can tell that a request is held."""
    states = [AWAITING.model_copy(update={"status": status}) for status in (Status.HELD, Status.VERIFYING)]
    for state in states:
        await MailRoom(Outbox(NoticeKind.RECEIVED, state=state), vault, book, server, BASE).send_due()

    held, checked = server.mails
    assert held == checked


async def test_what_the_request_has_left_behind_is_not_told_as_if_it_stood(book, server, vault):
    """A mail that waited until its deadline or number was over names none, and goes out."""
    outbox = Outbox(NoticeKind.PAYMENT_OPEN, NoticeKind.DISPATCHED, state=fold(completed(1)[:1]))

    assert await MailRoom(outbox, vault, book, server, BASE).send_due() == 2
    asked, sent = (mail.body for mail in server.mails)
    assert "期限: - まで" in asked
    assert "追跡番号: - " in sent


async def test_a_mail_server_that_is_down_means_later(book, server, vault):
    """The notice is kept; the next one is tried all the same."""
    server.error = PortUnavailable("mail")
    outbox = Outbox(NoticeKind.RECEIVED, NoticeKind.PAID)

    assert await MailRoom(outbox, vault, book, server, BASE).send_due() == 2
    assert outbox.fates == [(NoticeKind.RECEIVED, "later: mail"), (NoticeKind.PAID, "later: mail")]


async def test_a_mail_refused_for_good_is_given_up_and_told_without_personal_data(book, server, vault):
    """Its reply code is kept for the officer; the log names request and notice only."""
    server.error = PortRejected("mail", "550")
    outbox = Outbox(NoticeKind.RECEIVED)

    with capture_logs() as lines:
        await MailRoom(outbox, vault, book, server, BASE).send_due()

    assert outbox.fates == [(NoticeKind.RECEIVED, "given up: 550")]
    assert [line["event"] for line in lines] == ["notice given up"]
    assert (lines[0]["case_id"], lines[0]["notice"]) == (REQUEST, "received")
    assert not any(each in str(lines) for each in PERSONAL)


async def test_after_erasure_nobody_is_written_to(book, server, vault):
    """The key is destroyed: there is no address any more, and the notice is given up without fuss."""
    await vault.erase(REQUEST)
    outbox = Outbox(NoticeKind.COMPLETED)

    with capture_logs() as lines:
        await MailRoom(outbox, vault, book, server, BASE).send_due()

    assert outbox.fates == [(NoticeKind.COMPLETED, "given up: vault_key_destroyed")]
    assert server.mails == []
    assert not any(each in str(lines) for each in PERSONAL)


@pytest.mark.parametrize("code", [ErrorCode.KEY_UNKNOWN, ErrorCode.POLICY_INVALID])
async def test_wrong_settings_lose_no_notice(book, server, vault, code):
    """A key that is missing on the ring today is back tomorrow: the notice waits."""
    server.error = DomainError(code)
    outbox = Outbox(NoticeKind.PAID)

    await MailRoom(outbox, vault, book, server, BASE).send_due()

    assert outbox.fates == [(NoticeKind.PAID, f"later: {code}")]


async def test_a_notice_that_nobody_here_can_write_is_given_up_and_stops_no_other(book, server, vault):
    """No rules of the procedure, no words for the notice: with its code, and the next one goes out."""
    outbox = Outbox("a_later_notice", NoticeKind.PAID)

    with capture_logs() as lines:
        await MailRoom(outbox, vault, book, server, BASE).send_due()

    assert outbox.fates == [
        ("a_later_notice", "given up: words_missing"),
        (NoticeKind.PAID, "sent"),
    ]
    assert [line["error"] for line in lines] == ["words_missing"]


async def test_a_municipality_that_no_longer_offers_a_procedure_has_no_words_for_it(server, vault, tmp_path):
    """Its files are gone and a case still runs: the notice is given up with the same code."""
    folder = Path(shutil.copytree(MUNICIPALITIES / "999001", tmp_path / "999001"))
    shutil.rmtree(folder / "certificates")
    outbox = Outbox(NoticeKind.PAID)

    await MailRoom(outbox, vault, PolicyFiles(tmp_path), server, BASE).send_due()

    assert outbox.fates == [(NoticeKind.PAID, "given up: words_missing")]


async def test_a_notice_of_a_procedure_that_this_release_does_not_have_waits_for_one_that_has_it(book, server, vault):
    """While releases change, a worker of the older one loses no mail of the newer one's procedure."""
    outbox = Outbox("dog_registered", NoticeKind.PAID)
    outbox.due[0] = outbox.due[0].model_copy(update={"case_id": REQUEST.replace("cert-", "dog-")})

    await MailRoom(outbox, vault, book, server, BASE).send_due()

    assert outbox.fates == [("dog_registered", "later: procedure_unknown"), (NoticeKind.PAID, "sent")]


async def test_a_case_that_this_release_cannot_read_waits_for_one_that_can(book, server, vault):
    """Its state is of a newer shape: the notice is tried later, and stops no other."""
    outbox = Outbox(NoticeKind.PAID, NoticeKind.PAID)
    outbox.due[0] = outbox.due[0].model_copy(update={"state": '{"of": "a later release"}'})

    await MailRoom(outbox, vault, book, server, BASE).send_due()

    assert outbox.fates == [(NoticeKind.PAID, "later: case_unreadable"), (NoticeKind.PAID, "sent")]


async def test_each_procedure_writes_to_whom_it_declares(server, vault, tmp_path):
    """A second procedure needs its value and the municipality's words, and nothing of the mail room's."""
    folder = Path(shutil.copytree(MUNICIPALITIES / "999001", tmp_path / "999001"))
    write_dog_rules(folder)
    houses = Procedures(CERTIFICATES, DOGS)
    case = REQUEST.replace("cert-", "dog-")
    form = DogForm(owner="飼い主", mail="owner@example.jp", breed="柴")
    await vault.put(case, VaultItem(kind=VaultKind.APPLICATION), form.model_dump_json().encode())
    outbox = Outbox(DogNotice.DOG_REGISTERED, state=REGISTERED_DOG, case=case)

    await MailRoom(outbox, vault, PolicyFiles(tmp_path, houses), server, BASE, houses).send_due()

    (mail,) = server.mails
    assert (mail.to, mail.subject, mail.body) == ("owner@example.jp", "犬の登録", "R-1 鑑札 17")


async def test_a_corrected_address_is_the_one_written_to(book, server, vault):
    """The mail goes where the latest application says."""
    newer = application_of("999001")
    newer = newer.model_copy(update={"applicant": newer.applicant.model_copy(update={"mail": "new@example.jp"})})
    await vault.put(REQUEST, VaultItem(kind=VaultKind.APPLICATION, revision=2), newer.model_dump_json().encode())

    await MailRoom(
        Outbox(NoticeKind.PAID, state=AWAITING.model_copy(update={"revision": 2})), vault, book, server, BASE
    ).send_due()

    assert [mail.to for mail in server.mails] == ["new@example.jp"]


@pytest.mark.database
async def test_a_whole_request_sends_each_of_its_notices_once(pool: Pool, book, server):
    """The notices of its events lie in the real outbox; each goes out once, after an outage and a dead sender too."""
    recorder = PostgresRecorder(pool)
    first, *rest = batches(1)
    received = {**first.events[0], "municipality": "999001"}
    for part in (first.model_copy(update={"events": (received, *first.events[1:])}), *rest):
        await recorder.record(part)
    await pool.executemany(
        "INSERT INTO outbox.notices (case_id, notice, occasion) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING",
        [(REQUEST, kind, place) for place, event in enumerate(completed(1), start=1) if (kind := notices_of(event))],
    )
    keys = Keys.generate()
    vault = PostgresVault(pool, VaultCipher(keys.vault), Commitments(keys.hash))
    await put_application(vault, REQUEST)
    now = [await pool.fetchval("SELECT now() + interval '1 second'")]
    outbox = PostgresOutbox(pool, clock=lambda: now[0])
    room = MailRoom(outbox, vault, book, server, BASE)

    server.error = PortUnavailable("mail")
    assert await room.send_due() == 6
    server.error = None
    assert await room.send_due() == 0, "not due before its wait is over"
    now[0] += timedelta(seconds=16)
    await outbox.claim(Channel.MAIL, 2, timedelta(minutes=2))  # a sender that dies with two notices in hand
    assert await room.send_due() == 4
    now[0] += timedelta(minutes=2)
    assert await room.send_due() == 2
    now[0] += timedelta(days=1)
    assert await room.send_due() == 0

    keys_sent = [mail.key for mail in server.mails]
    kinds = [key.split(".")[1] for key in sorted(keys_sent, key=lambda key: int(key.rpartition(".")[2]))]
    assert kinds == ["received", "payment_open", "paid", "approved", "dispatched", "completed"]
    assert len(set(keys_sent)) == len(keys_sent)
