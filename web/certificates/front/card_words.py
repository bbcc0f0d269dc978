"""Which page of help is about a trouble with the card."""

from domain.identity.card_app import CardTrouble

_HELP = {
    CardTrouble.WRONG_PIN: "card-locked",
    CardTrouble.LOCKED: "card-locked",
    CardTrouble.REVOKED: "card-revoked",
    CardTrouble.EXPIRED: "card-expired",
}


def help_about(trouble: str) -> str | None:
    """Return the topic of help, as its address names it."""
    return _HELP.get(CardTrouble(trouble))
