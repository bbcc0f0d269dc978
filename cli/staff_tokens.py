"""The file of officers' bearer tokens, by which programs work at the office's interface."""

from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from cli.failures import WrongInputError
from domain.office.ports import People
from web.staff import StaffTokens

_TOKENS = TypeAdapter(dict[str, str])


def staff_tokens(file: Path, people: People) -> StaffTokens:
    """Return who calls by which token. Raises WrongInputError."""
    tokens = _tokens(file)
    try:
        return StaffTokens({token: officer for officer, token in tokens.items()}, people.actor)
    except ValueError as error:
        raise WrongInputError(str(file), f"cannot be used: {error}", "Give each officer a longer one.") from None


def _tokens(file: Path) -> dict[str, str]:
    try:
        tokens = _TOKENS.validate_json(file.read_bytes())
    except OSError as error:
        reason = error.strerror or "cannot be read"
        raise WrongInputError(str(file), reason, "Check MADOGUCHI_STAFF_TOKENS_FILE.") from None
    except ValidationError:  # its text may show a token
        raise WrongInputError(str(file), "is no table of officers", "Write {officer: token} as JSON.") from None
    if len(set(tokens.values())) < len(tokens):
        raise WrongInputError(str(file), "two officers share a token", "Give each officer one of their own.")
    return tokens
