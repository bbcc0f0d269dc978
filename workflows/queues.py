"""Task queues: one per zone of trust, so that payment and examination can run on different machines."""

CASES = "cases"
PAYMENTS = "payments"
