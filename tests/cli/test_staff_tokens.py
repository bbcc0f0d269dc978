"""The file of staff tokens: every way it can be wrong is told by its name, and no token is shown."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from fakes.vault import FakeVault

from adapters.officers import OfficerDirectory
from adapters.policy.files import PolicyFiles
from cli.failures import WrongInputError
from web_process import _staff

LONG, OTHER = "secret" * 8, "hidden" * 8


@pytest.fixture(scope="session")
def directory():
    return OfficerDirectory(
        PolicyFiles(Path(__file__).parents[2] / "municipalities"),
        FakeVault(),
        "999001",
        lambda: datetime(2026, 11, 24, tzinfo=UTC),
    )


@pytest.fixture
def read(tmp_path, directory):
    """Read a tokens file with this content."""

    def reading(content):
        file = tmp_path / "tokens.json"
        if content is not None:
            file.write_text(content, encoding="utf-8")
        return _staff(file, directory)

    return reading


def test_each_token_is_its_officers(read):
    """Who presents a token acts as its officer, with the roles of the policy."""
    staff = read(f'{{"officer-sato": "{LONG}", "officer-suzuki": "{OTHER}"}}')
    assert [staff.actor_of(token).id for token in (LONG, OTHER)] == ["officer-sato", "officer-suzuki"]
    assert staff.actor_of(LONG + "x") is None


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (None, "No such file"),
        ("secret", "no table of officers"),
        (f'["{LONG}"]', "no table of officers"),
        ('{"officer-sato": ["secret"]}', "no table of officers"),
        ('{"officer-sato": "secret"}', "cannot be used"),
        (f'{{"officer-sato": "{LONG}", "officer-suzuki": "{LONG}"}}', "two officers share a token"),
        (f'{{"officer-nobody": "{LONG}"}}', "names officer-nobody, who is no officer"),
    ],
)
def test_a_file_that_cannot_be_used_is_told(read, tmp_path, content, said):
    """Missing, no JSON, no table, too short, shared by two, of nobody."""
    with pytest.raises(WrongInputError, match=said) as caught:
        read(content)
    assert str(tmp_path / "tokens.json") in str(caught.value)
    assert "secret" not in str(caught.value)
    assert caught.value.fix
