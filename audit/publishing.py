"""Publishing checkpoints by a process, again and again, perhaps beside others that do the same."""

from pathlib import Path

from adapters.postgres.session import Pool
from audit.checkpoint import LedgerRolledBack, publish
from audit.notes import NoteError, Signer
from domain.errors import DomainError, ErrorCode, PortUnavailable
from hosting.private_files import private_folder


class Publisher:
    """`await publisher()` sees to it that the ledger as it stands is signed in the folder, which it makes."""

    def __init__(self, pool: Pool, signer: Signer, folder: Path) -> None:
        self._pool = pool
        self._signer = signer
        self._folder = folder

    async def __call__(self) -> None:
        """Sign.

        Raises DomainError(LEDGER_CONFLICT) when the ledger contradicts the newest checkpoint of the folder or that is
        not by our key; PortUnavailable("checkpoints") when the folder cannot be written, PortUnavailable("postgres").
        """
        try:
            private_folder(self._folder)
        except OSError as error:  # also when a file stands in its place
            raise PortUnavailable("checkpoints") from error
        try:
            await publish(self._pool, self._signer, self._folder)
        except LedgerRolledBack:
            raise DomainError(ErrorCode.LEDGER_CONFLICT, why="ledger_other_than_signed") from None
        except NoteError as error:
            raise DomainError(ErrorCode.LEDGER_CONFLICT, why=f"newest_checkpoint_{error.fault.value}") from None
        except OSError as error:
            raise PortUnavailable("checkpoints") from error
