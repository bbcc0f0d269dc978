"""Lists of requests: what another release wrote stands in nobody's way."""

from fixtures.desk import REQUEST, START, Desk

from domain.certificates.listed import listing
from domain.certificates.procedure import CERTIFICATES


def test_a_request_of_a_newer_release_is_left_out_by_name_and_the_others_are_listed():
    """Of a kind, a status or a field that this release does not have: its id is told, and the list is not refused."""
    row = CERTIFICATES.row(REQUEST, Desk().state, START)
    newer = [
        row.model_copy(update={"case_id": f"{REQUEST[:-1]}{number}", **changed})
        for number, changed in enumerate(
            (
                {"subject": {**row.subject, "kind": "family_register_copy"}},
                {"subject": {**row.subject, "colour": "red"}},
                {"status": "waiting_for_godot"},
            ),
            start=2,
        )
    ]
    found = listing([newer[0], row, *newer[1:]])
    assert [each.case_id for each in found.requests] == [REQUEST]
    assert found.unreadable == tuple(each.case_id for each in newer)
