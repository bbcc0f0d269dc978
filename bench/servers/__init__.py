"""Real servers for measurements: Debian's Postgres, and the Temporal server on it (`bench.servers.ground`)."""
