"""One case as a folder, verified offline; every way to change it is found."""

import base64
import hashlib
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from contracts.stories import batch, batches, case_id, completed
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from fixtures.sealed_ledger import seal_batches
from temporalio.client import WorkflowHistory

from adapters.postgres.session import Pool
from audit.export import Exporter, FolderTakenError, hashes, manifest_text
from audit.export_check import ExportFault, check_export
from audit.notes import Signer
from audit.sources import Filed, FoundHistory
from audit.words.certificates.words import CERTIFICATE_WORDS
from audit.words.registry import WORDS
from domain.errors import DomainError, ErrorCode

pytestmark = pytest.mark.database
KEY = Signer("city.example/ledger", b"k" * 32)
OTHER = Signer("city.example/ledger", b"o" * 32)
HISTORY = WorkflowHistory.from_json("case/x", json.dumps({"events": [{"eventId": "1"}]}))
FOUND = FoundHistory("case/x", "run-1", "engine", HISTORY, Filed.NOT_ARCHIVED)
LOST = FoundHistory("fee-payment/x", "run-2", "archive", None, Filed.ALTERED)


@pytest.fixture
async def export(pool: Pool, tmp_path: Path) -> Path:
    """The export of the second of three cases."""
    await seal_batches(pool, (*batches(1), *batches(2), batch(3, 1, 3)))
    (tmp_path / "checkpoints").mkdir()
    exporter = Exporter(pool, KEY, tmp_path / "checkpoints")
    await exporter.export(CERTIFICATE_WORDS, case_id(2), [FOUND, LOST], tmp_path / "out" / "case")
    return tmp_path / "out" / "case"


def codes(folder: Path, signer: Signer = KEY) -> set[ExportFault]:
    """Return what a check finds."""
    return {finding.code for finding in check_export(folder, signer.verifier, WORDS).findings}


def names(folder: Path) -> set[str]:
    """Return what lies in a folder."""
    return {path.name for path in folder.iterdir()}


def sign_again(folder: Path, signer: Signer = KEY) -> None:
    """What only the city can do: make the manifest fit."""
    (folder / "manifest.txt").write_text(signer.sign(manifest_text(case_id(2), hashes(folder))))


def test_an_export_verifies(export: Path) -> None:
    """Its events are all there, under the ledger's signed root."""
    result = check_export(export, KEY.verifier, WORDS)

    assert (result.ok, result.findings, result.case_id) == (True, (), case_id(2))
    assert (result.events, result.size) == (len(completed(2)), 31)


def test_an_export_is_its_writers_alone(export: Path) -> None:
    """Folder and files are closed to others; whoever is to have them is given them."""
    modes = {path.stat().st_mode & 0o777 for path in (export, *export.rglob("*"))}

    assert modes == {0o600, 0o700}


def test_an_export_is_verified_by_its_readme_alone(export: Path) -> None:
    """The recipe in README.md works without any of our code: signature, hashes, proofs."""
    size, root, text = _checked_by_hand(export)
    events = json.loads((export / "events.json").read_text())

    for entry in events["entries"]:
        node = hashlib.sha256(b"\x00" + entry["entry"].encode()).digest()
        here, last = entry["position"], size - 1
        for step in map(bytes.fromhex, entry["proof"]):
            if here % 2 or here == last:
                node = hashlib.sha256(b"\x01" + step + node).digest()
                while here and here % 2 == 0:
                    here, last = here // 2, last // 2
            else:
                node = hashlib.sha256(b"\x01" + node + step).digest()
            here, last = here // 2, last // 2
        assert (last, node) == (0, root)
    for line in text.splitlines()[1:]:
        digest, name = line.split("  ")
        assert hashlib.sha256((export / name).read_bytes()).hexdigest() == digest


def _checked_by_hand(export: Path) -> tuple[int, bytes, str]:
    public = Ed25519PublicKey.from_public_bytes(KEY.verifier.public)
    texts = []
    for file in (next(export.glob("checkpoint-*.txt")), export / "manifest.txt"):
        text, _, signature = file.read_text().rpartition("\n\n")
        public.verify(base64.b64decode(signature.split(" ")[2])[4:], f"{text}\n".encode())
        texts.append(text)
    _, size, root, *_ = texts[0].splitlines()
    return int(size), base64.b64decode(root), texts[1]


def test_an_export_holds_what_its_readme_names(export: Path) -> None:
    """Events, checkpoint, key, story, ciphertext histories that could be trusted, manifest."""
    kept = json.loads((export / "histories.json").read_text())

    assert names(export) == {
        "README.md",
        "events.json",
        "checkpoint-31.txt",
        "story.json",
        "ledger-key.txt",
        "histories.json",
        "histories",
        "manifest.txt",
    }
    assert [entry["workflow_id"] for entry in kept] == ["case/x"]
    assert hashlib.sha256((export / kept[0]["file"]).read_bytes()).hexdigest() == kept[0]["sha256"]


def forge_approver(folder: Path) -> None:
    file = folder / "events.json"
    file.write_text(file.read_text().replace("officer-suzuki", "officer-sato"))


def leave_out(place: int) -> Callable[[Path], None]:
    def change(folder: Path) -> None:
        file = folder / "events.json"
        events = json.loads(file.read_text())
        del events["entries"][place - 1]
        file.write_text(json.dumps(events))

    return change


def another_root(folder: Path) -> None:
    file = folder / "events.json"
    events = json.loads(file.read_text())
    file.write_text(json.dumps(events | {"root": "00" * 32}))


def another_request(folder: Path) -> None:
    file = folder / "events.json"
    events = json.loads(file.read_text())
    file.write_text(json.dumps(events | {"case_id": case_id(1)}))


def another_story(folder: Path) -> None:
    file = folder / "story.json"
    file.write_text(file.read_text().replace('"completed"', '"rejected"'))


def no_events(folder: Path) -> None:
    (folder / "events.json").write_text("{")


def no_checkpoint(folder: Path) -> None:
    next(folder.glob("checkpoint-*.txt")).unlink()


@pytest.mark.parametrize(
    ("change", "found"),
    [
        (forge_approver, ExportFault.ENTRY_NOT_INCLUDED),
        (leave_out(9), ExportFault.ENTRY_MISPLACED),
        (another_root, ExportFault.CHECKPOINT_DIFFERS),
        (another_request, ExportFault.ENTRY_MISPLACED),
        (another_story, ExportFault.STORY_DIFFERS),
        (no_events, ExportFault.EVENTS_UNREADABLE),
        (no_checkpoint, ExportFault.CHECKPOINT_UNSIGNED),
    ],
)
def test_a_change_is_found_even_by_the_one_who_signs(
    export: Path, change: Callable[[Path], None], found: ExportFault
) -> None:
    """By the manifest, and apart from it: somebody with the city's key cannot fit the events to another story."""
    change(export)
    assert {ExportFault.FILE_ALTERED, ExportFault.FILE_MISSING} & codes(export)

    sign_again(export)

    assert found in codes(export)
    assert not {ExportFault.FILE_ALTERED, ExportFault.FILE_MISSING} & codes(export)


def test_files_added_altered_or_lost_are_named(export: Path) -> None:
    """Histories too, though nobody can read them."""
    (export / "more.txt").write_text("more")
    (export / "README.md").write_text("trust me")
    next((export / "histories").iterdir()).unlink()

    findings = {finding.where: finding.code for finding in check_export(export, KEY.verifier, WORDS).findings}

    assert findings["more.txt"] is ExportFault.FILE_STRAY
    assert findings["README.md"] is ExportFault.FILE_ALTERED
    assert findings[f"histories/{FOUND.run_id}.json"] is ExportFault.FILE_MISSING


def test_another_citys_key_does_not_verify(export: Path) -> None:
    """Nothing signed by a key the auditor does not hold counts."""
    assert codes(export, OTHER) == {ExportFault.MANIFEST_UNSIGNED, ExportFault.CHECKPOINT_UNSIGNED}


def test_a_checkpoint_is_no_manifest(export: Path) -> None:
    """One key signs both: neither passes for the other."""
    checkpoint = next(export.glob("checkpoint-*.txt"))
    (export / "manifest.txt").write_bytes(checkpoint.read_bytes())

    assert ExportFault.MANIFEST_UNSIGNED in codes(export)


async def test_only_what_is_sealed_is_exported(pool: Pool, tmp_path: Path) -> None:
    """A request without a sealed event is not known yet, and no folder is left behind."""
    await seal_batches(pool, batches(1))

    with pytest.raises(DomainError) as refused:
        await Exporter(pool, KEY, tmp_path).export(CERTIFICATE_WORDS, case_id(2), [], tmp_path / "case")

    assert refused.value.code is ErrorCode.REQUEST_UNKNOWN
    assert names(tmp_path) == {"checkpoint-14.txt"}


async def test_nothing_is_written_over(pool: Pool, export: Path, tmp_path: Path) -> None:
    """An export is made once; another goes elsewhere."""
    with pytest.raises(FolderTakenError):
        await Exporter(pool, KEY, tmp_path / "checkpoints").export(CERTIFICATE_WORDS, case_id(2), [], export)
