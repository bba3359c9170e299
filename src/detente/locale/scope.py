"""Drafts of the scope in words: lines for a terminal, a page, and a document."""

from __future__ import annotations

from detente.cards.scope import Compared, Draft
from detente.documents import Both, Document, Prose, Sheet, Table, Title
from detente.documents.model import Languages, Paper
from detente.locale import text
from detente.locale.pages import both, order, page, row, spans
from detente.vocabulary import current


def named(area: str) -> Both:
    found = current().areas[area]
    return Both(found["en"], found["zh"])


def stands(draft: Draft | None) -> Both:
    return both("cards.not-answered") if draft is None else both(f"scope.stand.{draft.stand}")


def area_lines(area: str, draft: Draft | None, reader: str) -> list[str]:
    name, stand = named(area), stands(draft)
    pick = "zh" if reader == "zh" else "en"
    found = [f"{area}  {getattr(name, pick)}", f"   {getattr(stand, pick)}"]
    if draft is not None:
        found += [f"   {text('scope.except', reader)} {one.en} · {one.zh}" for one in draft.exclusions]
        found += [f"   {text('cards.note', reader)} {draft.note}"] if draft.note else []
    return found


def compared_lines(rows: list[Compared], names: tuple[str, str], reader: str) -> list[str]:
    found = []
    for one in rows:
        mark = "≠" if one.standing == "differ" else " "
        name = named(one.area)
        found.append(f"{mark} {one.area}  {name.zh if reader == 'zh' else name.en}")
        for party, draft in zip(names, (one.first, one.second), strict=True):
            _, first, *rest = area_lines(one.area, draft, reader)
            found += [f"    {party}: {first.strip()}", *(f"       {line.strip()}" for line in rest)]
    return found


def _cell(draft: Draft | None, languages: Languages) -> str:
    """Where an area stands and what is left out, both languages of each as the side wrote them."""
    lines = ["  ".join(words for _, words in stands(draft).chosen(languages))]
    if draft is not None:
        left_out = "  ".join(words for _, words in both("scope.except").chosen(languages))
        for one in draft.exclusions:
            lines += [f"{left_out} {one.en}", one.zh] if languages[0] == "en" else [f"{left_out} {one.zh}", one.en]
        lines += [draft.note] if draft.note else []
    return "\n".join(lines)


def _title(names: tuple[str, str]) -> Both:
    return both("scope.title", first=names[0], second=names[1])


def _rows(rows: list[Compared], languages: Languages) -> list[tuple[bool, list[Both | str]]]:
    found: list[tuple[bool, list[Both | str]]] = []
    for one in rows:
        differs, name = one.standing == "differ", named(one.area)
        sign = "≠ " if differs else ""
        label = Both(f"{sign}{one.area} · {name.en}", f"{sign}{one.area} · {name.zh}")
        found.append((differs, [label, _cell(one.first, languages), _cell(one.second, languages)]))
    return found


def compared_html(rows: list[Compared], names: tuple[str, str], reader: str, mark: str = "") -> str:
    languages = order(reader)
    body = [f'<p class="under">{spans(both("scope.under"), languages)}</p><table class="sides">']
    body.append(row([both("scope.area"), *names], languages, head=True))
    body += [row(cells, languages, "apart" if differs else "") for differs, cells in _rows(rows, languages)]
    return page(_title(names), [*body, "</table>"], languages, mark)


def compared_document(
    rows: list[Compared], names: tuple[str, str], reader: str, mark: str = "", paper: Paper = "a4"
) -> Document:
    languages = order(reader)
    heads = (both("scope.area"), *(Both(name, name) for name in names))
    cells = tuple(tuple(cells) for _, cells in _rows(rows, languages))
    blocks = (Title(_title(names), "", None, mark), Prose(both("scope.under")), Table(heads, cells, (4, 5, 5)))
    return Document(_title(names).en, (Sheet(blocks, (_title(names),)),), languages, paper, "scope")
