"""Delivery records of one notice from heron to ibis: the material of their vectors. EXAMPLE 示例, as `world`.

A line of its own, whose terms hold times; a `Story` is what both logs say and what a writer shows of them.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from oracle import ED, ML44, Key, around, cbor, checkpoint, cose, fresh, path
from world import EXERCISE, HOUR, START, Log, World, notice_values, opened, party, said_id, with_check

MAGIC = "detente/1/delivery"
WITHIN = 30 * 60_000
HEARD = START + 3000
BY = HEARD + WITHIN  # when the acknowledgement is due by the terms
DEADLINES = {
    "profile": "watch",
    "over": "always",
    "receipt": 300_000,
    "acknowledge": {"0": None, "1": 8 * HOUR, "2": 2 * HOUR, "3": WITHIN},
    "holding": 2 * HOUR,
    "answer": 8 * HOUR,
}


class Timed(World):
    """A live line whose terms name times."""

    @property
    def field_values(self) -> dict[str, Any]:
        return super().field_values | {"deadlines": DEADLINES}

    def __hash__(self) -> int:
        return hash("timed")


LINE = Timed("live")


def message(name: str, kind: str, values: dict[str, Any], label: str, **other: Any) -> dict[str, Any]:
    return LINE.message(name, kind, values, f"delivery {label}", **other)


NOTICE = message("heron", "notice", notice_values(), "notice", wanted=3)
WHAT = said_id(NOTICE)
ANSWER = message("ibis", "acknowledgement", {"coded": {"received": "received"}}, "answer", re=[WHAT], thread=WHAT)
LATER = message("ibis", "notice", notice_values(), "later", composed=START + 1, wanted=1)
EXPLAINED = message(
    "ibis",
    "explanation",
    {"coded": {"explains": ["duty-hours"]}, "prose": {"language": "en", "plain": "EXAMPLE. The office was closed."}},
    "explained",
    re=[WHAT],
    thread=WHAT,
)
EMPTY = message("ibis", "acknowledgement", {}, "empty", re=[WHAT], thread=WHAT)
NOBODY = {"en": "EXAMPLE", "zh": "示例"}
NO_DATE = {
    **{"label": NOBODY, "offset": 0, "changes": [], "week": [[[540, 1020]]] * 7, "holidays": [], "working": []},
    **{"covers_from": "2026-02-30", "covers_until": "2026-12-31"},
}
ROSTER = message(
    "ibis", "roster", {"offices": {"offices": [{"names": NOBODY, "reach": []}]}, "calendar": NO_DATE}, "roster"
)
KEYS = [LINE.keys_message("heron"), LINE.keys_message("ibis")]
MESSAGES = {said_id(one): one for one in (NOTICE, ANSWER, LATER, EXPLAINED, EMPTY, ROSTER, *KEYS)}


@dataclass
class Story:
    """`shown` is (log, start, stop) of the ranges, `apart` (log, index). Everything else as its writer has it."""

    logs: dict[str, Log]
    shown: list[tuple[str, int, int]]
    apart: list[tuple[str, int]]
    by: tuple[int, str] = (BY, "due")
    writer: str = "heron"
    other: dict[str, Any] = field(default_factory=dict)
    without: set[str] = field(default_factory=set)  # labels of messages that are not shown with their entries
    hidden: set[str] = field(default_factory=set)  # sections withheld
    closed: set[tuple[str, int]] = field(default_factory=set)  # (log, index) shown without their messages
    keys: dict[str, tuple[Key, Key]] = field(default_factory=dict)  # of logs under other keys than their party's first

    def row(self, name: str, index: int) -> dict[str, Any]:
        opening = self.logs[name].openings[index]
        row: dict[str, Any] = {"entry": opening}
        one = MESSAGES.get(opening[1].get("what", b"")) if opening[1]["role"] == "said" else None
        if one is None or "all" in self.without or (name, index) in self.closed:
            return row
        row["signed"] = one["signed"]
        if one in (NOTICE, ANSWER, EXPLAINED, EMPTY, ROSTER) and "sections" not in self.without:
            hidden = self.hidden if one is not ANSWER else set()
            names = [
                n for n in ("coded", "prose", "courtesy", "times", "system", "measures", "harm") if n not in hidden
            ]
            names += [f"support-{n}" for n in range(1, 5)]
            sections = {
                ANSWER["secret"]: ["coded"],
                EMPTY["secret"]: ["coded"],
                ROSTER["secret"]: ["calendar"],
                EXPLAINED["secret"]: [n for n in names if n in ("coded", "prose", "courtesy")],
            }
            row["open"] = {name: opened(one, name) for name in sections.get(one["secret"], names)}
        return row

    def part(self, name: str) -> dict[str, Any]:
        log = self.logs[name]
        head = log.head()
        part: dict[str, Any] = {
            "head": checkpoint(log.origin, head[2], head[3], *self.keys.get(name, party(log.party).log_keys))
        }
        for of, start, stop in self.shown:
            if of == name:
                rows = [self.row(name, index) for index in range(start, stop)]
                part["range"] = [start, rows, around(start, stop, log.leaves)]
        apart = [[self.row(name, index), path(index, log.leaves)] for of, index in sorted(self.apart) if of == name]
        return part | ({"apart": apart} if apart else {})

    def plain(self) -> dict[str, Any]:
        names = {of for of, *_ in [*self.shown, *self.apart]}
        ordered = sorted(names, key=lambda name: (self.logs[name].party, self.logs[name].epoch))
        return {
            "v": 1,
            "line": LINE.line,
            "writer": self.writer,
            "made": START + 24 * HOUR,
            "terms": LINE.terms,
            "fields": {"deadlines": LINE.fields["deadlines"]},
            "credentials": [LINE.credential("heron"), LINE.credential("ibis")],
            "message": WHAT,
            "by": {"ibis": list(self.by)},
            "logs": [self.part(name) for name in ordered],
        } | self.other

    def file(
        self, change: Callable[[dict[str, Any]], Any] | None = None, key: Any = None, tag: str = "delivery"
    ) -> bytes:
        """Signed as its writer would sign it, whatever was changed."""
        plain = self.plain()
        if change is not None:
            change(plain)
        signer = key or party(self.writer).node
        return with_check(cbor([MAGIC, cose(tag, LINE.line, cbor(plain), [signer])]))


def logs() -> dict[str, Log]:
    """Until ibis has heard the notice: entry 3 of either log."""
    found = {name: Log(LINE.line, name, fresh(f"delivery epoch {name}", 16)) for name in ("heron", "ibis")}
    heron, ibis = found["heron"], found["ibis"]
    for log in (heron, ibis):
        log.add(role="epoch", at=START, reason="founded", reported=[])
        LINE.say(log, LINE.keys_message(log.party), START + 1, [])
    LINE.hear(ibis, heron, 1, LINE.keys_message("heron"), START + 1000)
    LINE.hear(heron, ibis, 1, LINE.keys_message("ibis"), START + 1001)
    LINE.say(heron, NOTICE, START + 2000, [ibis.head(3)])
    LINE.hear(ibis, heron, 3, NOTICE, HEARD)
    return found


def none_by() -> Story:
    found = logs()
    LINE.say(found["ibis"], LATER, BY + 1000, [found["heron"].head(4)])
    LINE.hear(found["heron"], found["ibis"], 4, LATER, BY + 2000)
    return Story(found, [("ibis", 0, 5)], [("heron", 3)])


def acknowledged(at: int = START + 4000) -> Story:
    found = logs()
    LINE.say(found["ibis"], ANSWER, at, [found["heron"].head(4)])
    LINE.hear(found["heron"], found["ibis"], 4, ANSWER, at + 1000)
    return Story(found, [("ibis", 3, 5)], [("heron", 3)])


def late() -> Story:
    story = none_by()
    LINE.say(story.logs["ibis"], ANSWER, BY + 3000, [])
    story.shown = [("ibis", 0, 6)]
    return story


def said_before(one: dict[str, Any]) -> Story:
    """ibis says something before the time, and something else after it; no acknowledgement."""
    found = logs()
    LINE.say(found["ibis"], one, START + 4000, [found["heron"].head(4)])
    LINE.say(found["ibis"], LATER, BY + 1000, [])
    return Story(found, [("ibis", 0, 6)], [("heron", 3)])


def no_word_after() -> Story:
    return Story(logs(), [("ibis", 0, 4)], [("heron", 3)])


def not_sent() -> Story:
    found = logs()
    return Story(found, [], [("heron", 3)], (BY, "asked"), other={"carried": {"ibis": []}})


def two_logs() -> Story:
    """ibis has begun another log after its receipt."""
    found = logs()
    again = Log(LINE.line, "ibis", fresh("delivery epoch ibis again", 16))
    again.add(role="epoch", at=HEARD + 1000, reason="restored", reported=[], follows=found["ibis"].head())
    LINE.say(again, LATER, BY + 1000, [])
    return Story(found | {"ibis again": again}, [("ibis", 0, 4), ("ibis again", 0, 2)], [("heron", 3)])


def explained() -> Story:
    story = none_by()
    LINE.say(story.logs["ibis"], EXPLAINED, BY + 3000, [])
    story.apart.append(("ibis", 5))
    return story


def other_line_head() -> bytes:
    """A head of ibis's log of the exercise."""
    return EXERCISE.checkpoint("ibis")


def stolen(name: str, story: Story) -> Story:
    """A party declares its keys stolen and goes on in another log (`NAME again`), which follows its first as that is now; its
    old log is shown as it stands."""
    keys = (Key(f"{name} live log ed later", "log"), Key(f"{name} live log ml later", "log", ML44))
    node, officer = Key(f"{name} live node later", "node"), Key(f"{name} live officer later", "officer", ED, "node")
    plain = {
        "v": 1,
        "line": LINE.line,
        "party": name,
        "seq": 1,
        "prev": LINE.credential_digest(name),
        "keys": [key.plain() for key in sorted([officer, node, *keys], key=lambda key: key.id)],
        "release": {"default": [1, officer.id], "machine": [1, node.id]},
        "fields": {},
        "emergency": True,
    }
    credential = cose("credential", LINE.line, cbor(plain), party(name).roots)
    again = Log(LINE.line, name, b"\xff" + fresh(f"delivery epoch {name} stolen", 15))
    again.add(role="epoch", at=HEARD + 2000, reason="succession", reported=[], follows=story.logs[name].head())
    story.logs[f"{name} again"] = again
    story.keys[f"{name} again"] = keys
    story.other["successions"] = [{"v": 1, "credential": credential, "fields": {}}]
    return story


def answered_then_stolen(named: bool) -> Story:
    """ibis acknowledges, then declares its keys stolen. heron's record names the acknowledgement, or only what was before it."""
    found = logs()
    LINE.say(found["ibis"], ANSWER, START + 4000, [found["heron"].head(4)])
    LINE.say(found["heron"], KEYS[0], START + 4500, [found["ibis"].head(4)])
    LINE.hear(found["heron"], found["ibis"], 4, ANSWER, START + 5000)
    story = stolen("ibis", Story(found, [("ibis", 0, 5)], [("heron", 3), ("heron", 5 if named else 4)]))
    LINE.say(story.logs["ibis again"], LATER, BY + 1000, [])
    story.shown.append(("ibis again", 0, 2))
    return story
