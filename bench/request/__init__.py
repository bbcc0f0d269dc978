"""A: our own request, on the worker's real composition, with outside systems that answer at once."""
