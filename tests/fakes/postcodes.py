"""The table of postcodes in memory: the fictional city's."""

from collections.abc import Sequence

from fakes.faults import Faults

from domain.postal.postcode_areas import PostcodeArea, areas_of

PREFECTURE, CITY = "架空県", "みなも市"


def area(postcode: str, town: str) -> PostcodeArea:
    """Return a row of the fictional city."""
    return PostcodeArea(postcode=postcode, prefecture=PREFECTURE, municipality=CITY, town=town)


class FakePostcodes:
    """Answers from `rows`, by the rules of the domain."""

    def __init__(self, *rows: PostcodeArea) -> None:
        self.faults = Faults("postgres")
        self.rows = rows or (area("9990001", "水面町"), area("9990002", "青葉（１～３丁目）"))

    async def of_address(self, address: str) -> Sequence[PostcodeArea]:
        """Return the areas an address may lie in."""
        with self.faults.around("of_address"):
            return areas_of(address, self.rows)
