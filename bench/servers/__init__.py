"""Real servers for measurements and chaos: Debian's Postgres, and the Temporal server on it (`bench.servers.ground`)."""
