"""A case proved out of the running ledger, each event under the first signed checkpoint that covers it."""

from pathlib import Path

import pytest
from contracts.stories import batch, case_id, completed
from fixtures.sealed_ledger import seal_batches

from adapters.postgres.checkpoints import PostgresCheckpoints
from adapters.postgres.session import Pool
from audit.checkpoint import publish
from audit.notes import Signer
from audit.proofs import CaseProof, LedgerProofs, ProofFault, check_proof
from domain.errors import DomainError, ErrorCode

pytestmark = pytest.mark.database


async def proof_of(pool: Pool, number: int) -> CaseProof:
    """Return the proof of the `number`-th case."""
    return await LedgerProofs(PostgresCheckpoints(pool)).of(case_id(number))


async def test_every_event_under_a_checkpoint_is_proved(pool: Pool, folder: Path, signer: Signer):
    proof = await proof_of(pool, 1)

    assert check_proof(proof, signer.verifier) == ()
    assert len(proof.entries) == len(completed(1))
    assert all(entry.size for entry in proof.entries)


async def test_events_since_the_newest_checkpoint_wait_for_the_next(pool: Pool, folder: Path, signer: Signer):
    later = await proof_of(pool, 3)
    assert {entry.size for entry in later.entries} == {0}
    assert check_proof(later, signer.verifier) == ()

    await publish(pool, signer, folder)
    await seal_batches(pool, [batch(3, 4, 5)])

    proof = await proof_of(pool, 3)
    assert [entry.size for entry in proof.entries] == [31, 31, 31, 0, 0]
    assert check_proof(proof, signer.verifier) == ()


async def test_nobody_has_heard_of_a_case_without_events(pool: Pool, folder: Path):
    with pytest.raises(DomainError) as refused:
        await proof_of(pool, 9)
    assert refused.value.code is ErrorCode.REQUEST_UNKNOWN


async def test_each_change_is_found(pool: Pool, folder: Path, signer: Signer):
    """Another text, position or path, a place left out, a checkpoint of nobody's."""
    proof = await proof_of(pool, 2)
    first, *others = proof.entries
    misplaced = [(ProofFault.ENTRY_MISPLACED, str(place)) for place in range(1, len(others) + 1)]
    included = [(ProofFault.ENTRY_NOT_INCLUDED, "1")]
    changed = {
        "text": (first.model_copy(update={"entry": first.entry.replace('"place":1', '"place": 1')}), included),
        "position": (first.model_copy(update={"position": first.position + 1}), included),
        "path": (first.model_copy(update={"proof": first.proof[:-1]}), included),
        "not hex": (first.model_copy(update={"proof": ("zz",)}), [(ProofFault.ENTRY_MISPLACED, "1")]),
    }
    for name, (entry, faults) in changed.items():
        forged = proof.model_copy(update={"entries": (entry, *others)})
        assert list(check_proof(forged, signer.verifier)) == faults, name

    assert list(check_proof(proof.model_copy(update={"entries": tuple(others)}), signer.verifier)) == misplaced
    unsigned = proof.model_copy(update={"checkpoints": dict.fromkeys(proof.checkpoints, "forged")})
    assert check_proof(unsigned, signer.verifier)[0][0] is ProofFault.CHECKPOINT_UNSIGNED
    assert check_proof(proof.model_copy(update={"entries": ()}), signer.verifier) == ((ProofFault.NO_ENTRY, ""),)
