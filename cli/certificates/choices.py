"""What officers choose from closed lists: a value that is none of them is answered with the whole list, in words."""

from collections.abc import Iterable
from enum import StrEnum
from typing import TypeVar

from audit.words.certificates.codes import CODES, named
from cli.failures import WrongInputError
from domain.cases.access import AccessGround
from domain.certificates.examination_events import Remark
from domain.certificates.status import AssignReason, CorrectableField, RejectionReason, RemarkCode
from domain.postal.letters import ReturnReason

_Choice = TypeVar("_Choice", bound=StrEnum)


def reasons(written: Iterable[str]) -> tuple[RejectionReason, ...]:
    """Return the grounds of a rejection. Raises WrongInputError."""
    return tuple(_chosen("--reason", RejectionReason, each) for each in written)


def slip(written: str) -> ReturnReason:
    """Return what the slip on a returned letter says. Raises WrongInputError."""
    return _chosen("--reason", ReturnReason, written)


def ground(written: str) -> AccessGround:
    """Return the ground of an opening. Raises WrongInputError."""
    return _chosen("--ground", AccessGround, written)


def assign_reason(written: str) -> AssignReason:
    """Return why a case goes to another examiner. Raises WrongInputError."""
    return _chosen("--reason", AssignReason, written)


def remarks(written: Iterable[str]) -> tuple[Remark, ...]:
    """Return fields to correct, each written FIELD=CODE. Raises WrongInputError."""
    try:
        pairs = [each.partition("=") for each in written]
        return tuple(Remark.model_validate({"field": field, "code": code}) for field, _, code in pairs)
    except ValueError:
        fix = f"FIELD=CODE と書いてください。FIELD は {_listed(CorrectableField)}。CODE は {_listed(RemarkCode)}"
        raise WrongInputError("--field", "その項目か理由はありません (no such field or code)", fix) from None


def _chosen(option: str, kind: type[_Choice], written: str) -> _Choice:
    try:
        return kind(written)
    except ValueError:
        reason = "その理由はありません (no such ground)" if written else "理由を書いてください (is missing)"
        raise WrongInputError(option, reason, f"次から選んでください: {_listed(kind)}") from None


def _listed(kind: type[StrEnum]) -> str:
    words = CODES.get(kind, {})
    return "、".join(f"{each.value} ({named(each).ja})" if each in words else each.value for each in kind)
