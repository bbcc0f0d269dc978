"""An exception in a log: every cause by type, code and place, and not a word of its message."""

from domain.errors import DomainError, ErrorCode
from hosting.failure_chains import chain

SECRET = "窓口 花子"


def raised(error: BaseException) -> BaseException:
    try:
        raise error
    except type(error) as caught:
        return caught


def types(error: BaseException) -> list[str]:
    return [each["type"].rpartition(".")[2] for each in chain(error)]


def test_causes_and_what_a_group_holds_are_told_once_each() -> None:
    """Outermost first."""
    cause = raised(KeyError(SECRET))
    group = ExceptionGroup(SECRET, [ValueError(SECRET), cause])
    group.__cause__ = cause
    assert types(group) == ["ExceptionGroup", "KeyError", "ValueError"]
    assert SECRET not in str(chain(group))


def test_a_cause_that_was_cut_off_stays_cut_off() -> None:
    """`from None` is how an adapter keeps an answer out of the log."""
    error = ValueError(SECRET)
    error.__context__ = KeyError(SECRET)
    assert types(error) == ["ValueError", "KeyError"]
    error.__suppress_context__ = True
    assert types(error) == ["ValueError"]


def test_our_code_is_told_and_nothing_that_only_looks_like_one() -> None:
    """The domain's refusals carry it as `code`."""
    odd = ValueError()
    odd.code = f"{SECRET} "  # type: ignore[attr-defined]
    assert [each.get("code") for each in (*chain(DomainError(ErrorCode.FOUR_EYES)), *chain(odd))] == ["four_eyes", None]
