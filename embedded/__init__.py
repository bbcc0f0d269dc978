"""Everything on one machine without Docker and without root: Postgres, the Temporal dev server, a supervisor."""
