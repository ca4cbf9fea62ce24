"""A picture of how cost grows with size: one panel a measure, both axes logarithmic, as SVG."""

from __future__ import annotations

import math
from html import escape
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM = 380, 320, 62, 22, 46, 46  # of a panel, and its margins
LABEL = 36  # from one size to the next that is written
INK, PALE, LINE = "#24292f", "#d0d7de", "#0b5cad"
STYLE = (
    f"text{{font:12px sans-serif;fill:{INK}}}.title{{font-size:14px;font-weight:600}}.pale{{fill:#57606a}}"
)


class Panel(NamedTuple):
    """One measure by size: its title, the points, and up to where it was aimed at, at which size."""

    title: str
    points: Sequence[tuple[float, float]]
    aim: tuple[float, float]


def draw(panels: Sequence[Panel], across: str) -> str:
    """An SVG of panels side by side.

    A broken line runs through the aim with the slope of a cost that is proportional to size.

    Args:
        panels: what is drawn, values above 0.
        across: what the sizes are.
    """
    parts = [part for number, panel in enumerate(panels) for part in _panel(panel, number * WIDTH, across)]
    width = WIDTH * len(panels)
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {HEIGHT}" width="{width}" '
            f'height="{HEIGHT}" role="img" aria-label="{escape("; ".join(p.title for p in panels))}">',
            f"<style>{STYLE}</style>",
            f'<rect width="{width}" height="{HEIGHT}" fill="#ffffff"/>',
            *parts,
            "</svg>\n",
        ]
    )


def _panel(panel: Panel, left: float, across: str) -> Iterator[str]:
    sizes, values = zip(*panel.points, panel.aim, strict=True)
    x = _scale(sizes, left + LEFT, left + WIDTH - RIGHT)
    y = _scale(values, HEIGHT - BOTTOM, TOP)
    yield f'<text class="title" x="{left + LEFT}" y="22">{escape(panel.title)}</text>'
    for tick in _decades(values):
        yield _line(left + LEFT, y(tick), left + WIDTH - RIGHT, y(tick), PALE)
        yield _text(left + LEFT - 8, y(tick) + 4, f"{tick:,.10g}", "end", "pale")
    told_at = -math.inf
    for size in sorted({size for size, _ in panel.points}):
        yield _line(x(size), HEIGHT - BOTTOM, x(size), HEIGHT - BOTTOM + 5, INK)
        if x(size) - told_at >= LABEL:
            yield _text(told_at := x(size), HEIGHT - BOTTOM + 19, f"{size:,}", "middle", "pale")
    yield _text(left + (LEFT + WIDTH - RIGHT) / 2, HEIGHT - 8, across, "middle", "pale")
    yield from _aim(panel, x, y)
    path = " ".join(f"{x(size):.1f},{y(value):.1f}" for size, value in panel.points)
    yield f'<polyline points="{path}" fill="none" stroke="{LINE}" stroke-width="2"/>'
    for size, value in panel.points:
        yield f'<circle cx="{x(size):.1f}" cy="{y(value):.1f}" r="3.5" fill="{LINE}"/>'
        told = f"{value:,.0f}" if value >= 10 else f"{value:.2g}"
        yield _text(x(size) - 6, y(value) - 8, told, "end" if size > min(sizes) else "start")


def _aim(panel: Panel, x: _Scale, y: _Scale) -> Iterator[str]:
    """The aim as a ring, and what is proportional to size from there."""
    size, value = panel.aim
    low, high = min(values := [value for _, value in panel.points]), max(*values, value)
    ends = [
        (size * factor, value * factor)
        for factor in (
            max(low / value, min(s for s, _ in panel.points) / size),
            min(high / value, max(s for s, _ in panel.points) / size),
        )
    ]
    (x1, y1), (x2, y2) = ((x(s), y(v)) for s, v in ends)
    yield _line(x1, y1, x2, y2, "#8c959f", ' stroke-dasharray="5 4"')
    yield f'<circle cx="{x(size):.1f}" cy="{y(value):.1f}" r="4.5" fill="#ffffff" stroke="#8c959f"/>'
    yield _text(x(size) + 10, y(value) + 18, f"aim {value:,.10g}", "start", "pale")


class _Scale(NamedTuple):
    """A logarithmic axis: where on the picture a value stands."""

    low: float
    high: float
    start: float
    end: float

    def __call__(self, value: float) -> float:
        share = (math.log10(value) - self.low) / max(self.high - self.low, 1e-9)
        return self.start + share * (self.end - self.start)


def _scale(values: Sequence[float], start: float, end: float) -> _Scale:
    low, high = math.log10(min(values)), math.log10(max(values))
    margin = 0.06 * max(high - low, 0.5)
    return _Scale(low - margin, high + margin, start, end)


def _decades(values: Sequence[float]) -> list[float]:
    """Round values between the least and the greatest: 1, 10, 100; where that is few, 2 and 5 of each too."""
    low, high = math.floor(math.log10(min(values))), math.ceil(math.log10(max(values)))
    steps = (1, 2, 5) if high - low < 3 else (1,)
    ticks = [step * 10.0**power for power in range(low, high + 1) for step in steps]
    return [tick for tick in ticks if min(values) * 0.9 <= tick <= max(values) * 1.1]


def _line(x1: float, y1: float, x2: float, y2: float, colour: str, more: str = "") -> str:
    return f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" stroke="{colour}"{more}/>'


def _text(x: float, y: float, text: str, anchor: str, kind: str = "") -> str:
    given = f' class="{kind}"' if kind else ""
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}"{given}>{escape(text)}</text>'
