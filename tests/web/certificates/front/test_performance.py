"""How the office has done, and what it makes one expect: on the page of the figures, of a certificate, of a request."""

from datetime import timedelta

import pytest
from fakes.desk_stories import ARRIVED, receipt_number

from domain.certificates.kinds import CertificateKind
from domain.certificates.office_record import Figures, Forecast
from domain.certificates.status import Status
from domain.errors import PortUnavailable
from domain.municipality.texts import Language

KIND = CertificateKind.RESIDENT_RECORD_COPY
NUMBER = f"/r/{receipt_number(1)}"


@pytest.mark.parametrize("language", [each.value for each in Language])
async def test_four_figures_are_shown_for_each_certificate(browser, city, language):
    """With how they are counted; none yet is said, not 0."""
    city.office.figures[KIND] = Figures(received=1234, typical=3, longest=6, in_time=97, issued=88)

    page = (await browser.get(f"/{language}/service-performance")).text

    assert page.count("<dl") == 2
    for said in ("1,234", "97%", "88%"):
        assert said in page
    none = {"ja": "まだありません", "ja-simple": "まだありません", "en": "None yet"}
    assert page.count(none[language]) == 3


async def test_a_certificates_page_tells_how_long_it_took_others(browser, city):
    """Only where the record has enough."""
    address = f"/ja/procedures/{KIND.value}"
    assert "最近の" not in (await browser.get(address)).text

    city.office.forecasts[KIND] = Forecast(low=2, typical=3, high=6, of=42)

    assert (
        "最近の42件では、お支払いから2〜6開庁日で発送しました(半数は3開庁日以内)。" in (await browser.get(address)).text
    )


async def test_a_request_is_told_what_is_left(browser, city, stands):
    """Days gone are taken off; what has taken longer than nine of ten is said to; what waits for nobody is told nothing."""
    city.office.forecasts[KIND] = Forecast(low=2, typical=4, high=6, of=42)
    stands(Status.UNDER_EXAMINATION)
    city.now = ARRIVED + timedelta(days=2)

    page = (await browser.get(f"/ja{NUMBER}")).text
    assert "あと約" in page
    assert "最近の42件" in page

    city.now = ARRIVED + timedelta(days=20)
    assert "いつもより時間がかかっています" in (await browser.get(f"/ja{NUMBER}")).text
    stands(Status.COMPLETED)
    assert "forecast" not in (await browser.get(f"/ja{NUMBER}")).text


async def test_a_request_that_waits_for_its_fee_is_told_nothing_yet(browser, city, stands):
    """Its days begin when it is paid."""
    city.office.forecasts[KIND] = Forecast(low=2, typical=4, high=6, of=42)
    stands(Status.AWAITING_PAYMENT)

    assert "forecast" not in (await browser.get(f"/ja{NUMBER}")).text


async def test_without_the_record_pages_stand_without_a_forecast(browser, city, stands):
    """It is a courtesy: nobody is refused a page for it, but that of the figures."""

    async def away():
        raise PortUnavailable("postgres")

    stands(Status.UNDER_EXAMINATION)
    city.office.published = away

    assert (await browser.get(f"/ja{NUMBER}")).status_code == 200
    assert (await browser.get(f"/ja/procedures/{KIND.value}")).status_code == 200
    assert (await browser.get("/ja/service-performance")).status_code == 503
