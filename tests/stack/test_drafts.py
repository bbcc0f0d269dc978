"""A draft outlives the web process and the database, and goes on in another browser by the mailed link."""

import re
from collections.abc import AsyncIterator

import httpx2
import pytest
from fixtures.journey import Town

from embedded.demo.people import until

pytestmark = pytest.mark.stack
MAIL = "drafts@example.jp"
_CSRF = re.compile(r'name="csrf" value="([0-9a-f]{64})"')
_CODE = re.compile(r"確認の番号: ([0-9]{6})")
_LINK = re.compile(r"https?://\S+(/ja/continue/\S+)")


class Browser:
    """Somebody's browser without scripts: its cookie, and the page that it shows."""

    def __init__(self, client: httpx2.AsyncClient) -> None:
        self._client = client
        self.page: httpx2.Response

    async def go(self, path: str, status: int = 200) -> str:
        """Open a page and return where it led."""
        self.page = await self._client.get(path, follow_redirects=True)
        assert self.page.status_code == status, self.page.text
        return self.page.url.path

    async def send(self, path: str, **fields: str) -> str:
        """Send a form of the page that is shown and return where it led."""
        found = _CSRF.search(self.page.text)
        assert found
        self.page = await self._client.post(path, data={"csrf": found[1], **fields}, follow_redirects=True)
        return self.page.url.path


async def _opened(town: Town) -> AsyncIterator[Browser]:
    async with httpx2.AsyncClient(base_url=town.stack.addresses.web, timeout=30) as client:
        yield Browser(client)


@pytest.fixture
async def phone(town: Town) -> AsyncIterator[Browser]:
    async for each in _opened(town):
        yield each


@pytest.fixture
async def desktop(town: Town) -> AsyncIterator[Browser]:
    async for each in _opened(town):
        yield each


async def _mails(town: Town) -> list[str]:
    return [str(mail["body"]) for mail in await town.sandbox("GET", f"/mail/messages?to={MAIL}")]


async def _mail(town: Town) -> str:
    await until(lambda: _mails(town), "the mail with the code")
    return (await _mails(town))[-1]


async def test_a_draft_outlives_web_and_database_and_goes_on_elsewhere(town: Town, phone: Browser, desktop: Browser):
    """Both are killed between the mail with the code and the typing of it; nothing is asked twice."""
    kind = "/ja/procedures/resident_record_copy"
    await phone.go(kind)
    contents = await phone.send(kind)
    await phone.send(contents, scope="applicant", copies="2")
    code_page = await phone.send(contents.replace("contents", "mail"), mail=MAIL)
    assert code_page.endswith("/code")
    mail = await _mail(town)

    for name in ("web", "postgres"):
        town.stack.process(name).kill()
        await town.stack.process(name).exited
    for name in ("postgres", "web"):
        await town.stack.supervisor.restart(name)

    link, code = _LINK.search(mail), _CODE.search(mail)
    assert link
    assert code
    await desktop.go(link[1], status=404)  # a link opens nothing before its code was typed
    await phone.go(code_page)
    assert (await phone.send(code_page, code=code[1])).endswith("/check")
    await desktop.go(link[1])
    assert (await desktop.send(link[1])).endswith("/check")
    assert await desktop.go(contents) == contents
    assert 'value="2"' in desktop.page.text
