"""The same presses before the real tables: whatever comes at one instant, the database holds one request."""

import asyncio
import secrets
from hashlib import sha256

import httpx2
import pytest
from fakes.desk import City, application, desk_of
from fixtures.applicant import Applicant, back_from

from adapters.keys import Keys
from adapters.postgres.cipher import VaultCipher
from adapters.postgres.commitments import Commitments
from adapters.postgres.drafts import PostgresDrafts
from adapters.postgres.intake import PostgresIntake
from adapters.postgres.opened_cases import PostgresOpenedCases
from adapters.postgres.vault import PostgresVault
from domain.certificates.draft import Filling
from domain.certificates.kinds import CertificateKind, CertificateOptions
from domain.certificates.submission import NAME

pytestmark = pytest.mark.database

PRESSES = 40
TOKEN = "t" * 43


class KeptCity(City):
    """A city whose requests nobody counts beside the database."""

    def _entropy(self, size: int) -> bytes:
        return secrets.token_bytes(size)


@pytest.fixture
def city(pool):
    """A city that keeps drafts, requests and opened cases in Postgres."""
    city, keys = KeptCity(), Keys.generate()
    cipher, commitments = VaultCipher(keys.vault), Commitments(keys.hash)
    city.vault = PostgresVault(pool, cipher, commitments)
    city.intake = PostgresIntake(pool, city.vault, commitments, clock=lambda: city.now)
    city.drafts = PostgresDrafts(pool, cipher, commitments, clock=lambda: city.now)
    city.opened = PostgresOpenedCases(pool, clock=lambda: city.now)
    return city


@pytest.fixture
async def applicant(city, book, site):
    """Somebody who has checked everything and is about to sign."""
    transport = httpx2.ASGITransport(app=application(desk_of(city, book), site), raise_app_exceptions=False)
    cookies = {"__Host-madoguchi": TOKEN}
    async with httpx2.AsyncClient(transport=transport, base_url="https://city.example", cookies=cookies) as client:
        filling = Filling(kind=CertificateKind.RESIDENT_RECORD_COPY).choosing(CertificateOptions(), 1)
        ready = filling.mailing("hanako@example.jp").confirmed("hanako@example.jp")
        visit = sha256(TOKEN.encode()).hexdigest()
        draft = await city.drafts.begin(visit, NAME, ready.kind.value, ready.content)
        applicant = await Applicant(client).open(f"/ja/apply/{draft.draft_id}/check")
        assert applicant.status == 200
        yield applicant


async def requests(pool):
    return await pool.fetchval("SELECT count(*) FROM intake.cases")


async def test_pressed_and_come_back_many_times_at_once_is_one_request(applicant, pool):
    pressed = await asyncio.gather(*(applicant.post(applicant.at("sign")) for _ in range(PRESSES)))
    (app,) = {answer.headers["location"] for answer in pressed}
    came = await asyncio.gather(*(applicant.client.get(back_from(app)) for _ in range(PRESSES)))

    assert {answer.status_code for answer in came} == {303}
    assert await requests(pool) == 1
    await applicant.open(applicant.at("sign"))
    assert "/r/" in applicant.path


async def test_uploaded_many_times_at_once_is_one_request(applicant, pool):
    await applicant.open(applicant.at("upload"))
    uploads = (applicant.post(applicant.path, {"signature": ("s", b"0\x80" + bytes([n]))}) for n in range(PRESSES))
    sent = await asyncio.gather(*uploads)

    assert {answer.status_code for answer in sent} == {303}
    assert await requests(pool) == 1
