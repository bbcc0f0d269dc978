"""A receipt from the running stack, verified as a stranger would: the file, a checkpoint, the public key."""

import json
import re
import time
from pathlib import Path

import httpx2
import pytest
from fixtures.journey import Journey, Town
from fixtures.night import Night

pytestmark = pytest.mark.stack
PAGE = {"Accept": "text/html"}


async def opened(town: Town, journey: Journey) -> httpx2.AsyncClient:
    """Return a browser that has shown the code of a case."""
    browser = httpx2.AsyncClient(base_url=town.web, headers=PAGE, timeout=30)
    form = await browser.get("/ja/status")
    token = re.search(r'name="csrf" value="([0-9a-f]{64})"', form.text)
    assert token is not None
    fields = {"csrf": token[1], "number": journey.receipt, "code": await journey.code()}
    shown = await browser.post("/ja/status", data=fields, headers={"Origin": town.web})
    assert shown.status_code == 303, shown.text
    return browser


async def test_a_receipt_verifies_offline_once_a_checkpoint_covers_it(town: Town, night: Night, tmp_path: Path, report):
    """Before: whole, without a code. After: the PDF itself is what `audit receipt` takes, the checkpoint comes from the web."""
    journey = await (await Journey(town).apply()).pay()
    browser = await opened(town, journey)
    address = f"/ja/r/{journey.receipt}/receipt.pdf"
    assert (
        (await httpx2.AsyncClient(base_url=town.web, headers=PAGE).get(address))
        .headers["content-type"]
        .startswith("text/html")
    )

    early = await browser.get(address)
    assert (early.status_code, early.content[:5]) == (200, b"%PDF-")
    assert b"MADOGUCHI:1:" not in early.content

    signed = json.loads((await night.types(".venv/bin/madoguchi audit checkpoint --json")).out)
    begun = time.perf_counter()
    late = await browser.get(address)
    report(f"receipt.pdf: {len(late.content) / 1024:.0f} KiB in {(time.perf_counter() - begun) * 1000:.0f} ms")
    paper, checkpoint = tmp_path / "receipt.pdf", tmp_path / "checkpoint.txt"
    paper.write_bytes(late.content)
    checkpoint.write_text((await browser.get(f"/api/v1/checkpoints/{signed['size']}")).text, encoding="utf-8")
    line = f"audit receipt {paper} --checkpoint {checkpoint} --key '{signed['key']}' --json"

    told = await night.types(f'env -i PATH="$PATH" .venv/bin/madoguchi {line}')

    assert told.status == 0, told.out
    answer = json.loads(told.out)
    assert (answer["ok"], answer["case_id"], answer["case_number"]) == (True, journey.case_id, journey.case_number)
    await browser.aclose()
