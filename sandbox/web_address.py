"""Addresses that the city is given to tell something to: checked when they are given, not when they are first used."""

from pydantic import AnyHttpUrl, TypeAdapter, ValidationError

_HTTP = TypeAdapter(AnyHttpUrl)


def checked(address: str) -> str:
    """Return an http or https address as it was given; empty stays empty. Raises ValueError."""
    try:
        if address:
            _HTTP.validate_python(address)
    except ValidationError:
        raise ValueError("must be an address such as http://127.0.0.1:8000") from None
    return address
