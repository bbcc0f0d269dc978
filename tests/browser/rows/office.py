"""How the office has done: with a record, and without one."""

from browser.rows.row import Row, opened
from browser.visitor import Visitor

from domain.certificates.kinds import CertificateKind
from domain.certificates.office_record import Figures, Forecast
from domain.certificates.status import Status
from web.front.paths import PREFIX

PERFORMANCE, PROCEDURE, CASE = (
    f"{PREFIX}/service-performance",
    f"{PREFIX}/procedures/{{kind}}",
    f"{PREFIX}/r/{{number}}",
)
_KIND = CertificateKind.RESIDENT_RECORD_COPY


async def _with_a_record(visitor: Visitor) -> None:
    visitor.city.office.figures[_KIND] = Figures(received=12345, typical=3, longest=6, in_time=97, issued=88)
    visitor.city.office.forecasts[_KIND] = Forecast(low=2, typical=4, high=6, of=42)


async def _figures(visitor: Visitor) -> None:
    await _with_a_record(visitor)
    await visitor.go("/service-performance")


async def _forecast(visitor: Visitor) -> None:
    await _with_a_record(visitor)
    visitor.stands(Status.UNDER_EXAMINATION)
    await visitor.opens_case()
    await visitor.go_to_case("")


async def _usual(visitor: Visitor) -> None:
    await _with_a_record(visitor)
    await visitor.go(f"/procedures/{_KIND.value}")


ROWS = (
    opened(PERFORMANCE, "no record yet"),
    Row(PERFORMANCE, "with a record", _figures),
    Row(PROCEDURE, "with a record", _usual),
    Row(CASE, "under examination, with a forecast", _forecast),
)
