"""A timeline as lines, as a chart, and as the page of a Monday morning."""

from __future__ import annotations

from html import escape
from typing import Any

from detente.locale import text
from detente.locale.readouts import act, kinds, label, table
from detente.readouts.weighing import ACTS

_LEFT, _TOP, _STEP_X, _STEP_Y = 330, 92, 84, 26


def _axes(one: dict[str, Any], reader: str) -> str:
    return f"{act(one['act'], reader)} · {kinds(one['concreteness'], reader)}"


def change(row: dict[str, Any], reader: str) -> str:
    """One change as a sentence."""
    values = {
        "concept": label(row["concept"], reader),
        "issuer": row["issuer"],
        "name": row["name"],
        "date": row["date"],
    }
    for key in ("then", "now"):
        if key in row:
            values[key] = _axes(row[key], reader)
    if "since" in row:
        values["since"] = row["since"]
    return text(f"readout.change.{row['type']}", reader, **values)


def lines(found: dict[str, Any], reader: str) -> list[str]:
    """Every text in order, then what changed."""
    rows = [
        [row["date"], row["issuer"], row["name"], row["occasion"] or "-", str(len(row["concepts"]))]
        for row in found["entries"]
    ]
    names = ("date", "issuer", "name", "occasion", "concepts")
    shown = table([text(f"readout.time.{name}", reader) for name in names], rows)
    if found["since"] and not found["changes"]:
        return [*shown, "", text("readout.nothing-new", reader, since=found["since"])]
    shown += ["", text("readout.changes", reader, count=len(found["changes"]))]
    for row in found["changes"]:
        shown.append("  " + change(row, reader))
        if "now" in row:
            shown.append("    " + " ".join(row["now"]["sentence"].split()))
    return shown


def monday(found: dict[str, Any], reader: str) -> str:
    """Markdown of what is new; nothing at all when nothing is."""
    if not found["changes"]:
        return ""
    title = text("readout.monday", reader, since=found["since"] or found["entries"][0]["date"])
    said = [f"# {title}", ""]
    for row in found["changes"]:
        said.append(f"- {change(row, reader)}")
        if "now" in row:
            said.append(f"  > {' '.join(row['now']['sentence'].split())}")
    sources = {row["name"]: row for row in found["entries"]}
    said += ["", f"## {text('readout.sources', reader)}", ""]
    for name in dict.fromkeys(row["name"] for row in found["changes"]):
        said.append(f"- {name} · {sources[name]['date']} · sha256 {sources[name]['sha256']}")
    return "\n".join(said) + "\n"


def chart(found: dict[str, Any], reader: str) -> str:
    """SVG: a row for each concept, a column for each text, a mark whose height is the act and whose ticks are concreteness."""
    entries = found["entries"]
    order = [row["concept"] for row in found["first"]]
    width, height = _LEFT + _STEP_X * len(entries) + 30, _TOP + _STEP_Y * len(order) + 90
    said = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" '
        'font-family="sans-serif" font-size="12" role="img">',
        f"<title>{escape(text('readout.chart', reader))}</title>",
        f'<rect width="{width}" height="{height}" fill="#fff"/>',
    ]
    for column, row in enumerate(entries):
        x = _LEFT + column * _STEP_X + _STEP_X // 2
        said.append(f'<text x="{x}" y="34" text-anchor="middle">{escape(row["date"])}</text>')
        said.append(f'<text x="{x}" y="52" text-anchor="middle" fill="#444">{escape(row["issuer"][:12])}</text>')
    for line, concept in enumerate(order):
        y = _TOP + line * _STEP_Y
        name = label(concept, reader)
        said.append(f'<text x="{_LEFT - 10}" y="{y + 4}" text-anchor="end">{escape(name[:44])}</text>')
        said.append(f'<line x1="{_LEFT}" x2="{width - 20}" y1="{y + 11}" y2="{y + 11}" stroke="#e4e4e4"/>')
        for column, row in enumerate(entries):
            if concept in row["concepts"]:
                said.append(_mark(row["concepts"][concept], _LEFT + column * _STEP_X + _STEP_X // 2, y, reader))
    base = _TOP + _STEP_Y * len(order) + 30
    for number, code in enumerate(ACTS[1:], 1):
        x = 20 + (number - 1) * 150
        said.append(f'<rect x="{x}" y="{base + 18 - 3 * number}" width="14" height="{3 * number}" fill="#2b5c8a"/>')
        said.append(f'<text x="{x + 20}" y="{base + 16}">{escape(act(code, reader))}</text>')
    said.append(f'<text x="20" y="{base + 44}">{escape(text("readout.chart-ticks", reader))}</text>')
    return "\n".join([*said, "</svg>"]) + "\n"


def _mark(one: dict[str, Any], x: int, y: int, reader: str) -> str:
    tall = 3 * ACTS.index(one["act"])
    place = f'x="{x - 7}" y="{y + 9 - tall}" width="14" height="{tall}"'
    made = f'<g><title>{escape(_axes(one, reader))}</title><rect {place} fill="#2b5c8a"/>'
    for number, _kind in enumerate(one["concreteness"]):
        made += (
            f'<circle cx="{x + 14 + 8 * number}" cy="{y + 4}" r="3" fill="none" stroke="#2b5c8a" stroke-width="1.6"/>'
        )
    return made + "</g>"
