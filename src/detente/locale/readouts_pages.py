"""A comparison to paste into a newsletter: Markdown, and one HTML page that needs nothing else, texts side by side."""

from __future__ import annotations

from html import escape
from typing import Any

from detente.locale import text
from detente.locale.readouts import cell, difference, head, label, ladder, names_of
from detente.readouts.scanning import Scan

_STYLE = """
body{font:16px/1.6 system-ui,"Noto Sans","Noto Sans CJK SC",sans-serif;color:#1b1b1b;background:#fff;
margin:2rem auto;max-width:76rem;padding:0 1.2rem}
h1{font-size:1.5rem}h2{font-size:1.15rem;margin-top:2.2rem}
.sides{display:grid;grid-template-columns:repeat(auto-fit,minmax(20rem,1fr));gap:1.4rem}
.side{border:1px solid #ccc;border-radius:6px;padding:1rem 1.2rem;overflow-wrap:anywhere}
.side h3{margin:.1rem 0 .4rem;font-size:1rem}.meta{font-size:.8rem;color:#4a4a4a;white-space:pre-line}
.said{white-space:pre-line}mark{background:#fdf0bf;color:inherit;border-bottom:2px solid #9a7500;padding:0 .08em}
mark sup{font-size:.65rem;color:#5f4700;margin-left:.1em}
table{border-collapse:collapse;width:100%;font-size:.9rem}
td,th{border-bottom:1px solid #ddd;padding:.35rem .6rem;text-align:left;vertical-align:top}
ol{padding-left:1.4rem}li{margin:.7rem 0}li div{font-size:.92rem;color:#333;margin-top:.15rem}li div.uncertain{color:#6b4e00}
@media (prefers-color-scheme:dark){body{background:#15171a;color:#e8e8e8}.side{border-color:#444}.meta,li div{color:#bbb}
mark{background:#4b3d00;border-color:#d9b400}mark sup{color:#ffe08a}td,th{border-color:#3a3a3a}}
""".strip()


def markdown(found: dict[str, Any], reader: str) -> str:
    """Differences, matrix, ladder and sources."""
    names = names_of(found["texts"])
    said = [f"# {text('readout.title', reader)}", ""]
    said += [f"## {text('readout.differences.' + found['mode'], reader, count=len(found['differences']))}", ""]
    for row in found["differences"]:
        first, *rest = difference(row, names, reader)
        said += [first, *(f"   - {line.strip()}" for line in rest)]
    columns = [text("readout.column.concept", reader), *names]
    said += ["", f"## {text('readout.matrix', reader)}", "", _line(columns), _line(["---"] * len(columns))]
    for row in found["matrix"]:
        said.append(_line([label(row["concept"], reader), *(cell(one, reader) for one in row["sides"])]))
    first, *rest = ladder(found["ladder"], names, reader)
    said += ["", f"## {first}", "", *(f"- {line.strip()}" for line in rest)]
    said += ["", f"## {text('readout.sources', reader)}", ""]
    for name, about in zip(names, found["texts"], strict=True):
        said += [f"- **{name}**", *(f"  - {line.strip()}" for line in head(about, reader))]
    return "\n".join(said) + "\n"


def _line(cells: list[str]) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|").replace("\n", " ") for cell in cells) + " |"


def page(found: dict[str, Any], scans: list[Scan], reader: str) -> str:
    """One HTML page with no script and nothing to fetch."""
    names = names_of(found["texts"])
    title = escape(text("readout.title", reader))
    said = [
        f'<!doctype html>\n<html lang="{"zh-Hans" if reader == "zh" else "en"}"><head><meta charset="utf-8">',
        '<meta name="viewport" content="width=device-width,initial-scale=1">',
        f"<title>{title}</title><style>{_STYLE}</style></head><body><h1>{title}</h1>",
        f"<h2>{escape(text('readout.differences.' + found['mode'], reader, count=len(found['differences'])))}</h2><ol>",
    ]
    for row in found["differences"]:
        first, *rest = difference(row, names, reader)
        kind = "" if row["certain"] else ' class="uncertain"'
        head_line = first.split(". ", 1)[1]
        said.append(f"<li><strong>{escape(head_line)}</strong>")
        said += [f"<div{kind}>{escape(line.strip())}</div>" for line in rest]
        said.append("</li>")
    said.append("</ol>" + _ladder(found, names, reader))
    said.append(f'<h2>{escape(text("readout.texts", reader))}</h2><div class="sides">')
    for name, about, scanned in zip(names, found["texts"], scans, strict=True):
        language = "zh" if about["language"] == "zh" else "en"
        meta = "\n".join(line.strip() for line in head(about, reader))
        said.append(f'<section class="side"><h3>{escape(name)}</h3><div class="meta">{escape(meta)}</div>')
        said.append(f'<div class="said" lang="{language}">{highlighted(scanned, reader)}</div></section>')
    said.append("</div>" + _matrix(found, names, reader) + "</body></html>\n")
    return "\n".join(said)


def _ladder(found: dict[str, Any], names: list[str], reader: str) -> str:
    first, *rest = ladder(found["ladder"], names, reader)
    return f"<h2>{escape(first)}</h2><ul>" + "".join(f"<li>{escape(line.strip())}</li>" for line in rest) + "</ul>"


def _matrix(found: dict[str, Any], names: list[str], reader: str) -> str:
    columns = [text("readout.column.concept", reader), *names]
    head_row = "".join(f'<th scope="col">{escape(name)}</th>' for name in columns)
    body = "".join(
        f'<tr><th scope="row">{escape(label(row["concept"], reader))}</th>'
        + "".join(f"<td>{escape(cell(one, reader))}</td>" for one in row["sides"])
        + "</tr>"
        for row in found["matrix"]
    )
    title = escape(text("readout.matrix", reader))
    return f"<h2>{title}</h2><table><thead><tr>{head_row}</tr></thead><tbody>{body}</tbody></table>"


def highlighted(scanned: Scan, reader: str) -> str:
    """The original with every finding marked in its place."""
    said, done = [], 0
    for one in sorted((*scanned.findings, *scanned.more), key=lambda one: (one.start, -one.end)):
        if one.start < done:
            continue
        said.append(escape(scanned.original[done : one.start]))
        note = f"{label(one.concept, reader)}"
        inside = escape(scanned.original[one.start : one.end])
        said.append(f'<mark title="{escape(note)}">{inside}<sup>{escape(note)}</sup></mark>')
        done = one.end
    return "".join([*said, escape(scanned.original[done:])])
