"""The promises, and what breaks one: pure comparisons of what should be with what the books hold."""

from collections import Counter
from collections.abc import Mapping, Sequence

from chaos.books import Outside
from chaos.points import Ending

_BEGINNING = ("received", "payment_open", "paid")
_MAILS: dict[Ending, tuple[str, ...]] = {
    "issued": (*_BEGINNING, "approved", "dispatched", "completed"),
    "withdrawn": (*_BEGINNING, "withdrawn", "refunded"),
    "refunded": (*_BEGINNING, "withdrawn", "refunded"),
    "overpaid": (*_BEGINNING, "refunded", "approved", "dispatched", "completed"),
    "given_up": ("received", "payment_open", "withdrawn"),
    "rejected": (*_BEGINNING, "rejected", "refunded"),
}


def mails_wanted(ending: Ending) -> tuple[str, ...]:
    """Return the steps of which a citizen is told, one mail each."""
    return _MAILS[ending]


def broken(case_id: str, ending: Ending, tracking_number: str, found: Outside) -> list[str]:
    """Return which promises the outside books show broken: one capture, its way back, one letter, no code left open."""
    letters = [tracking_number] if ending in {"issued", "overpaid"} else []
    captures = {"given_up": 0, "overpaid": 2}.get(ending, 1)
    returns = 0 if ending in {"issued", "given_up"} else 1
    wrong = []
    if found.open_codes:
        wrong.append(f"{found.open_codes} codes left that somebody could pay")
    if found.captures != captures:
        wrong.append(f"{found.captures} captures at the provider in place of {captures}")
    if found.returns != returns:
        wrong.append(f"{found.returns} payments returned in place of {returns}")
    if list(found.letters) != letters:
        wrong.append(f"{len(found.letters)} letters at the carrier in place of {len(letters)}")
    return [f"request {case_id}: {each}" for each in wrong]


def broken_mails(case_id: str, ending: Ending, mails: Sequence[str]) -> list[str]:
    """Return what is wrong with the mails of a request, given by their keys `<request>.<step>.<occasion>`."""
    came = Counter(key.removeprefix(f"{case_id}.").rpartition(".")[0] for key in mails)
    wanted = Counter(mails_wanted(ending))
    wrong = [f"no mail of the step {step}" for step in wanted - came]
    wrong += [f"{came[step]} mails of the step {step}" for step in came if came[step] > wanted[step]]
    return [f"request {case_id}: {each}" for each in wrong]


def repeated(mails: Mapping[str, int]) -> tuple[int, int]:
    """Return how many mails came again, each under the Message-ID it had before, and how often one came at most."""
    return sum(times - 1 for times in mails.values()), max(mails.values(), default=0)
