"""A case's proof, saved from the auditors' page, verified offline by the command."""

from contracts.stories import batches, case_id
from fixtures.installation import Installation
from fixtures.sealed_ledger import seal_batches

from adapters.postgres.checkpoints import PostgresCheckpoints
from audit.proofs import LedgerProofs


async def test_a_saved_proof_verifies_and_a_changed_one_does_not(installation: Installation):
    await seal_batches(installation.pool, batches(1))
    await installation.run("audit", "checkpoint")
    proof = await LedgerProofs(PostgresCheckpoints(installation.pool)).of(case_id(1))
    saved = installation.folder / "proof.json"
    saved.write_text(proof.model_dump_json())

    verified = await installation.run("audit", "verify", "--proof", saved)
    assert (verified["ok"], verified["covered"]) == (True, len(proof.entries))

    saved.write_text(proof.model_dump_json().replace("officer-sato", "officer-kato"))
    refused = await installation.run("audit", "verify", "--proof", saved, expect=1)
    assert refused["faults"][0]["code"] == "entry_not_included"


async def test_a_file_that_is_no_proof_is_wrong_input(installation: Installation):
    saved = installation.folder / "proof.json"
    saved.write_text("{}")

    await installation.run("audit", "verify", "--proof", saved, expect=2)
    await installation.run("audit", "verify", "--proof", installation.folder / "none.json", expect=2)
