"""A vault in memory. Passes tests/contracts/vault.py."""

import hashlib
import hmac

from fakes.faults import Faults

from domain.cases.vault import Found, VaultItem
from domain.errors import DomainError, ErrorCode

_KEY = b"a key of the fake vault, for tests"


class FakeVault:
    """Keeps what is put; nothing is encrypted."""

    def __init__(self) -> None:
        self.faults = Faults("postgres")
        self.items: dict[tuple[str, VaultItem], bytes] = {}
        self._erased: set[str] = set()

    async def put(
        self,
        case_id: str,
        item: VaultItem,
        content: bytes,
        *,
        beside: Found | None = None,
    ) -> str:
        """Store one item and return its commitment."""
        with self.faults.around("put"):
            self._require_key(case_id)
            if self.items.setdefault((case_id, item), content) != content:
                raise DomainError(ErrorCode.LEDGER_CONFLICT, item=item.kind)
            return self._keyed(f"{case_id}/{item.kind}/{item.revision}/".encode() + content)

    async def get(self, case_id: str, item: VaultItem) -> bytes:
        """Return one item."""
        with self.faults.around("get"):
            self._require_key(case_id)
            if (case_id, item) not in self.items:
                raise DomainError(ErrorCode.VAULT_ITEM_MISSING, item=item.kind)
            return self.items[case_id, item]

    async def find(self, case_id: str, *items: VaultItem) -> Found:
        """Return those of the items that are there."""
        with self.faults.around("get"):
            self._require_key(case_id)
            there = {item: self.items[case_id, item] for item in items if (case_id, item) in self.items}
            return Found(case_id, there)

    async def erase(self, case_id: str) -> None:
        """Destroy the request's key."""
        self._erased.add(case_id)

    def pseudonym(self, purpose: str, value: str) -> str:
        """Return the keyed hash of a value."""
        return self._keyed(f"{purpose}/{value}".encode())[:32]

    def _require_key(self, case_id: str) -> None:
        if case_id in self._erased:
            raise DomainError(ErrorCode.VAULT_KEY_DESTROYED)

    @staticmethod
    def _keyed(content: bytes) -> str:
        return hmac.new(_KEY, content, hashlib.sha256).hexdigest()
