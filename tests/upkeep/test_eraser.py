"""The eraser asks every keeper, and comes again at once while there is more."""

from upkeep.eraser import Eraser


class Keeper:
    """Has something to erase, two at a time."""

    def __init__(self, over: int) -> None:
        self.over = over

    async def erase_expired(self) -> int:
        """Erase two."""
        erased = min(2, self.over)
        self.over -= erased
        return erased


async def test_it_erases_some_of_each_until_nothing_is_over():
    keepers = Keeper(3), Keeper(0), Keeper(2)
    eraser = Eraser(keepers)
    assert [await eraser.erase() for _ in range(3)] == [4, 1, 0]
    assert [keeper.over for keeper in keepers] == [0, 0, 0]
