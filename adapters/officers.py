"""Officers as actors: roles from the municipality's policy, the person behind them as a keyed hash."""

from domain.actors import Actor
from domain.errors import DomainError, ErrorCode
from domain.policy.book import PolicyBook
from domain.ports import Vault


class OfficerDirectory:
    """The officers of one municipality."""

    def __init__(self, book: PolicyBook, vault: Vault, municipality: str) -> None:
        self._book = book
        self._vault = vault
        self._municipality = municipality

    def actor(self, officer_id: str) -> Actor:
        """Return an officer with roles. Raises DomainError(ROLE_MISSING) when nobody has that id."""
        officer = self._book.policy(self._municipality).officers.find(officer_id)
        if officer is None:
            raise DomainError(ErrorCode.ROLE_MISSING, officer=officer_id)
        person = None if officer.resident is None else self._vault.pseudonym("resident", officer.resident)
        return Actor(id=officer.id, roles=officer.roles, person=person)
