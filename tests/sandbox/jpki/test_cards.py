"""Cards over HTTP: PINs, locks, signatures."""

import base64
import shutil
import socket
import subprocess
import threading

import httpx2
import pytest
import uvicorn
from cryptography.hazmat.primitives.serialization import Encoding
from fastapi import FastAPI

from sandbox.jpki.routes import router

pytestmark = pytest.mark.program


@pytest.fixture(scope="module")
def phone(pki):
    """A client of a served sandbox."""
    app = FastAPI()
    app.include_router(router(pki), prefix="/jpki")
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        server = uvicorn.Server(uvicorn.Config(app, log_level="warning"))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
        thread.start()
        with httpx2.Client(base_url=f"http://127.0.0.1:{listening.getsockname()[1]}/jpki", timeout=10) as client:
            yield client
        server.should_exit = True
        thread.join(10)


@pytest.fixture(autouse=True)
def unlocked(phone):
    phone.post("/cards/card-1/unlock")


def sign(phone: httpx2.Client, pin: str, text: str = "これに署名します\n") -> httpx2.Response:
    return phone.post("/cards/card-1/sign", json={"pin": pin, "text": text})


def test_cards_are_listed(phone):
    """The trainer sees every card with its holder and state, and no PIN."""
    cards = phone.get("/cards").json()
    assert [(card["id"], card["revoked"], card["expired"]) for card in cards] == [
        ("card-1", False, False),
        ("card-2", True, False),
        ("card-3", False, True),
    ]
    assert cards[0]["holder"] == "窓口\u3000花子"
    assert "ABC123" not in phone.get("/cards").text


def test_wrong_pins_count_and_lock(phone):
    """Five wrong ones in a row lock the card; then the right one does not help either, until the office unlocks it."""
    for left in (4, 3, 2, 1):
        answer = sign(phone, "WRONG1")
        assert (answer.status_code, answer.json()["detail"]) == (403, {"code": "wrong_pin", "remaining": left})
    locked = {"code": "card_locked", "remaining": 0}
    assert sign(phone, "WRONG1").json()["detail"] == locked
    answer = sign(phone, "ABC123")
    assert (answer.status_code, answer.json()["detail"]) == (403, locked)
    assert phone.post("/cards/card-1/unlock").json()["tries_left"] == 5
    assert sign(phone, "ABC123").status_code == 200


def test_a_right_pin_resets_the_count(phone):
    """Wrong ones count in a row."""
    sign(phone, "WRONG1")
    sign(phone, "abc123")
    assert sign(phone, "ABC123").status_code == 200
    assert sign(phone, "WRONG1").json()["detail"]["remaining"] == 4


@pytest.mark.parametrize("verb", ["sign", "unlock", "revoke"])
def test_unknown_cards(phone, verb):
    """Not found, whatever is asked of it."""
    answer = phone.post(f"/cards/card-0/{verb}", json={"pin": "ABC123", "text": "x"})
    assert (answer.status_code, answer.json()["detail"]["code"]) == (404, "card_unknown")


@pytest.mark.parametrize("body", [{}, {"pin": "ABC123"}, {"pin": "ABC123", "text": ""}, {"text": "x"}])
def test_incomplete_orders_are_refused(phone, body):
    """And cost no try."""
    assert phone.post("/cards/card-1/sign", json=body).status_code == 422
    assert phone.get("/cards").json()[0]["tries_left"] == 5


def test_the_list_is_served_as_such(phone, pki):
    """Media type of RFC 2585."""
    answer = phone.get("/crl")
    assert answer.headers["content-type"] == "application/pkix-crl"
    assert answer.content == pki.crl()


@pytest.mark.skipif(shutil.which("openssl") is None, reason="no openssl here")
@pytest.mark.parametrize("text", ["これに署名します\n", "葛\U000e0100城\r\n𠮷田\n\n", "x"])
def test_an_independent_tool_verifies_the_signature(phone, pki, tmp_path, text):
    """OpenSSL agrees that the CMS is over the very UTF-8 bytes, up to our root."""
    made = base64.b64decode(sign(phone, "ABC123", text).json()["signature"])
    (tmp_path / "made.p7s").write_bytes(made)
    (tmp_path / "text").write_bytes(text.encode())
    (tmp_path / "root.pem").write_bytes(pki.authority.certificate.public_bytes(Encoding.PEM))
    command = "openssl cms -verify -binary -inform DER -in made.p7s -content text -CAfile root.pem -purpose any"
    when = ["-attime", str(int(pki.card("card-1")[1].not_valid_before_utc.timestamp()) + 60)]
    done = subprocess.run([*command.split(), *when], cwd=tmp_path, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout == text.encode()
