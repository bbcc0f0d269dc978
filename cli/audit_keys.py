"""What the auditor's commands sign and verify with, and where the worker's folders are."""

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from audit.notes import Signer, Verifier


def worker_folder(name: str) -> Path:
    """Return a folder of the worker's settings. Raises SettingsError."""
    from adapters.settings import WorkerSettings

    folder: Path = getattr(WorkerSettings.from_environment(), name)
    return folder


def ledger_signer() -> "Signer":
    """Return what signs this installation's ledger. Raises KeyFileError, SettingsError."""
    from adapters.keys import Keys
    from adapters.settings import CitySettings, StoreSettings
    from audit import ledger_key

    keys = Keys.load(StoreSettings.from_environment().keys_file)
    return ledger_key.ledger_signer(keys, CitySettings.from_environment().municipality)


def ledger_verifier(key: str) -> "Verifier":
    """Return the verifier of a public key, or of the installation's own. Raises WrongInputError."""
    from audit.ledger_key import VerifierKeyError, read_verifier
    from cli.failures import WrongInputError

    if not key:
        return ledger_signer().verifier
    try:
        return read_verifier(key)
    except VerifierKeyError as error:
        raise WrongInputError("--key", str(error), "`madoguchi audit checkpoint` prints it.") from None
