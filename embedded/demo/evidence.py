"""The honest demo: what happened, checked against books that are not ours and by tools that trust nobody."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import httpx2

from adapters.keys import Keys
from adapters.postgres.store import open_store
from adapters.records import utc_now
from domain import ids
from domain.cases.vault import VaultItem, VaultKind
from embedded.demo.canary import found_in
from embedded.demo.histories import CaseHistories
from embedded.demo.people import until
from embedded.demo.scene import Scene
from embedded.demo.story import APPLICANT, DELIVERY, RESIDENT, SEAL, Story

_MAILS = ("received", "payment_open", "paid", "approved", "dispatched", "completed")
_MOST_EVENTS = 100
_MOST_BYTES = 64 * 1024


@dataclass(frozen=True)
class Check:
    """One piece of evidence: what was looked at, whether it holds, what was found."""

    name: str
    ok: bool
    found: str


class Evidence:
    """Checks of one story where it was played."""

    def __init__(self, scene: Scene, client: httpx2.AsyncClient, story: Story, histories: CaseHistories) -> None:
        self._scene = scene
        self._client = client
        self._story = story
        self._histories = histories
        self.ledger: dict[str, Any] = {}

    async def checks(self) -> list[Check]:
        """Return every check, those that fail among them."""
        looks: tuple[Callable[[], Awaitable[Check]], ...] = (
            self._provider_books,
            self._carrier_books,
            self._mails,
            self._ledger,
            self._replay,
            self._size,
            self._canary,
        )
        return [await look() for look in looks]

    async def _json(self, path: str, **params: str) -> Any:
        answer = await self._client.get(f"{self._scene.sandbox}{path}", params=params)
        return answer.raise_for_status().json()

    async def _provider_books(self) -> Check:
        books = await self._json("/paypay/sandbox/books")
        charge = ids.payment_id(self._story.case_id)
        captures = [each for each in books["captures"] if str(each["merchant_payment_id"]).startswith(charge)]
        found = f"{len(captures)} 件 / {sum(each['amount'] for each in captures)} 円"
        return Check("決済会社の帳簿: 収納は1件だけ", len(captures) == 1, found)

    async def _carrier_books(self) -> Check:
        books = await self._json("/post/sandbox/books")
        letters = [each for each in books["letters"] if self._story.case_id in each["letter_id"]]
        ok = [each["tracking_number"] for each in letters] == [self._story.tracking_number]
        return Check("郵便局の帳簿: 郵便物は1通だけ", ok, f"{len(letters)} 通")

    async def _mails(self) -> Check:
        wanted = {f"{self._story.case_id}.{kind}" for kind in _MAILS}

        async def arrived() -> Any:
            mails = await self._json("/mail/messages", to=APPLICANT["mail"])
            keys = [unquote(each["message_id"]).strip("<>").partition("@")[0].rpartition(".")[0] for each in mails]
            return [key for key in keys if key in wanted] if wanted <= set(keys) else None

        found = await until(arrived, "the mails")
        return Check("メール: 各段階で1通ずつ", sorted(found) == sorted(wanted), f"{len(found)} 通")

    async def _ledger(self) -> Check:
        await self._scene.madoguchi("audit", "checkpoint")
        status, self.ledger = await self._scene.madoguchi("audit", "verify")
        return Check(
            "台帳: 検証できる", status == 0, f"{self.ledger.get('size')} 件 根 {str(self.ledger.get('root'))[:16]}…"
        )

    async def _replay(self) -> Check:
        status, answer = await self._scene.madoguchi("audit", "replay", self._story.case_id)
        ok = status == 0 and answer["agrees"] is True and answer["same_state"] is True
        code, ledger = ("一致" if answer.get(name) is True else "不一致" for name in ("agrees", "same_state"))
        return Check("再生: 今のコードと履歴と台帳が一致する", ok, f"コードと{code}、台帳と{ledger}")

    async def _size(self) -> Check:
        events, size = sum(self._histories.events.values()), self._histories.size
        ok = events <= _MOST_EVENTS and size <= _MOST_BYTES
        return Check("履歴: 100 イベント・64 KiB 以内", ok, f"{events} イベント {size} バイト")

    async def _canary(self) -> Check:
        values = {
            "name": APPLICANT["name"],
            "mail": APPLICANT["mail"],
            "address": DELIVERY["address"],
        }
        places = {
            "database dump": await self._scene.dump(),
            "history as stored": self._histories.stored,
            "history decrypted": self._histories.decrypted,
            **await self._scene.records(),
        }
        pictures = await self._pictures()
        found = found_in(places, values, pictures)
        searched = sum(map(len, places.values()))
        # The search itself is proved on the one place that must hold the values.
        known = b"".join((await self._vault(), *pictures.values()))
        control = found_in({"vault": known}, values, pictures)
        ok = not found and len(control) == len(values) + len(pictures)
        return Check("個人情報: 保管庫の外にない", ok, ", ".join(found) or f"{searched // 1024} KiB を探して 0 件")

    async def _pictures(self) -> dict[str, bytes]:
        """Return the applicant's seal as the register has it, where it was certified."""
        if self._story.kind != SEAL:
            return {}
        answer = await self._client.get(f"{self._scene.sandbox}/registry/sandbox/residents/{RESIDENT}/seal.png")
        return {"seal": answer.raise_for_status().content}

    async def _vault(self) -> bytes:
        environment = self._scene.environment()
        keys = Keys.load(Path(environment["MADOGUCHI_KEYS_FILE"]))
        async with open_store(environment["MADOGUCHI_DATABASE_URL"], keys, utc_now) as store:
            return await store.vault.get(self._story.case_id, VaultItem(kind=VaultKind.APPLICATION))
