"""The key that signs the ledger's checkpoints, and its public half as an auditor holds it."""

from pathlib import Path

from adapters.keys import Keys
from audit.notes import Signer, Verifier


class VerifierKeyError(Exception):
    """What was given as the ledger's public key is none."""

    def __init__(self, written: str) -> None:
        super().__init__(f"{written[:80]} is neither a verifier key (name+id+base64) nor a file with one")


def ledger_signer(keys: Keys, municipality: str) -> Signer:
    """Return the signer of a municipality's ledger; its name is the checkpoints' origin."""
    return Signer(f"madoguchi/{municipality}", keys.checkpoint)


def read_verifier(written: str) -> Verifier:
    """Return the public key written out or kept in a file. Raises VerifierKeyError."""
    try:
        text = Path(written).read_text(encoding="utf-8") if "+" not in written else written
        return Verifier.parse(text)
    except (OSError, ValueError):
        raise VerifierKeyError(written) from None
