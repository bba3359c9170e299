"""What is left of a message of which all agreed to destroy sections, offered bent: each form with what must follow.

Three members in memory, a notice of heron's, and the words that destroy parts of it, as `line/destroyed.py` wants them shown.
Nothing here touches the world's own line; it is the same in every world, so one process looks once.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import msgspec

from detente.codec.cbor import NULL, encode
from detente.codec.cose import ED25519, ML_DSA_44
from detente.codec.errors import Damaged, Remote
from detente.codec.shape import pack, read, to_plain
from detente.crypto.suites import SIM_0
from detente.kinds import LATEST
from detente.line.content import read_signed, said_id, salt, section_digest
from detente.line.destroyed import destroyed_at, erase, open_left
from detente.line.log import Log
from detente.line.shapes import Erased, Message, Open, Shown, Stated
from detente.proof.head import ed25519_message, encode_checkpoint, ml_dsa_44_message
from detente.proof.receipt import Opening, Proof
from detente.sim import leave
from detente.sim.bent import Founders, line_of, seed, signed
from detente.sim.words import a_notice
from detente.trust.decisions import LineTrust
from detente.vocabulary import current

NOW = 1_790_000_000_000
NOTICE = LATEST["notice"]


class Desk:
    """A line of three, and messages of theirs as they would stand in their logs."""

    def __init__(self) -> None:
        self.founders = Founders("heron", "otter", "stork", sign_by=NOW, suite=SIM_0)
        plain = self.founders.terms()
        self.line = line_of(plain)
        frames = {
            party: signed("credential", self.line, member.credential(self.line), self.founders.roots(party))
            for party, member in self.founders.members.items()
        }
        self.trust = LineTrust.found(signed("terms", self.line, plain, self.founders.roots()), frames, NOW)
        self.made = 0

    def message(
        self, author: str, kind: str, values: Mapping[str, bytes], signer: str = "officer", **lies: Any
    ) -> Message:
        self.made += 1
        secret, name = seed(f"secret {self.made}"), seed(f"content {self.made}")
        schema = LATEST.get(kind, NOTICE)
        content: dict[str, Any] = {
            "v": 1,
            "line": self.line,
            "context": "live",
            "terms": self.trust.terms_digest,
            "from": author,
            "kind": kind,
            "schema": 1,
            "vocab": current().digest,
            "wanted": 1,
            "id": name,
            "composed": NOW,
            "expires": NOW + 10**6,
            "sections": {n: section_digest(name, n, salt(secret, n), values.get(n, NULL)) for n in schema.sections},
        }
        content = {key: value for key, value in (content | lies).items() if value is not None}
        frame = signed("content", self.line, content, self.founders.members[author].signers(*signer.split()))
        return Message(secret=secret, signed=[frame.encode(), []], values=dict(values))

    def shown(self, message: Message, *names: str, **opened: Open) -> Shown:
        rows = {n: Open(salt(message.secret, n), message.values.get(n, NULL)) for n in names}
        return Shown(open=rows | opened, signed=message.signed)

    def proof(self, author: str, message: Message, by: str = "", head: int = 3, size: int = 3, **lies: Any) -> Proof:
        """In a log of three entries, under a signed head of it; `head` entries of it are signed, `size` are claimed."""
        log = Log(self.line, by or author, seed(f"epoch {author}")[:16])
        entry = {"role": "said", "i": 1, "n": 1, "at": NOW + self.made, "what": said_id(message.signed)}
        entry |= {"cred": self.trust.credential_digests[author], "seen": []} | lies
        rows = [{"role": "epoch", "i": 0, "at": NOW, "reason": "founded", "reported": []}, entry, {**entry, "i": 2}]
        openings = [Opening(seed(f"blind {i}"), row) for i, row in enumerate(rows)]
        log.extend([pack(one) for one in openings])
        (_, ed), (_, ml) = (self.founders.members[by or author].keys[n] for n in ("log-ed", "log-ml"))
        assert (ed.alg, ml.alg) == (ED25519, ML_DSA_44)
        root = log.tree.root(head)
        over = ed25519_message(log.body(head)), ml_dsa_44_message(log.origin, head, root)
        text = encode_checkpoint(log.origin, head, root, ed.public, ed.sign(over[0]), ml.public, ml.sign(over[1]))
        return Proof(opening=openings[1], size=size, path=log.tree.path(1, head), head=text)

    def word(
        self, author: str, kind: str, coded: Any, re: bytes, entry: Mapping[str, Any] | None = None, **lies: Any
    ) -> Stated:
        message = self.message(author, kind, {"coded": encode(coded)}, **{"re": [re]} | lies)
        return Stated(self.shown(message, "coded"), self.proof(author, message, **(entry or {})))

    def group(
        self,
        what: bytes,
        sections: Sequence[str] = ("prose",),
        proposal: Mapping[str, Any] | None = None,
        consent: Mapping[str, Any] | None = None,
        by: str = "heron",
    ) -> list[Stated]:
        """A proposal and two consents; `proposal`, and `consent` for the last of them, are what is bent there."""
        bent = dict(proposal or {})
        coded = bent.pop("coded", {"sections": list(sections)})
        first = self.word(bent.pop("author", by), bent.pop("kind", "destruction"), coded, bent.pop("re", what), **bent)
        found, name = [first], said_id(first.shown.signed)
        others = [party for party in self.trust.members if party != by]
        for number, party in enumerate(others):
            how = dict(consent or {}) if number else {}
            answer = how.pop("coded", {"consent": "agreed"})
            found.append(
                self.word(how.pop("author", party), how.pop("kind", "consent"), answer, how.pop("re", name), **how)
            )
        return found


class Ground:
    def __init__(self) -> None:
        self.desk = Desk()
        values = {name: pack(value) for name, value in a_notice("EXAMPLE destroyed.", NOW).items()}
        self.values = values
        self.message = self.desk.message("heron", "notice", values)
        self.content = read_signed(self.message.signed)[0]
        self.what = said_id(self.message.signed)

    def left(self, message: Erased, kind: str = "notice") -> str:
        sections = open_left(self.desk.trust, self.content, message, LATEST[kind])
        return " ".join(sorted(sections))

    def after(self, *groups: list[Stated], named: Sequence[str] = ("prose",), **changes: Any) -> str:
        """What is left when each of these groups takes what it names."""
        form: Any = self.message
        for group in groups or (self.desk.group(self.what),):
            form = erase(form, self.content, set(named), group)
        return self.left(msgspec.structs.replace(form, **changes))

    def bent(self, **how: Any) -> str:
        return self.after(self.desk.group(self.what, **how))

    def opened(self, **rows: Open) -> str:
        """The form with other sections opened than its author committed to."""
        form = erase(self.message, self.content, {"prose"}, self.desk.group(self.what))
        return self.left(msgspec.structs.replace(form, open={**form.open, **rows}))

    def without(self, name: str) -> str:
        form = erase(self.message, self.content, {"prose"}, self.desk.group(self.what))
        return self.left(msgspec.structs.replace(form, open={n: row for n, row in form.open.items() if n != name}))

    def times(self) -> str:
        """When each section was destroyed: the first time all had said so; by the last word to it."""
        first, second = self.desk.group(self.what), self.desk.group(self.what, ["prose", "system"])
        form = erase(self.message, self.content, {"prose"}, first)
        form = erase(form, self.content, {"prose", "system"}, second)
        at = [max(s.proof.opening.entry["at"] for s in group) for group in (first, second)]
        right = {"prose": at[0], "system": at[1]}
        backwards = msgspec.structs.replace(form, agreed=[second, first])
        return str(
            destroyed_at(form) == right and destroyed_at(backwards) == right and self.left(form) == self.left(backwards)
        )

    def own_salts(self) -> str:
        """Each section that is left keeps its own salt, and the form can be read back as itself."""
        form = erase(self.message, self.content, {"prose"}, self.desk.group(self.what))
        same = all(row.salt == salt(self.message.secret, name) for name, row in form.open.items())
        return str(same and read(Erased, to_plain(form)) == form and set(form.values) == {"coded", "times"})

    def word_rows(self, stated: Stated, **rows: Open | None) -> Stated:
        opened = {name: row for name, row in {**stated.shown.open, **rows}.items() if row is not None}
        return Stated(msgspec.structs.replace(stated.shown, open=opened), stated.proof)

    def reshown(self, which: int, **rows: Open | None) -> str:
        group = self.desk.group(self.what)
        group[which] = self.word_rows(group[which], **rows)
        return self.after(group)

    def reordered(self, *order: int) -> str:
        group = self.desk.group(self.what)
        return self.after([group[i] for i in order])


NO = "destruction-not-agreed"
OPEN = Open(bytes(32), encode("other"))
Try = tuple[Callable[[Ground], Any], str]
LEFT = "coded times"
TRIES: dict[str, Try] = {
    "agreed": (lambda g: g.after(), LEFT),
    "agreed-by-another": (lambda g: g.bent(by="stork"), LEFT),
    "agreed-by-all-orders": (lambda g: g.bent(by="otter"), LEFT),
    "agreed-twice": (
        lambda g: g.after(g.desk.group(g.what), g.desk.group(g.what, ["measures", "prose"]), named=["measures", "prose"]),
        LEFT,
    ),
    "agreed-all": (lambda g: g.after(g.desk.group(g.what, sorted(rest())), named=rest()), LEFT),
    "agreed-as-it-expires": (lambda g: g.bent(consent={"entry": {"at": NOW + 10**6}}), LEFT),
    "times": (lambda g: g.times(), "True"),
    "own-salts": (lambda g: g.own_salts(), "True"),
    "more-than-agreed": (lambda g: g.after(named=["measures", "prose"]), NO),
    "less-than-agreed": (lambda g: g.after(g.desk.group(g.what, ["measures", "prose"])), NO),
    "none-said": (lambda g: g.without("system"), NO),
    "one-too-few": (lambda g: g.reordered(0, 1), NO),
    "one-twice": (lambda g: g.reordered(0, 1, 1), NO),
    "one-more": (lambda g: g.reordered(0, 1, 2, 2), NO),
    "other-order": (lambda g: g.reordered(0, 2, 1), NO),
    "no-proposal": (lambda g: g.reordered(1, 1, 2), NO),
    "declined": (lambda g: g.bent(consent={"coded": {"consent": "declined"}}), NO),
    "answered-something-else": (lambda g: g.bent(consent={"re": g.what}), NO),
    "answered-two": (lambda g: answered_two(g), NO),
    "answered-by-notice": (lambda g: g.bent(consent={"kind": "acknowledgement", "coded": {"received": "received"}}), NO),
    "proposed-of-another": (lambda g: g.bent(proposal={"re": bytes(32)}), NO),
    "proposed-by-consent": (lambda g: g.bent(proposal={"kind": "consent", "coded": {"consent": "agreed"}}), NO),
    "proposed-what-is-kept": (lambda g: g.after(g.desk.group(g.what, ["coded", "prose"]), named=["coded", "prose"]), NO),
    "proposed-out-of-order": (lambda g: g.after(g.desk.group(g.what, ["prose", "measures"]), named=["measures", "prose"]), NO),
    "proposed-unknown": (lambda g: g.bent(proposal={"coded": {"sections": ["colour", "prose"]}}), NO),
    "own-consent": (lambda g: g.bent(consent={"author": "heron"}), NO),
    **{
        f"{which}-{name}": (lambda g, which=which, lie=lie: g.bent(**{which: lie(g)}), NO)  # type: ignore[misc]
        for which in ("proposal", "consent")
        for name, lie in {
            "on-another-line": lambda g: {"line": bytes(32)},
            "as-a-drill": lambda g: {"context": "exercise"},
            "under-other-terms": lambda g: {"terms": bytes(32)},
            "of-a-later-kind": lambda g: {"schema": 9},
            "by-the-node": lambda g: {"signer": "node"},
            "by-nobody": lambda g: {"signer": "root-ed"},
            "with-a-strange-section": lambda g: {"sections": {"coded": bytes(32), "colour": bytes(32)}},
            "expired": lambda g: {"expires": NOW - 1},
            "expired-as-said": lambda g: {"entry": {"at": NOW + 10**6 + 1}},
            "of-another-credential": lambda g: {"entry": {"cred": bytes(32)}},
            "that-is-not-said": lambda g: {"entry": {"what": bytes(32)}},
            "as-another-entry": lambda g: {"entry": {"i": 2}},
            "without-shape": lambda g: {"entry": {"n": -1}},
            "heard": lambda g: {"entry": {"role": "epoch", "i": 0, "reason": "founded", "reported": [], "n": None}},
            "in-anothers-log": lambda g: {"entry": {"by": "otter"}},
            "under-a-smaller-head": lambda g: {"entry": {"head": 2}},
            "of-another-size": lambda g: {"entry": {"size": 2}},
        }.items()
    },
    **{
        f"word-{which}-{name}": (lambda g, which=which, row=row: g.reshown(which, **row), NO)  # type: ignore[misc]
        for which in (0, 1, 2)
        for name, row in {
            "closed": {"coded": None},
            "all-open": {"prose": OPEN},
            "another": {"coded": OPEN},
        }.items()
    },
    "a-section-of-another-value": (lambda g: g.opened(coded=OPEN), "not-readable"),
    "a-section-of-another-salt": (
        lambda g: g.opened(coded=Open(bytes(32), g.values["coded"])),
        "not-readable",
    ),
    "a-section-unknown": (lambda g: g.opened(colour=OPEN), "not-readable"),
    "a-required-one-gone": (lambda g: g.without("coded"), NO),
    "of-another-kind": (
        lambda g: g.left(erase(g.message, g.content, {"prose"}, g.desk.group(g.what)), "question"),
        "sections",
    ),
}  # fmt: skip


def answered_two(g: Ground) -> str:
    group = g.desk.group(g.what)
    name = said_id(group[0].shown.signed)
    message = g.desk.message("stork", "consent", {"coded": encode({"consent": "agreed"})}, re=sorted([name, g.what]))
    group[2] = Stated(g.desk.shown(message, "coded"), g.desk.proof("stork", message))
    return g.after(group)


def rest() -> list[str]:
    return [name for name in NOTICE.sections if name not in ("coded", "times")]


@functools.cache
def _found() -> tuple[str, ...]:
    ground, found = Ground(), [*leave.wrong()]
    for name, (offer, follows) in TRIES.items():
        try:
            became = str(offer(ground))
        except (Remote, Damaged) as error:
            became = error.code
        if became != follows:
            found.append(f"{name}: {became} instead of {follows}")
    return tuple(found)


def wrong(_seed: int) -> Sequence[str]:
    return _found()
