"""What schemathesis asks beside its own checks (SCHEMATHESIS_HOOKS); run by test_description.py."""

import schemathesis
from hypothesis import strategies as st

_BY_THE_NUMBER = {"tracking_number_invalid"}  # its check digit; no schema can say it


def _numbered(digits: str) -> str:
    return digits + str(int(digits) % 7)


schemathesis.openapi.format("tracking-number", st.from_regex(r"[1-9][0-9]{9,10}", fullmatch=True).map(_numbered))


@schemathesis.check
def refusals_name_their_fields(_context, response, case) -> None:
    """Whatever is refused as wrong names the fields; what the description allowed is refused for a form's words alone."""
    if response.status_code != 422:
        return
    problem = response.json()
    fields = {mistake["field"] for mistake in problem["errors"]}
    assert fields or problem["code"] in _BY_THE_NUMBER, f"{problem['code']} names no field"
    if case.meta is not None and case.meta.generation.mode.is_positive and problem["code"] not in _BY_THE_NUMBER:
        assert problem["code"] == "submission_invalid", f"the description allows what is refused: {sorted(fields)}"
