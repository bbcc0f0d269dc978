"""What an office publishes of itself, as a test says."""

from dataclasses import dataclass, field

from fakes.desk_stories import NOW

from domain.certificates.kinds import CertificateKind
from domain.certificates.office_record import Figures, Forecast, Published

NOTHING = Figures(received=0, typical=None, longest=None, in_time=None, issued=None)


@dataclass
class FakeOffice:
    """Figures and forecasts by kind."""

    figures: dict[CertificateKind, Figures] = field(default_factory=dict)
    forecasts: dict[CertificateKind, Forecast] = field(default_factory=dict)

    async def published(self) -> Published:
        """Return them."""
        return Published(NOW, {kind: self.figures.get(kind, NOTHING) for kind in CertificateKind}, self.forecasts)
