"""Officers as actors: roles from the municipality's policy of this day, the person behind them as a keyed hash."""

from domain.actors import Actor
from domain.cases.ports import Vault
from domain.errors import DomainError, ErrorCode
from domain.municipality.book import PolicyBook
from domain.municipality.calendar import local_date
from domain.ports import Clock


class OfficerDirectory:
    """The officers of one municipality."""

    def __init__(self, book: PolicyBook, vault: Vault, municipality: str, clock: Clock) -> None:
        self._book = book
        self._vault = vault
        self._municipality = municipality
        self._clock = clock

    def knows(self, officer_id: str) -> bool:
        """Say whether anybody has that id, on whatever day."""
        return self._book.policy(self._municipality).officers.knows(officer_id)

    def actor(self, officer_id: str) -> Actor:
        """Return an officer with today's roles. Raises DomainError(ROLE_MISSING) when nobody has that id today."""
        today = local_date(self._clock())
        officer = self._book.policy(self._municipality).officers.find(officer_id, today)
        if officer is None:
            raise DomainError(ErrorCode.ROLE_MISSING, officer=officer_id)
        person = None if officer.resident is None else self._vault.pseudonym("resident", officer.resident)
        return Actor(id=officer.id, roles=officer.roles, person=person)
