"""One door for what parsing libraries throw: KeyError, InvalidVersion, UnicodeDecodeError and whatever else.

20,000 mutated certificates showed asn1crypto and cryptography raising exceptions that are not in their contracts; behind
this door there is one type.
"""

from collections.abc import Iterator
from contextlib import contextmanager


class MalformedError(Exception):
    """Bytes from outside are not what they should be. `why` is a word of ours: content may be personal data."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


@contextmanager
def reading() -> Iterator[None]:
    """Turn every exception raised while reading foreign bytes into MalformedError."""
    try:
        yield
    except MalformedError:
        raise
    except Exception as error:  # noqa: BLE001 - the libraries' exceptions are not a closed list
        raise MalformedError(type(error).__name__) from None
