"""Routes, one concept a module; each has a `router` with full paths."""
