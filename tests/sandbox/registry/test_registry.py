"""The registry's own side: the door, training changes, and what a household shows."""

from pathlib import Path

import pytest
from contracts.sandbox_city import City, open_city

from sandbox.residents import holder, residents

pytestmark = pytest.mark.program

_DESK = {"Authorization": "Bearer registry-token"}


async def test_the_desk_asks_for_the_token(city: City) -> None:
    """Search, household and seal answer 401 to anybody else and show nothing."""
    for headers in ({}, {"Authorization": "Bearer x"}, {"Authorization": "registry-token"}):
        search = await city.http.post("/registry/v1/residents/search", json={"name": "窓口　花子"}, headers=headers)
        household = await city.http.get("/registry/v1/residents/r-1001/household", headers=headers)
        seal = await city.http.get("/registry/v1/residents/r-1001/seal", headers=headers)
        assert (search.status_code, household.status_code, seal.status_code) == (401, 401, 401)
        assert "花子" not in search.text + household.text + seal.text


async def test_search_takes_no_personal_data_in_the_address(city: City) -> None:
    """There is no look-up by GET, so no name can come to stand in an address or an access log."""
    answer = await city.http.get("/registry/v1/residents/search", params={"name": "x"}, headers=_DESK)
    assert answer.status_code in (404, 405)


async def test_a_trainer_changes_somebody_and_undoes_it(city: City) -> None:
    """A change shows at once in search and household, adds to earlier ones, and can be undone."""
    await city.http.post("/registry/sandbox/residents/r-1002", json={"suppressed": True})
    await city.http.post("/registry/sandbox/residents/r-1002", json={"status": "moved_out"})
    search = {"name": "窓口　一郎"}
    (found,) = (await city.http.post("/registry/v1/residents/search", json=search, headers=_DESK)).json()
    assert (found["status"], found["suppressed"]) == ("moved_out", True)
    household = (await city.http.get("/registry/v1/residents/r-1001/household", headers=_DESK)).json()
    assert [each["resident_id"] for each in household["members"]] == ["r-1001", "r-1003"]
    restored = (await city.http.delete("/registry/sandbox/residents/r-1002")).json()
    assert (restored["status"], restored["suppressed"]) == ("resident", False)


async def test_a_trainer_stops_and_ends_a_seal_registration(city: City) -> None:
    """What was in force is suspended, then cancelled, then as it was."""
    seal = "/registry/v1/residents/r-1006/seal"
    told = [(await city.http.get(seal, headers=_DESK)).json()["status"]]
    await city.http.post("/registry/sandbox/residents/r-1006", json={"seal_status": "suspended"})
    told.append((await city.http.get(seal, headers=_DESK)).json()["status"])
    await city.http.post("/registry/sandbox/residents/r-1006", json={"seal_status": "cancelled"})
    told.append((await city.http.get(seal, headers=_DESK)).json()["detail"]["code"])
    await city.http.delete("/registry/sandbox/residents/r-1006")
    told.append((await city.http.get(seal, headers=_DESK)).json()["status"])
    assert told == ["in_force", "suspended", "seal_not_registered", "in_force"]


@pytest.mark.parametrize("change", [{"status": "eaten"}, {"individual_number": "1"}])
async def test_only_known_changes(city: City, change: dict[str, str]) -> None:
    """A change of an unknown kind is refused."""
    assert (await city.http.post("/registry/sandbox/residents/r-1001", json=change)).status_code == 422


async def test_changes_outlive_the_city(tmp_path: Path) -> None:
    """A city opened again in the same folder knows who has moved."""
    async with open_city(tmp_path) as city:
        await city.http.post("/registry/sandbox/residents/r-1001", json={"status": "moved_out"})
    async with open_city(tmp_path) as city:
        everybody = (await city.http.get("/registry/sandbox/residents")).json()
        assert [each["status"] for each in everybody if each["id"] == "r-1001"] == ["moved_out"]


def test_the_residents_cover_the_hard_cases() -> None:
    """Whole households, 支援措置, moved, died, 外字, foreign, revoked, expired and outdated cards live here."""
    people = residents()
    cards = [each.card for each in people if each.card]
    assert (people[0].id, people[0].card and people[0].card.pin) == ("r-1001", "ABC123")
    assert {each.status.value for each in people} == {"resident", "moved_out", "deceased"}
    assert any(each.suppressed for each in people)
    assert all(any(c in each for each in (p.name for p in people)) for c in ("𠮷", "\U000e0100", "髙", "﨑"))
    assert any(each.name.isascii() for each in people)
    assert all(any(getattr(card, kind) for card in cards) for kind in ("revoked", "expired", "address"))
    assert len({each.id for each in people}) == len(people)
    assert len({card.id for card in cards}) == len(cards)
    assert all(len({p.address for p in people if p.household_id == each.household_id}) == 1 for each in people)
    assert holder("card-1001") is people[0]


def test_the_seals_cover_the_hard_cases() -> None:
    """With and without a registration, suspended, under another name, with a 旧氏 and a 通称; nobody under 15 has one."""
    people = residents()
    seals = [each.seal for each in people if each.seal]
    assert any(each.card and not each.seal for each in people)
    assert {each.status for each in seals} == {"in_force", "suspended"}
    assert all(any(getattr(seal, kind) for seal in seals) for kind in ("name", "former_surname", "alias", "katakana"))
    assert len({seal.number for seal in seals}) == len(seals)
    assert any(each.birth_date.year > 2011 for each in people)
    assert all(each.seal.registered_on.year - each.birth_date.year > 15 for each in people if each.seal)
