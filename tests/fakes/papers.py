"""A press that sets nothing, and a ledger without checkpoints: what papers of citizens need, in memory."""

from dataclasses import dataclass, field

from domain.cases.receipt_code import ReceiptCode
from domain.certificates.documents import ReceiptOrder, RefusalOrder
from domain.documents import Document


@dataclass
class FakePaperPress:
    """Keeps what it is told to set; `%PDF` and the name of the paper is all it prints."""

    receipts: list[ReceiptOrder] = field(default_factory=list)
    refusals: list[RefusalOrder] = field(default_factory=list)

    def receipt(self, order: ReceiptOrder) -> Document:
        """Take an order."""
        self.receipts.append(order)
        return Document(content=b"%PDF receipt", sheets=1)

    def refusal(self, order: RefusalOrder) -> Document:
        """Take an order."""
        self.refusals.append(order)
        return Document(content=b"%PDF refusal", sheets=1)


@dataclass
class FakeCheckpoints:
    """Codes by case, and signed checkpoints by size."""

    codes: dict[str, ReceiptCode] = field(default_factory=dict)
    notes: dict[int, str] = field(default_factory=dict)

    async def code_of(self, case_id: str) -> ReceiptCode | None:
        """Return a case's code."""
        return self.codes.get(case_id)

    async def note(self, size: int) -> str | None:
        """Return a checkpoint."""
        return self.notes.get(size)
