"""The adapter against the sandbox's provider over real HTTP keeps the contract of a payment provider."""

from contracts.payment_provider import PaymentProviderContract


class TestPayPay(PaymentProviderContract):
    """PayPay."""
