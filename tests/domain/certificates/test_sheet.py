"""What an officer compares: form, card and register side by side."""

from datetime import date

import pytest

from domain.certificates.application import Application
from domain.certificates.holds import ways_out
from domain.certificates.sheet import Finding, SheetField, sheet
from domain.identity.attributes import BasicFourAttributes, Sex
from domain.identity.residents import RegisteredPerson, RegistryFinding, ResidencyStatus
from domain.identity.seals import SealStanding

NAME, ADDRESS = "髙﨑 花子", "架空県みなも市青葉一丁目2番3号"
FORM = Application.model_validate(
    {
        "municipality": "999001",
        "kind": "resident_record_copy",
        "applicant": {"name": NAME, "birth_date": "1980-02-29", "mail": "hanako@example.jp"},
        "delivery": {"postcode": "9990001", "address": ADDRESS},
        "nonce": "0" * 40,
    }
)


def _card(**differs: object) -> BasicFourAttributes:
    known = {"name": NAME, "birth_date": date(1980, 2, 29), "sex": Sex.FEMALE, "address": ADDRESS}
    return BasicFourAttributes.model_validate(known | differs)


def _registered(**differs: str) -> RegisteredPerson:
    known = {"name": NAME, "birth_date": "1980-02-29", "sex": "女", "address": ADDRESS}
    return RegisteredPerson.model_validate(known | differs)


def _lines(card: BasicFourAttributes | None, *people: RegisteredPerson):
    return {line.field: line for line in sheet(FORM, card, people or None, addresses=True).lines}


def test_three_sources_that_agree_differ_in_nothing() -> None:
    lines = _lines(_card(), _registered())
    assert not any(line.differs for line in lines.values())
    born = lines[SheetField.BIRTH_DATE]
    assert (born.form, born.card, born.registered) == ("1980-02-29", "1980-02-29", ("1980-02-29",))
    assert lines[SheetField.SEX].card == lines[SheetField.SEX].registered[0] == "女"


@pytest.mark.parametrize(
    ("field", "registered"),
    [
        (SheetField.NAME, {"name": "髙﨑 春子"}),
        (SheetField.BIRTH_DATE, {"birth_date": "1980-02-28"}),
        (SheetField.SEX, {"sex": "男"}),
        (SheetField.ADDRESS, {"address": "架空県みなも市青葉一丁目2番4号"}),
    ],
)
def test_what_the_register_says_otherwise_is_marked(field: SheetField, registered: dict[str, str]) -> None:
    lines = _lines(_card(), _registered(), _registered(**registered))
    assert [each for each, line in lines.items() if line.differs] == [field]


def test_a_character_the_card_could_not_write_is_no_difference() -> None:
    """The card replaced the first of the name and the first of the address."""
    card = _card(name="●" + NAME[1:], name_substitutes=(0,), address="●" + ADDRESS[1:], address_substitutes=(0,))
    lines = _lines(card, _registered())
    assert not lines[SheetField.NAME].differs
    assert not lines[SheetField.ADDRESS].differs


def test_without_a_card_the_form_is_compared() -> None:
    assert _lines(None, _registered(name="山田 太郎"))[SheetField.NAME].differs
    assert not _lines(None, _registered())[SheetField.NAME].differs


def test_hidden_lines_tell_that_they_differ_and_nothing_else() -> None:
    lines = sheet(FORM, _card(), (_registered(address="架空県みなも市青葉一丁目2番4号"),), addresses=False).lines
    hidden = {line.field: line for line in lines if line.hidden}
    assert set(hidden) == {SheetField.ADDRESS, SheetField.POSTCODE}
    address = hidden[SheetField.ADDRESS]
    assert (address.form, address.card, address.registered, address.differs) == ("", "", (), True)


def test_a_finding_tells_of_the_seal_and_the_ways_out() -> None:
    register = RegistryFinding(status=ResidencyStatus.RESIDENT, resident_id="r", seal=SealStanding.SUSPENDED)
    finding = Finding.of(register)
    assert (finding.seal, finding.protected, finding.ways) == (SealStanding.SUSPENDED, False, ways_out(register))
