"""Postcodes in Postgres: the contract, and loading."""

import asyncio

import pytest
from contracts.postcodes import ROWS, PostcodesContract
from fakes.postcodes import FakePostcodes, area

from adapters.postgres.postcodes import PostgresPostcodes
from adapters.postgres.session import Pool
from domain.postal.postcode_areas import PostcodeArea, postcodes_in

pytestmark = pytest.mark.database
ADDRESS = "架空県みなも市水面町１丁目２番３号"


@pytest.fixture
async def postcodes(pool: Pool) -> PostgresPostcodes:
    """The table with the fictional city's rows."""
    made = PostgresPostcodes(pool)
    await made.load(ROWS)
    return made


class TestPostgresPostcodes(PostcodesContract):
    """The contract."""


class TestFakePostcodes(PostcodesContract):
    """The contract, in memory."""

    @pytest.fixture
    def postcodes(self) -> FakePostcodes:
        """The same rows."""
        return FakePostcodes(*ROWS)


async def test_loading_replaces_the_prefectures_of_the_file_and_no_other(postcodes: PostgresPostcodes, pool: Pool):
    """The country's file leaves the fictional city alone; the same file twice is once; what is gone is gone."""
    before = await pool.fetchval("SELECT count(*) FROM reading.postcodes")
    tokyo = PostcodeArea(postcode="1000013", prefecture="東京都", municipality="千代田区", town="霞が関")
    for _ in range(2):
        await postcodes.load([tokyo, tokyo])
    assert postcodes_in(await postcodes.of_address("東京都千代田区霞ヶ関1-2")) == ("1000013",)
    assert await pool.fetchval("SELECT count(*) FROM reading.postcodes") == before + 1

    await postcodes.load([area("9998888", "水面町")])
    assert postcodes_in(await postcodes.of_address(ADDRESS)) == ("9998888",)
    assert await pool.fetchval("SELECT count(*) FROM reading.postcodes") == 2


async def test_nobody_sees_an_empty_table_while_one_is_loaded(postcodes: PostgresPostcodes):
    """A load is one transaction; two at once leave the rows of one of them."""
    others = [area("9998888", "水面町"), area("9998887", "別町")]
    found = await asyncio.gather(
        postcodes.load(others), postcodes.load(others), *(postcodes.of_address(ADDRESS) for _ in range(20))
    )
    assert {postcodes_in(each) for each in found[2:]} <= {("9990001",), ("9998888",)}
    assert postcodes_in(await postcodes.of_address(ADDRESS)) == ("9998888",)
