"""The auditors' words in Japanese, for the office's pages: what happened reads the same on a page and in an explanation."""

from enum import StrEnum

from audit.words.certificates.codes import named
from audit.words.certificates.sentences import SENTENCES
from domain.certificates.events import AnyEvent


class OfficersWords:
    """Events and codes of a request in Japanese; no personal data."""

    def event(self, event: AnyEvent) -> str:
        """Return what happened as one sentence without its end."""
        return SENTENCES[type(event)](event).ja

    def code(self, member: StrEnum) -> str:
        """Return a code's words. Raises KeyError for a code without any, which a test rules out."""
        return named(member).ja
