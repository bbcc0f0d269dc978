"""The facts of a refusal in words: what was tried, where the case stands, whose role it needs, which case has the number."""

from collections.abc import Mapping

from audit.phrases import Phrase
from audit.words.house import named
from audit.words.registry import WORDS
from domain.actors import Role

_NAMES = {
    "action": "操作",
    "status": "今の状態",
    "role": "要る役割",
    "case_id": "すでにある事案 (already on case)",
    "officer": "職員",
    "procedure": "手続き",
    "place": "何件目",
    "type": "種類",
}
_WHY = {
    "length": "桁数が違います",
    "zeros": "0だけの番号です",
    "check_digit": "最後の1桁(検査数字)が合いません",
    "too_late": "期限を過ぎています",
}
_SAID_ALREADY = frozenset({"wait_seconds"})  # the sentence before says how long


def facts_words(facts: Mapping[str, str | int]) -> str:
    """Return the facts as people read them, in brackets; nothing when there is none to tell. A code without words stays one."""
    told = [_fact(name, value) for name, value in facts.items() if name not in _SAID_ALREADY]
    return f" ({'、'.join(told)})" if told else ""


def _fact(name: str, value: str | int) -> str:
    words = _words(name, str(value))
    if words is not None:
        return f"{_NAMES[name]}: {words.ja}"
    if name == "why" and value in _WHY:
        return _WHY[str(value)]
    return f"{_NAMES.get(name, name)}: {value}"


def _words(name: str, value: str) -> Phrase | None:
    if name == "action":
        return WORDS.action(value)
    if name == "status":
        return WORDS.status(value)
    return named(Role(value)) if name == "role" and value in set(Role) else None
