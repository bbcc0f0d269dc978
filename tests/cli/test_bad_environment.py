"""A bad environment: worker, web and commands say in one sentence what is wrong and end, or wait where waiting is right.

Worker and web are started side by side as processes, a command beside them; each ends by itself before it has done anything.
"""

import asyncio
import json
import secrets
import signal
from collections.abc import Awaitable, Callable
from typing import NamedTuple
from urllib.parse import urlsplit, urlunsplit

import httpx2
import pytest
from contracts.stories import case_id, completed
from fixtures.command import Ended, madoguchi
from fixtures.engine import TEST_RING
from fixtures.installation import NOWHERE, Installation
from fixtures.services import End, answers, end, for_services, health, log_line, run, started

from adapters.keys import KeyRing, Keys
from adapters.postgres.key_check import take_keys
from adapters.postgres.migrate import migrations
from domain.certificates.events import RequestReceived

pytestmark = pytest.mark.database
WORKER, WEB, LIST = ("worker",), ("web",), ("request", "list")
TAKE = ("staff", "take", case_id(1), "--as", "officer-sato")  # unlike the list, it opens all that a caller has
EVERYBODY = (WORKER, WEB, LIST)
CALLERS = (WORKER, WEB, TAKE)
OPEN_REQUEST = """
    INSERT INTO reading.cases VALUES
    ('open', 'certificates', 'AAAA', '999001', 'held', now(), now(), NULL, NULL, false, 1, '{}', NULL, '{}')
"""
Environment = dict[str, str]
Spoil = Callable[[Installation], Awaitable[Environment]]


class Case(NamedTuple):
    """How the environment is spoiled, and what is told then, with which status, by whom."""

    spoil: Spoil
    sentence: str
    status: int = 2
    told_by: tuple[tuple[str, ...], ...] = EVERYBODY


def setting(name: str, value: str) -> Spoil:
    async def spoil(_: Installation) -> Environment:
        return {f"MADOGUCHI_{name}": value}

    return spoil


def statement(sql: str) -> Spoil:
    async def spoil(installation: Installation) -> Environment:
        await installation.pool.execute(sql)
        return {}

    return spoil


def key_file(content: str | None) -> Spoil:
    async def spoil(installation: Installation) -> Environment:
        file = installation.folder / "keys.json"
        file.unlink()
        if content is not None:
            file.write_text(content, encoding="utf-8")
        return {}

    return spoil


def other_keys(change: Callable[[Keys], dict[str, object]]) -> Spoil:
    """The right file has been used once, with a request under way; then it is changed."""

    async def spoil(installation: Installation) -> Environment:
        file = installation.folder / "keys.json"
        right = Keys.load(file)
        await take_keys(installation.pool, right)
        await installation.pool.execute(OPEN_REQUEST)
        await installation.pool.execute("INSERT INTO vault.data_keys VALUES ('open', 'k1', 'wrapped')")
        file.unlink()
        right.model_copy(update=change(right)).save_new(file)
        return {}

    return spoil


def another(key_id: str) -> KeyRing:
    return KeyRing.model_validate({"primary": key_id, "keys": {key_id: secrets.token_bytes(32)}})


async def an_empty_folder(installation: Installation) -> Environment:
    (installation.folder / "empty").mkdir()
    return {"MADOGUCHI_JPKI_ROOTS_DIR": str(installation.folder / "empty")}


async def no_certificate(installation: Installation) -> Environment:
    (installation.folder / "roots").mkdir()
    (installation.folder / "roots" / "a.der").write_bytes(b"no certificate")
    return {"MADOGUCHI_JPKI_ROOTS_DIR": str(installation.folder / "roots")}


async def a_file_as_archive(installation: Installation) -> Environment:
    return {"MADOGUCHI_ARCHIVE_DIR": str(installation.folder / "keys.json")}


async def another_database(installation: Installation) -> Environment:
    return {"MADOGUCHI_DATABASE_URL": installation.environment["MADOGUCHI_DATABASE_URL"].replace("/test_", "/none_")}


async def another_user(installation: Installation) -> Environment:
    parts = urlsplit(installation.environment["MADOGUCHI_DATABASE_URL"])
    stranger = parts._replace(netloc=f"stranger:wrong@{parts.netloc.rpartition('@')[2]}")
    return {"MADOGUCHI_DATABASE_URL": urlunsplit(stranger)}


_LAST = migrations()[-1]
CASES = {
    "the key file is absent": Case(key_file(None), "keys.json: file: No such file or directory"),
    "the key file is a folder": Case(setting("KEYS_FILE", "/"), "/: file: Is a directory"),
    "the key file is no JSON": Case(key_file("{"), "keys.json: line 1: is not JSON"),
    "the key file lacks a key": Case(key_file("{}"), "keys.json: payload: Field required"),
    "another vault key": Case(
        other_keys(lambda _: {"vault": another("k1")}), "The vault key k1 of the key file is not"
    ),
    "another payload key": Case(
        other_keys(lambda right: {"payload": another(right.payload.primary)}), "of the key file is not the one this"
    ),
    "another hash key": Case(
        other_keys(lambda _: {"hash": secrets.token_bytes(32)}), "The hash key of the key file is not"
    ),
    "another statement key": Case(
        other_keys(lambda _: {"statement": secrets.token_bytes(32)}), "The statement key of the key file is not"
    ),
    "another checkpoint key": Case(
        other_keys(lambda _: {"checkpoint": secrets.token_bytes(32)}), "The checkpoint key of the key file is not"
    ),
    "a vault key is missing": Case(other_keys(lambda _: {"vault": another("k2")}), "lacks the vault key k1"),
    "a payload key is missing": Case(
        other_keys(lambda _: {"payload": another("k2")}), f"lacks the payload key {TEST_RING.primary}, which 1 open"
    ),
    "an older schema": Case(
        statement("DELETE FROM upkeep.migrations WHERE number = (SELECT max(number) FROM upkeep.migrations)"),
        f"lacks {_LAST.name}: run",
        3,
    ),
    "no schema": Case(statement("DROP SCHEMA upkeep CASCADE"), "lacks 0001_intake.sql: run", 3),
    "a newer schema": Case(
        statement("INSERT INTO upkeep.migrations VALUES (9000, 'later.sql', 'x')"), "has migration 9000, which this", 3
    ),
    "no such database": Case(another_database, "MADOGUCHI_DATABASE_URL is wrong: the server has no such database"),
    "no such database user": Case(another_user, "MADOGUCHI_DATABASE_URL is wrong: the database refuses its user"),
    "no database": Case(
        setting("DATABASE_URL", f"postgresql://u:p@{NOWHERE}/none"), "postgres does not answer", 3, (WEB, LIST)
    ),
    "no municipalities": Case(setting("MUNICIPALITIES_DIR", "/nowhere"), "/nowhere: this folder does not exist"),
    "not our municipality": Case(setting("MUNICIPALITY", "999009"), "MADOGUCHI_MUNICIPALITY is wrong: "),
    "no roots": Case(
        setting("JPKI_ROOTS_DIR", "/nowhere"), "MADOGUCHI_JPKI_ROOTS_DIR is wrong: no root is pinned", 2, CALLERS
    ),
    "roots in an empty folder": Case(
        an_empty_folder, "MADOGUCHI_JPKI_ROOTS_DIR is wrong: no root is pinned", 2, CALLERS
    ),
    "a root that is none": Case(
        no_certificate, "MADOGUCHI_JPKI_ROOTS_DIR is wrong: root 1 is no self-signed CA", 2, CALLERS
    ),
    "an archive that is no folder": Case(a_file_as_archive, "MADOGUCHI_ARCHIVE_DIR is wrong: ", 2, (WORKER,)),
}


@pytest.mark.parametrize("case", CASES.values(), ids=CASES.keys())
async def test_what_is_wrong_is_told_and_nothing_begins(installation: Installation, case: Case):
    """One sentence on standard error, exit status 2 or 3, nothing on standard output and no trace."""
    environment = for_services(installation.environment, installation.folder)
    environment |= await case.spoil(installation)

    for told in await asyncio.gather(*(told_by(words, environment) for words in case.told_by)):
        assert (told.status, told.out) == (case.status, ""), told.errors
        assert case.sentence in told.errors


async def told_by(words: tuple[str, ...], environment: Environment) -> End | Ended:
    """Run worker and web as processes, a command in this one."""
    if words in (WORKER, WEB):
        return await run(environment, *words)
    return await asyncio.to_thread(madoguchi, *words, environment=environment)


async def test_with_json_wrong_keys_are_one_document(installation: Installation):
    """A program reads the code `keys` and the sentence with the way out."""
    await other_keys(lambda _: {"vault": another("k1")})(installation)
    told = await run(installation.environment, "keys", "check", "--json")

    error = json.loads(told.out)["error"]
    assert (told.status, error["code"], told.errors) == (2, "keys", "")
    assert "madoguchi keys lost vault k1" in error["message"]


@pytest.mark.parametrize("variable", ["DATABASE_URL", "TEMPORAL_ADDRESS"])
async def test_a_worker_waits_visibly_for_what_does_not_answer(installation: Installation, variable: str):
    """It says so in its log, is alive and not ready; SIGTERM ends it with status 0."""
    nowhere = {"DATABASE_URL": f"postgresql://u:p@{NOWHERE}/none", "TEMPORAL_ADDRESS": NOWHERE}[variable]
    environment = for_services(installation.environment, installation.folder) | {f"MADOGUCHI_{variable}": nowhere}
    port = environment["MADOGUCHI_WORKER_HEALTH_PORT"]
    async with started(environment, "-m", "cli.main", "worker") as worker:
        waiting = json.loads(await log_line(worker, "worker waits"))
        alive, ready = await health(port, "live"), await health(port, "ready")
        worker.send_signal(signal.SIGTERM)
        ended = await end(worker)

    assert waiting["system"] == {"DATABASE_URL": "postgres", "TEMPORAL_ADDRESS": "temporal"}[variable]
    assert (alive, ready, ended.status) == (200, 503, 0)


async def test_the_web_opens_while_the_engine_is_down(installation: Installation):
    """Submissions need no engine: ready, and the engine is reported as not answering."""
    environment = for_services(installation.environment, installation.folder)
    async with started(environment, "-m", "cli.main", "web") as web:
        address = f"http://127.0.0.1:{environment['MADOGUCHI_WEB_PORT']}/health/ready"
        assert await answers(address, lambda status: status != 0) == 200
        async with httpx2.AsyncClient(timeout=10) as client:
            said = (await client.get(address)).json()
        assert (said["ready"], said["checks"]) == (True, {"postgres": True, "temporal": False})
        web.send_signal(signal.SIGTERM)
        assert (await end(web)).status == 0


@pytest.mark.engine
async def test_a_namespace_that_is_not_there_is_told(installation: Installation, engine_address: str):
    """By the worker, by the web, and by a command that asks the engine: status 2, with the command that makes it."""
    environment = for_services(installation.environment, installation.folder)
    environment |= {"MADOGUCHI_TEMPORAL_ADDRESS": engine_address, "MADOGUCHI_TEMPORAL_NAMESPACE": "nowhere"}
    environment["MADOGUCHI_ENV"] = "dev"  # else the machine's user would have to be named as an officer
    event = completed(1)[0]
    assert isinstance(event, RequestReceived)
    await installation.take_in(case_id(1), event.model_copy(update={"municipality": "999001"}))

    for told in await asyncio.gather(*(run(environment, *words) for words in CALLERS)):
        assert (told.status, told.out) == (2, ""), told.errors
        assert "MADOGUCHI_TEMPORAL_NAMESPACE is wrong: the engine has no such namespace" in told.errors
