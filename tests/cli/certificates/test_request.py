"""`madoguchi request`: what an applicant's file may be, what is answered, and with which exit status."""

import asyncio
import json
import secrets
import subprocess
import sys
from base64 import b64encode
from copy import deepcopy
from datetime import UTC, datetime
from pathlib import Path

import pytest
from contracts.stories import case_id
from fixtures.command import madoguchi

from adapters.keys import Keys
from adapters.policy.files import PolicyFiles
from adapters.postgres.store import open_store
from domain.cases.citizen import CitizenKey
from domain.cases.vault import VaultItem, VaultKind
from domain.certificates.application import Application
from domain.certificates.statement import statement
from domain.identity.nonce import make_nonce
from sandbox.jpki.chip import sign
from sandbox.jpki.pki import SandboxPki

pytestmark = pytest.mark.database
ROOT = Path(__file__).parents[3]
UNKNOWN = "K7QD-0R3M-XW5B-92TC"
FORM = {
    "municipality": "999001",
    "kind": "resident_record_copy",
    "options": {"scope": "applicant"},
    "copies": 1,
    "applicant": {"name": "髙﨑　渚", "birth_date": "1968-09-09", "mail": "r1007@citizen.example"},
    "delivery": {"postcode": "9990004", "address": "架空県みなも市鷗台三丁目５番１２号"},
}


@pytest.fixture(scope="session")
def card(tmp_path_factory):
    """Sign as the resident with card-1007."""
    pki = SandboxPki(tmp_path_factory.mktemp("signing"))
    return lambda text: b64encode(sign(pki, "card-1007", "NAGISA1007", text.encode())).decode()


@pytest.fixture
def signed(installation, card):
    """A signed request as `request sign` writes it, for this installation."""
    secret = Keys.load(Path(installation.environment["MADOGUCHI_KEYS_FILE"])).statement
    form = deepcopy(FORM) | {"nonce": make_nonce(secret, datetime.now(UTC), secrets.token_bytes(10))}
    city = PolicyFiles(ROOT / "municipalities").policy(form["municipality"]).municipality
    text = statement(Application.model_validate(form), city.name)
    return {"form": form, "signature": card(text), "idempotency_key": secrets.token_hex(8)}


def code_of(installation, request):
    """Return the code that the mail will tell, from the vault."""
    keys = Keys.load(Path(installation.environment["MADOGUCHI_KEYS_FILE"]))

    async def look():
        async with open_store(
            installation.environment["MADOGUCHI_DATABASE_URL"], keys, lambda: datetime.now(UTC)
        ) as store:
            return await store.vault.get(request, VaultItem(kind=VaultKind.CITIZEN_KEY))

    return CitizenKey.model_validate_json(asyncio.run(look())).code


@pytest.fixture
def submit(installation, tmp_path):
    """Submit a file with this content."""

    def submitting(content, *options):
        file = tmp_path / "request.json"
        file.write_bytes(json.dumps(content).encode())
        return madoguchi("request", "submit", file, *options, environment=installation.environment)

    return submitting


def test_a_signed_request_is_acknowledged_though_the_engine_is_down(submit, signed):
    """A receipt on standard output; the same file again is the same receipt and says so."""
    first, again = submit(signed, "--json"), submit(signed, "--json")
    told = submit(signed)

    assert (first.status, again.status, told.status) == (0, 0, 0)
    receipt, repeated = json.loads(first.out), json.loads(again.out)
    assert repeated == {**receipt, "repeated": True}
    assert not receipt["repeated"]
    assert receipt["receipt_number"] in told.out


def test_a_file_with_a_byte_order_mark_is_the_same_file(submit, signed, installation, tmp_path):
    """As editors of Windows save it."""
    receipt = json.loads(submit(signed, "--json").out)
    marked = tmp_path / "marked.json"
    marked.write_text(json.dumps(signed, ensure_ascii=False), encoding="utf-8-sig")
    again = madoguchi("request", "submit", marked, "--json", environment=installation.environment)

    assert (again.status, again.errors) == (0, "")
    assert json.loads(again.out) == {**receipt, "repeated": True}


def test_the_sandbox_citys_cards_are_asked_on_a_developers_machine_alone(installation, tmp_path):
    """In production form and PIN go nowhere; for a developer the card is asked, which here does not answer."""
    form = tmp_path / "form.json"
    form.write_text(json.dumps(FORM), encoding="utf-8")

    def sign_it(**environment):
        card = ("--card", "card-1007", "--pin", "NAGISA1007", "--out", tmp_path / "request.json")
        return madoguchi("request", "sign", form, *card, environment={**installation.environment, **environment})

    refused, asked = sign_it(), sign_it(MADOGUCHI_ENV="dev")
    assert refused.status == 2
    assert "MADOGUCHI_ENV" in refused.errors
    assert asked.status == 3
    assert "sandbox" in asked.errors


def test_starter_submits_the_same_file(installation, signed, tmp_path):
    """`python starter.py request.json` prints the receipt as JSON; without a file it says how it is used."""
    file = tmp_path / "request.json"
    file.write_text(json.dumps(signed), encoding="utf-8")

    def starter(*words):
        command = [sys.executable, "starter.py", *words]
        return subprocess.run(
            command, cwd=ROOT, env=installation.environment, capture_output=True, text=True, timeout=60, check=False
        )

    ended = starter(str(file))
    assert (ended.returncode, ended.stderr) == (0, "")
    assert json.loads(ended.stdout)["receipt_number"]
    usage = starter()
    assert (usage.returncode, usage.stdout) == (2, "")
    assert "usage: python starter.py request.json" in usage.stderr


def test_a_submitted_request_can_be_shown_by_either_number(submit, signed, installation):
    """While nothing has begun it is received; a number written carelessly is understood."""
    receipt = json.loads(submit(signed, "--json").out)

    for number in (
        receipt["case_id"],
        receipt["receipt_number"],
        receipt["receipt_number"].lower().replace("-", "ー"),
    ):
        shown = madoguchi("request", "show", number, "--json", environment=installation.environment)
        document = json.loads(shown.out)
        assert (shown.status, document["status"]) == (0, "received")
        assert document["case_id"] == receipt["case_id"]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b'{\n  "form": {},\n  broken\n}', "request.json:3: is not JSON"),
        (b"", "request.json:1: is not JSON"),
        ('{"form": "窓口"}'.encode("euc-jp"), "is not UTF-8"),
        (b"\xef\xbb\xbf{}", "is no signed request"),
        (b"[]", "is no JSON object"),
        (b"[" * 100_000, "is no request"),
        (b'{"form": ' + b"9" * 5000 + b"}", "is no request"),
        ({}, "is no signed request"),
        ({"form": {}, "signature": "AAAA"}, "is no signed request"),
        ({"form": [], "signature": "AAAA", "idempotency_key": "key-000001"}, "is no signed request"),
        ({"form": {}, "signature": None, "idempotency_key": "key-000001"}, "is no signed request"),
    ],
)
def test_a_file_that_is_no_request_is_told_with_its_place(tmp_path, content, said):
    """Not JSON (which line), not UTF-8, parts missing: wrong input before anything is connected to."""
    file = tmp_path / "request.json"
    file.write_bytes(content if isinstance(content, bytes) else json.dumps(content).encode())

    ended = madoguchi("request", "submit", file)

    assert (ended.status, ended.out) == (2, "")
    assert said in ended.errors


@pytest.mark.parametrize(
    ("path", "value", "code"),
    [
        ("form.copies", 0, "copies_out_of_range"),
        ("form.copies", 11, "copies_out_of_range"),
        ("form.kind", "seal", "unknown_kind"),
        ("form.delivery.address", None, "missing"),
        ("form.delivery.address", "みなも市\ud800", "unsupported_character"),
        ("form.applicant.name", "花\u200b子", "unsupported_character"),
        ("form.applicant.mail", "\ud800@b.example", "malformed_mail"),
        ("form.nonce", "0" * 40, "malformed_nonce"),
        ("signature", "!", "signature_malformed"),
        ("signature", b64encode(b"no signature").decode(), "signature_refused"),
        ("form.copies", 2, "signed_text_differs"),
        ("idempotency_key", "short", "idempotency_key_malformed"),
        ("idempotency_key", "\ud800\ud800\ud800\ud800\ud800\ud800\ud800\ud800", "idempotency_key_malformed"),
    ],
)
def test_a_mistake_is_one_problem_with_field_reason_and_fix(submit, signed, path, value, code):
    """Exit status 2, one problem of one field, in words on standard error; what was written is not repeated."""
    *parents, last = path.split(".")
    place = signed
    for parent in parents:
        place = place[parent]
    place[last] = value

    told, document = submit(signed), json.loads(submit(signed, "--json").out)

    (problem,) = document["error"]["details"]
    assert (told.status, told.out) == (2, "")
    assert problem["code"] == code
    assert problem["field"] == ("signature" if code == "signed_text_differs" else path.removeprefix("form."))
    assert problem["reason"] in told.errors
    assert problem["fix"] in told.errors
    assert "髙﨑" not in told.errors


def test_the_same_key_with_another_body_is_a_no(submit, signed, installation):
    """Exit status 1: the input is well formed, the answer is no."""
    assert submit(signed).status == 0
    other = {**signed, "signature": b64encode(b"another").decode()}

    ended = submit(other, "--json")

    assert (ended.status, json.loads(ended.out)["error"]["code"]) == (1, "idempotency_conflict")


@pytest.mark.parametrize("words", [("request", "show"), ("request", "withdraw", "--code", "0000-0000")])
def test_a_request_nobody_knows_is_a_no(installation, words):
    """Whatever is written where a number belongs: not found, exit status 1."""
    for number in (UNKNOWN, case_id(9), "nonsense", "", "\udcff", "[/red]", "0" * 5000):
        ended = madoguchi(*words, "--", number, environment=installation.environment)
        assert (ended.status, bool(ended.out or ended.errors)) == (1, True)


def test_the_code_is_checked_before_anything_is_shown(submit, signed, installation):
    """A wrong code is told as such, and so is a code for what is no receipt number; the right one shows the request."""
    receipt = json.loads(submit(signed, "--json").out)
    number, right = receipt["receipt_number"], code_of(installation, receipt["case_id"])
    ways = {(number, right): 0, (number, "0000-0000"): 1, (receipt["case_number"], right): 1}
    for (named, code), status in ways.items():
        shown = madoguchi("request", "show", named, "--code", code, environment=installation.environment)
        assert (shown.status, "受け付けました" in shown.out) == (status, status == 0)


def test_withdrawing_while_the_engine_is_down_is_no_answer(submit, signed, installation):
    """Number and code are right, the engine is not there: exit status 3 names the system."""
    receipt = json.loads(submit(signed, "--json").out)
    withdraw = ("request", "withdraw", receipt["receipt_number"], "--json", "--code")
    refused = madoguchi(*withdraw, "0000-0000", environment=installation.environment)
    ended = madoguchi(*withdraw, code_of(installation, receipt["case_id"]), environment=installation.environment)

    assert (refused.status, json.loads(refused.out)["error"]["code"]) == (1, "code_refused")
    error = json.loads(ended.out)["error"]
    assert (ended.status, error["code"]) == (3, "system_unavailable")
    assert "temporal" in error["message"]


@pytest.mark.parametrize("limit", ["0", "-1", "1001", "many"])
def test_a_limit_that_is_none_is_wrong_usage(limit):
    """Told before anything is asked of the database."""
    ended = madoguchi("request", "list", "--limit", limit)
    assert (ended.status, ended.out) == (2, "")


def test_missing_files_and_folders_are_told(tmp_path):
    """A file that is not there, and a folder in its place."""
    for path, said in ((tmp_path / "nowhere.json", "No such file"), (tmp_path, "Is a directory")):
        ended = madoguchi("request", "submit", path)
        assert (ended.status, ended.out) == (2, "")
        assert said in ended.errors
