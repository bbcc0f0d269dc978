"""What the demo prints and returns: nothing is fine that is not, and nothing is cut."""

import io
import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from rich.console import Console

from embedded.demo.evidence import Check
from embedded.demo.histories import CaseHistories
from embedded.demo.report import report
from embedded.demo.run import DemoResult
from embedded.demo.story import Step, Story

FINE = Check("決済会社の帳簿", True, "1 件 / 300 円")
BROKEN = Check("郵便局の帳簿", False, "2 通 [/red]")


def result(*, status="completed", checks=(FINE,)):
    step = Step(datetime(2026, 11, 24, 1, 2, 3, tzinfo=UTC), "申請者", "マイナンバーカードで署名した", 1234)
    story = Story(
        steps=[step, step, step],
        case_id="r-1",
        title="住民票の写し",
        receipt_number="K7QD-0R3M-XW5B-92TC",
        tracking_number="12345678903",
        documents=[Path("/var/documents/r-1-certificate.pdf")],
        status=status,
    )
    return DemoResult(
        story=story,
        checks=list(checks),
        payment={"amount": 300, "captured_at": None, "refund": "none"},
        events=[{"type": "request_received", "at": "2026-11-24", "by": "system"}],
        ledger={"size": 20, "root": "ab" * 32},
        histories=CaseHistories({"request": 40, "payment": 12}, 40_000, {"timer_started": 2}, b"", b""),
        started_ms=4000,
        submitted_ms=7702,
    )


def printed(of, width=100):
    screen = Console(file=io.StringIO(), width=width, markup=False, emoji=False)
    screen.print(report(of))
    return screen.file.getvalue()


@pytest.mark.parametrize(
    ("status", "checks", "ok"),
    [
        ("completed", (FINE, FINE), True),
        ("completed", (FINE, BROKEN), False),
        ("withdrawn", (FINE, FINE), False),
        ("", (), False),
    ],
)
def test_it_is_fine_only_when_completed_and_every_check_holds(status, checks, ok):
    """One broken check, or another end, and the demo has failed."""
    made = result(status=status, checks=checks)

    assert made.ok is made.document()["ok"] is ok
    assert ("完了: すべて確かめました" in printed(made)) is ok


def test_the_document_carries_what_the_contract_names():
    """Every key that programs were promised, written as JSON."""
    document = json.loads(json.dumps(result(checks=(FINE, BROKEN)).document()))

    promised = "case_id receipt_number status events payment dispatch documents ledger history_events elapsed_ms"
    assert set(promised.split()) <= document.keys()
    assert (document["status"], document["dispatch"]["tracking_number"]) == ("COMPLETED", "12345678903")
    assert document["history_events"] == {"request": 40, "payment": 12}
    assert [each["ok"] for each in document["checks"]] == [True, False]
    assert document["events"][0].keys() == {"type", "at", "by"}


@pytest.mark.parametrize("width", [60, 80, 120])
def test_story_and_evidence_are_printed_whole(width):
    """When, who, what, how long; each check with what was found, the broken one marked; the files."""
    text = printed(result(checks=(FINE, BROKEN)), width)
    flat = "".join(text.split()).replace("│", "")

    for word in ("住民票の写し", "10:02:03", "申請者", "1.23秒", "×", "[/red]", "/var/documents/r-1-certificate.pdf"):
        assert word in flat
    assert "…" not in text
