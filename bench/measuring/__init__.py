"""How things are timed and counted: history pages, processor time, blocks in turn."""
