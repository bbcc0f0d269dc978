"""Over real HTTP on the loopback: the sandbox's cards sign, the verifier fetches the sandbox's list and decides."""

import asyncio
import base64
import socket
import threading
from datetime import UTC, datetime, timedelta

import httpx2
import pytest
import uvicorn
from fastapi import FastAPI, Response

from adapters.jpki.crl_source import HttpCrlSource
from adapters.jpki.verifier import JpkiVerifier
from domain.errors import PortRejected, PortUnavailable
from domain.identity.attributes import IdentityReason, Revocation
from sandbox.jpki import profile
from sandbox.jpki.pki import SandboxPki
from sandbox.jpki.routes import router

pytestmark = pytest.mark.program

TEXT = "証明書交付申請書\n申請者の氏名: 窓口\u3000花子\n"


@pytest.fixture(scope="module")
def city(tmp_path_factory, pki) -> SandboxPki:
    """A PKI in today's time, unlike the other tests' one, with one more card."""
    hanako = pki.holders()[0]
    again = hanako.model_copy(update={"card": hanako.card.model_copy(update={"id": "card-9"})})
    return SandboxPki(tmp_path_factory.mktemp("city"), (*pki.holders(), again))


@pytest.fixture(scope="module")
def address(city):
    """Serve the sandbox and some bad answers on a free port."""
    app = FastAPI()
    app.include_router(router(city), prefix="/jpki")

    @app.get("/status/{code}")
    def status(code: int) -> Response:
        return Response(b"no", status_code=code, headers={"location": "/jpki/crl"})

    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        server = uvicorn.Server(uvicorn.Config(app, log_level="warning"))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
        thread.start()
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        server.should_exit = True
        thread.join(10)


@pytest.fixture
async def phone(address):
    async with httpx2.AsyncClient(base_url=address, timeout=10) as client:
        yield client


@pytest.fixture
def verifier(city, address) -> JpkiVerifier:
    return JpkiVerifier(
        (city.root_file.read_bytes(),),
        frozenset({profile.TEST_POLICY}),
        HttpCrlSource(f"{address}/jpki/crl", timeout=5),
        crl_refresh=timedelta(0),
    )


async def sign(phone: httpx2.AsyncClient, card: str) -> bytes:
    answer = await phone.post(f"/jpki/cards/{card}/sign", json={"pin": "ABC123", "text": TEXT})
    assert answer.status_code == 200, answer.text
    return base64.b64decode(answer.json()["signature"])


async def test_from_card_to_finding(phone, verifier):
    """A signature made over HTTP is verified with a list fetched over HTTP."""
    signature = await sign(phone, "card-1")
    verifier.check_signature(TEXT.encode(), signature)
    finding = await verifier.verify(TEXT.encode(), signature, datetime.now(UTC))
    assert finding.verified
    assert finding.attributes is not None
    assert finding.attributes.name == "窓口\u3000花子"


async def test_revoked_and_expired_cards(phone, verifier):
    """The city's revoked and expired cards are what they are called."""
    for card, reason in (("card-2", IdentityReason.REVOKED), ("card-3", IdentityReason.EXPIRED)):
        finding = await verifier.verify(TEXT.encode(), await sign(phone, card), datetime.now(UTC))
        assert finding.reasons == (reason,)


async def test_a_card_revoked_by_the_trainer_is_refused_at_once(phone, verifier):
    """Revoking takes effect with the next list."""
    assert (await verifier.verify(TEXT.encode(), await sign(phone, "card-9"), datetime.now(UTC))).verified
    assert (await phone.post("/jpki/cards/card-9/revoke")).json()["revoked"] is True
    finding = await verifier.verify(
        TEXT.encode(), await sign(phone, "card-9"), datetime.now(UTC) + timedelta(seconds=1)
    )
    assert finding.revocation is Revocation.REVOKED


@pytest.mark.parametrize(("code", "rejected"), [(404, "404"), (301, "301"), (403, "403")])
async def test_refusals_are_told_as_such(address, code, rejected):
    """The source answered and will not give the list; a redirect is not followed."""
    with pytest.raises(PortRejected) as caught:
        await HttpCrlSource(f"{address}/status/{code}").fetch()
    assert caught.value.provider_code == rejected


@pytest.mark.parametrize("code", [429, 500, 503])
async def test_overload_is_unavailable(address, code):
    """Later it may answer."""
    with pytest.raises(PortUnavailable):
        await HttpCrlSource(f"{address}/status/{code}").fetch()


async def test_nobody_listening_is_unavailable_and_unknown(phone, city):
    """A closed port: the source is unavailable, the finding open."""
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        source = HttpCrlSource(f"http://127.0.0.1:{closed.getsockname()[1]}/crl", timeout=2)
        with pytest.raises(PortUnavailable):
            await source.fetch()
        verifier = JpkiVerifier((city.root_file.read_bytes(),), frozenset({profile.TEST_POLICY}), source)
        finding = await verifier.verify(TEXT.encode(), await sign(phone, "card-1"), datetime.now(UTC))
    assert finding.revocation is Revocation.UNKNOWN
    assert finding.reasons == ()


@pytest.mark.parametrize("said", [b"", b"HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\nhalf", b"garbage\r\n\r\n"])
async def test_silence_and_nonsense_end_with_the_time_allowed(said):
    """A source that stalls, at the start or half way, costs no more than its time-out."""
    given_up = asyncio.Event()

    async def stall(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(said)
        await given_up.wait()
        writer.close()

    server = await asyncio.start_server(stall, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    with pytest.raises(PortUnavailable):
        await asyncio.wait_for(HttpCrlSource(f"http://127.0.0.1:{port}/crl", timeout=0.3).fetch(), 5)
    given_up.set()
    server.close()


@pytest.mark.parametrize("url", ["", "ldap://directory/cn=crl", "file:///etc/passwd", "crl.der"])
def test_only_http_addresses(url):
    """Another scheme is refused at the start."""
    with pytest.raises(ValueError, match="http"):
        HttpCrlSource(url)
