"""Which of the registry's candidates the card belongs to, and what follows for the request."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from adapters.registry.wire import Candidate
from domain.identity.attributes import BasicFourAttributes, Sex
from domain.identity.comparison import Likeness, compared_address, compared_name
from domain.identity.residents import RegistryFinding, ResidencyStatus

_SAME, _UNCLEAR, _DIFFERS = Likeness.SAME, Likeness.UNCLEAR, Likeness.DIFFERS
_TWO = 2  # attributes that must agree before somebody may be meant


def judge(card: BasicFourAttributes, candidates: Sequence[Candidate]) -> RegistryFinding:
    """Return the finding; the order of the candidates does not matter.

    All four attributes agree with one living person: RESIDENT. Somebody living may be meant, but not all agrees, or
    with several: DIFFERS, for an officer. Only where nobody living may be meant do those count who have left or died.
    Else NOT_FOUND. 支援措置 of anybody who may be meant counts, and where the registry does not say, it counts as there.
    """
    meant = _meant(card, candidates)
    status, person = _present(meant) or _gone(meant)
    protected = any(each.person.suppressed is not False for each in meant)
    return RegistryFinding(status=status, resident_id=person, suppressed=protected)


def people_meant(card: BasicFourAttributes, candidates: Sequence[Candidate]) -> tuple[Candidate, ...]:
    """Return who may be meant, the likeliest first."""
    meant = sorted(_meant(card, candidates), key=lambda each: (each.has_gone, -each.agreeing, str(each.person)))
    return tuple(each.person for each in meant)


def _meant(card: BasicFourAttributes, candidates: Sequence[Candidate]) -> "list[_Likened]":
    return [each for each in (_likened(card, each) for each in dict.fromkeys(candidates)) if each.may_be_meant]


@dataclass(frozen=True)
class _Likened:
    """A candidate beside the card."""

    person: Candidate
    name: Likeness
    birth: Likeness
    address: Likeness
    sexes_agree: bool

    @property
    def agreeing(self) -> int:
        """How many of name, birth date and address are certainly the same."""
        return (self.name, self.birth, self.address).count(_SAME)

    @property
    def may_be_meant(self) -> bool:
        """Whether two of the three agree or may agree, one of them for certain; or nothing at all speaks against it."""
        against = (self.name, self.birth, self.address).count(_DIFFERS)
        return against == 0 or (against == 1 and self.agreeing > 0)

    @property
    def contradicts(self) -> bool:
        """Whether the card says something else."""
        return _DIFFERS in (self.name, self.birth, self.address) or not self.sexes_agree

    @property
    def is_bearer(self) -> bool:
        """Whether all four agree."""
        return self.agreeing == _TWO + 1 and self.sexes_agree

    @property
    def is_namesake(self) -> bool:
        """Whether name, birth date and sex agree, wherever the person lives."""
        return self.name is self.birth is _SAME and self.sexes_agree

    @property
    def has_gone(self) -> bool:
        """Whether the person has left or died; one of whom the registry does not say so has not."""
        return self.person.status in (ResidencyStatus.MOVED_OUT, ResidencyStatus.DECEASED)


def _present(meant: Sequence[_Likened]) -> tuple[ResidencyStatus, str | None] | None:
    present = [each for each in meant if not each.has_gone]
    if not present:
        return None
    bearers = [each for each in present if each.is_bearer and each.person.status is ResidencyStatus.RESIDENT]
    certain = _only(bearers)
    if certain and all(each.contradicts or each.person.resident_id == certain for each in present):
        return ResidencyStatus.RESIDENT, certain
    return ResidencyStatus.DIFFERS, None if bearers else _asked_about(meant, present)


def _asked_about(meant: Sequence[_Likened], present: Sequence[_Likened]) -> str | None:
    """Return whom an officer is asked about, where it can be nobody else.

    It is the only one who may be meant, and two of three agree; or the only living one, with name, birth date and sex,
    and nobody who has gone fits better.
    """
    one = _only(present)
    alone = _only(meant) == one and all(each.agreeing >= _TWO for each in present)
    nearest = all(each.is_namesake for each in present) and not any(each.is_bearer for each in meant)
    return one if alone or nearest else None


def _gone(meant: Sequence[_Likened]) -> tuple[ResidencyStatus, str | None]:
    bearers = [each for each in meant if each.is_bearer]
    named = bearers or [each for each in meant if each.is_namesake]
    states = {each.person.status for each in named}
    if len(states) == 1:
        return next(iter(states)) or ResidencyStatus.DIFFERS, _only(bearers)
    return ResidencyStatus.DIFFERS if meant else ResidencyStatus.NOT_FOUND, None


def _only(people: Iterable[_Likened]) -> str | None:
    """Return the registry's number of the one person they are, None when they are several or it has none."""
    numbers = {each.person.resident_id for each in people}
    return next(iter(numbers)) if len(numbers) == 1 else None


def _likened(card: BasicFourAttributes, person: Candidate) -> _Likened:
    return _Likened(
        person=person,
        name=_UNCLEAR if person.name is None else compared_name(card.name, card.name_substitutes, person.name),
        birth=person.birth_date.compared(card.birth_date),
        address=_UNCLEAR
        if person.address is None
        else compared_address(card.address, card.address_substitutes, person.address),
        sexes_agree=Sex.UNKNOWN in (card.sex, person.sex or Sex.UNKNOWN) or card.sex is person.sex,
    )
