"""Postgres: the counter's rows, the vault, the ledger with its read tables, the journal of effects and the outbox."""
