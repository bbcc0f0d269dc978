"""Whatever the form takes goes all the way: HTTP, statement, card, vault, status, mail, certificate and envelope."""

from collections.abc import Iterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, date, datetime
from email import message_from_bytes, policy
from typing import Any

import httpx2
import pytest
from fakes.desk import City, application, desk_of

from activities.certificates.addressee import addressee
from activities.certificates.paper_orders import IssueCertificate, PaperOrders
from adapters.documents.certificates.press import TypstPress
from adapters.documents.typesetter import Typesetter
from adapters.mail.message import compose
from domain.cases.vault import VaultItem, VaultKind
from domain.certificates.application import Application
from domain.certificates.statement import statement
from domain.identity.register_date import RegisterDate
from domain.identity.residents import HouseholdMember, ResidentRecord
from domain.mail import Mail
from domain.mail_address import mailbox
from domain.postal.letters import MailClass
from web.app import Site

pytestmark = pytest.mark.database
NAME, ADDRESS, MAIL = "applicant.name", "delivery.address", "applicant.mail"
ACCEPTED: list[tuple[str, Any]] = [
    *((NAME, "W" * 100), (NAME, "龍" * 100), (NAME, "x"), (NAME, "葛\U000e0100城\u3000文"), (NAME, "𠮷田\u3000髙﨑")),
    *((NAME, "محمد عبد الله"), (NAME, "דוד"), (NAME, "முருகன்"), (NAME, "សុខ"), (NAME, "తెలుగు"), (NAME, "রবি")),
    *((NAME, "Nguyễn Thị Ánh Tuyết"), (NAME, "o\u0302\u0303"), (NAME, "が\u3099"), (NAME, "A\u00a0B"), (NAME, "1")),
    *((NAME, "MINAMOWATERFRONTVILLEHARBORLANDINGTON ANNA"), (NAME, '#eval("1")$x$'), (NAME, 'O\'Neil "Bob" <b>')),
    *((ADDRESS, "W" * 200), (ADDRESS, "龍" * 200), (ADDRESS, "１"), (ADDRESS, "مبنى 5"), (ADDRESS, "{{x}}\\")),
    *((MAIL, "ten..ko.@docomo.example"), (MAIL, ".@b.example"), (MAIL, "!#$%&'*+/=?^_`{|}~-@b.example")),
    *((MAIL, "a" * 64 + "@b.example"), (MAIL, "a@" + ".".join(["b" * 60] * 4) + ".example"), (MAIL, "A@B.EXAMPLE")),
    *(("applicant.birth_date", day) for day in ("2026-11-24", "1901-01-01", "2000-02-29", "1926-12-25", "1989-01-07")),
    *(("delivery.postcode", code) for code in ("0010000", "9999999", "999-0001", "〒９９９‐０００１")),
    *(("copies", copies) for copies in (1, 10)),
    *((f"options.{name}", True) for name in ("relationship", "domicile", "former_address")),
    ("options.scope", "household"),
]
REFUSED: list[tuple[str, Any]] = [
    *(
        (NAME, "W" * 101),
        (NAME, ""),
        (NAME, "Անի"),
        (NAME, "ნინო"),
        (NAME, "ሀይሌ"),
        (NAME, "芦\U000e0102屋"),
        (NAME, "\ue000"),
    ),
    *((ADDRESS, "龍" * 201), (ADDRESS, "架空県\u200b"), (ADDRESS, "ම")),
    *((MAIL, "a@b"), (MAIL, "a" * 63 + ".@b.example"), (MAIL, "a@" + "b" * 64 + ".example"), (MAIL, "a@1.2.3.4")),
    *((MAIL, "a@" + ".".join(["b" * 60] * 4) + ".exampleexample"), (MAIL, '"a"@b.example')),
    *(("applicant.birth_date", day) for day in ("2026-11-25", "1900-12-31", "2001-02-29")),
    *(("copies", copies) for copies in (0, 11)),
]


@pytest.fixture(scope="module")
def press() -> TypstPress:
    return TypstPress(Typesetter())


@asynccontextmanager
async def door(world, book) -> Iterator[httpx2.AsyncClient]:
    """Open the web application before the real counter."""
    city = City(now=world.now)
    desk = replace(desk_of(city, book), counter=world.counter, receipts=world.intake)
    transport = httpx2.ASGITransport(app=application(desk, Site(base_url="https://city.example")))
    async with httpx2.AsyncClient(transport=transport, base_url="https://city.example") as client:
        yield client


def with_value(form: dict[str, Any], path: str, value: Any) -> dict[str, Any]:
    *parents, last = path.split(".")
    part = form
    for name in parents:
        part = part[name]
    part[last] = value
    return form


@pytest.mark.parametrize(("path", "value"), ACCEPTED, ids=lambda part: ascii(part)[:24])
async def test_what_the_form_takes_goes_all_the_way(world, book, press, form, path, value):
    """Nothing that is accepted is refused later, and nothing of it is changed on the way."""
    form = with_value(form, path, value)
    async with door(world, book) as client:
        draft = (await client.post("/api/v1/statements", json={"form": form})).json()
        body = {"form": {**form, "nonce": draft["nonce"]}, "signature": world.signed(draft["text"])}
        answer = await client.post("/api/v1/requests", json=body, headers={"Idempotency-Key": "every-value"})
        assert answer.status_code == 202, answer.json()
        receipt = answer.json()
        shown = await client.get(f"/api/v1/requests/{receipt['receipt_number']}")
    assert (shown.status_code, shown.json()["copies"]) == (200, form["copies"])
    stored = await world.vault.get(receipt["case_id"], VaultItem(kind=VaultKind.APPLICATION))
    application = Application.model_validate_json(stored)
    city = book.policy("999001")
    assert statement(application, city.municipality.name) == draft["text"]
    assert (application.applicant.name, application.delivery.address) == (
        form["applicant"]["name"],
        form["delivery"]["address"],
    )
    check_mail(application, receipt["receipt_number"], form["applicant"]["mail"])
    check_paper(press, application, city, receipt["case_number"])


def check_mail(application: Application, receipt: str, written: str) -> None:
    """Assert that a mail to the stored address is one to the address that was typed."""
    mail = Mail(key="k", to=application.applicant.mail, subject=f"受付番号 {receipt}", body=receipt)
    content = compose(
        mail, mailbox(mail.to), ("みなも市", "a@b.example"), datetime(2026, 11, 24, tzinfo=UTC), "b.example"
    )
    (recipient,) = message_from_bytes(content, policy=policy.default)["To"].addresses
    assert f"{recipient.username}@{recipient.domain}" == written


def check_paper(press: TypstPress, application: Application, city: Any, case_number: str) -> None:
    """Assert that certificate and letter are printed for a register that says what the form says."""
    order = IssueCertificate(
        case_id="r", revision=1, case_number=case_number, copies=application.copies, mail_class=MailClass.ORDINARY
    )
    orders = PaperOrders(order=order, application=application, policy=city, serial="S", today=date(2026, 11, 24))
    resident = HouseholdMember(
        resident_id="r-1",
        name=application.applicant.name,
        kana="",
        birth_date=RegisterDate.of(application.applicant.birth_date),
        sex="女",
        relationship="世帯主",
        became_resident_on=RegisterDate.of(application.applicant.birth_date),
    )
    record = ResidentRecord(
        household_id="h-1",
        postcode=application.delivery.postcode,
        address=application.delivery.address,
        head_of_household=resident.name,
        members=(resident,),
    )
    certificate = press.certificate(orders.certificate(record, None, "r-1"))
    letter = press.cover_letter(orders.cover_letter(addressee(record, "r-1", application.delivery)))
    assert orders.weight_grams(orders.sheets(certificate, letter)) > 0


@pytest.mark.parametrize(("path", "value"), REFUSED, ids=lambda part: ascii(part)[:24])
async def test_what_could_not_go_on_is_told_at_the_form(world, book, form, path, value):
    """One problem, of that field, with a reason and what to do; nothing is stored."""
    before = await world.rows()
    async with door(world, book) as client:
        answer = await client.post("/api/v1/statements", json={"form": with_value(form, path, value)})
    assert answer.status_code == 422
    (problem,) = answer.json()["errors"]
    assert problem["field"].endswith(path)
    assert problem["reason"]
    assert problem["fix"]
    assert await world.rows() == before
