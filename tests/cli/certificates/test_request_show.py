"""`madoguchi request show` in words: what the citizen does next, and what it takes."""

from datetime import UTC, datetime

import pytest

from cli.certificates.request_show import told
from domain.certificates.kinds import CertificateKind
from domain.certificates.status import RefundStatus, Status
from domain.municipality.texts import Language
from web.certificates.citizen_view import FieldRemark, Ground, Payment, RequestView

LAST_SECOND = datetime(2026, 12, 9, 14, 59, 59, tzinfo=UTC)  # of 9 December in Japan
VIEW = RequestView(
    receipt_number="K7QD-0R3M-XW5B-92TC",
    case_number="2026-000001-K",
    kind=CertificateKind.RESIDENT_RECORD_COPY,
    kind_text="住民票の写し",
    copies=2,
    received_at=datetime(2026, 11, 30, 15, 30, tzinfo=UTC),
    status=Status.AWAITING_PAYMENT,
    status_text="お支払い待ち",
    next_step="期限までにお支払いください。",
    language=Language.JA,
)
URL = "https://pay.example/1"


def words(*, with_code: bool = False, **changes: object) -> list[str]:
    """Return the lines of the view with these changes."""
    return told(VIEW.model_copy(update=changes), with_code=with_code).splitlines()


def test_instants_are_of_japan_and_say_so_and_deadlines_are_days():
    """Half past midnight there is the next day; the last second of a deadline's day is that day."""
    lines = words(due_at=LAST_SECOND)
    assert "到達 2026-12-01 00:30 JST" in lines
    assert "期限 2026-12-09" in lines
    assert not any("14:59" in line or "23:59" in line for line in lines)


@pytest.mark.parametrize(
    ("with_code", "url", "said"),
    [
        (False, None, "--code"),
        (True, None, "1分ほど後に"),
        (True, URL, f"お支払い先 {URL} (2026-12-09 23:59 JST まで)"),
    ],
)
def test_where_to_pay_or_how_to_come_to_know(with_code, url, said):
    """The amount always; the place with the code, and while it is being made when to ask again."""
    lines = words(with_code=with_code, payment=Payment(amount=620, url=url, expires_at=LAST_SECOND if url else None))
    assert "納める額 620円" in lines
    assert any(said in line for line in lines)


def test_every_status_has_its_next_step_and_what_belongs_to_it():
    """Tracking number, what to correct, grounds with the 教示, money on its way back."""
    assert "次にすること 期限までにお支払いください。" in words()
    assert "追跡番号 12345678903" in words(tracking_number="12345678903")
    remark = FieldRemark(field="delivery.address", code="incomplete", name="住所", reason="足りません。")
    assert "直すところ 住所: 足りません。" in words(remarks=(remark,))
    rejected = words(grounds=(Ground(code="duplicate", reason="同じ申請です。"),), redress="審査請求ができます。")
    assert rejected[-2:] == ["理由 同じ申請です。", "審査請求ができます。"]
    assert "還付 還付待ち" in words(refund=RefundStatus.DUE)
    assert words(mail_note="メールが届きません。")[-1] == "メールが届きません。"
