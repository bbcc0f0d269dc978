"""Which of the registry's candidates the card belongs to, and what follows for the request."""

from collections.abc import Sequence

from adapters.registry.wire import Candidate
from domain.identity.attributes import BasicFourAttributes, Sex
from domain.identity.comparison import same_address, same_name
from domain.identity.residents import RegistryFinding, ResidencyStatus


def judge(card: BasicFourAttributes, candidates: Sequence[Candidate]) -> RegistryFinding:
    """Return the finding.

    All four attributes agree with one person: that person's status. Name, birth date and sex agree with somebody who
    has left or died: that. Enough agrees that it may be the same person: DIFFERS, for an officer; the person is named
    when there is only one. Otherwise NOT_FOUND. 支援措置 of anybody who may be meant counts.
    """
    whole = [each for each in candidates if _same_birth(card, each) and _name(card, each) and _address(card, each)]
    living = [each for each in whole if each.status is ResidencyStatus.RESIDENT]
    certain = living or whole or [each for each in candidates if _has_gone(card, each)]
    if len(certain) == 1:
        return _finding(certain, certain[0].status)
    possible = certain or [each for each in candidates if _possible(card, each)]
    return _finding(possible, ResidencyStatus.DIFFERS if possible else ResidencyStatus.NOT_FOUND)


def _finding(meant: Sequence[Candidate], status: ResidencyStatus) -> RegistryFinding:
    return RegistryFinding(
        status=status,
        resident_id=meant[0].resident_id if len(meant) == 1 else None,
        suppressed=any(each.suppressed for each in meant),
    )


def _has_gone(card: BasicFourAttributes, person: Candidate) -> bool:
    return person.status is not ResidencyStatus.RESIDENT and _same_birth(card, person) and _name(card, person)


def _possible(card: BasicFourAttributes, person: Candidate) -> bool:
    birth, address = card.birth_date == person.birth_date, _address(card, person)
    return (birth and address) or (_name(card, person) and (birth or address))


def _same_birth(card: BasicFourAttributes, person: Candidate) -> bool:
    sexes_agree = Sex.UNKNOWN in (card.sex, person.sex) or card.sex is person.sex
    return card.birth_date == person.birth_date and sexes_agree


def _name(card: BasicFourAttributes, person: Candidate) -> bool:
    return same_name(card.name, card.name_substitutes, person.name)


def _address(card: BasicFourAttributes, person: Candidate) -> bool:
    return same_address(card.address, card.address_substitutes, person.address)
