"""Draws where one request's time goes, ours above the bare pair's, as an SVG that needs nothing else."""

from collections.abc import Iterator, Sequence
from html import escape
from typing import NamedTuple

WIDTH = 860
_LEFT, _BAR = 150, 690  # pixels
_TOP, _HEIGHT, _GAP = 66, 46, 30
_LEGEND_LINE = 24
_ROOM_FOR_A_NUMBER = 34  # pixels
# Told apart without colour too: the legend is in the order of the bars, and every larger piece bears its milliseconds.
_COLOURS = ("#b5443a", "#d98032", "#e5b53c", "#7a9a3a", "#3f8f7f", "#3a7ca5", "#6a6fb0", "#8f8f99", "#c9cbd3")


class Bar(NamedTuple):
    """One bar: its name, and the seconds of its parts in the order of the legend."""

    name: str
    seconds: dict[str, float]

    @property
    def total(self) -> float:
        """All parts, in seconds."""
        return sum(self.seconds.values())


def picture(title: str, note: str, bars: Sequence[Bar]) -> str:
    """Return the drawing; all bars have the same parts."""
    parts = list(bars[0].seconds)
    legend_top = _TOP + len(bars) * (_HEIGHT + _GAP) + 10
    height = legend_top + len(parts) * _LEGEND_LINE + 20
    told = "; ".join(
        f"{bar.name}: " + ", ".join(f"{part} {seconds * 1000:.0f} ms" for part, seconds in bar.seconds.items())
        for bar in bars
    )
    lines = [
        (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" role="img" aria-labelledby="t d"'
            ' font-family="Noto Sans, sans-serif" font-size="14">'
        ),
        f'  <title id="t">{escape(title)}</title>',
        f'  <desc id="d">{escape(told)}</desc>',
        (
            "  <style>text { fill: #1a1a1c } .small { font-size: 12px; fill: #4d4d4d } .end { text-anchor: end }"
            " .in { text-anchor: middle; font-size: 12px }</style>"
        ),
        f'  <rect width="{WIDTH}" height="{height}" fill="#fff"/>',
        f'  <text x="20" y="28" font-size="17">{escape(title)}</text>',
        f'  <text x="20" y="48" class="small">{escape(note)}</text>',
        *_bars(bars),
        *_legend(bars, parts, legend_top),
        "</svg>",
    ]
    return "\n".join(lines) + "\n"


def _bars(bars: Sequence[Bar]) -> Iterator[str]:
    scale = _BAR / max(bar.total for bar in bars)
    for number, bar in enumerate(bars):
        y = _TOP + number * (_HEIGHT + _GAP)
        middle = y + _HEIGHT / 2
        yield f'  <text class="end" x="{_LEFT - 12}" y="{middle - 2:.0f}">{escape(bar.name)}</text>'
        yield f'  <text class="end small" x="{_LEFT - 12}" y="{middle + 16:.0f}">{bar.total * 1000:.0f} ms</text>'
        x = float(_LEFT)
        for colour, seconds in zip(_COLOURS, bar.seconds.values(), strict=False):
            width = seconds * scale
            yield f'  <rect x="{x:.1f}" y="{y}" width="{width:.1f}" height="{_HEIGHT}" fill="{colour}"/>'
            if width > _ROOM_FOR_A_NUMBER:
                number_at = x + width / 2
                yield f'  <text class="in" x="{number_at:.1f}" y="{middle + 5:.0f}">{seconds * 1000:.0f}</text>'
            x += width


def _legend(bars: Sequence[Bar], parts: Sequence[str], top: int) -> Iterator[str]:
    for number, (part, colour) in enumerate(zip(parts, _COLOURS, strict=False)):
        y = top + number * _LEGEND_LINE
        shares = " / ".join(f"{bar.seconds[part] * 1000:.0f}" for bar in bars)
        yield f'  <rect x="20" y="{y}" width="16" height="16" fill="{colour}"/>'
        yield f'  <text x="46" y="{y + 13}">{escape(part)}</text>'
        yield f'  <text class="end small" x="{WIDTH - 20}" y="{y + 13}">{shares} ms</text>'
