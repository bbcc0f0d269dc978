"""Certificates over HTTP: their pages and API, for citizens and for the office."""
