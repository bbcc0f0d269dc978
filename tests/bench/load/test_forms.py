"""The load's forms are those of residents whose requests need nobody's look."""

from itertools import islice

from bench.load.forms import signers
from domain.certificates.application import Application
from sandbox.residents import holder, residents


def test_every_form_can_be_read_and_its_card_signs():
    """Each signer has a card that is neither revoked nor expired, and a form the counter can read."""
    for signer in islice(signers(), len(residents())):
        resident = holder(signer.card)
        assert resident is not None
        assert resident.card is not None
        assert not resident.card.revoked
        assert not resident.card.expired
        assert not resident.suppressed
        assert Application.model_validate({**signer.form, "nonce": "0" * 40}).applicant.name == resident.name
