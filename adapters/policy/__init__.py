"""The policies of municipalities, read from TOML files and from the published list of holidays."""
