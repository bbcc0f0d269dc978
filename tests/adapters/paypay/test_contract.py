"""The adapter against the sandbox's provider over real HTTP keeps the contract of a payment provider."""

import pytest
from contracts.payment_provider import PaymentProviderContract

pytestmark = pytest.mark.program


class TestPayPay(PaymentProviderContract):
    """PayPay."""
