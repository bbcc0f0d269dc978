"""What the policy says on one day."""

import json
from datetime import date
from pathlib import Path

import pytest

from adapters.policy.files import PolicyFiles
from adapters.policy.sheet import show


@pytest.mark.parametrize(
    ("on", "fee", "postage", "is_open"),
    [(date(2024, 9, 30), 250, 294, True), (date(2025, 4, 1), 300, 320, True), (date(2026, 11, 23), 300, 320, False)],
)
def test_the_sheet_tells_what_is_in_force(folder: Path, on: date, fee: int, postage: int, is_open: bool):
    """Fee and postage are those of the day; the document is plain JSON."""
    book = PolicyFiles(folder.parent)
    sheet = json.loads(json.dumps(show(book.policy("999001"), on, book.closed_days("999001", on.year, on.year))))
    certificate, of_seals = sheet["procedures"]["certificates"]["offers"]
    assert (of_seals["kind"], of_seals["fee_per_copy"]) == ("seal_registration_certificate", 300)
    assert certificate["fee_per_copy"] == fee
    assert certificate["postage_for_one_copy"]["applicant"] == postage
    assert sheet["office_open"] is is_open
    assert sheet["policy_version"] == book.policy("999001").version
