"""Forms of the fictional city's residents, as a phone sends them."""

import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from bench.load.installation import MUNICIPALITY
from domain.identity.residents import ResidencyStatus
from sandbox.residents import Resident, residents


@dataclass(frozen=True)
class Signer:
    """Who signs a form, with which card."""

    card: str
    pin: str
    form: dict[str, Any]


def signers() -> Iterator[Signer]:
    """Return residents whose requests go through by themselves, again and again."""
    return itertools.cycle([_signer(each) for each in residents() if _plain(each)])


def _plain(resident: Resident) -> bool:
    card = resident.card
    if card is None or card.revoked or card.expired or card.name or card.address:
        return False
    if resident.recorded_birth_date is not None or not resident.postcode:
        return False
    return resident.status is ResidencyStatus.RESIDENT and not resident.suppressed


def _signer(resident: Resident) -> Signer:
    if resident.card is None:
        raise ValueError("a signer has a card")
    form = {
        "municipality": MUNICIPALITY,
        "kind": "resident_record_copy",
        "options": {"scope": "applicant"},
        "copies": 1,
        "applicant": {
            "name": resident.name,
            "birth_date": resident.birth_date.isoformat(),
            "mail": resident.mail,
        },
        "delivery": {"postcode": resident.postcode, "address": resident.address},
    }
    return Signer(resident.card.id, resident.card.pin, form)
