"""Task queues: each procedure's bears its name; payments have one of their own, so that they can run on other machines."""

PAYMENTS = "payments"
