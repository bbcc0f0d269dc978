"""Officers as actors: their roles from the policy, who they are only as a keyed hash."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from fakes.vault import FakeVault

from adapters.officers import OfficerDirectory
from adapters.policy.files import PolicyFiles
from domain.actors import Role
from domain.errors import DomainError, ErrorCode

NOON = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)  # noon in Japan


@pytest.fixture(scope="session")
def book():
    return PolicyFiles(Path(__file__).parents[2] / "municipalities")


@pytest.fixture
def directory(book):
    return OfficerDirectory(book, FakeVault(), "999001", lambda: NOON)


def test_an_officer_has_the_roles_of_the_policy(book, directory):
    """Every officer of the city, with the roles written in its file."""
    officers = book.policy("999001").officers.officer
    assert officers
    for officer in officers:
        actor = directory.actor(officer.id)
        assert (actor.id, actor.roles) == (officer.id, officer.roles)
    assert Role.EXAMINER in directory.actor("officer-sato").roles


def test_a_resident_officer_is_known_by_a_hash_alone(book, directory):
    """The same hash as an applicant's, so that nobody decides on their own request; never the register's number."""
    residents = [each for each in book.policy("999001").officers.officer if each.resident]
    assert residents, "the sample city has officers who live there"
    for officer in residents:
        actor = directory.actor(officer.id)
        assert actor.person == FakeVault().pseudonym("resident", officer.resident)
        assert officer.resident not in actor.model_dump_json()


def test_an_officer_who_lives_elsewhere_is_nobody_here(book, directory):
    """Without a number in the register there is nothing to compare."""
    others = [each for each in book.policy("999001").officers.officer if not each.resident]
    assert {directory.actor(each.id).person for each in others} <= {None}


@pytest.mark.parametrize("name", ["officer-nobody", "", "OFFICER-SATO"])
def test_nobody_has_no_role(directory, name):
    """An id that is not in the file is refused by name."""
    with pytest.raises(DomainError) as refused:
        directory.actor(name)
    assert refused.value.code is ErrorCode.ROLE_MISSING
    assert refused.value.facts == {"officer": name}


def test_officers_of_another_city_are_nobody_here(book):
    """A directory is of one municipality."""
    here = {each.id for each in book.policy("999001").officers.officer}
    elsewhere = {each.id for each in book.policy("999002").officers.officer} - here
    for name in elsewhere:
        with pytest.raises(DomainError):
            OfficerDirectory(book, FakeVault(), "999001", lambda: NOON).actor(name)
