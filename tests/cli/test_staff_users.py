"""As whom a user of the machine may act at the command line."""

import os
import pwd

import pytest

from cli.failures import CannotRunError, WrongInputError
from cli.staff_users import require_may_act

ME = pwd.getpwuid(os.geteuid()).pw_name


@pytest.fixture
def production(monkeypatch, tmp_path):
    """Set a production installation up, with this file of users; None: without one."""

    def install(content):
        monkeypatch.setenv("MADOGUCHI_ENV", "production")
        monkeypatch.delenv("MADOGUCHI_STAFF_USERS_FILE", raising=False)
        if content is not None:
            (tmp_path / "users.json").write_text(content, encoding="utf-8")
            monkeypatch.setenv("MADOGUCHI_STAFF_USERS_FILE", str(tmp_path / "users.json"))

    return install


def test_in_the_sandbox_anybody_acts_as_anybody(monkeypatch):
    """A trial needs no table."""
    monkeypatch.setenv("MADOGUCHI_ENV", "dev")
    require_may_act("officer-sato")


@pytest.mark.parametrize(
    "content", [None, "{}", '{"somebody-else": ["officer-sato"]}', f'{{"{ME}": ["officer-suzuki"]}}']
)
def test_in_production_nobody_acts_as_an_officer_they_were_not_given(production, content):
    """The refusal names the user and the way there is; variables that name a user change nothing."""
    production(content)
    with pytest.raises(CannotRunError, match=f"{ME}.*MADOGUCHI_STAFF_USERS_FILE"):
        require_may_act("officer-sato")


def test_in_production_a_user_acts_as_the_officers_they_were_given(production, monkeypatch):
    """Whatever LOGNAME says."""
    production(f'{{"{ME}": ["officer-sato", "officer-suzuki"], "eve": ["officer-tanaka"]}}')
    monkeypatch.setenv("LOGNAME", "eve")
    require_may_act("officer-suzuki")
    with pytest.raises(CannotRunError):
        require_may_act("officer-tanaka")


def test_a_file_that_is_no_table_is_said(production):
    """By its name."""
    production('["officer-sato"]')
    with pytest.raises(WrongInputError, match="no table"):
        require_may_act("officer-sato")
