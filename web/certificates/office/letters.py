"""A refusal as its citizen will read it, before anybody decides it: in the words of the paper. It names nobody."""

from collections.abc import Sequence
from typing import NamedTuple

from domain.certificates.money_owed import FeeFate, fate_of_fee
from domain.certificates.rules import texts_of
from domain.certificates.status import RejectionReason
from web.certificates.office.cases import OfficeCase


class Letter(NamedTuple):
    """What was asked for, why it is refused, 教示 line by line; what becomes of the fee."""

    what: str
    grounds: tuple[str, ...]
    redress: tuple[str, ...]
    fee: FeeFate
    yen: str


def letter(case: OfficeCase, reasons: Sequence[RejectionReason]) -> Letter:
    """Return the refusal for these reasons."""
    policy, language = case.page.policy, case.page.language
    texts, redress = texts_of(policy, language), policy.texts[language].redress
    means = fate_of_fee(case.state, owed=case.state.terms.refund.on_rejection)
    return Letter(
        what=texts.certificate[case.state.kind],
        grounds=tuple(texts.rejection_reason[each] for each in reasons),
        redress=tuple(line for line in redress.splitlines() if line.strip()),
        fee=means.fee,
        yen=f"{means.yen:,}",
    )
