"""The fakes behind these tests keep the same contracts as the real adapters."""

from collections.abc import Awaitable, Callable, Sequence
from datetime import UTC, datetime

import pytest
from contracts.citizen_keys import CitizenKeysContract, KeysOf
from contracts.drafts import START, DraftsContract, Told
from contracts.effects import EffectsContract
from contracts.intake import IntakeContract
from contracts.payment_provider import AdjustableClock, Market, PaymentProviderContract
from contracts.postal_carrier import PostalCarrierContract, a_letter
from contracts.recorder import RecorderContract
from contracts.tracking_numbers import TrackingNumbersContract
from contracts.vault import VaultContract
from fakes.board import Board
from fakes.carrier import FakeCarrier
from fakes.drafts import FakeDrafts, FakeOpenedCases
from fakes.effects import FakeEffects
from fakes.intake import FakeCitizenKeys, FakeIntake
from fakes.numbers import FakeNumbers
from fakes.provider import FakeProvider
from fakes.recorder import FakeRecorder
from fakes.vault import FakeVault

from domain.certificates.events import AnyEvent
from domain.postal.letters import Letter


class TestFakeVault(VaultContract):
    """The vault in memory."""

    @pytest.fixture
    def vault(self) -> FakeVault:
        """Give an empty vault."""
        return FakeVault()


class TestFakeIntake(IntakeContract):
    """The intake in memory."""

    @pytest.fixture
    def vault(self) -> FakeVault:
        """Give an empty vault."""
        return FakeVault()

    @pytest.fixture
    def intake(self, vault: FakeVault) -> FakeIntake:
        """Give an empty intake."""
        return FakeIntake(vault, lambda: datetime.now(UTC))


class TestFakeCitizenKeys(CitizenKeysContract):
    """The citizens' keys in memory."""

    @pytest.fixture
    def vault(self) -> FakeVault:
        """Give an empty vault."""
        return FakeVault()

    @pytest.fixture
    def intake(self, vault: FakeVault) -> FakeIntake:
        """Give an empty intake."""
        return FakeIntake(vault, lambda: datetime.now(UTC))

    @pytest.fixture
    def keys_of(self, intake: FakeIntake) -> KeysOf:
        """Return a maker of doors."""
        return lambda clock: FakeCitizenKeys(intake, clock)


class TestFakeEffects(EffectsContract):
    """The journal in memory."""

    @pytest.fixture
    def effects(self) -> FakeEffects:
        """Give an empty journal."""
        return FakeEffects()


class TestFakeNumbers(TrackingNumbersContract):
    """The claims in memory."""

    @pytest.fixture
    def numbers(self) -> FakeNumbers:
        """Give nobody a number."""
        return FakeNumbers()


class TestFakeRecorder(RecorderContract):
    """The ledger in memory: it knows no lost tasks, so nothing is staged."""

    @pytest.fixture
    def recorder(self) -> FakeRecorder:
        """Give an empty ledger."""
        return FakeRecorder(Board())

    @pytest.fixture
    def recorded(self, recorder: FakeRecorder) -> Callable[[str], Awaitable[Sequence[AnyEvent]]]:
        """Give the events of a request."""

        async def events(case_id: str) -> Sequence[AnyEvent]:
            return recorder.events[case_id]

        return events


class TestFakeCarrier(PostalCarrierContract):
    """The carrier in memory."""

    @pytest.fixture
    def carrier(self) -> FakeCarrier:
        """Give a carrier without letters."""
        return FakeCarrier(AdjustableClock(), Board())

    @pytest.fixture
    def letter(self) -> Letter:
        """Give a letter nobody has seen."""
        return a_letter("letter-1", "12345678903")


class TestFakeProvider(PaymentProviderContract):
    """The provider in memory."""

    @pytest.fixture
    def market(self) -> Market:
        """Give the provider, its citizen and its books."""
        clock = AdjustableClock()
        provider = FakeProvider(clock, Board())

        async def captures(charge_id: str) -> int:
            return provider.captures.count(charge_id)

        async def returns(charge_id: str) -> int:
            return provider.returns.count(charge_id)

        return Market(provider=provider, citizen=provider, clock=clock, captures=captures, returns=returns)


class _Office:
    """Drafts in memory, with a clock that the test moves."""

    def __init__(self) -> None:
        self.now = START
        self.drafts = self.codes = FakeDrafts(lambda: self.now)
        self.opened = FakeOpenedCases(lambda: self.now)

    async def told(self, mail: str) -> Told:
        """Return what the latest mail to an address tells."""
        to, code = self.codes.mailed[-1]
        assert to == mail
        return Told(code, self.drafts.link(next(reversed(self.codes.codes)), mail))


class TestFakeDrafts(DraftsContract):
    """Drafts, codes and opened cases in memory."""

    @pytest.fixture
    def office(self) -> _Office:
        """Give an empty office."""
        return _Office()
