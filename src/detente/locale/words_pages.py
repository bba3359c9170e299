"""Readings of words on pages: one's own beside the scheme, as homework, or two sides' beside each other; HTML and documents."""

from __future__ import annotations

from detente.documents import Both, Document, Heading, Prose, Sheet, Table, Title
from detente.documents.model import Block, Languages, Paper
from detente.locale.pages import both, order, page, row, spans
from detente.locale.words import own_words, said, summary
from detente.words.reading import Compared


def _title(names: tuple[str, str | None]) -> Both:
    if names[1] is None:
        return both("words.title-one", first=names[0])
    return both("words.title", first=names[0], second=names[1])


def _heads(names: tuple[str, str | None]) -> list[Both | str]:
    return [both("words.scheme-head"), *(name for name in names if name is not None)]


def _scheme(one: Compared) -> Both:
    if one.scheme is None:
        return both("words.not-in-scheme", word=one.code)
    return Both(
        f"{one.scheme['en']}: {one.scheme['define_en']}",
        f"{one.scheme['zh']}：{one.scheme['define_zh']}",
    )


def _cells(one: Compared, names: tuple[str, str | None], languages: Languages) -> list[Both | str]:
    """The scheme's wording, then each side's: where it stands in both languages, its own words below as it wrote them."""
    cells: list[Both | str] = [_scheme(one)]
    for name, reading in zip(names, (one.first, one.second), strict=True):
        if name is not None:
            stands = "  ".join(words for _, words in said(reading).chosen(languages))
            own = own_words(reading)
            cells.append(f"{stands}\n{own}" if own else stands)
    return cells


def _name(one: Compared) -> Both:
    if one.scheme is None:
        return Both(one.code, one.code)
    return Both(one.scheme["en"], one.scheme["zh"])


def compared_html(rows: list[Compared], names: tuple[str, str | None], reader: str, mark: str = "") -> str:
    languages = order(reader)
    body = [f'<p class="under">{spans(both("words.under"), languages)}</p>']
    body.append(f"<p>{spans(summary(rows, names[1] is not None), languages)}</p>")
    standing = ""
    for one in rows:
        if names[1] is not None and one.standing != standing:
            standing = one.standing
            body.append(f"<h2>{spans(both(f'words.standing.{standing}'), languages)}</h2>")
        body.append(f'<section><h2>{spans(_name(one), languages)}</h2><table class="sides">')
        body.append(row([*_heads(names)], languages, head=True))
        body.append(row([*_cells(one, names, languages)], languages, "apart" if one.standing == "differ" else ""))
        body.append("</table></section>")
    return page(_title(names), body, languages, mark)


def compared_document(
    rows: list[Compared], names: tuple[str, str | None], reader: str, mark: str = "", paper: Paper = "a4"
) -> Document:
    languages = order(reader)
    blocks: list[Block] = [
        Title(_title(names), "", None, mark),
        Prose(both("words.under")),
        Prose(summary(rows, names[1] is not None)),
    ]
    heads = tuple(one if isinstance(one, Both) else Both(one, one) for one in _heads(names))
    groups: dict[str, list[tuple[Both | str, ...]]] = {}
    for one in rows:
        groups.setdefault(one.standing, []).append(tuple(_cells(one, names, languages)))
    for standing, cells in groups.items():
        if names[1] is not None:
            blocks.append(Heading(both(f"words.standing.{standing}")))
        blocks.append(Table(heads, tuple(cells), (1,) * len(heads)))
    sheet = Sheet(tuple(blocks), (_title(names),))
    return Document(_title(names).en, (sheet,), languages, paper, "words")
