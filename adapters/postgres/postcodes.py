"""Postcodes by address (domain.ports.Postcodes) in Postgres: the rows of Japan Post's file, found by municipality."""

from collections.abc import Sequence

from adapters.postgres.session import Pool, connection, transaction
from domain.postal.postcode_areas import PostcodeArea, areas_of, keys_of

_LISTED = """
    SELECT postcode, prefecture, municipality, town FROM reading.postcodes
    WHERE key = ANY($1::text[]) ORDER BY key, town, postcode
"""
_COLUMNS = ("key", "postcode", "prefecture", "municipality", "town")
_FORGET = "DELETE FROM reading.postcodes WHERE prefecture = ANY($1::text[])"


class PostgresPostcodes:
    """The table of postcodes. A method may raise PortUnavailable or PortRejected("postgres")."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    async def of_address(self, address: str) -> Sequence[PostcodeArea]:
        """Return the areas an address may lie in, none if unknown."""
        async with connection(self._pool) as session:
            rows = await session.fetch(_LISTED, keys_of(address))
        return areas_of(address, [PostcodeArea.model_validate(dict(row)) for row in rows])

    async def load(self, areas: Sequence[PostcodeArea]) -> None:
        """Put these rows in the place of all that stand of their prefectures, at one instant."""
        records = sorted({(area.key, area.postcode, area.prefecture, area.municipality, area.town) for area in areas})
        async with transaction(self._pool) as session:
            await session.execute(_FORGET, sorted({area.prefecture for area in areas}))
            await session.copy_records_to_table(
                "postcodes", schema_name="reading", columns=_COLUMNS, records=records, timeout=60
            )
