"""An old request as a new draft."""

from http import HTTPStatus

import pytest
from fakes.desk_stories import code, receipt_number
from fixtures.applicant import Applicant, back_from
from fixtures.desk import REACHABLE

from domain.certificates.status import ENDS, Status

CASE = f"/r/{receipt_number(1)}"


@pytest.fixture
async def citizen(client):
    """Somebody who comes with the number and the code of the first request."""

    async def come() -> Applicant:
        person = Applicant(client)
        await person.open("/ja/status")
        return await person.press(number=receipt_number(1), code=code(1))

    return come


async def test_an_old_request_is_signed_again_without_typing_anything(citizen, city, stands):
    stands(Status.WITHDRAWN)
    person = await citizen()
    await person.open(f"/ja{CASE}/again")
    assert "住民票の写し" in person.html
    person.typed.clear()

    await person.press()
    assert person.path.endswith("/check")
    await person.open(back_from(await person.leaves()))

    assert person.typed == {}
    assert person.path == f"/ja/r/{receipt_number(2)}"
    assert len(city.orders) == 2


async def test_it_takes_the_place_of_what_was_begun(citizen, city, stands):
    stands(Status.WITHDRAWN)
    person = await citizen()
    await person.begins()

    await person.open(f"/ja{CASE}/again")
    assert "置き換わります" in person.html
    await person.press()

    assert len(city.drafts.rows) == 1
    assert person.path.endswith("/check")


@pytest.mark.parametrize("status", REACHABLE)
async def test_only_what_has_ended_is_asked_for_again(citizen, stands, status):
    stands(status)
    person = await citizen()

    offered = f'href="/ja{CASE}/again"' in (await person.open(f"/ja{CASE}")).html
    await person.open(f"/ja{CASE}/again")

    assert person.status == HTTPStatus.OK
    assert offered == (status in ENDS)
    assert (person.path == f"/ja{CASE}/again") == (status in ENDS)
