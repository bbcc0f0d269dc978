"""A payment provider that speaks PayPay's wire format and keeps its own books (Open Payment API, as its public SDK paypayopa has it)."""
