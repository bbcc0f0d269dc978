"""A value from no list is answered with the list, in words that officers know."""

import pytest

from audit.words.certificates.codes import named
from cli.certificates.choices import ground, reasons, remarks, slip
from cli.failures import WrongInputError
from domain.cases.access import AccessGround
from domain.certificates.status import CorrectableField, RejectionReason, RemarkCode
from domain.postal.letters import ReturnReason


@pytest.mark.parametrize(
    ("choose", "kinds"),
    [
        (lambda written: reasons([written]), (RejectionReason,)),
        (slip, (ReturnReason,)),
        (ground, (AccessGround,)),
        (lambda written: remarks([written]), (CorrectableField, RemarkCode)),
    ],
    ids=["rejection", "returned letter", "opening", "correction"],
)
@pytest.mark.parametrize("written", ["nonsense", "", "住民"])
def test_the_whole_list_is_told_in_words(choose, kinds, written: str) -> None:
    """Each value to write, and in brackets what it means."""
    with pytest.raises(WrongInputError) as told:
        choose(written)
    assert all(f"{each.value} ({named(each).ja})" in str(told.value) for kind in kinds for each in kind)


def test_what_is_on_the_lists_is_taken() -> None:
    """Every value."""
    assert reasons(RejectionReason) == tuple(RejectionReason)
    assert [ground(each) for each in AccessGround] == list(AccessGround)
    assert [slip(each) for each in ReturnReason] == list(ReturnReason)
    assert len(remarks(f"{field}={code}" for field in CorrectableField for code in RemarkCode)) == len(
        CorrectableField
    ) * len(RemarkCode)
