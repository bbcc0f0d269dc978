"""PayPay Open Payment API (its fields and states: the public SDK paypayopa)."""
