"""What an office does in a dialogue: proposes a text, states its position on one, reports progress.

What is checked here protects whoever writes: a message that could have no effect is not said. What others say is not refused for
it, but recorded, and shown as crossed or without effect (views/dialogue.py).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec

from detente.codec.errors import Local
from detente.codec.text import from_hex
from detente.kinds import LATEST
from detente.kinds.proposal import SAYS
from detente.line.machine import Line
from detente.line.shelf import MessageKept
from detente.node import proofreading, records
from detente.node.announced import allowed
from detente.node.compose import moment
from detente.node.dialogue import table
from detente.node.node import Node
from detente.node.versioning import require_sound
from detente.views.meetings import offices
from detente.views.moves import OPEN, Move, Table

COMPLETE = ("stands", "receipts", "waiting")
MAX_DRAFT = 256 * 1024  # bytes of one draft, in its JSON form
DIGESTS = ("digest", "deposit", "nonce", "vocabulary", "card", "base", "texts")
TIMES = ("begins", "ends", "due", "next_begins")


def propose(
    node: Node, line: Line, draft: Mapping[str, Any], counters: str | None = None, wanted: int = 1
) -> MessageKept:
    """A text about a subject, from its JSON form {"coded": {subject, name, form}, …}; `counters`: the text it takes the place of.

    It names what stands about the subject, and what it counters. `Local`: `draft-…`, `text-open-already` when another is open and
    none is named, `office-not-listed` for an action of an office that its party's list does not name.
    """
    sections = sections_of("proposal", draft, node.now())
    coded = sections["coded"]
    known = table(node, line)
    rows = [m for m in known.proposals(coded.subject) if m.sections["coded"].name == coded.name]
    states = {move.what: known.standing(move).state for move in rows}
    named = known.motions.tops((coded.subject, coded.name))
    if counters is not None:
        text = find(node, line, known, counters)
        if text.sections["coded"].subject != coded.subject or text.sections["coded"].name != coded.name:
            raise Local("text-of-another-subject", name=counters)
        if states[text.what] not in (*OPEN, *COMPLETE, "crossed"):
            raise Local("text-not-open", name=counters, state=states[text.what])
        named = list(dict.fromkeys([*named, text.what]))
    else:
        under_way = [move for move in rows if states[move.what] in OPEN]
        if under_way:
            raise Local("text-open-already", name=reference(node, line, under_way[-1]))
    if coded.form == "retire" and not any(states[move.what] in COMPLETE for move in rows):
        raise Local("nothing-to-retire", name=coded.name)
    _offices_listed(known, sections)
    if "version" in sections:
        require_sound(node, line, known, sections["version"])
    allowed(node, line, "proposal")
    thread = _thread(node, line, rows)
    return node.say(line, node.write(line, "proposal", sections, wanted, re=named or None, thread=thread))


def take_stance(
    node: Node, line: Line, name: str, stance: str, words: Mapping[str, Any] | None = None, count: int | None = None
) -> MessageKept:
    """Our office's position on a text. `Local`: `text-unknown`, `text-not-open`, `stance-given`, `stance-own`."""
    known = table(node, line)
    text = find(node, line, known, name)
    standing = known.standing(text)
    last = standing.last.get(node.me)
    draft: dict[str, Any] = {"coded": {"stance": stance} | ({} if count is None else {"round": count})}
    if words is not None:
        draft["prose"] = words
    sections = sections_of("stance", draft, node.now())
    if standing.state not in OPEN:
        raise Local("text-not-open", name=name, state=standing.state)
    if text.party == node.me and stance != "declined":
        raise Local("stance-own", name=name)
    if last is not None and last.stance == stance and words is None and count is None:
        raise Local("stance-given", name=name)
    if stance == "agreed" and last is not None and last.stance == "declined":
        raise Local("consent-declined-before")
    if stance == "agreed" and "version" in text.sections:
        require_sound(node, line, known, text.sections["version"])
    allowed(node, line, "stance")
    return node.say(line, node.write(line, "stance", sections, 0, re=[text.what], thread=thread_of(node, line, text)))


def report(node: Node, line: Line, name: str, draft: Mapping[str, Any]) -> MessageKept:
    """What came of a meeting: an action done, or our readout given. `Local("action-unknown")`, `Local("text-unknown")`."""
    known = table(node, line)
    text = find(node, line, known, name)
    sections = sections_of("progress", draft, node.now())
    action = sections["coded"].action
    minutes = text.sections.get("minutes")
    if action is not None:
        own = [] if minutes is None else [one.name for one in minutes.actions if one.party == node.me]
        if action not in own:
            raise Local("action-unknown", name=action)
    allowed(node, line, "progress")
    thread = thread_of(node, line, text)
    return node.say(line, node.write(line, "progress", sections, 0, re=[text.what], thread=thread))


def find(node: Node, line: Line, known: Table, name: str, subject: str | None = None) -> Move:
    """A text by its reference or the beginning of its id; or, by the subject's own name, the one that is open, or stands."""
    named = [m for m in known.proposals(*_SUBJECTS) if m.sections["coded"].name == name]
    named = [m for m in named if subject is None or m.sections["coded"].subject == subject]
    live = [m for m in named if known.standing(m).state in OPEN] or [
        m for m in named if known.standing(m).state in COMPLETE
    ]
    if len({m.what for m in live}) == 1:
        return live[0]
    if live:
        raise Local("text-which", name=name, known=", ".join(reference(node, line, m) for m in live))
    what = records.find(node, line, name)["what"]
    found = [m for m in known.proposals(*_SUBJECTS) if m.what == what]
    if not found or (subject is not None and found[0].sections["coded"].subject != subject):
        raise Local("text-unknown", name=name)
    return found[0]


_SUBJECTS = tuple(dict.fromkeys(subject for subject, _ in SAYS))


def reference(node: Node, line: Line, move: Move) -> str:
    return str(records.row(node, line, move.party, move.what)["reference"])


def sections_of(kind_name: str, draft: Mapping[str, Any], now: int) -> dict[str, Any]:
    """The sections of a message of a dialogue, from its JSON form. `Local("draft-…")` names what is wrong, `draft-too-long` what
    is longer than anything of the kind can be."""
    if len(msgspec.json.encode(draft)) > MAX_DRAFT:
        raise Local("draft-too-long", limit=MAX_DRAFT)
    kind = LATEST[kind_name]
    unknown = sorted(set(draft) - set(kind.sections))
    if unknown:
        raise Local("draft-unknown", field=", ".join(unknown))
    missing = sorted(kind.required - set(draft))
    if missing:
        raise Local("draft-missing", field=", ".join(missing))
    sections = {
        name: converted(draft, name, shape, now) for name, shape in kind.sections.items() if draft.get(name) is not None
    }
    broken = kind.rule(sections, []) or ("courtesy-language" if not _courtesy(sections) else None)
    if broken is not None:
        raise Local("would-be-refused", reason=broken, why=None, when=None)
    return sections


def _courtesy(sections: Mapping[str, Any]) -> bool:
    courtesy, prose = sections.get("courtesy"), sections.get("prose")
    return courtesy is None or (prose is not None and prose.language != courtesy.language)


def converted(draft: Mapping[str, Any], name: str, shape: type[Any], now: int = 0) -> Any:
    value = _dated(proofreading.cleaned(draft[name], name), now)
    if name != "answers":  # a sheet's own texts are codes; its notes may quote either language
        proofreading.check_language({name: value})
    _tongues(value, name)
    try:
        return msgspec.convert(value, shape, strict=False)
    except msgspec.ValidationError as error:
        raise Local("draft-field", section=name, why=str(error)) from error


def _dated(value: Any, now: int) -> Any:
    """Times by name as ms UTC, and digests as bytes, wherever they stand."""
    if isinstance(value, dict):
        return {k: _one(k, v, now) for k, v in value.items()}
    if isinstance(value, list):
        return [_dated(one, now) for one in value]
    return value


def _one(name: str, value: Any, now: int) -> Any:
    if name in TIMES and value is not None:
        return moment(value, now, name)
    if name in DIGESTS and isinstance(value, list):
        return [_one(name, one, now) for one in value]
    return from_hex(value, 32) if name in DIGESTS and isinstance(value, str) else _dated(value, now)


def _tongues(value: Any, name: str) -> None:
    """A text in both languages has each in its own: `Local("draft-language")`."""
    if isinstance(value, dict):
        for language in ("en", "zh"):
            if isinstance(value.get(language), str):
                proofreading.check_language({name: {"language": language, "plain": value[language]}})
        for one in value.values():
            _tongues(one, name)
    elif isinstance(value, list):
        for one in value:
            _tongues(one, name)


def _offices_listed(known: Table, sections: Mapping[str, Any]) -> None:
    """An action is for an office that its party's list names now: one that has left cannot be asked."""
    minutes = sections.get("minutes")
    listed = offices(known)
    for action in minutes.actions if minutes is not None else []:
        if action.party not in known.members:
            raise Local("party-unknown", party=action.party)
        names = listed.get(action.party)
        if names is not None and {"en": action.office.en, "zh": action.office.zh} not in names:
            raise Local("office-not-listed", party=action.party, office=action.office.en)


def _thread(node: Node, line: Line, rows: list[Move]) -> bytes | None:
    return thread_of(node, line, rows[0]) if rows else None


def thread_of(node: Node, line: Line, text: Move) -> bytes:
    row = records.row(node, line, text.party, text.what)
    thread: bytes = row["thread"] or row["what"]
    return thread
