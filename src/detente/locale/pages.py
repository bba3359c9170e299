"""Pages of homework, in both languages. One HTML page needs nothing else and runs nothing."""

from __future__ import annotations

from html import escape

from detente.documents import Both
from detente.documents.model import Languages
from detente.locale import text

_STYLE = """
body{font:16px/1.55 system-ui,"Noto Sans","Noto Sans CJK SC",sans-serif;color:#1b1b1b;background:#fff;
margin:2rem auto;max-width:70rem;padding:0 1.2rem}
h1{font-size:1.5rem}h2{font-size:1.1rem;margin:2.2rem 0 .4rem}h1 [lang]+[lang],h2 [lang]+[lang]{font-weight:400;margin-left:.6em}
[lang]{overflow-wrap:anywhere}p{margin:.3rem 0}.under{color:#4a4a4a;font-size:.92rem}
.mark{float:right;border:2px solid;padding:.1rem .5rem;font-weight:700}
table{border-collapse:collapse;width:100%;font-size:.93rem;margin:.5rem 0}
td,th{border-bottom:1px solid #ccc;padding:.35rem .6rem;text-align:left;vertical-align:top}
td [lang]+[lang],th [lang]+[lang]{display:block;color:#4a4a4a;font-weight:400}tr.apart{background:#fdf5dc}
table.sides{table-layout:fixed}table.sides tr+tr th{font-weight:400}td.said{white-space:pre-line}section{break-inside:avoid}
@media (prefers-color-scheme:dark){body{background:#15171a;color:#e8e8e8}.under,td [lang]+[lang],th [lang]+[lang]{color:#bbb}
td,th{border-color:#3a3a3a}tr.apart{background:#3a3214}}
""".strip()


def both(key: str, **values: object) -> Both:
    """A sentence of the catalogue in both languages."""
    return Both(text(key, "en", **values), text(key, "zh", **values))


def order(reader: str) -> Languages:
    return ("zh", "en") if reader == "zh" else ("en", "zh")


def spans(said: Both | str, languages: Languages) -> str:
    """Both languages, the reader's first; a plain string as it stands."""
    if isinstance(said, str):
        return escape(said)
    return " ".join(
        f'<span lang="{"zh-Hans" if one == "zh" else "en"}">{escape(words)}</span>'
        for one, words in said.chosen(languages)
    )


def row(cells: list[Both | str], languages: Languages, kind: str = "", head: bool = False) -> str:
    """A row of a table. Its first cell is the heading of the row."""
    made = []
    for at, cell in enumerate(cells):
        if head:
            made.append(f'<th scope="col">{spans(cell, languages)}</th>')
        elif at == 0:
            made.append(f'<th scope="row">{spans(cell, languages)}</th>')
        else:
            made.append(f'<td class="said">{spans(cell, languages)}</td>')
    start = f'<tr class="{kind}">' if kind else "<tr>"
    return start + "".join(made) + "</tr>"


def page(title: Both, body: list[str], languages: Languages, mark: str = "") -> str:
    """One page with no script and nothing to fetch."""
    name = escape(title.zh if languages[0] == "zh" else title.en)
    framed = f'<div class="mark">{escape(mark)}</div>' if mark else ""
    return "\n".join(
        [
            f'<!doctype html>\n<html lang="{"zh-Hans" if languages[0] == "zh" else "en"}"><head><meta charset="utf-8">',
            '<meta name="viewport" content="width=device-width,initial-scale=1">',
            f"<title>{name}</title><style>{_STYLE}</style></head><body>{framed}<h1>{spans(title, languages)}</h1>",
            *body,
            "</body></html>\n",
        ]
    )
