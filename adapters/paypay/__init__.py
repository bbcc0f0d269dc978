"""PayPay Open Payment API (domain.md §4.1)."""
