"""One thing said in both languages, and instants and spans as people read them. Instants are shown in Japan's time."""

from datetime import datetime
from typing import Literal

from pydantic import BaseModel, ConfigDict

from domain.japan import to_the_second

Language = Literal["ja", "en"]
_MINUTE, _HOUR, _DAY = 60, 3600, 86400


class Phrase(BaseModel):
    """The same words in Japanese and in English."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    ja: str
    en: str

    def say(self, language: Language) -> str:
        """Return the words in one language."""
        return self.ja if language == "ja" else self.en

    def __add__(self, other: "Phrase") -> "Phrase":
        return Phrase(ja=self.ja + other.ja, en=self.en + other.en)


def phrase(ja: str, en: str) -> Phrase:
    """Return a phrase."""
    return Phrase(ja=ja, en=en)


def joined(phrases: list[Phrase]) -> Phrase:
    """Return a list in words."""
    return Phrase(ja="、".join(each.ja for each in phrases), en=", ".join(each.en for each in phrases))


def moment(at: datetime) -> str:
    """Return an instant to the second for a sentence, in Japan's time and saying so; a column of them says it once."""
    return f"{to_the_second(at)} JST"


def span(seconds: float) -> Phrase:
    """Return a span in its two largest units; below a minute in seconds."""
    if seconds < _MINUTE:
        return phrase(f"{seconds:.1f}秒", f"{seconds:.1f} s")
    whole = round(seconds)
    if whole < _HOUR:
        return phrase(f"{whole // _MINUTE}分{whole % _MINUTE}秒", f"{whole // _MINUTE} min {whole % _MINUTE} s")
    if whole < _DAY:
        minutes = whole % _HOUR // _MINUTE
        return phrase(f"{whole // _HOUR}時間{minutes}分", f"{whole // _HOUR} h {minutes} min")
    hours = whole % _DAY // _HOUR
    return phrase(f"{whole // _DAY}日{hours}時間", f"{whole // _DAY} d {hours} h")
