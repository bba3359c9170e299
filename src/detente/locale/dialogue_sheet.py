"""The sheet that a secretariat would circulate: the page of a dialogue in both languages side by side, with its chart. HTML, no
script and nothing fetched. What comes from messages is escaped."""

from __future__ import annotations

from html import escape
from typing import Any

from detente.locale import text
from detente.locale.dialogue import page
from detente.locale.times import utc

STYLE = """
:root{color-scheme:light;--ink:#1c1b1a;--rule:#c9c5bf;--soft:#5f5a54}
body{font:10.5pt/1.5 "Source Serif 4","Noto Serif CJK SC",serif;color:var(--ink)}
body{max-width:72rem;margin:1.5rem auto;padding:0 1rem}
h1{font-size:1.25rem;font-weight:600}h2{font-size:1rem;font-weight:600;margin:1.2rem 0 .2rem}
.pair{display:grid;grid-template-columns:1fr 1fr;column-gap:1.5rem}
.row{display:contents}
.row>div{border-top:1px solid var(--rule);padding:.2rem 0;overflow-wrap:anywhere}
.row>.on{border-top-color:transparent;padding-top:0}
dl{display:grid;grid-template-columns:8.5rem 1fr;column-gap:.6rem;margin:0}
dt{color:var(--soft);font-size:.86em}dd{margin:0}
svg{width:100%;height:auto}figcaption{color:var(--soft);font-size:.86em}figure{margin:.4rem 0}
footer{margin-top:1.5rem;border-top:1px solid var(--rule);color:var(--soft);font-size:.86em}
@page{size:A4;margin:16mm}@media print{body{max-width:none;margin:0;padding:0}h2{break-after:avoid}.row>div{break-inside:avoid}}
@media(max-width:52rem){dl{grid-template-columns:1fr}}@media(max-width:34rem){.pair{grid-template-columns:1fr}}
"""


def sheet(found: dict[str, Any], marks: tuple[str, ...] = ()) -> str:
    """`marks`: what stands above everything, as `EXAMPLE 示例`."""
    parts = [page(found, language) for language in ("en", "zh")]
    rows = []
    for en, zh in zip(*parts, strict=True):
        heads = f'<span lang="en">{escape(en.title)}</span><span lang="zh-Hans">{escape(zh.title)}</span>'
        rows.append(f'<h2 class="pair">{heads}</h2>')
        rows.append('<div class="pair">')
        for one, other in zip(en.rows, zh.rows, strict=True):
            on = "" if one[0] else ' class="on"'  # it goes on from the row before
            cells = "".join(
                f'<div lang="{tongue}"{on}><dl><dt>{escape(label)}</dt><dd>{escape(value)}</dd></dl></div>'
                for tongue, (label, value) in (("en", one), ("zh-Hans", other))
            )
            rows.append(f'<div class="row">{cells}</div>')
        rows.append("</div>")
        if en.title == text("dialogue.terms", "en"):
            rows.append(_figure(found))
    title = " · ".join(text("dialogue.title", language) for language in ("en", "zh"))
    mark = "".join(f"<p><strong>{escape(one)}</strong></p>" for one in marks)
    foot = " · ".join(text("dialogue.same-cut", language) for language in ("en", "zh"))
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width,initial-scale=1">'
        f"<title>{escape(title)}</title><style>{STYLE}</style></head><body>{mark}<h1>{escape(title)}</h1>"
        + "".join(rows)
        + f"<footer><p>{escape(foot)}</p></footer></body></html>\n"
    )


def _figure(found: dict[str, Any]) -> str:
    words = " · ".join(text("dialogue.chart", language) for language in ("en", "zh"))
    return f"<figure>{chart(found['over_time'])}<figcaption>{escape(words)}</figcaption></figure>"


WIDE, HIGH, LEFT, BOTTOM = 640, 180, 34, 26


def chart(rows: list[list[int]]) -> str:
    """Steps: how many labels and definitions stood agreed (line), and how many agreed to differ (dashes), by the times in the
    record. SVG in one colour, with the figures as text: it prints, and is read aloud."""
    last = rows[-1] if rows else [0, 0, 0]
    label = " · ".join(
        text("dialogue.chart-says", language, agreed=last[1], differ=last[2]) for language in ("en", "zh")
    )
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDE} {HIGH}" role="img" '
        f'aria-label="{escape(label, quote=True)}" '
        'font-family="serif" font-size="11" fill="currentColor">'
    )
    if not rows:
        return f'{head}<text x="{LEFT}" y="{HIGH // 2}">–</text></svg>'
    first, end = rows[0][0], rows[-1][0]
    most = max(max(row[1], row[2]) for row in rows) or 1

    def x(at: int) -> float:
        return LEFT + (WIDE - LEFT - 40) * ((at - first) / (end - first) if end > first else 0.5)

    def y(count: int) -> float:
        return HIGH - BOTTOM - (HIGH - BOTTOM - 16) * count / most

    drawn = [
        f'<line x1="{LEFT}" y1="{y(0):.1f}" x2="{WIDE - 10}" y2="{y(0):.1f}" stroke="currentColor" stroke-width=".6"/>'
    ]
    for count in sorted({0, most // 2, most}):
        drawn.append(f'<text x="{LEFT - 8}" y="{y(count) + 4:.1f}" text-anchor="end">{count}</text>')
    for column, dash in ((1, ""), (2, ' stroke-dasharray="4 3"')):
        path = f"M{x(first):.1f} {y(0):.1f}"
        for row in rows:
            path += f"H{x(row[0]):.1f}V{y(row[column]):.1f}"
        path += f"H{WIDE - 36}"
        drawn.append(f'<path d="{path}" fill="none" stroke="currentColor" stroke-width="1.4"{dash}/>')
        drawn.append(f'<text x="{WIDE - 32}" y="{y(last[column]) + 4:.1f}">{last[column]}</text>')
    for at, anchor in {first: "start", end: "end"}.items():
        drawn.append(f'<text x="{x(at):.1f}" y="{HIGH - 8}" text-anchor="{anchor}">{utc(at, "en")[:10]}</text>')
    return head + "".join(drawn) + "</svg>"
