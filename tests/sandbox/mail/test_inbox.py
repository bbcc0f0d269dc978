"""The inbox of the mail catcher."""

import asyncio
import smtplib

from contracts.sandbox_city import City


def _send(city: City, message: str, to: str) -> None:
    with smtplib.SMTP("127.0.0.1", city.smtp_port, local_hostname="test.invalid") as server:
        server.sendmail("office@minamo.example", [to], message.encode())


async def _mail(city: City, message: str, to: str = "a@citizen.example") -> None:
    await asyncio.to_thread(_send, city, message, to)


async def test_mails_of_one_recipient(city: City) -> None:
    """The inbox can be asked for one recipient's mails."""
    for to in ("one@citizen.example", "two@citizen.example"):
        await _mail(city, f"Message-ID: <{to}>\r\nSubject: hello\r\n\r\nbody\r\n", to)
    mails = (await city.http.get("/mail/messages", params={"to": "two@citizen.example"})).json()
    assert [each["message_id"] for each in mails] == ["<two@citizen.example>"]


async def test_a_mail_without_an_id_is_kept(city: City) -> None:
    """A mail that bears no Message-ID is not lost, and two such mails are two."""
    for _ in range(2):
        await _mail(city, "Subject: no id\r\n\r\nbody\r\n", "noid@citizen.example")
    assert len((await city.http.get("/mail/messages", params={"to": "noid@citizen.example"})).json()) == 2


async def test_the_page_shows_text_as_text(city: City) -> None:
    """A mail cannot put script into the inbox page."""
    await _mail(city, "Subject: <script>alert(1)</script>\r\n\r\n<img src=x onerror=alert(2)>\r\n")
    page = (await city.http.get("/mail/")).text
    assert "&lt;script&gt;" in page
    assert "<script" not in page
    assert "<img" not in page


async def test_the_inbox_can_be_emptied(city: City) -> None:
    """A trainer can start with an empty inbox."""
    await _mail(city, "Subject: old\r\n\r\nbody\r\n")
    assert (await city.http.delete("/mail/messages")).status_code == 204
    assert (await city.http.get("/mail/messages")).json() == []
    assert "まだ届いていません" in (await city.http.get("/mail/")).text
