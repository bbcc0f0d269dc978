"""A registry of one resident."""

from datetime import date

from fakes.faults import Faults

from domain.errors import PortRejected
from domain.identity.attributes import BasicFourAttributes
from domain.identity.register_date import RegisterDate
from domain.identity.residents import HouseholdMember, RegistryFinding, ResidencyStatus, ResidentRecord
from domain.identity.seals import SealRegistration

RESIDENT = "r-1001"


class FakeRegistry:
    """Knows one resident and finds them behind every card, with the status and flag the test sets."""

    def __init__(self, attributes: BasicFourAttributes) -> None:
        self.faults = Faults("registry")
        self.status = ResidencyStatus.RESIDENT
        self.suppressed = False
        self.named = RESIDENT
        self.postcode, self.address, self.name = "9990001", attributes.address, attributes.name
        self.seal_registration: SealRegistration | None = None
        self._attributes = attributes

    async def look_up(self, attributes: BasicFourAttributes) -> RegistryFinding:
        """Find the resident."""
        await self.faults.gate("look_up")
        with self.faults.around("look_up"):
            known = None if self.status is ResidencyStatus.NOT_FOUND else self.named
            return RegistryFinding(status=self.status, resident_id=known, suppressed=self.suppressed)

    async def seal(self, resident_id: str) -> SealRegistration | None:
        """Return the registration the test has set."""
        with self.faults.around("seal"):
            return self.seal_registration if resident_id == self.named else None

    async def record(self, resident_id: str) -> ResidentRecord:
        """Return the household."""
        with self.faults.around("record"):
            if resident_id != RESIDENT:
                raise PortRejected("registry", "resident_unknown")
            card = self._attributes
            member = HouseholdMember(
                resident_id=RESIDENT,
                name=self.name,
                kana="マドグチ　ハナコ",
                birth_date=RegisterDate.of(card.birth_date or date(1985, 4, 12)),
                sex="女",
                relationship="世帯主",
                became_resident_on=RegisterDate.of(date(2010, 4, 1)),
            )
            return ResidentRecord(
                household_id="h-1",
                postcode=self.postcode,
                address=self.address,
                head_of_household=self.name,
                members=(member,),
            )
