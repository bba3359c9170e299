"""A form, and a notice on paper, in words: as text and as pages for the two writers of `documents`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from detente.cases.case import TIMES, Case, System, instant
from detente.cases.forms import Asked, Part
from detente.cases.regime import Regime
from detente.documents import Both, Box, Document, Field, Gap, Grid, Prose, Sheet, Table, Title, Written
from detente.documents.model import Languages
from detente.locale import cases as said
from detente.locale import text
from detente.vocabulary import current

MARK = "EXAMPLE 示例"


def both(key: str, **values: Any) -> Both:
    return Both(text(key, "en", **values), text(key, "zh", **values))


def _pair(row: dict[str, str]) -> Both:
    return Both(row["en"], row["zh"])


def answer(asked: Asked, lang: str) -> str:
    """Every part of an answer, in the reader's language; the author's own words stay as they were written."""
    names = len({part.source for part in asked.parts}) > 1
    return "\n".join(_worded(part, lang, names) for part in asked.parts)


def _worded(part: Part, lang: str, named: bool) -> str:
    if part.both is not None:
        return part.both[lang]
    if isinstance(part.value, System):
        words = [part.value.developer, part.value.model, part.value.version]
        return said.joined([word for word in words if word], lang)
    if part.source in TIMES:
        value = said.moment(instant(part.value, part.source), lang)
    elif isinstance(part.value, tuple):
        value = said.joined([said.word(part.source, str(item), lang) for item in part.value], lang)
    else:
        value = said.word(part.source, str(part.value), lang)
    if named and part.source not in ("plain", "files") and not part.source.startswith("system"):
        return f"{said.field_name(part.source.removeprefix('fields.'), lang)}{text('list.colon', lang)}{value}"
    return value


def rows(form: Sequence[Asked], lang: str) -> list[dict[str, str]]:
    """A form as it is kept: what each field asks and its answer, in one language."""
    return [{"id": one.field.id, "ask": one.field.ask[lang], "answer": answer(one, lang)} for one in form]


def gaps(form: Sequence[Asked]) -> list[Asked]:
    """Fields of the first report that nothing answers."""
    return [one for one in form if one.gap and one.field.needed == "first"]


def as_text(
    regime: Regime, form: Sequence[Asked], lang: str, number: int, changed: Sequence[tuple[str, str, str]]
) -> str:
    """The form to paste into a portal or to read aloud."""
    lines = [regime.names[lang], regime.law, text("form.to", lang, to=regime.addressee[lang])]
    lines += [text("form.number", lang, number=number), ""]
    for one in form:
        lines.append(one.field.ask[lang])
        found = answer(one, lang)
        lines += [f"    {line}" for line in found.splitlines()] or ["    " + _gap(one, lang)]
    if changed:
        lines += ["", text("form.changed", lang)]
        asks = {one.field.id: one.field.ask[lang] for one in form}
        none = text("form.none", lang)
        for id, was, now in changed:
            lines.append(text("form.change", lang, ask=asks.get(id, id), was=was or none, now=now or none))
    weak = {one.field.grade for one in form} - {"read"}
    if weak:
        lines += ["", text("form.fields-grade", lang, how=text(f"case.source.{_worst(form)}", lang))]
    return "\n".join([*lines, "", text("case.reminder", lang)])


def _gap(one: Asked, lang: str) -> str:
    return "[" + text(f"form.gap.{one.field.needed}", lang) + "]"


def _worst(form: Sequence[Asked]) -> str:
    rank = ("read", "excerpt", "secondary", "recalled")
    return max((one.field.grade for one in form), key=rank.index)


def form_page(
    case: Case,
    regime: Regime,
    form: Sequence[Asked],
    number: int,
    changed: Sequence[tuple[str, str, str]],
    told: Sequence[dict[str, Any]],
    at: int,
    languages: Languages | None = None,
) -> Document:
    """A regime's form as pages, in the regime's languages; gaps marked, differences from the last report and receipts listed."""
    tongues: Languages = languages or regime.languages
    first = tongues[0]
    blocks: list[Any] = [
        Title(_pair(regime.names), mark=MARK if case.example else ""),
        Prose(Both(regime.law, regime.law)),
        Prose(Both(*(text("form.head", lang, number=number, to=regime.addressee[lang]) for lang in ("en", "zh")))),
        Grid(tuple((_field(one, case, tongues),) for one in form)),
    ]
    if changed:
        asks = {one.field.id: _pair(one.field.ask) for one in form}
        heads = (both("form.col.field"), both("form.col.was"), both("form.col.now"))
        none = text("form.none", first)
        table = tuple((asks.get(id, Both(id, id)), was or none, now or none) for id, was, now in changed)
        blocks += [Prose(both("form.changed"), bold=True), Table(heads, table, (3, 4, 5))]
    if told:
        heads = (both("form.col.to"), both("form.col.at"), both("form.col.receipt"))
        reports = tuple((str(t["to"]), str(t["at"]), str(t["receipt"] or "—")) for t in told)
        blocks += [Prose(both("form.told"), bold=True), Table(heads, reports, (5, 4, 3))]
    for note in (regime.amend, regime.close, regime.note):
        if note:
            blocks.append(Prose(_pair(note)))
    if {one.field.grade for one in form} - {"read"}:
        how = {lang: text(f"case.source.{_worst(form)}", lang) for lang in ("en", "zh")}
        blocks.append(Prose(Both(*(text("form.fields-grade", lang, how=how[lang]) for lang in ("en", "zh")))))
    blocks.append(Box(both("case.reminder")))
    footer = (Both(*(f"{regime.names[lang]} · {number}" for lang in ("en", "zh"))),)
    return Document(regime.names["en"], (Sheet(tuple(blocks), footer=footer),), languages=tongues, at=at)


def _field(one: Asked, case: Case, tongues: Languages) -> Field:
    label = _pair(one.field.ask)
    if one.gap:
        return Field(label, value=Gap(both(f"form.gap.{one.field.needed}")), below=True)
    lines = [answer(one, lang) for lang in tongues]
    own = any(part.source in ("plain",) for part in one.parts)
    shown = lines[0] if own or len(set(lines)) == 1 else "\n".join(lines)
    return Field(label, value=Written(shown, case.language if own else tongues[0]), below=True)


# -- a notice on paper ---------------------------------------------------------------------------------------------------


def notice_page(case: Case, id: str, digest: str, standing: str, at: int, first: str) -> Document:
    """The minimum notice in both languages: what the case says, what nobody claims, what is signed and what is not."""
    tongues: Languages = ("zh", "en") if first == "zh" else ("en", "zh")
    words = current()
    grid: list[tuple[Field, ...]] = []
    for name in ("class", "occurred", "detected", "confirmed", "going_on", "harm", "public", "next_word_by", "office"):
        values = [said.value(case, name, lang) for lang in tongues]
        if values[0]:
            shown = values[0] if len(set(values)) == 1 else " / ".join(values)
            grid.append((Field(both(f"case.field.{name}"), value=Written(shown, tongues[0])),))
    if case.plain:
        label = both("case.field.plain")
        grid.insert(1, (Field(label, value=Written(case.plain, case.language), below=True),))
    grid.append(
        (
            Field(
                both("paper.positions"),
                value=Written(
                    "\n".join(
                        f"{words.code('admission', 'none', lang)}; {words.code('attribution', 'not-asserted', lang)}"
                        for lang in tongues
                    )
                ),
                below=True,
            ),
        )
    )
    blocks = (
        Title(both("paper.title"), number=id, under=both("paper.under"), mark=MARK if case.example else ""),
        Grid(tuple(grid)),
        Box(both(f"paper.standing.{standing}", digest=digest)),
        Prose(both("paper.reply")),
    )
    footer = (both("paper.footer", id=id),)
    return Document(text("paper.title", "en"), (Sheet(blocks, footer=footer),), languages=tongues, at=at)
