"""A case, its clocks and what was done, as lines in the reader's language. Every page says: a reminder, not legal advice."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from typing import Any

from detente.cases.case import HARM, JURISDICTIONS, ROLES, TERNARY, TIMES, Case, instant
from detente.cases.clocks import Row
from detente.cases.conditions import sentences
from detente.cases.regime import Regime, Rule
from detente.locale import sentence, text
from detente.locale.times import span, utc
from detente.vocabulary import current

_NAMED = {"harm": HARM, "jurisdictions": JURISDICTIONS, "roles": ROLES}


def joined(parts: Sequence[str], lang: str) -> str:
    return text("list.separator", lang).join(parts)


def word(field: str, code: str, lang: str) -> str:
    """A coded value in words; as it was typed where no rule reads it."""
    if field in TERNARY:
        return current().code("ternary", code, lang)
    if field == "class":
        return current().concept(code, lang) if code in current().concepts else code
    if field == "weights":
        return current().code("weights", code, lang)
    return sentence(f"case.{field}.{code}", lang) or code


def field_name(name: str, lang: str) -> str:
    return sentence(f"case.field.{name}", lang) or name


def moment(when: datetime.datetime, lang: str) -> str:
    """`2026-11-02 17:00 UTC (09:00 −08:00)`: UTC, and as it was typed where that differs."""
    at = when.astimezone(datetime.UTC).strftime("%Y-%m-%d %H:%M UTC")
    offset = when.utcoffset()
    if not offset:
        return at
    minutes = int(offset.total_seconds() // 60)
    sign, minutes = ("+", minutes) if minutes >= 0 else ("-", -minutes)
    wall = when.strftime("%m-%d %H:%M")
    return f"{at} ({wall} {sign}{minutes // 60:02}:{minutes % 60:02})"


def value(case: Case, name: str, lang: str) -> str:
    """What is known of a field, in words; empty when nothing is."""
    found = getattr(case, "what" if name == "class" else name)
    if found in (None, "", ()) or (name in TERNARY and found == "unknown"):
        return ""
    if name in TIMES or name == "next_word_by":
        return moment(instant(found, name), lang)
    if isinstance(found, tuple):
        return joined([word(name, str(item), lang) for item in found], lang)
    return word(name, str(found), lang)


def show(case: Case, lang: str) -> list[tuple[str, str]]:
    """Every known field with its name, in order: what it is, when, whom it touches, the rest."""
    order = (
        *("title", "class", "plain", *TIMES, "next_word_by"),
        *("going_on", "imminent_danger", "harm", "jurisdictions", "roles", "public", "infrastructure", "widespread"),
        *("internal_use", "high_risk", "grade", "level", "office"),
    )
    rows = [(field_name(name, lang), found) for name in order if (found := value(case, name, lang))]
    system = case.system
    parts = [system.developer, system.model, system.version, system.deployment]
    if system.weights:
        parts.append(word("weights", system.weights, lang))
    if any(parts):
        rows.append((field_name("system", lang), joined([part for part in parts if part], lang)))
    rows += [(field_name(name, lang), said) for name, said in sorted(case.fields.items())]
    rows += [(field_name("indicators", lang), f"{row.get('type')}: {row.get('value')}") for row in case.indicators]
    return rows


def entry(kind: str, at: int, who: str, body: Mapping[str, Any], lang: str) -> str:
    """One line of what was done. A reply that was told us by telephone, mail or fax says that it is reported by us."""
    values = {
        "at": utc(at, lang),
        "who": who,
        "text": str(body.get("text", ""))[:200],
        "to": body.get("to", ""),
        "how": body.get("how", ""),
        "when": moment(instant(str(body["at"]), "at"), lang) if "at" in body else "",
        "name": body.get("name", ""),
        "digest": str(body.get("digest", ""))[:16],
        "regime": body.get("regime", ""),
        "receipt": body.get("receipt") or text("case.entry.no-receipt", lang),
        "version": body.get("form", ""),
        "from_": body.get("from", ""),
    }
    return text(f"case.entry.{kind}", lang, **values)


def faults(rows: Sequence[dict[str, str]], lang: str) -> list[str]:
    """Times that cannot all be right."""
    said = []
    for row in rows:
        first, at = field_name(row["first"], lang), moment(instant(row["first_at"], "first"), lang)
        if row["code"] == "future":
            said.append(text("case.times.future", lang, first=first, at=at))
        else:
            then, then_at = field_name(row["then"], lang), moment(instant(row["then_at"], "then"), lang)
            said.append(text("case.times.order", lang, first=first, then=then, at=at, then_at=then_at))
    return said


# -- clocks --------------------------------------------------------------------------------------------------------


def left(row: Row, at: datetime.datetime, lang: str) -> str:
    """The time left, or how long the clock is over, or what state it is in."""
    if row.status == "told" and row.told_at is not None and row.due is not None:
        key = "case.clock.told-late" if row.told_at > row.due else "case.clock.told"
        return text(key, lang, at=moment(row.told_at, lang))
    if row.due is not None and row.status in ("running", "passed"):
        ms = round((row.due - at).total_seconds() * 1000)
        return text(f"case.clock.{row.status}", lang, span=span(ms, lang))
    return text(f"case.clock.{row.status}", lang)


def why(row: Row, lang: str) -> list[str]:
    """Why it does not run, or what would start it."""
    said = [say[lang] for say in row.why]
    if row.status == "waiting" and row.lacks:
        names = list(dict.fromkeys(_start(name, lang) for name in row.lacks))
        return [text("case.clock.starts-at", lang, times=joined(names, lang))]
    if row.status == "waiting" and said:
        return [text("case.clock.starts-if", lang, what=text("case.clock.or", lang).join(said))]
    if row.status == "not-applicable":
        return [text("case.clock.only-if", lang, what=joined(said, lang))]
    return said


def _start(name: str, lang: str) -> str:
    if name.startswith("told."):
        return text("case.clock.after-report", lang)
    return field_name(name, lang)


def started(row: Row, lang: str) -> str:
    """From which time, and when that was."""
    if row.start_at is None:
        return ""
    return text("case.clock.from", lang, name=_start(row.start, lang), at=moment(row.start_at, lang))


def assumes(row: Row, lang: str) -> str:
    return (
        text("case.clock.assumes", lang, what=joined([say[lang] for say in row.assumes], lang)) if row.assumes else ""
    )


def checked(regime: Regime | Rule, lang: str) -> str:
    """Where the law's words come from, when they were looked at and how well."""
    rank = ("read", "excerpt", "secondary", "recalled")
    grade = regime.weakest() if isinstance(regime, Regime) else min((s.grade for s in regime.sources), key=rank.index)
    date = max(source.checked_on for source in regime.sources)
    return text("case.checked", lang, law=regime.law, on=date.isoformat(), how=text(f"case.source.{grade}", lang))


def clock_lines(rows: Sequence[Row], at: datetime.datetime, lang: str) -> list[str]:
    """Running clocks in full; then those that would start; then what does not apply, with its reason."""
    lines: list[str] = []
    live = [row for row in rows if row.status in ("running", "passed", "told")]
    for row in live:
        assert row.clock is not None and row.due is not None
        lines.append(f"{left(row, at, lang)}  {row.regime.names[lang]}: {row.clock.say[lang]}")
        lines.append("    " + text("case.clock.due", lang, at=moment(row.due, lang), to=row.addressee[lang]))
        lines.append("    " + started(row, lang))
        lines.append(f"    {row.clock.section}: {row.clock.basis[lang]}")
        lines += [f"    {said}" for said in (assumes(row, lang), (row.clock.note or {}).get(lang, "")) if said]
        if row.status == "passed":
            lines.append("    " + text("case.clock.still-possible", lang))
            lines += [f"    {row.regime.amend[lang]}"] if row.regime.amend else []
        lines.append("    " + checked(row.regime, lang))
    if not live:
        lines.append(text("case.clock.none-running", lang))
    for status, key in (("waiting", "would-start"), ("not-in-force", "not-yet"), ("no-clock", "voluntary")):
        group = [row for row in rows if row.status == status]
        if group:
            lines += ["", text(f"case.clock.heading.{key}", lang)]
            for regime in dict.fromkeys(row.regime.id for row in group):
                lines += _grouped([row for row in group if row.regime.id == regime], lang, at)
    group = [row for row in rows if row.status == "not-applicable"]
    if group:
        lines += ["", text("case.clock.heading.not-applicable", lang)]
        lines += [line for row in group for line in _grouped([row], lang, at)]
    return [*lines, "", text("case.reminder", lang)]


def _grouped(rows: Sequence[Row], lang: str, at: datetime.datetime) -> list[str]:
    """The clocks of one regime that do not run: its name, and a line for each. A law that does not count yet says so."""
    regime = rows[0].regime
    name = "  " + regime.names[lang]
    if rows[0].status == "waiting" and regime.status.begins is not None and regime.status.begins > at.date():
        name = text("case.clock.later", lang, law=name, state=regime.status.say[lang])
    shared = why(rows[0], lang) if rows[0].clock is None or rows[0].status == "not-in-force" else []
    lines = [name + (text("case.clock.because", lang, why=joined(shared, lang)) if shared else "")]
    for row in rows:
        if row.clock is None:
            lines += _ahead(row, lang) if row.status == "waiting" else []
            continue
        reasons = "" if shared else joined(why(row, lang), lang)
        if row.status == "not-in-force" and row.due is not None:
            reasons = text("case.clock.would-be", lang, at=moment(row.due, lang))
        what = f"    {within(row.clock.within, lang)}{text('list.comma', lang)}{row.clock.say[lang]}"
        lines.append(what + (text("case.clock.because", lang, why=reasons) if reasons else ""))
    return lines


def _ahead(row: Row, lang: str) -> list[str]:
    """The clocks a regime would have, each with what it hangs on besides; without those that follow a report or the end."""
    lines = []
    for clock in row.regime.clocks:
        if all(name == "resolved" or name.startswith("told.") for name in clock.start):
            continue
        what = f"    {within(clock.within, lang)}{text('list.comma', lang)}{clock.say[lang]}"
        said = [] if clock.when is None else list(dict.fromkeys(one[lang] for one in sentences(clock.when)))
        starts = text("case.clock.starts-if", lang, what=text("case.clock.or", lang).join(said))
        lines.append(what + (text("case.clock.because", lang, why=starts) if said else ""))
    return lines


def within(within: Any, lang: str) -> str:
    """`72 h`, `15 d`, `1 month`: how long a clock has."""
    unit, count = next((u, c) for u in _UNITS if (c := getattr(within, u)) is not None)
    if not count:
        return text("case.within.at-once", lang)
    return text(f"case.within.{unit}", lang, count=count)


_UNITS = ("minutes", "hours", "days", "weeks", "months", "working_days")
