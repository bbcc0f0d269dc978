"""B: bare workflows that leave the same events as ours and do nothing."""
