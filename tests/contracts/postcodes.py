"""The table of postcodes as every implementation answers (domain.ports.Postcodes), over the fictional city's rows."""

from pathlib import Path

import pytest

from adapters.postcode_file import read_postcode_file
from domain.ports import Postcodes
from domain.postal.postcode_areas import postcodes_in
from sandbox.residents import residents

SANDBOX = Path(__file__).parents[2] / "sandbox"
ROWS = read_postcode_file(SANDBOX / "data" / "postcodes.csv")


class PostcodesContract:
    """Every implementation passes these; `postcodes` holds ROWS."""

    async def test_every_resident_finds_the_postcode_of_the_register(self, postcodes: Postcodes):
        """Alone, or among the few of a town that has several."""
        for resident in residents():
            if resident.postcode:
                found = postcodes_in(await postcodes.of_address(resident.address))
                assert resident.postcode in found, resident.id
                assert len(found) <= 2

    @pytest.mark.parametrize(
        ("address", "found"),
        [
            ("架空県みなも市水面町一丁目２番３号", ["9990001"]),
            ("みなも市水面町2-7-1", ["9990008"]),
            ("架空県みなも市港町１丁目１６番９号", ["9990011"]),
            ("架空県みなも市港町２番２号", ["9991104", "9991106"]),
            ("架空県みなも市霞ヶ丘９－９", ["9991101"]),
            ("架空県かなた町本町１", ["9992001"]),
            ("架空県みなも市本町１", ["9990012"]),
            ("架空県みなも市本町台１", []),
            ("架空県みなも市", []),
            ("東京都千代田区霞が関1", []),
            ("", []),
            ("\x00 ' OR 1=1 --", []),
        ],
    )
    async def test_an_address_finds_its_areas(self, postcodes: Postcodes, address: str, found: list[str]):
        """However it is spelled; what may be another place finds nothing."""
        assert sorted(postcodes_in(await postcodes.of_address(address))) == found
