"""The SMTP adapter against the sandbox's catcher over a real connection."""

import json
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.header import decode_header, make_header
from pathlib import Path

import pytest
from contracts.sandbox_city import City
from hypothesis import example, given
from hypothesis import strategies as st
from pydantic import TypeAdapter

from adapters.mail.message import compose, message_id
from adapters.mail.smtp_mailer import SmtpConfig, SmtpMailer
from domain.errors import PortRejected, PortUnavailable
from domain.mail import Mail
from domain.mail_address import MailAddress, mailbox

_NAMES = Path(__file__).parents[4] / "shared" / "testdata" / "names" / "names.json"


def _mailer(city: City, **others: object) -> SmtpMailer:
    known = {
        "host": "127.0.0.1",
        "port": city.smtp_port,
        "sender": "madoguchi@minamo.example",
        "sender_name": "みなも市 市民課",
        "domain": "minamo.example",
        "timeout": 5.0,
    }
    return SmtpMailer(SmtpConfig(**(known | others)), lambda: datetime(2026, 11, 24, 1, 2, 3, tzinfo=UTC))


def _mail(key: str, **others: str) -> Mail:
    return Mail(**({"key": key, "to": "hanako@citizen.example", "subject": "受け付けました", "body": "本文"} | others))


async def _caught(city: City, key: str) -> list[dict[str, object]]:
    messages = (await city.http.get("/mail/messages")).json()
    return [each for each in messages if each["message_id"] == message_id(key, "minamo.example")]


async def test_a_mail_arrives_as_written(city: City) -> None:
    """Subject and body come out byte for byte, 外字 and long lines included, from the right sender."""
    text = "葛󠄀城　文さま、𠮷田・髙﨑です。\n\n.\n..点で始まる行\nFrom ここ\n" + "長" * 2000 + "\n"
    subject = "【みなも市】申請を受け付けました（" + "受付番号" * 20 + "）葛󠄀城𠮷田"
    await _mailer(city).send(_mail("k-1", subject=subject, body=text))
    (mail,) = await _caught(city, "k-1")
    assert (mail["subject"], mail["body"]) == (subject, text)
    assert (mail["sender"], mail["recipient"]) == ("madoguchi@minamo.example", "hanako@citizen.example")


async def test_difficult_names_arrive_as_written(city: City) -> None:
    """Every name of the outside collection that is accepted comes out as it went in."""
    if not _NAMES.exists():
        pytest.skip("outside test data is not here")
    names = "\n".join(each["text"] for each in json.loads(_NAMES.read_text()) if each["accept"]) + "\n"
    await _mailer(city).send(_mail("names", body=names))
    assert [each["body"] for each in await _caught(city, "names")] == [names]


async def test_the_same_key_is_the_same_message(city: City) -> None:
    """A repeat carries the same Message-ID, so the receiving side can drop it."""
    for _ in range(2):
        await _mailer(city).send(_mail("request/received/1"))
    assert [each["times"] for each in await _caught(city, "request/received/1")] == [2]


@pytest.mark.parametrize("key", ["a/b c", "a>b", "a@b", "葛󠄀", "a\r\nBcc: x@y.example", "..", 'a"b'])
def test_any_key_makes_a_message_id(key: str) -> None:
    """A Message-ID is one word between angle brackets, different for different keys."""
    made = message_id(key, "minamo.example")
    assert made.isascii()
    assert made.isprintable()
    assert (made.count("<"), made.count(">"), made.count("@"), made.count(" ")) == (1, 1, 1, 0)
    assert made != message_id(key + "x", "minamo.example")


@pytest.mark.parametrize(
    "to",
    [
        "",
        "nobody",
        "a@b.example\r\nBcc: other@c.example",
        "a@b.example, other@c.example",
        "a@b.example\n",
        "a b@c.example",
        "<a@b.example>",
        "a@b.example>\r\nRCPT TO:<other@c.example",
        "あ@b.example",
        "a@b",
        "a@-b.example",
        "a@b-.example",
        "a@b..example",
        "a@127.0.0.1",
        "a@[127.0.0.1]",
        "a@" + "b" * 64 + ".example",
        "a" * 62 + ".@b.example",  # 65 with its quotes
        "a" * 65 + "@b.example",
        "a@" + "b" * 250 + ".example",
    ],
)
async def test_an_address_is_one_address(city: City, to: str) -> None:
    """Anything that is not one plain address is refused before the server is called, and is not repeated."""
    with pytest.raises(PortRejected) as caught:
        await _mailer(city).send(_mail("bad-address", to=to))
    assert caught.value.provider_code == "address_invalid"
    assert await _caught(city, "bad-address") == []


@pytest.mark.parametrize(
    ("to", "told"),
    [
        ("ten..ko.@docomo.example", '"ten..ko."@docomo.example'),
        (".hana@ezweb.example", '".hana"@ezweb.example'),
        ("hana.@docomo.example", '"hana."@docomo.example'),
        ("...@docomo.example", '"..."@docomo.example'),
        ("a.b-c_d+e@docomo.example", None),
        ("!#$%&'*+/=?^_`{|}~-@docomo.example", None),
        ("-hana@docomo.example", None),
        ("a" * 64 + "@b.example", None),
        ("." + "a" * 61 + "@b.example", '".' + "a" * 61 + '"@b.example'),
        ("a@" + ".".join(["b" * 63] * 3) + ".example", None),
        ("a@xn--r8jz45g.xn--zckzah", None),
        ("A@B.EXAMPLE", None),
    ],
)
async def test_every_address_a_form_takes_is_written_to(city: City, to: str, told: str | None) -> None:
    """Real addresses of mobile carriers have dots where no dot-string has them: they are quoted (RFC 5321 §4.1.2)."""
    assert TypeAdapter(MailAddress).validate_python(to) == to
    await _mailer(city).send(_mail(f"to {to}", to=to))
    (mail,) = await _caught(city, f"to {to}")
    assert mail["recipient"] == to  # the server takes the quotes off: they are no part of the address
    assert mailbox(to) == (told or to)


_PIECES = st.sampled_from(
    [*'あみなも市 　a-_=?,.<>:;"@', "  ", "𠮷", "葛\U000e0100", "e\u0302", "=?utf-8?b?44G?=", "\u00a0"]
)


@given(st.lists(_PIECES, max_size=80).map("".join))
@example("みなも市 " * 9)
@example(" みなも市 ")
@example("a" * 200)
@example("あ" + " " * 90 + "い")
def test_any_subject_comes_out_of_a_parser_as_it_went_in(subject: str) -> None:
    """Blanks at a fold are kept (Python issue 92081), characters stay whole, and no line is longer than it may be."""
    sender = ("みなも市 市民課", "madoguchi@minamo.example")
    content = compose(
        _mail("s", subject=subject), "a@b.example", sender, datetime(2026, 11, 24, tzinfo=UTC), "b.example"
    )
    parsed = message_from_bytes(content, policy=policy.default)
    assert str(parsed["Subject"]) == subject
    assert all(len(line) <= 76 for line in content.split(b"\r\n"))


@given(st.lists(_PIECES, max_size=40).map("".join))
@example("みなも市 " * 9)
@example("")
def test_any_name_of_the_sender_comes_out_of_a_parser(name: str) -> None:
    """The office's name is the municipality's to choose; the address behind it stays one address."""
    content = compose(_mail("s"), "a@b.example", (name, "x@y.example"), datetime(2026, 11, 24, tzinfo=UTC), "b.example")
    # the newer parser puts blanks between the words of a display name, which RFC 2047 §6.2 forbids
    shown = str(make_header(decode_header(message_from_bytes(content)["From"])))
    assert shown.removesuffix("<x@y.example>" if name else "x@y.example").strip() == name.strip()
    (sender,) = message_from_bytes(content, policy=policy.default)["From"].addresses
    assert sender.addr_spec == "x@y.example"


@pytest.mark.parametrize("subject", ["a\r\nBcc: other@c.example", "a\nb", "a\rb", "a\u2028b", "a\x00b", "a\ud800b"])
async def test_a_subject_is_one_line(city: City, subject: str) -> None:
    """A subject cannot begin another header."""
    with pytest.raises(PortRejected) as caught:
        await _mailer(city).send(_mail("bad-subject", subject=subject))
    assert caught.value.provider_code == "content_invalid"
    assert await _caught(city, "bad-subject") == []


async def test_a_broken_body_is_refused(city: City) -> None:
    """Text that is no Unicode is refused, not repaired."""
    with pytest.raises(PortRejected) as caught:
        await _mailer(city).send(_mail("bad-body", body="\ud800"))
    assert caught.value.provider_code == "content_invalid"


async def test_a_header_in_the_body_stays_in_the_body(city: City) -> None:
    """What looks like a header or the end of the mail is text."""
    body = "Bcc: other@c.example\n.\nMAIL FROM:<x@y.example>\n"
    await _mailer(city).send(_mail("body", body=body))
    (mail,) = await _caught(city, "body")
    assert (mail["body"], mail["recipient"]) == (body, "hanako@citizen.example")


@pytest.mark.parametrize(
    "fault", [{"kind": "status", "status": 451}, {"kind": "status", "status": 421}, {"kind": "drop_before"}]
)
async def test_try_again_later_is_unavailable(city: City, fault: dict[str, object]) -> None:
    """4xx replies and dropped lines leave it open; the same call later goes through."""
    key = f"later-{fault}"
    await city.break_down(system="mail", times=1, **fault)
    with pytest.raises(PortUnavailable):
        await _mailer(city).send(_mail(key))
    assert await _caught(city, key) == []
    await _mailer(city).send(_mail(key))
    assert len(await _caught(city, key)) == 1


async def test_a_lost_answer_then_a_repeat_is_one_mail(city: City) -> None:
    """The server keeps the mail and the line drops: the repeat is recognised by its Message-ID."""
    await city.break_down(system="mail", kind="drop_after", times=1)
    with pytest.raises(PortUnavailable) as caught:
        await _mailer(city).send(_mail("lost"))
    assert "hanako" not in str(caught.value)
    await _mailer(city).send(_mail("lost"))
    assert [each["times"] for each in await _caught(city, "lost")] == [2]


async def test_a_final_no_is_a_refusal(city: City) -> None:
    """5xx replies are refusals with the server's code and without its words."""
    await city.break_down(system="mail", kind="status", status=550, times=1)
    with pytest.raises(PortRejected) as caught:
        await _mailer(city).send(_mail("refused"))
    assert (caught.value.system, caught.value.provider_code) == ("mail", "550")


async def test_a_slow_server_is_unavailable(city: City) -> None:
    """The call ends after its time-out."""
    await city.break_down(system="mail", kind="latency", ms=2_000, times=1)
    with pytest.raises(PortUnavailable):
        await _mailer(city, timeout=0.2).send(_mail("slow"))
    await city.mend()


async def test_nobody_there_is_unavailable(city: City) -> None:
    """A refused connection leaves it open."""
    with pytest.raises(PortUnavailable):
        await _mailer(city, port=1).send(_mail("nobody"))


def test_the_password_is_not_shown() -> None:
    """Configuration can be printed without harm."""
    config = SmtpConfig("h", 25, "a@b.example", "n", "b.example", user="u", password="hidden")
    assert "hidden" not in repr(config)
