"""What was read in public texts, as lines for a terminal: words by the catalogue."""

from __future__ import annotations

import re
import unicodedata
from typing import Any

from detente.locale import text
from detente.readouts.lexicon import concepts

_AREAS = ("A", "B", "C", "X")
WIDTH = 110


def label(concept: str, reader: str) -> str:
    known = concepts().get(concept)
    return known.label(reader) if known else concept


def act(code: str, reader: str) -> str:
    return text(f"readout.act.{code}", reader)


def kinds(codes: list[str], reader: str) -> str:
    """The second axis, `none` said as well."""
    if not codes:
        return text("readout.concrete.none", reader)
    return text("list.separator", reader).join(text(f"readout.concrete.{code}", reader) for code in codes)


def who(code: str, reader: str) -> str:
    """`both`, `third` and `unstated` have words; a side's name stands as it is."""
    return text(f"readout.who.{code}", reader) if code in ("both", "third", "unstated") else code


def why(rule: str, reader: str) -> str:
    """A rule as a sentence: what was looked at, and what was asked of it."""
    if rule in ("form", "words-apart", "other-sense", "head-word", "kin-found"):
        return text(f"readout.rule.{rule}", reader)
    kind = rule.split("+")[0].split(":")[0]
    if kind in ("form", "within"):
        return text("readout.rule.form-in-context", reader, rule=rule)
    return text(f"readout.rule.{kind}", reader, rule=rule)


def head(about: dict[str, Any], reader: str) -> list[str]:
    """Which text this is: source, time taken, digest, and what it says of itself."""
    shown = [text("readout.source", reader, source=about.get("source") or "-", taken=about.get("taken") or "-")]
    shown.append("  sha256 " + str(about.get("bytes_sha256") or about.get("sha256") or "-"))
    for name in ("title", "date", "issuer", "occasion"):
        if about.get(name):
            shown.append("  " + text(f"readout.meta.{name}", reader, value=about[name]))
    shown.append("  " + text("readout.meta.rank", reader, value=text(f"readout.rank.{about['rank']}", reader)))
    shown.append("  " + text(f"readout.language.{about['language']}", reader))
    shown += ["  " + text(f"readout.note.{note}", reader) for note in about.get("notes") or []]
    if not about["complete"]:
        shown.append("  " + text("readout.not-complete", reader))
    return shown


def table(columns: list[str], rows: list[list[str]]) -> list[str]:
    """Columns as wide as they need, folded where the whole would be wider than `WIDTH`; wide characters take two."""
    count = len(columns)
    most = max(14, (WIDTH - 2 * count) // count)
    widths = [
        min(most if number else most + 12, max(_width(row[number]) for row in (columns, *rows)))
        for number in range(count)
    ]
    shown = []
    for row in (columns, ["-" * width for width in widths], *rows):
        folded = [_fold(cell, width) for cell, width in zip(row, widths, strict=True)]
        for number in range(max(len(cell) for cell in folded)):
            parts = [cell[number] if number < len(cell) else "" for cell in folded]
            line = "  ".join(part + " " * (width - _width(part)) for part, width in zip(parts, widths, strict=True))
            shown.append(line.rstrip())
    return shown


def _width(said: str) -> int:
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in said)


def _fold(said: str, width: int) -> list[str]:
    lines, line = [], ""
    for word in re.findall(r"[^ \u2e80-\uffff]+ ?|[\u2e80-\uffff] ?| ", said):
        while _width(word.rstrip()) > width:
            if line:
                lines.append(line.rstrip())
                line = ""
            lines.append(word[:width])
            word = word[width:]
        if line and _width(line + word.rstrip()) > width:
            lines.append(line.rstrip())
            line = ""
        line += word
    return [*lines, line.rstrip()] if line.strip() or not lines else lines


def scanned(found: dict[str, Any], reader: str, everything: bool = False) -> list[str]:
    """One text: findings with sentence and rule, what the lexicon adds, what was rejected, what is not there."""
    about = found["text"]
    shown = head(about, reader)
    columns = [text(f"readout.column.{name}", reader) for name in ("concept", "act", "concreteness", "who")]
    for key in ("findings", "more"):
        rows = [
            [
                f"{label(one['concept'], reader)} [{one['concept']}]",
                act(one["act"], reader) + _words(one["act_words"]),
                kinds(one["concreteness"], reader) + _words(list(one["concrete_words"].values())),
                who(one["attribution"], reader),
            ]
            for one in found[key]
        ]
        shown += ["", text(f"readout.{key}", reader, count=len(rows))]
        if rows:
            shown += table(columns, rows)
    if found["findings"]:
        shown += ["", text("readout.places", reader)]
        for one in found["findings"]:
            shown.append(f"  {one['start']}-{one['end']}  {_marked(one, about)}")
            shown.append("    " + text("readout.form", reader, form=one["form"]) + " " + why(one["rule"], reader))
    if found["rejected"]:
        shown += ["", text("readout.rejected", reader)]
        for one in found["rejected"]:
            shown.append(f"  {one['start']}  {one['form']}  [{one['concept']}]  {why(one['rule'], reader)}")
    return shown + _absent(found, reader, everything)


def _absent(found: dict[str, Any], reader: str, everything: bool) -> list[str]:
    about = found["text"]
    if not about["complete"]:
        return ["", text("readout.absence-refused", reader)]
    if about["language"] == "other":
        return ["", text("readout.absence-language", reader)]
    claims = found["not_found"]
    count = sum(len(forms) for claim in claims for forms in claim["forms"].values())
    shown = ["", text("readout.absent", reader, count=len(claims), forms=count, characters=about["characters"])]
    for area in _AREAS:
        here = [claim for claim in claims if concepts()[claim["concept"]].area == area]
        if not here:
            continue
        names = text("list.separator", reader).join(label(claim["concept"], reader) for claim in here)
        shown.append("  " + text(f"readout.area.{area.lower()}", reader) + ": " + names)
        if everything:
            for claim in here:
                forms = "; ".join(form for held in claim["forms"].values() for form in held)
                shown.append(f"    {claim['concept']}: {forms}")
    if found["not_claimed"]:
        shown.append(text("readout.not-claimed", reader))
        for one in found["not_claimed"]:
            shown.append(f"  {label(one['concept'], reader)} [{one['concept']}]: {why(one['why'], reader)}")
    return shown


def _words(words: list[str]) -> str:
    return f" ({'; '.join(words)})" if words else ""


def _marked(one: dict[str, Any], _about: dict[str, Any]) -> str:
    said, sentence = one["said"], " ".join(one["sentence"].split())
    return sentence.replace(said, f"[{said}]", 1)


def difference(row: dict[str, Any], names: list[str], reader: str) -> list[str]:
    """One difference: what it is, then each side's sentence."""
    concept = label(row["concept"], reader) if row["concept"] else text("readout.pair", reader)
    said = text(f"readout.difference.{row['type']}", reader, concept=concept)
    sure = "" if row["certain"] else " " + text("readout.uncertain", reader)
    shown = [f"{row['rank']}. {said}{sure}"]
    if row.get("also"):
        also = text("list.separator", reader).join(label(one, reader) for one in row["also"])
        shown.append("   " + text("readout.also", reader, concepts=also))
    if row.get("other_concept"):
        shown.append("   " + text("readout.other-word", reader, concept=label(row["other_concept"], reader)))
    for side, number in zip(("a", "b"), row["texts"], strict=True):
        place = row[side]
        name = names[number]
        if place is None:
            shown.append(f"   {name}: " + text("readout.nothing", reader))
            continue
        axes = f" [{act(place['act'], reader)}; {kinds(place['concreteness'], reader)}]" if "act" in place else ""
        shown.append(f"   {name}:{axes} {' '.join(place['sentence'].split())}")
    return shown


def names_of(texts: list[dict[str, Any]]) -> list[str]:
    """A short name for each text: its letter, its issuer and date where they are known."""
    return [
        " ".join(str(part) for part in (chr(65 + number), about.get("issuer"), about.get("date")) if part)
        for number, about in enumerate(texts)
    ]


def compared(found: dict[str, Any], reader: str) -> list[str]:
    """The whole comparison for a terminal."""
    names = names_of(found["texts"])
    shown: list[str] = []
    for name, about in zip(names, found["texts"], strict=True):
        shown += [name, *("  " + line for line in head(about, reader))]
    shown += ["", text(f"readout.differences.{found['mode']}", reader, count=len(found["differences"]))]
    for row in found["differences"]:
        shown += difference(row, names, reader)
    shown += ["", text("readout.matrix", reader)]
    rows = [
        [f"{label(row['concept'], reader)} [{row['concept']}]", *(cell(one, reader) for one in row["sides"])]
        for row in found["matrix"]
    ]
    shown += table([text("readout.column.concept", reader), *names], rows)
    return [*shown, "", *ladder(found["ladder"], names, reader)]


def cell(one: dict[str, Any], reader: str) -> str:
    if one["act"] == "not-found":
        return text("readout.act.not-found" if one["claimed"] else "readout.not-said", reader)
    return f"{act(one['act'], reader)} · {kinds(one['concreteness'], reader)}"


def ladder(found: dict[str, Any], names: list[str], reader: str) -> list[str]:
    shown = [text("readout.ladder", reader, rung=text(f"readout.rung.{found['rung']}", reader))]
    for name, side in zip(names, found["sides"], strict=True):
        shown.append(f"  {name}: " + text(f"readout.own.{side['rung']}", reader))
        for rung, one in side["earned"].items():
            shown.append(f"    {text(f'readout.own.{rung}', reader)}: {' '.join(one['sentence'].split())}")
    return shown
