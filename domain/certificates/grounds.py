"""Grounds of a rejection as its citizen is told them: of the officers' decision, or of the machine that checked the card."""

from collections.abc import Sequence

from domain.certificates.events import AnyEvent
from domain.certificates.examination_events import Rejected
from domain.certificates.identity_events import IdentityRefused
from domain.certificates.status import RejectionReason
from domain.identity.attributes import IdentityReason

_OF_THE_CARD: dict[str, RejectionReason] = {
    IdentityReason.REVOKED: RejectionReason.CERTIFICATE_REVOKED,
    IdentityReason.EXPIRED: RejectionReason.CERTIFICATE_EXPIRED,
    IdentityReason.TEXT_DIFFERS: RejectionReason.SIGNED_TEXT_DIFFERS,
}


def grounds_of(event: Rejected | IdentityRefused) -> tuple[RejectionReason, ...]:
    """Return the grounds, each once; of the card: sorted, and `certificate_invalid` for what its holder cannot mend."""
    if isinstance(event, Rejected):
        return event.reasons
    found = {_OF_THE_CARD.get(reason, RejectionReason.CERTIFICATE_INVALID) for reason in event.reasons}
    return tuple(sorted(found)) or (RejectionReason.CERTIFICATE_INVALID,)


def refusal_in(events: Sequence[AnyEvent]) -> Rejected | IdentityRefused | None:
    """Return the rejection itself: the approver may have given other grounds than were proposed."""
    return next((each for each in reversed(events) if isinstance(each, Rejected | IdentityRefused)), None)
