"""The drawn seal: a picture any reader opens, the same for the same words."""

from contracts.pictures import rows_of

from sandbox.registry.impression import DOTS_PER_MM, impression


def test_a_seal_is_a_ring_with_strokes_of_its_own() -> None:
    """As many dots as its size has, white corners, ink on the rim, and strokes that differ with the words."""
    rows = rows_of(impression("0100101 窓口　花子", 13.5))
    side = len(rows)
    assert side == round(13.5 * DOTS_PER_MM) == len(rows[0])
    assert rows[0][0] == rows[-1][-1] == "1"
    assert rows[side // 2][0] == rows[side // 2][-1] == "0"
    assert rows_of(impression("0100101 窓口　花子", 13.5)) == rows
    assert rows_of(impression("0100102 窓口　花子", 13.5)) != rows
