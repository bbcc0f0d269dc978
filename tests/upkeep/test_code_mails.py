"""Codes go out in the municipality's words and the page's language, and what waits for one is never in another's way."""

# ruff: noqa: D102 - the names say it

from datetime import UTC, datetime
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from adapters.policy.files import PolicyFiles
from domain.cases.drafting import CodeMail
from domain.errors import DomainError, ErrorCode, PortRejected, PortUnavailable
from domain.municipality.texts import Language
from upkeep.code_mails import CodeMails

MUNICIPALITIES = Path(__file__).parents[2] / "municipalities"
BASE = "https://city.example"
LINK = "0123456789abcdef-0123456789abcdef0123456789abcdef"
MAIL = "hanako@example.jp"


def code_mail(language: Language = Language.JA, draft_id: str = "0123456789abcdef") -> CodeMail:
    return CodeMail(
        draft_id=draft_id,
        occasion=2,
        language=language,
        mail=MAIL,
        code="012345",
        link=LINK,
        valid_until=datetime(2026, 11, 30, 9, 10, tzinfo=UTC),
    )


class Waiting:
    """Mails in memory, each due once; `fates` is what became of them."""

    def __init__(self, *mails: CodeMail) -> None:
        self.mails, self.fates = list(mails), []

    async def claim(self, limit, lease):
        taken, self.mails = self.mails[:limit], self.mails[limit:]
        return taken

    async def done(self, mail):
        self.fates.append("done")

    async def later(self, mail):
        self.fates.append("later")


class MailServer:
    """Keeps mails; raises first what it is given."""

    def __init__(self, *errors: Exception) -> None:
        self.errors, self.mails = list(errors), []

    async def send(self, mail):
        if self.errors:
            raise self.errors.pop(0)
        self.mails.append(mail)


def room(waiting: Waiting, server: MailServer, book=None) -> CodeMails:
    return CodeMails(waiting, book or PolicyFiles(MUNICIPALITIES), "999001", server, BASE + "/")


@pytest.mark.parametrize("language", Language)
async def test_a_mail_tells_digits_until_when_and_where_to_go_on(language: Language):
    waiting, server = Waiting(code_mail(language)), MailServer()
    assert await room(waiting, server).send_due() == 1
    (mail,) = server.mails
    assert (mail.to, mail.key) == (MAIL, "0123456789abcdef.code.2")
    assert mail.body.count("012345") == 1 + LINK.count("012345")
    assert f"{BASE}/{language}/continue/{LINK}\n" in mail.body
    assert "18" in mail.body
    assert "012345" not in mail.subject
    assert waiting.fates == ["done"]


async def test_what_fails_is_tried_again_and_what_is_refused_is_not():
    waiting = Waiting(code_mail(), code_mail(), code_mail())
    server = MailServer(PortUnavailable("mail"), PortRejected("mail", "550"))
    with capture_logs() as logs:
        assert await room(waiting, server).send_due() == 3
    assert waiting.fates == ["later", "done", "done"]
    assert MAIL not in str(logs)


async def test_a_broken_policy_is_waited_for():
    class Broken:
        def policy(self, code):
            raise DomainError(ErrorCode.POLICY_INVALID)

    waiting = Waiting(code_mail())
    await room(waiting, MailServer(), Broken()).send_due()
    assert waiting.fates == ["later"]
