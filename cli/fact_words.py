"""The facts of a refusal in words: what was tried, where the case stands, whose role it needs, which case has the number."""

from collections.abc import Mapping
from enum import StrEnum

from audit.messages import ACTIONS
from audit.vocabulary import named
from domain.actors import Role
from domain.certificates.status import Status

_NAMES = {
    "action": "操作",
    "status": "今の状態",
    "role": "要る役割",
    "case_id": "すでにある事案 (already on case)",
    "officer": "職員",
}
_ENUMS: dict[str, type[StrEnum]] = {"status": Status, "role": Role}
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
    if name == "action":
        return f"{_NAMES[name]}: {ACTIONS[value].ja if value in ACTIONS else value}"
    if name in _ENUMS and value in set(_ENUMS[name]):
        return f"{_NAMES[name]}: {named(_ENUMS[name](value)).ja}"
    if name == "why" and value in _WHY:
        return _WHY[str(value)]
    return f"{_NAMES.get(name, name)}: {value}"
