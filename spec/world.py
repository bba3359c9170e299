"""Two parties, heron and ibis, with a founded pair of lines and a short record: the material of the vectors.

Everything follows from names and from `oracle`. EXAMPLE 示例: nobody's keys, nobody's words.
"""

from __future__ import annotations

import copy
import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property
from pathlib import Path
from typing import Any

from oracle import (
    ED,
    ESP256,
    ML44,
    ML87,
    NULL,
    Key,
    cbor,
    checkpoint,
    cose,
    envelope,
    frame,
    fresh,
    leaf,
    origin,
    path,
    possession,
    root,
    salt,
    sealing_public,
    section,
    tagged,
)

START = 1_790_000_000_000  # ms UTC, in September 2026
HOUR = 3_600_000
NO_LINE = bytes(32)
PARTIES = ("heron", "ibis")
CONTEXTS = ("live", "exercise")
NOTICE = Path(__file__).resolve().parent / "notice.json"  # the smallest there is; the bench sends it too
VOCABULARY = tagged("vocabulary", "EXAMPLE")

SUPPORT = [f"support-{n}" for n in range(1, 5)]
SECTIONS = {
    "keys": ["keys"],
    "roster": ["offices", "calendar"],
    "suspend": ["coded", "times", "prose", "courtesy"],
    "resume": ["coded", "prose", "courtesy"],
    "withdraw": ["coded", "times", "prose", "courtesy"],
    "notice": ["coded", "prose", "courtesy", "times", "system", "measures", "harm", *SUPPORT],
    "disclosure": ["coded", "prose", "courtesy"],
    "destruction": ["coded", "prose", "courtesy"],
    "consent": ["coded"],
    "destroyed": ["coded"],
    "proposal": [
        "coded",
        "wording",
        "readings",
        "areas",
        "meeting",
        "minutes",
        "cards",
        "version",
        "prose",
        "courtesy",
    ],
    "stance": ["coded", "prose", "courtesy"],
    "progress": ["coded", "readout", "prose", "courtesy"],
    "deposit": ["coded"],
    "opening": ["coded", "answers"],
    "update": ["coded", "prose", "times", "system", "measures", "harm", "courtesy", *SUPPORT],
    "correction": ["coded", "prose", "courtesy"],
    "close": ["coded", "prose", "times", "courtesy"],
    "advance-notice": ["coded", "prose", "times", "courtesy"],
    "informal-contact": ["coded", "prose", "courtesy"],
    "inquiry": ["coded", "prose", "times", "courtesy"],
    "acknowledgement": ["coded"],
    "read-back": ["coded", "prose", "courtesy"],
    "holding-reply": ["times", "prose", "courtesy"],
    "decline": ["coded", "prose", "courtesy"],
    "explanation": ["coded", "prose", "courtesy"],
    "question": ["coded", "prose", "times", "courtesy"],
    "answer": ["coded", "prose", "times", "courtesy", *SUPPORT],
    "follow-up": ["coded", "prose", "courtesy"],
    "confirm-request": ["coded", "prose", "times", "courtesy"],
    "assistance-request": ["coded", "prose", "times", "courtesy"],
    "test": ["coded"],
    "test-reply": ["coded"],
    "test-person": ["coded", "prose"],
    "test-person-reply": ["coded", "prose"],
    "service": ["coded", "times", "prose", "courtesy"],
}


# --- who ----------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Party:
    name: str
    context: str

    def key(self, name: str, use: str, alg: int = ED, held: str | None = None) -> Key:
        return Key(f"{self.name} {self.context} {name}", use, alg, held)

    @property
    def roots(self) -> list[Key]:
        pair = [self.key("root ed", "root"), self.key("root ml", "root", ML87)]
        return sorted(pair, key=lambda key: key.id)

    @property
    def next_roots(self) -> list[Key]:
        pair = [self.key("next root ed", "root"), self.key("next root ml", "root", ML87)]
        return sorted(pair, key=lambda key: key.id)

    @property
    def officers(self) -> list[Key]:
        return [
            self.key("officer one", "officer", held="node"),
            self.key("officer two", "officer", held="node"),
            self.key("officer token", "officer", ESP256, held="token"),
        ]

    @property
    def node(self) -> Key:
        return self.key("node", "node")

    @property
    def log_keys(self) -> tuple[Key, Key]:
        return self.key("log ed", "log"), self.key("log ml", "log", ML44)

    def root_set(self) -> dict[str, Any]:
        return {
            "roots": [key.plain() for key in self.roots],
            "next": tagged("roots", [key.plain() for key in self.next_roots]),
        }

    @property
    def sealing_seed(self) -> bytes:
        return fresh(f"sealing {self.name} {self.context}")

    @property
    def sealing_id(self) -> bytes:
        return fresh(f"sealing id {self.name} {self.context}", 16)

    def mailbox(self, sender: str) -> bytes:
        return fresh(f"mailbox {self.name} {self.context} for {sender}", 16)


@cache
def party(name: str, context: str = "live") -> Party:
    return Party(name, context)


def introduction_plain(name: str) -> dict[str, Any]:
    return {
        "v": 1,
        "party": name,
        "names": {"en": f"Office of {name.title()}", "zh": "示例办公室"},
        "nonce": fresh(f"introduction {name}"),
        "live": party(name, "live").root_set(),
        "exercise": party(name, "exercise").root_set(),
    }


def introduction(name: str) -> bytes:
    keys = [*party(name, "live").roots, *party(name, "exercise").roots]
    return cose("introduction", NO_LINE, cbor(introduction_plain(name)), keys)


# --- a line -------------------------------------------------------------------------------------------


@dataclass
class Log:
    line: bytes
    party: str
    epoch: bytes
    openings: list[list[Any]] = field(default_factory=list)

    @property
    def origin(self) -> str:
        return origin(self.line, self.party, self.epoch)

    @property
    def leaves(self) -> list[bytes]:
        return [leaf(self.origin, blind, entry) for blind, entry in self.openings]

    @property
    def said(self) -> int:
        return sum(entry["role"] == "said" for _, entry in self.openings)

    def add(self, **entry: Any) -> int:
        index = len(self.openings)
        self.openings.append([fresh(f"blind {self.origin} {index}"), {"i": index, **entry}])
        return index

    def head(self, size: int | None = None) -> list[Any]:
        size = len(self.openings) if size is None else size
        return [self.party, self.epoch, size, root(self.leaves[:size])]

    def place(self, index: int) -> list[Any]:
        return [self.party, self.epoch, index]

    def path(self, index: int, size: int | None = None) -> list[bytes]:
        return path(index, self.leaves[:size])


@dataclass(eq=False)
class World:
    """One line: terms, credentials, and what both parties said and heard."""

    context: str

    @property
    def parties(self) -> list[Party]:
        return [party(name, self.context) for name in PARTIES]

    @property
    def field_values(self) -> dict[str, Any]:
        return {
            "name": {"en": "Example line", "zh": "示例通道"},
            "disclosure": "parties-only",
            "nature": "no-right-or-obligation",
        }

    @property
    def fields(self) -> dict[str, list[bytes]]:
        return {name: [fresh(f"field {self.context} {name}"), cbor(value)] for name, value in self.field_values.items()}

    def terms_plain(self, **other: Any) -> dict[str, Any]:
        return {
            "v": 1,
            "nonce": fresh(f"terms {self.context}"),
            "seq": 0,
            "context": self.context,
            "pair": fresh("pair", 16),
            "sign-by": START + HOUR,
            "parties": {p.name: p.root_set() for p in self.parties},
            "suites": [1],
            "layers": [],
            "fields": {name: tagged("field", name, *row) for name, row in self.fields.items()},
        } | other

    @cached_property
    def terms_payload(self) -> bytes:
        return cbor(self.terms_plain())

    @cached_property
    def line(self) -> bytes:
        return tagged("line", self.terms_payload)

    @cached_property
    def terms_digest(self) -> bytes:
        return tagged("terms", self.terms_payload)

    @property
    def roots(self) -> list[Key]:
        return [key for p in self.parties for key in p.roots]

    @cached_property
    def terms(self) -> bytes:
        return cose("terms", self.line, self.terms_payload, self.roots)

    def credential_plain(self, name: str, **other: Any) -> dict[str, Any]:
        who = party(name, self.context)
        keys = sorted([*who.officers, who.node, *who.log_keys], key=lambda key: key.id)
        office = [key.id for key in who.officers]
        return {
            "v": 1,
            "line": self.line,
            "party": name,
            "seq": 0,
            "keys": [key.plain() for key in keys],
            "release": {"default": [1, *office], "notice": [2, *office], "machine": [1, who.node.id]},
            "fields": {},
        } | other

    @cache  # noqa: B019 - two worlds, for as long as the script runs
    def credential_payload(self, name: str) -> bytes:
        return cbor(self.credential_plain(name))

    @cache  # noqa: B019
    def credential(self, name: str) -> bytes:
        return cose("credential", self.line, self.credential_payload(name), party(name, self.context).roots)

    def credential_digest(self, name: str) -> bytes:
        return tagged("credential", self.credential_payload(name))

    # -- messages --

    def content(self, name: str, kind: str, values: dict[str, bytes], label: str, **other: Any) -> dict[str, Any]:
        content_id, secret = fresh(f"content id {label}"), fresh(f"secret {label}")
        plain = {
            "v": 1,
            "line": self.line,
            "context": self.context,
            "terms": self.terms_digest,
            "from": name,
            "kind": kind,
            "schema": 1,
            "vocab": VOCABULARY,
            "wanted": 0,
            "id": content_id,
            "composed": START,
            "expires": START + 24 * HOUR,
            "sections": {s: section(content_id, secret, s, values.get(s, NULL)) for s in SECTIONS.get(kind, values)},
        } | other
        return {key: value for key, value in plain.items() if value is not None}

    def message(
        self,
        name: str,
        kind: str,
        values: dict[str, Any],
        label: str,
        keys: Sequence[Key] | None = None,
        packed: bool = False,
        **other: Any,
    ) -> dict[str, Any]:
        """{signed, secret, values}; `other` replaces members of the content, None takes one away."""
        carried = values if packed else {s: cbor(v) for s, v in values.items()}
        who = party(name, self.context)
        if keys is None:
            keys = {"notice": who.officers[:2], "keys": [who.node], "destroyed": [who.node]}.get(kind, who.officers[:1])
        payload = cbor(self.content(name, kind, carried, label, **other))
        signed = [cose("content", self.line, payload, keys), []]
        return {"signed": signed, "secret": fresh(f"secret {label}"), "values": carried}

    def announced(self, name: str) -> dict[str, Any]:
        who = party(name, self.context)
        others = [other for other in PARTIES if other != name]
        return {
            "sealing": [
                {
                    "id": who.sealing_id,
                    "suite": 1,
                    "pub": sealing_public(who.sealing_seed),
                    "from": START - 24 * HOUR,
                    "until": START + 90 * 24 * HOUR,
                }
            ],
            "mailboxes": {other: who.mailbox(other) for other in others},
            "routes": [["https", f"https://{name}.invalid/{self.context}", b"EXAMPLE"]],
        }

    def keys_message(self, name: str, **other: Any) -> dict[str, Any]:
        return self.message(name, "keys", {"keys": self.announced(name) | other}, f"keys {name} {self.context}")

    @cached_property
    def notice(self) -> dict[str, Any]:
        return self.message("heron", "notice", notice_values(), f"notice {self.context}", wanted=3)

    @cached_property
    def acknowledgement(self) -> dict[str, Any]:
        what = said_id(self.notice)
        values = {"coded": {"received": "received"}}
        return self.message("ibis", "acknowledgement", values, f"ack {self.context}", re=[what], thread=what)

    # -- the record --

    @cached_property
    def logs(self) -> dict[str, Log]:
        logs = {name: Log(self.line, name, fresh(f"epoch {name} {self.context}", 16)) for name in PARTIES}
        heron, ibis = logs["heron"], logs["ibis"]
        for log in (heron, ibis):
            log.add(role="epoch", at=START, reason="founded", reported=[])
            self.say(log, self.keys_message(log.party), START + 1, [])
        self.hear(ibis, heron, 1, self.keys_message("heron"), START + 1000)
        self.hear(heron, ibis, 1, self.keys_message("ibis"), START + 1001)
        self.say(heron, self.notice, START + 2000, [ibis.head(3)])
        self.hear(ibis, heron, 3, self.notice, START + 3000)
        self.say(ibis, self.acknowledgement, START + 4000, [heron.head(4)])
        self.hear(heron, ibis, 4, self.acknowledgement, START + 5000)
        return logs

    def said(self, log: Log, message: dict[str, Any], at: int, seen: list[Any]) -> dict[str, Any]:
        return {
            "role": "said",
            "n": log.said + 1,
            "at": at,
            "what": said_id(message),
            "cred": self.credential_digest(log.party),
            "seen": seen,
        }

    def say(self, log: Log, message: dict[str, Any], at: int, seen: list[Any]) -> int:
        return log.add(**self.said(log, message, at, seen))

    def hear(self, log: Log, of: Log, index: int, message: dict[str, Any], at: int, **other: Any) -> int:
        plain = {
            "role": "heard",
            "at": at,
            "from": of.place(index),
            "what": said_id(message),
            "verdict": "accepted",
            "has": possession(message["secret"], log.party),
        } | other
        return log.add(**plain)

    @cache  # noqa: B019
    def checkpoint(self, name: str, size: int | None = None) -> bytes:
        log = self.logs[name]
        head = log.head(size)
        return checkpoint(log.origin, head[2], head[3], *party(name, self.context).log_keys)

    def proof(self, name: str, index: int, size: int | None = None) -> dict[str, Any]:
        log = self.logs[name]
        size = len(log.openings) if size is None else size
        return {
            "opening": log.openings[index],
            "size": size,
            "path": log.path(index, size),
            "head": self.checkpoint(name, size),
        }

    # -- carrying --

    def payload(self, **other: Any) -> dict[str, Any]:
        """Heron's envelope with the notice, after ibis has heard its keys."""
        heron, ibis = self.logs["heron"], self.logs["ibis"]
        return {
            "line": self.line,
            "from": "heron",
            "to": "ibis",
            "nonce": fresh(f"envelope {self.context}"),
            "items": [[self.notice, heron.openings[3], heron.path(3, 4)]],
            "mirror": [2, heron.openings[2:4]],
            "have": [ibis.head(3)],
            "cannot": [],
            "head": self.checkpoint("heron", 4),
            "pad": b"",
        } | other

    def outer(self, payload: dict[str, Any], layers: list[list[Any]] | None = None, **other: Any) -> dict[str, Any]:
        ibis = party("ibis", self.context)
        carried = [self.logs["heron"].leaves[item[1][1]["i"]] for item in payload["items"]]
        return {
            "v": 1,
            "suite": 1,
            "mailbox": ibis.mailbox("heron"),
            "key": ibis.sealing_id,
            "layers": layers or [],
            "commit": tagged("envelope", payload["nonce"], carried),
        } | other

    def envelope(self, payload: dict[str, Any] | None = None, **other: Any) -> bytes:
        payload = self.payload() if payload is None else payload
        outer = other.pop("outer", None) or self.outer(payload)
        public = sealing_public(party("ibis", self.context).sealing_seed)
        return envelope(outer, payload, public, fresh("chance of one envelope", 64), **other)

    # -- founding and showing --

    def part(self, name: str) -> dict[str, Any]:
        log = self.logs[name]
        return {
            "credential": self.credential(name),
            "fields": {},
            "items": [[self.keys_message(name), log.openings[1], log.path(1, 2)]],
            "mirror": [0, log.openings[:2]],
            "head": self.checkpoint(name, 2),
        }

    def founded_line(self) -> dict[str, Any]:
        return {"terms": self.terms, "fields": self.fields, "members": {name: self.part(name) for name in PARTIES}}

    def bundle(self, withheld: Sequence[str] = (), **other: Any) -> dict[str, Any]:
        shown = []
        for name, message in (
            ("heron", self.keys_message("heron")),
            ("ibis", self.keys_message("ibis")),
            ("heron", self.notice),
            ("ibis", self.acknowledgement),
        ):
            kind = (
                "keys" if message["values"].keys() == {"keys"} else "notice" if name == "heron" else "acknowledgement"
            )
            names = [] if kind == "keys" else [s for s in SECTIONS[kind] if s not in withheld]
            shown.append({"signed": message["signed"], "open": {s: opened(message, s) for s in names}})
        return {
            "v": 1,
            "line": self.line,
            "terms": self.terms,
            "fields": self.fields,
            "credentials": [self.credential(name) for name in PARTIES],
            "logs": [{"head": self.checkpoint(name), "all": self.logs[name].openings} for name in PARTIES],
            "messages": shown,
        } | other


def opened(message: dict[str, Any], name: str) -> list[bytes]:
    return [salt(message["secret"], name), message["values"].get(name, NULL)]


def said_id(message: dict[str, Any]) -> bytes:
    return tagged("said", cbor(message["signed"]))


def notice_values(**other: dict[str, Any]) -> dict[str, Any]:
    """The smallest notice; `other` adds or replaces members of a section by its name."""
    values: dict[str, Any] = json.loads(NOTICE.read_text("utf-8"))
    values["times"] = {"detected": START - HOUR, "next_word_by": START + HOUR}
    for name, more in other.items():
        merged = values.get(name, {}) | more
        values[name] = {key: value for key, value in merged.items() if value is not None}
    return values


LIVE = World("live")
EXERCISE = World("exercise")


def founding() -> dict[str, Any]:
    return {"v": 1, "lines": {world.context: world.founded_line() for world in (LIVE, EXERCISE)}}


def drafted(world: World, **other: Any) -> dict[str, Any]:
    """One line of a founding file that nobody has signed."""
    return {"terms": frame(world.terms_payload, []), "fields": world.fields, "members": {}} | other


def with_check(body: bytes) -> bytes:
    return body + hashlib.sha256(body).digest()


# --- a record in which a section was destroyed --------------------------------------------------------


GONE = "prose"


class Agreed:
    """The record of `LIVE`, and after it: heron proposes, ibis answers, both nodes say that they have done it."""

    def __init__(self, sections: Sequence[str] = (GONE,), re: bytes | None = None, answer: str = "agreed") -> None:
        label = f"{' '.join(sections)} {(re or b'').hex()[:8]} {answer}"
        target = said_id(LIVE.notice) if re is None else re
        self.logs: dict[str, Log] = copy.deepcopy(LIVE.logs)
        heron, ibis = self.logs["heron"], self.logs["ibis"]
        self.proposal = LIVE.message(
            "heron", "destruction", {"coded": {"sections": list(sections)}}, f"destruction {label}", re=[target]
        )
        self.answer = LIVE.message(
            "ibis", "consent", {"coded": {"consent": answer}}, f"consent {label}", re=[said_id(self.proposal)]
        )
        self.proposed_at = LIVE.say(heron, self.proposal, START + 6000, [ibis.head()])
        self.hear(ibis, heron, self.proposed_at, self.proposal, START + 7000)
        self.answered_at = LIVE.say(ibis, self.answer, START + 8000, [heron.head()])
        self.hear(heron, ibis, self.answered_at, self.answer, START + 9000)

    def hear(self, log: Log, of: Log, index: int, message: dict[str, Any], at: int) -> None:
        LIVE.hear(log, of, index, message, at, has=possession(message["secret"], log.party))

    def head(self, name: str) -> bytes:
        log = self.logs[name]
        _party, _epoch, size, top = log.head()
        return checkpoint(log.origin, size, top, *party(name, "live").log_keys)

    def stated(self, name: str, message: dict[str, Any], index: int, walk: int | None = None) -> list[Any]:
        log = self.logs[name]
        proof = {
            "opening": log.openings[index],
            "size": len(log.openings),
            "path": log.path(index if walk is None else walk),
            "head": self.head(name),
        }
        return [{"signed": message["signed"], "open": {"coded": opened(message, "coded")}}, proof]

    @property
    def group(self) -> list[Any]:
        return [
            self.stated("heron", self.proposal, self.proposed_at),
            self.stated("ibis", self.answer, self.answered_at),
        ]

    def bundle(self, **other: Any) -> dict[str, Any]:
        base = LIVE.bundle([GONE])
        shown = [
            *base["messages"],
            *(
                {"signed": m["signed"], "open": {s: opened(m, s) for s in SECTIONS[kind]}}
                for kind, m in (("destruction", self.proposal), ("consent", self.answer))
            ),
        ]
        logs = [{"head": self.head(name), "all": self.logs[name].openings} for name in ("heron", "ibis")]
        return base | {"messages": shown, "logs": logs} | other


def erased(group: list[Any], *gone: str, **other: Any) -> dict[str, Any]:
    """The notice without some sections, as it is kept and carried after that."""
    left = {name: opened(LIVE.notice, name) for name in SECTIONS["notice"] if name not in gone}
    return {"signed": LIVE.notice["signed"], "open": left, "agreed": [group]} | other


SECRET = fresh("courier secret")
LAYER = [7, fresh("courier key id", 16), fresh("layer salt")]


def layered() -> bytes:
    payload = LIVE.payload()
    return LIVE.envelope(payload, outer=LIVE.outer(payload, [LAYER]), secrets=[SECRET])


def sized_payload() -> dict[str, Any]:
    """A payload whose one entry holds a filling: made longer by the cases, it has any size wanted."""
    mirror = [0, [[fresh("filled"), {"x": b""}]]]
    return LIVE.payload(items=[], mirror=mirror, have=[], head=LIVE.checkpoint("heron", 4))


@cache
def differ_file() -> bytes:
    from cases.differ import whole  # likewise

    return whole()


@cache
def succeeded_bundle() -> bytes:
    from succeeded import ROUTINE, Succeeded  # it stands on this module

    return with_check(cbor(Succeeded(ROUTINE).bundle()))


@cache
def delivery_file() -> bytes:
    from delivered import none_by  # it stands on this module

    return none_by().file()


def emergency_file() -> bytes:
    from delivered import answered_then_stolen

    return answered_then_stolen(named=True).file()


def shared() -> dict[str, bytes]:
    """Long values that several vectors use, by name."""
    return {
        "terms": LIVE.terms,
        "credential-heron": LIVE.credential("heron"),
        "credential-ibis": LIVE.credential("ibis"),
        "introduction-heron": introduction("heron"),
        "introduction-ibis": introduction("ibis"),
        "checkpoint-heron": LIVE.checkpoint("heron"),
        "receipt": cbor(LIVE.proof("ibis", 3)),
        "founding": cbor(founding()),
        "draft": cbor({"v": 1, "lines": {world.context: drafted(world) for world in (LIVE, EXERCISE)}}),
        "envelope": LIVE.envelope(),
        "envelope-one-layer": layered(),
        "payload-to-size": cbor(sized_payload()),
        "bundle": with_check(cbor(LIVE.bundle())),
        "destroyed-message": cbor(erased(Agreed().group, GONE)),
        "bundle-destroyed": with_check(cbor(Agreed().bundle())),
        "delivery": delivery_file(),
        "delivery-emergency": emergency_file(),
        "differ": differ_file(),
        "bundle-succeeded": succeeded_bundle(),
    }
