"""How citizens are written to about a request: at the address of their latest application, with their own numbers."""

from collections.abc import Mapping

from domain import money
from domain.cases.citizen import CitizenKey
from domain.cases.correspondence import Correspondence, Paper
from domain.cases.vault import Found, VaultItem, VaultKind
from domain.certificates.application import Application
from domain.certificates.state import RequestState
from domain.certificates.terms import DeadlineKind
from domain.certificates.texts import Placeholder
from domain.municipality.days_in_words import day_in_words
from domain.municipality.texts import Language

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
    return _stored(state, found).applicant.mail


def language(state: RequestState, found: Found) -> Language:
    """Return the language the citizen asked to be written to in. Raises DomainError(VAULT_ITEM_MISSING)."""
    return _stored(state, found).language


def values(state: RequestState, found: Found, paper: Paper) -> Mapping[str, str]:
    """Return what stands in place of each placeholder. Raises DomainError(VAULT_ITEM_MISSING).

    The words of the status are those of the screen, and the citizen's: whatever the office does is one status outside. The
    code stands behind `#`: a browser sends it to nobody (RFC 3986 §3.5), so it is in no log and no Referer; a script of
    ours puts it into its box, and without script it is typed.
    """
    key = CitizenKey.model_validate_json(found.need(_KEY))
    case = paper.page(f"/r/{key.receipt_number}")

    def until(deadline: DeadlineKind) -> str:
        due = state.due.get(deadline)
        return _PAST if due is None else day_in_words(due, paper.language)

    return {
        Placeholder.RECEIPT_NUMBER: key.receipt_number,
        Placeholder.CASE_NUMBER: state.case_number,
        Placeholder.CODE: key.code,
        Placeholder.STATUS: paper.texts.status[state.status],
        Placeholder.NEXT_STEP: paper.texts.next_step[state.status].strip(),
        Placeholder.STATUS_URL: case,
        Placeholder.PAYMENT_URL: f"{case}/pay#code={key.code}",
        Placeholder.AMOUNT: str(money.total(state.terms.fee)),
        Placeholder.PAY_UNTIL: until(DeadlineKind.PAYMENT),
        Placeholder.CORRECT_URL: f"{case}/correct",
        Placeholder.CORRECT_UNTIL: until(DeadlineKind.CORRECTION),
        Placeholder.KEEP_UNTIL: until(DeadlineKind.RETURNED_MAIL),
        Placeholder.TRACKING_NUMBER: state.post.tracking_number or _PAST,
    }


def _stored(state: RequestState, found: Found) -> Application:
    return Application.model_validate_json(found.need(_application(state)))


CORRESPONDENCE: Correspondence[RequestState] = Correspondence(
    items=items, address=address, values=values, language=language
)
