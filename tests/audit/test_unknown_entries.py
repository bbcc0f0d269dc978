"""A ledger that a newer release wrote: what this one does not know is named, whatever asks, and nothing crashes."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from fakes.dogs.events import DogEvent, DogRegistered, DogSubmitted
from fakes.dogs.procedure import DOGS
from fakes.dogs.words import DOG_WORDS
from fixtures.sealed_ledger import seal_batches
from pydantic import TypeAdapter

from adapters.postgres.reading import PostgresReading
from adapters.postgres.session import Pool
from audit.export import Exporter
from audit.export_check import ExportFault, check_export
from audit.findings import FindingCode
from audit.notes import Signer
from audit.verify import verify_ledger
from audit.words.certificates.words import CERTIFICATE_WORDS
from audit.words.registry import AllWords
from domain import ids
from domain.errors import DomainError, ErrorCode
from domain.procedures import Procedures

pytestmark = pytest.mark.database

AT = datetime(2026, 11, 30, 1, tzinfo=UTC)
DOG = "dog-0190b5b4-0000-7000-8000-000000000001"
OLDER_DOGS = replace(DOGS, event=TypeAdapter(DogSubmitted))
"""The procedure before dogs were registered."""
OLDER = AllWords(CERTIFICATE_WORDS, replace(DOG_WORDS, procedure=OLDER_DOGS))
NEVER = AllWords(CERTIFICATE_WORDS)
"""A release that never heard of dogs."""
NEWER = AllWords(CERTIFICATE_WORDS, DOG_WORDS)
SIGNER = Signer("city.example/ledger", b"s" * 32)


@pytest.fixture(autouse=True)
async def ledger(pool: Pool) -> None:
    """One dog, submitted and registered, recorded by the newer release."""
    events: tuple[DogEvent, ...] = (
        DogSubmitted(
            at=AT,
            by="system",
            case_number=ids.case_number(2026, 1),
            municipality="999001",
            received_at=AT,
            breed="柴犬",
        ),
        DogRegistered(at=AT, by="officer-sato", decision_id="decision-1", tag=7),
    )
    await seal_batches(pool, [DOGS.batch(DOG, 1, events)], NEWER.procedures)


async def findings(pool: Pool, words: AllWords) -> list[tuple[FindingCode, str]]:
    """Return what a release finds in the ledger, and where."""
    found = await verify_ledger(pool, [], [], procedures=words.procedures)
    return [(each.code, each.where) for each in found.findings]


async def test_verify_names_the_entry_and_what_it_calls_itself(pool: Pool) -> None:
    """Of an unknown event its type, of an unknown procedure the prefix of its cases; the release that wrote it finds nothing."""
    assert await findings(pool, NEWER) == []
    unknown, *rest = await findings(pool, OLDER)
    assert unknown == (FindingCode.EVENT_UNKNOWN, "position 1, place 2, dogs, type dog_registered")
    assert {code for code, _ in rest} <= {FindingCode.PROJECTION_DIFFERS}
    assert await findings(pool, NEVER) == [(FindingCode.PROCEDURE_UNKNOWN, "position 0, place 1, dog")]


@pytest.mark.parametrize(
    ("known", "code", "facts"),
    [
        (OLDER.procedures, ErrorCode.EVENT_UNKNOWN, {"procedure": "dogs", "place": 2, "type": "dog_registered"}),
        (NEVER.procedures, ErrorCode.PROCEDURE_UNKNOWN, {"procedure": "dog"}),
    ],
    ids=["event", "procedure"],
)
async def test_whoever_reads_its_events_is_told_which(
    pool: Pool, known: Procedures, code: ErrorCode, facts: dict[str, str | int]
) -> None:
    """Explanation and replay begin with them: they end with a sentence, not with a trace."""
    with pytest.raises(DomainError) as refused:
        await PostgresReading(pool, known).events(DOG)

    assert (refused.value.code, refused.value.facts) == (code, facts)


async def test_an_export_names_it_and_writes_nothing(pool: Pool, tmp_path: Path) -> None:
    """A folder without the whole story would look like the whole story."""
    exporter = Exporter(pool, SIGNER, tmp_path)

    with pytest.raises(DomainError) as refused:
        await exporter.export(OLDER.of(DOG), DOG, [], tmp_path / "case")

    assert refused.value.facts["type"] == "dog_registered"
    assert not (tmp_path / "case").exists()


@pytest.mark.parametrize(
    ("words", "fault", "where"),
    [
        (OLDER, ExportFault.EVENT_UNKNOWN, "procedure dogs, place 2, type dog_registered"),
        (NEVER, ExportFault.PROCEDURE_UNKNOWN, "procedure dog"),
    ],
    ids=["event", "procedure"],
)
async def test_an_export_of_a_newer_release_is_checked_as_far_as_this_one_reads(
    pool: Pool, tmp_path: Path, words: AllWords, fault: ExportFault, where: str
) -> None:
    """Signatures, hashes and proofs need no procedure; the story does, and its finding says why."""
    await Exporter(pool, SIGNER, tmp_path).export(DOG_WORDS, DOG, [], tmp_path / "case")

    checked = check_export(tmp_path / "case", SIGNER.verifier, words)

    assert [(each.code, each.where) for each in checked.findings] == [(fault, where)]
