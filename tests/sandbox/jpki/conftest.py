"""A PKI of three invented people, made once: RSA keys are dear."""

from datetime import UTC, date, datetime

import pytest

from domain.identity.attributes import Sex
from sandbox.jpki.pki import SandboxPki
from sandbox.residents import Card, Resident

NOW = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)


def person(number: int, name: str, **card: bool) -> Resident:
    return Resident(
        id=f"r-{number}",
        household_id="h-1",
        name=name,
        kana="テスト",
        birth_date=date(1985, 4, 12),
        sex=Sex.FEMALE,
        postcode="9990001",
        address="架空県みなも市水面町一丁目２番３号",
        relationship="世帯主",
        became_resident_on=date(2012, 3, 28),
        mail="hanako@citizen.example",
        card=Card(id=f"card-{number}", pin="ABC123", **card),
    )


@pytest.fixture(scope="session")
def now() -> datetime:
    return NOW


@pytest.fixture(scope="session")
def people() -> tuple[Resident, ...]:
    return (
        person(1, "窓口\u3000花子"),
        person(2, "砂川\u3000海斗", revoked=True),
        person(3, "岬\u3000汐里", expired=True),
    )


@pytest.fixture(scope="session")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("sandbox")


@pytest.fixture(scope="session")
def pki(folder, people) -> SandboxPki:
    return SandboxPki(folder, people, clock=lambda: NOW)
