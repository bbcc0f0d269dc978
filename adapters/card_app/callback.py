"""The answer a browser brings: ours, from that issuer, and with a code; or the reason why there is none."""

import hmac
from collections.abc import Mapping
from typing import Final

from domain.identity.card_app import CardAppRefused, CardTrouble, Trip

_LONGEST_CODE: Final = 2048  # characters
_MOST_TRIES: Final = 5

# Which words the service uses is not published (docs/adr/0032); the standard's (RFC 6749 §4.1.2.1, OpenID Connect
# §3.1.2.6) say too little. The word in `error_description` goes before `error`. This is the one place to change.
_DESCRIBED: Final[Mapping[str, CardTrouble]] = {
    "wrong_pin": CardTrouble.WRONG_PIN,
    "card_locked": CardTrouble.LOCKED,
    "certificate_revoked": CardTrouble.REVOKED,
    "certificate_expired": CardTrouble.EXPIRED,
    "transaction_expired": CardTrouble.TOO_LATE,
}
_ERRORS: Final[Mapping[str, CardTrouble]] = {
    "access_denied": CardTrouble.CANCELLED,
    "invalid_request": CardTrouble.NOT_TRUSTED,
    "unauthorized_client": CardTrouble.NOT_TRUSTED,
    "unsupported_response_type": CardTrouble.NOT_TRUSTED,
    "invalid_scope": CardTrouble.NOT_TRUSTED,
}


def code_in(answer: Mapping[str, str], trip: Trip, issuer: str) -> str:
    """Return the code. Raises CardAppRefused: whose answer it is comes first, whatever it says."""
    if not hmac.compare_digest(answer.get("state", "").encode(), trip.state.encode()):
        raise CardAppRefused(CardTrouble.NOT_TRUSTED, why="state")
    if answer.get("iss") != issuer:  # RFC 9207: another server's answer, or one without a name
        raise CardAppRefused(CardTrouble.NOT_TRUSTED, why="issuer")
    if "error" in answer:
        raise _refusal(answer)
    code = answer.get("code", "")
    if not code or len(code) > _LONGEST_CODE:
        raise CardAppRefused(CardTrouble.NOT_TRUSTED, why="code")
    return code


def _refusal(answer: Mapping[str, str]) -> CardAppRefused:
    described = _DESCRIBED.get(answer.get("error_description", ""))
    trouble = described or _ERRORS.get(answer["error"], CardTrouble.OTHER)
    return CardAppRefused(trouble, _tries_left(answer) if trouble is CardTrouble.WRONG_PIN else None, "error")


def _tries_left(answer: Mapping[str, str]) -> int | None:
    said = answer.get("tries_left", "")
    return int(said) if said in {str(number) for number in range(1, _MOST_TRIES)} else None
