"""Routes of the pages of certificates."""
