"""Refusals tell officers where the case stands in their own words, never in codes."""

import pytest

from cli.fact_words import facts_words
from domain.actors import Role
from domain.certificates.status import Status


@pytest.mark.parametrize(
    ("facts", "told"),
    [
        ({}, ""),
        ({"wait_seconds": 3590}, ""),
        ({"action": "take", "status": "awaiting_approval"}, " (操作: 審査の引受け、今の状態: 決裁待ち)"),
        ({"action": "confirm_dispatch", "role": "dispatcher"}, " (操作: 封かん・発送の確認、要る役割: 発送担当)"),
        ({"why": "check_digit"}, " (最後の1桁(検査数字)が合いません)"),
        ({"why": "length"}, " (桁数が違います)"),
        ({"case_id": "2026-000001-Q"}, " (すでにある事案 (already on case): 2026-000001-Q)"),
        ({"procedure": "dogs", "place": 3, "type": "dog_chipped"}, " (手続き: dogs、何件目: 3、種類: dog_chipped)"),
        ({"why": "municipality_unknown"}, " (why: municipality_unknown)"),
    ],
)
def test_facts_are_told_in_words(facts: dict[str, str | int], told: str) -> None:
    """What has words is told in them; what has none keeps its code; what was said already is not said again."""
    assert facts_words(facts) == told


@pytest.mark.parametrize(
    ("name", "member"), [*(("status", each) for each in Status), *(("role", each) for each in Role)]
)
def test_no_status_or_role_is_told_as_a_code(name: str, member: Status | Role) -> None:
    """Every member of the closed lists has words."""
    assert member.value not in facts_words({name: member.value})
