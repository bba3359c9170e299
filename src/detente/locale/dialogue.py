"""The page of a dialogue in one language, as titled rows: on a terminal as they are, printed with the other language beside.

Rows come in the same number and order in every language, so that a sheet can set them side by side.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from detente.locale import text
from detente.locale.due import offset
from detente.locale.render import Part
from detente.locale.times import local, utc
from detente.locale.together import answered, own
from detente.vocabulary import Vocabulary, current

Rows = list[tuple[str, str]]
OPEN = ("open", "ad-referendum")


def page(found: dict[str, Any], language: str) -> list[Part]:
    """`found`: the state as the desk's API gives it (bytes as hexadecimal), with `names` of messages."""
    made: tuple[tuple[str, Callable[[dict[str, Any], Vocabulary, str], Rows]], ...] = (
        ("scope", _scope),
        ("words", _counts),
        ("terms", _terms),
        ("vocabulary", _version),
        ("meetings", _meetings),
        ("actions", _actions),
        ("exchanges", _exchanges),
        ("waits", _waits),
        ("crossed", _crossed),
        ("cut", _cut),
    )
    words = current()
    parts = [Part(text(f"dialogue.{name}", language), rows(found, words, language)) for name, rows in made]
    for part in parts:
        if not part.rows:
            part.rows.append(("–", text("dialogue.nothing", language)))
    return parts


def subject(row: dict[str, Any], words: Vocabulary, language: str) -> str:
    """`label of a word · near-miss`."""
    return f"{words.code('subject', row['subject'], language)} · {row['name']}"


def _cut(found: dict[str, Any], _words: Vocabulary, language: str) -> Rows:
    rows = [
        (party, text("dialogue.cut-at", language, size=size, epoch=epoch[:8]))
        for party, (epoch, size) in sorted(found["cut"].items())
    ]
    rows.append((text("dialogue.digest", language), found["digest"]))
    if found["absent"]:
        rows.append((text("dialogue.absent-label", language), text("dialogue.absent", language, count=found["absent"])))
    return rows


def _version(found: dict[str, Any], _words: Vocabulary, language: str) -> Rows:
    """The version of the vocabulary that members write in, and what is proposed to follow it."""
    now = found["vocabulary"]
    rows: Rows = []
    if now["digest"] is not None:
        count = text("dialogue.version-texts", language, count=len(now["texts"]))
        rows.append(
            (text("dialogue.version", language, digest=now["digest"][:12]), f"{utc(now['since'], language)} · {count}")
        )
    return rows + [_text_row(one, found, language) for one in now["open"] if one["state"] in OPEN]


def _joined(values: list[str], language: str) -> str:
    return text("list.separator", language).join(values) or "–"


def _scope(found: dict[str, Any], words: Vocabulary, language: str) -> Rows:
    scope = found["scope"]
    rows: Rows = []
    for name, field in (("in", "inside"), ("out", "outside"), ("undecided", "undecided")):
        named = [f"{code} {words.area(code, language)}" for code in scope[name]]
        rows.append((words.field(field, language), _joined(named, language)))
    rows += [(words.field("exclusions", language), own(one, language)) for one in scope["exclusions"]]
    return rows + [_text_row(one, found, language) for one in scope["open"] if one["state"] in OPEN]


def _text_row(one: dict[str, Any], found: dict[str, Any], language: str) -> tuple[str, str]:
    name = found["names"].get(one["what"], one["what"][:12])
    said = _joined([_position(p, s, language) for p, s in sorted(one["said"].items())], language)
    state = text(f"dialogue.state.{one['state']}", language)
    return name, f"{state} · {said}"


def _position(party: str, stance: str, language: str) -> str:
    said = text("dialogue.no-position", language) if stance == "none" else current().code("stance", stance, language)
    return text("dialogue.position", language, party=party, said=said)


def _counts(found: dict[str, Any], _words: Vocabulary, language: str) -> Rows:
    return [(text(f"dialogue.status.{name}", language), str(count)) for name, count in found["words"].items()]


def _terms(found: dict[str, Any], words: Vocabulary, language: str) -> Rows:
    rows: Rows = []
    for row in found["terms"]:
        status = text(f"dialogue.status.{row['status']}", language)
        shown = row["text"] or _newest(row)
        said = own(shown, language) if shown else ""
        rows.append((subject(row, words, language), f"{status} · {said}".rstrip(" ·")))
        positions = [_position(party, stance, language) for party, stance in sorted(row["positions"].items())]
        rows.append(("", _joined(positions, language)))
        for party, reading in sorted((row["readings"] or {}).items()):
            rows.append((text("dialogue.reading", language, party=party), own(reading, language)))
        if row["readings"]:
            common = own(row["common"], language) if row["common"] else text("dialogue.empty", language)
            rows.append((words.field("common", language), common))
    return rows


def _newest(row: dict[str, Any]) -> dict[str, str] | None:
    """The wording of the newest text, where none stands."""
    texts = [one["wording"] for one in row["texts"] if "wording" in one]
    return texts[-1] if texts and not row["readings"] else None


def _meetings(found: dict[str, Any], words: Vocabulary, language: str) -> Rows:
    rows: Rows = []
    for row in found["groups"]:
        title = own(row["title"], language) if "title" in row else "–"
        areas = _joined(row.get("areas", []), language)
        state = text(f"dialogue.status.{row['state']}", language)
        rows.append((f"{words.field('group', language)} {row['name']}", f"{title} · {areas} · {state}"))
    for row in found["meetings"]:
        counted = [text("dialogue.counts", language, party=p, round=n) for p, n in sorted(row["round"].items())]
        state = text(f"dialogue.meeting.{row['state']}", language)
        at = utc(row["at"], language)
        rows.append((row["name"], f"{state} · {at} · {_joined(counted, language)}"))
        chair = text("dialogue.chaired", language, party=row["chair"], office=own(row["office"], language))
        rows.append(("", chair))
        offices = found["hours"].get(row["name"], {})
        rows += [("", hours(party, row["at"], one, language)) for party, one in sorted(offices.items())]
        for decision in (row["minutes"] or {}).get("decisions", []):
            rows.append((words.field("decisions", language), own(decision, language)))
        for party, readout in sorted(row["readouts"].items()):
            shown = f"{party} · {readout['title']} · {readout['digest'][:16]}"
            rows.append((words.field("readout", language), shown))
    at = found["next_meeting"]
    said = text(f"dialogue.next.{found['next']}", language) if at is None else utc(at, language)
    return [*rows, (words.field("next", language), said)]


def hours(party: str, at: int, one: dict[str, Any], language: str) -> str:
    """`heron: 2026-11-03 03:00 (UTC−05:00), outside its duty hours`."""
    said = text(f"dialogue.hours.{one['hours']}", language)
    return text(
        "dialogue.hours", language, party=party, at=local(at, one["offset"]), offset=offset(one["offset"]), said=said
    )


def _actions(found: dict[str, Any], words: Vocabulary, language: str) -> Rows:
    rows: Rows = []
    for row in found["actions"]:
        done = row["done"]
        said = text("dialogue.due", language, at=utc(row["due"], language))
        if done is not None:
            said = text("dialogue.done", language, at=utc(done, language))
        if row["office_listed"] is False:
            said += text("dialogue.office-left", language)
        whom = f"{row['party']} · {own(row['office'], language)}"
        rows.append((f"{row['meeting']}/{row['name']}", f"{whom} · {own(row['to_do'], language)} · {said}"))
    return rows


def _exchanges(found: dict[str, Any], words: Vocabulary, language: str) -> Rows:
    rows: Rows = []
    for row in found["exchanges"]:
        rows.append((row["name"], text(f"dialogue.exchange.{row['state']}", language)))
        rows += [
            (party, text(f"dialogue.party.{stands}", language)) for party, stands in sorted(row["parties"].items())
        ]
        for card, names in sorted(row["differ"].items()):
            key = "dialogue.card-differs" if names else "dialogue.card-same"
            rows.append((f"{words.field('card', language)} {card}", text(key, language)))
            for party, sheet in sorted(row["answers"].items()):
                if card in sheet:
                    rows.append((party, answered(sheet[card], words, language)))
        rows += [(one["party"], text(f"dialogue.fault.{one['why']}", language)) for one in row["faults"]]
    return rows


def _waits(found: dict[str, Any], words: Vocabulary, language: str) -> Rows:
    rows: Rows = []
    for row in found["waits"]:
        why = text("dialogue.wait." + row["for"], language)
        name = f" ({found['names'].get(row['what'], row['what'][:12])})" if row["what"] else ""
        rows.append((row["party"], f"{why} · {subject(row, words, language)}{name}"))
    return rows


def _crossed(found: dict[str, Any], words: Vocabulary, language: str) -> Rows:
    return [
        (
            found["names"].get(row["what"], row["what"][:12]),
            f"{words.code('kind', row['kind'], language)} · {subject(row, words, language)} · {utc(row['at'], language)}",
        )
        for row in found["crossed"]
    ]
