"""How citizens are written to about a request: at the address of their latest application, with their own numbers."""

from collections.abc import Mapping

from domain import money
from domain.cases.citizen import CitizenKey
from domain.cases.correspondence import Correspondence
from domain.cases.vault import Found, VaultItem, VaultKind
from domain.certificates.application import Application
from domain.certificates.state import RequestState
from domain.certificates.terms import DeadlineKind
from domain.certificates.texts import Placeholder
from domain.japan import legal_day

# Written in place of what the request has left behind while the mail waited to go out.
_PAST = "-"
_KEY = VaultItem(kind=VaultKind.CITIZEN_KEY)


def _application(state: RequestState) -> VaultItem:
    return VaultItem(kind=VaultKind.APPLICATION, revision=state.revision)


def items(state: RequestState) -> tuple[VaultItem, ...]:
    """Return what is needed of the vault."""
    return (_application(state), _KEY)


def address(state: RequestState, found: Found) -> str:
    """Return the citizen's mail address. Raises DomainError(VAULT_ITEM_MISSING)."""
    return Application.model_validate_json(found.need(_application(state))).applicant.mail


def values(state: RequestState, found: Found, base: str) -> Mapping[str, str]:
    """Return what stands in place of each placeholder. Raises DomainError(VAULT_ITEM_MISSING)."""
    key = CitizenKey.model_validate_json(found.need(_KEY))
    status = f"{base}/api/v1/requests/{key.receipt_number}"
    pay_until = state.due.get(DeadlineKind.PAYMENT)
    return {
        Placeholder.RECEIPT_NUMBER: key.receipt_number,
        Placeholder.CASE_NUMBER: state.case_number,
        Placeholder.CODE: key.code,
        Placeholder.STATUS_URL: status,
        Placeholder.PAYMENT_URL: f"{status}/payment?code={key.code}",
        Placeholder.AMOUNT: str(money.total(state.terms.fee)),
        Placeholder.PAY_UNTIL: _PAST if pay_until is None else legal_day(pay_until),
        Placeholder.TRACKING_NUMBER: state.post.tracking_number or _PAST,
    }


CORRESPONDENCE: Correspondence[RequestState] = Correspondence(items=items, address=address, values=values)
