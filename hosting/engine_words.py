"""What the engine's library tells in words alone, without a type or a status of its own; they stand here once.

Callers on both sides ask here: `adapters/temporal/connection.py` and `workflows/engine_answers.py`.
"""


def is_no_connection(error: RuntimeError) -> bool:
    """Say whether the engine could not be reached (a lazy client connects at its first call)."""
    return str(error).startswith("Failed client connect")


def is_no_namespace(message: str) -> bool:
    """Say whether what was NOT_FOUND is the namespace, and not the workflow that was asked for."""
    return message.startswith("Namespace ")


def is_closed(message: str) -> bool:
    """Say whether the workflow that was NOT_FOUND has ended, and not never been."""
    return "already completed" in message
