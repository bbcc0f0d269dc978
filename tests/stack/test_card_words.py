"""`madoguchi request sign` with the wrong PIN, a locked card, or none: said in Japanese, with the tries that are left."""

import json
from pathlib import Path

import pytest
from fixtures.journey import Town
from fixtures.services import run

from embedded.demo.story import FORM
from sandbox.residents import holder

pytestmark = pytest.mark.stack
CARD = "card-1017"


async def test_a_wrong_pin_tells_the_tries_left_until_the_card_is_locked(town: Town, tmp_path: Path):
    """Five wrong ones lock it; no text names another card's PIN; a card that does not exist is told as such."""
    resident = holder(CARD)
    assert resident is not None
    form = {
        **FORM,
        "applicant": {"name": resident.name, "birth_date": resident.birth_date.isoformat(), "mail": resident.mail},
        "delivery": {"postcode": resident.postcode.replace("-", ""), "address": resident.address},
    }
    (tmp_path / "form.json").write_text(json.dumps(form), encoding="utf-8")

    async def said(card: str) -> str:
        words = ("request", "sign", str(tmp_path / "form.json"), "--card", card, "--pin", "WRONG99")
        ended = await run(town.stack.environment(), *words, "--out", str(tmp_path / "out.json"))
        assert ended.status == 2
        return ended.errors

    told = [await said(CARD) for _ in range(6)]

    assert [f"あと {left} 回" in each for left, each in zip((4, 3, 2, 1), told, strict=False)] == [True] * 4
    assert "ロックされています" in told[5]
    assert not any("ABC123" in each for each in told)
    assert "card-9 というカードはありません" in await said("card-9")
