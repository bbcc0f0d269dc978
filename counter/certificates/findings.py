"""What the register answered about a request, as the vault has it."""

from domain.cases.vault import Found, VaultItem
from domain.certificates.state import RequestState
from domain.certificates.vault import RequestItem
from domain.identity.residents import RegistryFinding


def places_of(state: RequestState) -> tuple[VaultItem, ...]:
    """Return where the register's answers stand, oldest first."""
    first = VaultItem(kind=RequestItem.ELIGIBILITY, revision=state.revision)
    look = state.identity.last_look
    return (first,) if look is None else (first, VaultItem(kind=RequestItem.ELIGIBILITY_AT_ISSUE, revision=look))


def standing(found: Found, state: RequestState) -> list[RegistryFinding]:
    """Return those that were found, oldest first."""
    contents = (found.get(item) for item in places_of(state))
    return [RegistryFinding.model_validate_json(each) for each in contents if each is not None]
