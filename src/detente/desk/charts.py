"""Drawings of a page, as SVG: shapes and words, never colour alone; what they show stands in each drawing's title too."""

from __future__ import annotations

import math
from typing import Any

from markupsafe import Markup, escape

from detente.locale import text, times

MINUTE, HOUR, DAY = 60_000, 3_600_000, 86_400_000
MARKS = (MINUTE, 10 * MINUTE, HOUR, 6 * HOUR, DAY, 7 * DAY)
LEFT, RIGHT, ROW, TOP, WIDTH = 96, 20, 20, 28, 640
MOST = 40


def _x(ms: int) -> float:
    """A place on a scale of equal ratios, from half a minute to two weeks."""
    low, high = math.log(MINUTE / 2), math.log(14 * DAY)
    return LEFT + (WIDTH - LEFT - RIGHT) * (min(max(math.log(max(ms, 1)), low), high) - low) / (high - low)


def times_chart(rows: list[dict[str, Any]], lang: str) -> Markup:
    """How long each message of others waited here for a person: a dot; the time agreed for it, where there is one: an upright."""
    shown = rows[-MOST:]
    height = TOP + ROW * len(shown) + 6
    parts = [f'<svg class="chart times" role="img" viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" height="{height}">']
    said = []
    for mark in MARKS:
        x = round(_x(mark), 1)
        parts.append(f'<path class="grid" d="M{x} {TOP - 8}V{height}"/><text x="{x}" y="12" text-anchor="middle">')
        parts.append(f"{escape(times.span(mark, lang))}</text>")
    for number, row in enumerate(shown):
        y, x = TOP + ROW * number + 8, round(_x(row["took"]), 1)
        parts.append(f'<text x="0" y="{y + 4}">{escape(row["reference"])}</text>')
        parts.append(f'<path class="bar-line" d="M{LEFT} {y}H{x}"/><circle class="took" cx="{x}" cy="{y}" r="4"/>')
        if row["within"] is not None:
            due = round(_x(row["within"]), 1)
            parts.append(f'<path class="agreed" d="M{due} {y - 7}v14"/>')
        said.append(f"{row['reference']}: {times.span(row['took'], lang)}")
    parts.insert(1, f"<title>{escape(text('desk.times', lang))}: {escape('; '.join(said))}</title>")
    return Markup("".join([*parts, "</svg>"]))
