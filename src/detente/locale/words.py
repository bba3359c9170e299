"""Words, readings, mappings and the register in words: lines for a terminal. Pages are made in words_pages.py."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from detente.documents import Both
from detente.locale import text
from detente.locale.pages import both
from detente.vocabulary import current
from detente.words.diverging import Divergence
from detente.words.mapping import RELATIONS, List, Row
from detente.words.reading import TEXTS, Compared, Reading

MARK = "EXAMPLE 示例"


def _row(code: str) -> Mapping[str, Any]:
    return current().concepts.get(code, {})


def _mark(code: str, ours: Mapping[str, Reading], parted: Mapping[str, Divergence]) -> str:
    """Two signs before a word: what we said of it, and whether the languages part."""
    reading = ours.get(code)
    return ("≠" if reading and reading.position == "differs" else "=" if reading else " ") + (
        "◇" if code in parted else " "
    )


def listed(codes: list[str], ours: Mapping[str, Reading], parted: Mapping[str, Divergence], reader: str) -> list[str]:
    """One line a word, by area."""
    found: list[str] = []
    area = ""
    for code in codes:
        row = _row(code)
        if row.get("area", "-") != area:
            area = row.get("area", "-")
            name = current().areas.get(area)
            title = (
                name["zh" if reader == "zh" else "en"]
                if name
                else text("words.area-x" if area == "X" else "words.area-own", reader)
            )
            found += ["", f"{area}  {title}"]
        own = ours.get(code)
        labels = f"{row.get('en') or (own and own.en) or '—'} · {row.get('zh') or (own and own.zh) or '—'}"
        found.append(f" {_mark(code, ours, parted)} {code:<42} {labels}")
    return [*found, "", text("words.marks", reader)]


def whole(
    code: str, ours: Reading | None, parted: Divergence | None, lists: Mapping[str, List], reader: str
) -> list[str]:
    """A word with all that is known of it: both labels, both definitions, what they assert, where the languages part."""
    row = _row(code)
    if not row:
        return [f"{code}", text("words.own-only", reader), *reading_lines(ours, reader)]
    order = ("zh", "en") if reader == "zh" else ("en", "zh")
    found = [f"{code}  ({row['area']})", ""]
    for tongue in order:
        found += [f"{row[tongue]}", f"  {row[f'define_{tongue}']}"]
        if row[f"note_{tongue}"]:
            found.append(f"  {row[f'note_{tongue}']}")
    found += [
        "",
        f"{text('words.asserts', reader)} {row['same']}",
        text(f"words.evidence.{row['zh_evidence']}", reader),
    ]
    if parted is not None:
        say = parted.say.zh if reader == "zh" else parted.say.en
        found += ["", f"◇ {text(f'words.parted.{parted.kind}', reader)}: {say} ({parted.source})"]
    above = current().broader.get(code)
    if above:
        found += ["", f"{text('words.broader', reader)} {above}  {current().concept(above, reader)}"]
    names = [current().sources.get(source, source) for source in row["sources"]]
    found += ["", text("words.sources", reader), *(f"  · {name}" for name in names)]
    matches = [(one, line) for one in lists.values() for line in one.rows if line.word == code]
    if matches:
        found += ["", text("words.mapped", reader)]
        found += [f"  · {_target(one, reader)}: {_match(line, reader)}" for one, line in matches]
    return [*found, "", text("words.our-reading", reader), *reading_lines(ours, reader)]


def reading_lines(reading: Reading | None, reader: str) -> list[str]:
    if reading is None:
        return ["  " + text("words.unmarked", reader)]
    found = ["  " + text(f"words.position.{reading.position}", reader)]
    for name in TEXTS:
        value = getattr(reading, name)
        if value:
            found.append(f"  {text(f'words.field.{name}', reader)} {value}")
    return found


def said(reading: Reading | None) -> Both:
    """What a side says of a word, for a cell."""
    if reading is None:
        return both("words.unmarked")
    return both(f"words.position.{reading.position}")


def own_words(reading: Reading | None) -> str:
    """A reading's own texts, each on a line, in the language they were written in."""
    if reading is None:
        return ""
    pairs = [(reading.en, reading.define_en), (reading.zh, reading.define_zh)]
    lines = [f"{label}: {define}" if label and define else label or define or "" for label, define in pairs]
    return "\n".join(line for line in [*lines, reading.note or ""] if line)


def summary(rows: list[Compared], two: bool) -> Both:
    if not two:
        differs = sum(row.first is not None and row.first.position == "differs" for row in rows)
        return both("words.summary-one", differs=differs, ours=len(rows) - differs)
    count = {standing: sum(row.standing == standing for row in rows) for standing in ("differ", "one-side", "same")}
    return both("words.summary", differ=count["differ"], one_side=count["one-side"], same=count["same"])


def compared_lines(rows: list[Compared], names: tuple[str, str | None], reader: str) -> list[str]:
    """Differences first, the scheme's wording above each."""
    two = names[1] is not None
    sentence = summary(rows, two)
    found = [sentence.zh if reader == "zh" else sentence.en]
    standing = ""
    for row in rows:
        if two and row.standing != standing:
            standing = row.standing
            found += ["", text(f"words.standing.{standing}", reader)]
        found += ["", row.code]
        if row.scheme is not None:
            for tongue in ("en", "zh"):
                found.append(f"  {text('words.scheme', reader)} {row.scheme[tongue]}: {row.scheme[f'define_{tongue}']}")
        for name, reading in zip(names, (row.first, row.second), strict=True):
            if name is not None:
                first, *rest = reading_lines(reading, reader)
                found += [f"  {name}: {first.strip()}", *(f"  {line}" for line in rest)]
    return found


def register_lines(rows: Mapping[str, Divergence], reader: str) -> list[str]:
    found = [text("words.register", reader), ""]
    for code, row in rows.items():
        say = row.say.zh if reader == "zh" else row.say.en
        concept = _row(code)
        found += [
            f"{concept['en']} · {concept['zh']}  ({code})",
            f"  {text(f'words.parted.{row.kind}', reader)}: {say}",
            f"  {text('words.source', reader)} {row.source}",
        ]
    return found


def _target(one: List, reader: str) -> str:
    return f"{one.name.zh if reader == 'zh' else one.name.en} {one.version}"


def _match(row: Row, reader: str) -> str:
    entry = f" {row.code} “{row.label}”" if row.label and row.label != row.code else f" {row.code}" if row.code else ""
    return f"{text(f'words.relation.{row.relation}', reader)}{entry}. {row.why.zh if reader == 'zh' else row.why.en}"


def mapping_lines(one: List, reader: str) -> list[str]:
    how = one.how.zh if reader == "zh" else one.how.en
    found = [
        _target(one, reader),
        f"  {one.publisher}; {one.date}; {one.url}",
        f"  {text(f'cards.grade.{one.grade}', reader)}; {text('words.checked', reader, day=one.checked_on.isoformat())}",
        f"  {how}",
    ]
    for relation in RELATIONS:
        for row in one.rows:
            if row.relation == relation:
                found.append(f"  · {current().concept(row.word, reader)} ({row.word}): {_match(row, reader)}")
    return found
