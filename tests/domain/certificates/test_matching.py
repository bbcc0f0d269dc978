"""Form and card: the same person, as far as a machine may say so."""

from datetime import date

import pytest

from domain.certificates.application import Application
from domain.certificates.matching import same_person
from domain.identity.attributes import BasicFourAttributes, Sex

FORM = {
    "municipality": "999001",
    "kind": "resident_record_copy",
    "applicant": {"name": "葛󠄀城　文", "birth_date": "1990-02-03", "mail": "a@citizen.example"},
    "delivery": {"postcode": "9990001", "address": "架空県みなも市水面町二十一丁目２番地の３"},
    "nonce": "0" * 40,
}
CARD = BasicFourAttributes(
    name="葛󠄀城　文", birth_date=date(1990, 2, 3), sex=Sex.FEMALE, address="架空県みなも市水面町２１丁目２番地の３"
)


def same(**card: object) -> bool:
    return same_person(Application.model_validate(FORM), CARD.model_copy(update=card))


@pytest.mark.parametrize(
    "card",
    [
        {},
        {"name": "葛城 文"},
        {"name": "〓城　文", "name_substitutes": (0,)},
        {"address": "架空県みなも市水面町21-2-3"},
        {"birth_date": None},
    ],
    ids=[
        "as written",
        "without selector and width",
        "a character the card cannot write",
        "short address",
        "partial date",
    ],
)
def test_the_same_person_in_another_writing(card: dict[str, object]):
    """Width, variation selectors, ways to write a block number and flagged substitutes make no difference."""
    assert same(**card)


@pytest.mark.parametrize(
    "card",
    [
        {"name": "文　城葛", "name_substitutes": ()},
        {"name": "〓文　城", "name_substitutes": (0,)},
        {"birth_date": date(1990, 2, 4)},
        {"address": "架空県みなも市水面町２１丁目２番地の４"},
    ],
    ids=["name", "known characters in another order", "birth date", "address"],
)
def test_another_person(card: dict[str, object]):
    """A real difference goes to an officer."""
    assert not same(**card)
