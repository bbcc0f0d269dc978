"""Everything outside the procedure, in memory: one value per test."""

from datetime import date

from fakes.board import Board
from fakes.book import SampleBook
from fakes.carrier import FakeCarrier
from fakes.clock import EngineClock
from fakes.effects import FakeEffects
from fakes.numbers import FakeNumbers
from fakes.press import FakePress
from fakes.provider import FakeProvider
from fakes.recorder import FakeRecorder
from fakes.registry import FakeRegistry
from fakes.vault import FakeVault
from fakes.verifier import FakeVerifier

from domain.cases.vault import VaultItem, VaultKind
from domain.certificates.application import Applicant, Application, Delivery
from domain.certificates.kinds import CertificateKind
from domain.identity.attributes import BasicFourAttributes, Sex

NAME = "窓口　花子"
ADDRESS = "架空県みなも市水面町１丁目２番３号"
BORN = date(1985, 4, 12)
CARD = BasicFourAttributes(name=NAME, birth_date=BORN, sex=Sex.FEMALE, address=ADDRESS)


class City:
    """The fakes, sharing one clock and one board."""

    def __init__(self, *, on_an_engine: bool = True) -> None:
        self.board = Board()
        self.clock = EngineClock(on_an_engine=on_an_engine)
        self.book = SampleBook()
        self.vault = FakeVault()
        self.verifier = FakeVerifier(CARD)
        self.registry = FakeRegistry(CARD)
        self.press = FakePress()
        self.provider = FakeProvider(self.clock, self.board)
        self.carrier = FakeCarrier(self.clock, self.board)
        self.effects = FakeEffects()
        self.numbers = FakeNumbers()
        self.recorder = FakeRecorder(self.board)

    async def submit(self, case_id: str, municipality: str, revision: int = 1) -> None:
        """Put an application and its signature into the vault, as the counter does."""
        application = application_of(municipality, nonce=f"{revision:026d}")
        content = application.model_dump_json().encode()
        await self.vault.put(case_id, VaultItem(kind=VaultKind.APPLICATION, revision=revision), content)
        await self.vault.put(case_id, VaultItem(kind=VaultKind.SIGNATURE, revision=revision), b"\x30\x82")


def application_of(municipality: str, nonce: str = "0" * 26) -> Application:
    """Return the application of the one resident."""
    return Application(
        municipality=municipality,
        kind=CertificateKind.RESIDENT_RECORD_COPY,
        applicant=Applicant(name=NAME, birth_date=BORN, mail="hanako@example.jp"),
        delivery=Delivery(postcode="9990001", address=ADDRESS),
        nonce=nonce,
    )
