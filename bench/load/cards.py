"""The fictional city's cards at hand: they sign in this process, each read from its files once."""

import base64
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import rsa

from bench.load.forms import Signer
from sandbox.jpki import chip
from sandbox.jpki.pki import SandboxPki


class Cards(SandboxPki):
    """The cards of a sandbox's folder, signing as its reader does. To read a card takes twenty times a signature."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self._read: dict[str, tuple[rsa.RSAPrivateKey, x509.Certificate]] = {}

    def card(self, card_id: str) -> tuple[rsa.RSAPrivateKey, x509.Certificate]:
        """Return key and certificate of a card."""
        if card_id not in self._read:
            self._read[card_id] = super().card(card_id)
        return self._read[card_id]

    def sign(self, signer: Signer, text: str) -> str:
        """Return a signer's signature of a text, in base64."""
        return base64.b64encode(chip.sign(self, signer.card, signer.pin, text.encode())).decode()
