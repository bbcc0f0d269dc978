"""A payment provider that speaks PayPay's wire format and keeps its own books (domain.md §4.1)."""
