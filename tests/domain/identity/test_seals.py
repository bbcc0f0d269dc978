"""What a seal registration means for a certificate."""

from datetime import date

import pytest

from domain.identity.attributes import BasicFourAttributes, Sex
from domain.identity.register_date import RegisterDate
from domain.identity.residents import RegistryFinding, ResidencyStatus
from domain.identity.seals import Impression, SealRegistration, SealStanding, standing_of

CARD = BasicFourAttributes(name="髙﨑　渚", birth_date=date(1968, 9, 9), sex=Sex.FEMALE, address="架空県みなも市鷗台1")
REGISTERED = SealRegistration(
    number="0100107",
    registered_on=RegisterDate("2001-11-20"),
    suspended=False,
    name="髙﨑　渚",
    impression=Impression(png=b"png", width=13.5, height=13.5),
)


@pytest.mark.parametrize(
    ("changes", "standing"),
    [
        ({}, SealStanding.IN_FORCE),
        ({"name": "髙﨑 渚", "former_surname": "水沢", "alias": "凪"}, SealStanding.IN_FORCE),
        ({"suspended": True}, SealStanding.SUSPENDED),
        ({"suspended": True, "name": "浜田　渚"}, SealStanding.SUSPENDED),
        ({"suspended": None}, SealStanding.UNCLEAR),
        ({"name": "浜田　渚"}, SealStanding.NAME_DIFFERS),
        ({"name": "浜田　渚", "suspended": None}, SealStanding.NAME_DIFFERS),
    ],
)
def test_what_the_register_says_decides(changes: dict[str, object], standing: SealStanding):
    """A registration is in force only where it says so, under the card's name; a second name beside it is no question."""
    assert standing_of(REGISTERED.model_copy(update=changes), CARD) is standing


def test_no_registration_is_an_answer():
    """Nobody has a seal by silence."""
    assert standing_of(None, CARD) is SealStanding.NOT_REGISTERED


def test_a_character_the_card_could_not_write_is_no_other_name():
    """外字 of the register match what the card has in their place."""
    card = CARD.model_copy(update={"name": "高崎　渚", "name_substitutes": (0, 1)})
    assert standing_of(REGISTERED, card) is SealStanding.IN_FORCE


@pytest.mark.parametrize("standing", [None, *SealStanding])
def test_only_what_is_in_force_needs_no_officer(standing: SealStanding | None):
    """Where no seal is asked for, the person alone counts."""
    finding = RegistryFinding(status=ResidencyStatus.RESIDENT, resident_id="r-1", seal=standing)
    assert finding.clear is (standing in {None, SealStanding.IN_FORCE})


def test_the_picture_does_not_show_where_a_registration_is_shown():
    """A seal in a log could be copied from it."""
    assert "png" not in repr(REGISTERED)
