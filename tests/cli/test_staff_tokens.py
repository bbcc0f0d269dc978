"""The file of staff tokens: every way it can be wrong is told by its name, and no token is shown."""

import pytest
from fakes.office_sessions import FakePeople

from cli.failures import WrongInputError
from cli.staff_tokens import staff_tokens

LONG, OTHER = "secret" * 8, "hidden" * 8


@pytest.fixture
def read(tmp_path):
    """Read a tokens file with this content."""

    def reading(content):
        file = tmp_path / "tokens.json"
        if content is not None:
            file.write_text(content, encoding="utf-8")
        return staff_tokens(file, FakePeople())

    return reading


async def test_each_token_is_its_officers(read):
    """Who presents a token acts as its officer, in the roles of the moment; nobody does who is no officer."""
    staff = read(f'{{"officer-sato": "{LONG}", "officer-nobody": "{OTHER}"}}')
    assert (await staff.actor_of(LONG)).id == "officer-sato"
    assert await staff.actor_of(OTHER) is await staff.actor_of(LONG + "x") is None


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (None, "No such file"),
        ("secret", "no table of officers"),
        (f'["{LONG}"]', "no table of officers"),
        ('{"officer-sato": ["secret"]}', "no table of officers"),
        ('{"officer-sato": "secret"}', "cannot be used"),
        (f'{{"officer-sato": "{LONG}", "officer-suzuki": "{LONG}"}}', "two officers share a token"),
    ],
)
def test_a_file_that_cannot_be_used_is_told(read, tmp_path, content, said):
    """Missing, no JSON, no table, too short, shared by two."""
    with pytest.raises(WrongInputError, match=said) as caught:
        read(content)
    assert str(tmp_path / "tokens.json") in str(caught.value)
    assert "secret" not in str(caught.value)
    assert caught.value.fix
