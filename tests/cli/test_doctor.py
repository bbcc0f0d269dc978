"""`madoguchi doctor` says what is missing and what mends it, for people and for programs."""

import json

from fixtures.command import madoguchi

from embedded.doctor import Check


def test_every_check_is_in_the_document_and_the_verdict_is_theirs():
    """The same names in words and as JSON; fine only when every check is; a failing one says what mends it."""
    listed, told = madoguchi("doctor", "--json"), madoguchi("doctor")

    document = json.loads(listed.out)
    checks = [Check(**each) for each in document["checks"]]
    assert document["ok"] == all(check.ok for check in checks)
    assert listed.status == told.status == (0 if document["ok"] else 1)
    assert len({check.name for check in checks}) == len(checks) >= 8
    assert all(check.found for check in checks)
    assert all(bool(check.fix) != check.ok for check in checks)
    assert all(check.name.split()[0] in told.out for check in checks)
