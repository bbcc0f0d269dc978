"""What the run leaves: a table, var/bench.json, docs/performance.md and a picture."""
