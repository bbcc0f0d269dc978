"""The auditor's own refusals in words: what the ledger, a checkpoint or a folder does not allow."""

from collections.abc import Callable, Coroutine
from typing import Any

from cli import running
from cli.answers import Answer
from hosting.exit_codes import NO


def finish(work: Callable[[], Coroutine[Any, Any, Answer]], *, as_json: bool) -> None:
    """Run a command as `running.finish` does, with the auditor's refusals told too."""
    running.finish(lambda: _answer(work), as_json=as_json)


async def _answer(work: Callable[[], Coroutine[Any, Any, Answer]]) -> Answer:
    from audit.checkpoint import LedgerRolledBack
    from audit.export import FolderTakenError
    from audit.notes import NoteError
    from audit.rebuild import LedgerUnsound
    from cli.failures import WrongInputError

    try:
        return await work()
    except LedgerUnsound as error:
        return _no("ledger_unsound", str(error), [each.model_dump(mode="json") for each in error.findings])
    except LedgerRolledBack as error:
        return _no("ledger_rolled_back", str(error))
    except NoteError as error:
        return _no("checkpoint_not_ours", f"the newest checkpoint in the folder is not ours: {error}")
    except FolderTakenError as error:
        raise WrongInputError("--out", str(error), "Name a folder that does not exist.") from None
    except OSError as error:
        if error.filename is None:
            raise
        reason = error.strerror or "cannot be used"
        raise WrongInputError(str(error.filename), reason, "Check the path and its permissions.") from None


def _no(code: str, message: str, details: list[Any] | None = None) -> Answer:
    return Answer({"error": {"code": code, "message": message, "details": details or []}}, message, NO)
