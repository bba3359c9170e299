"""What one member holds of a dialogue within a cut, and whether the fold finds there what the specification's sentences give."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from detente.codec.cbor import decode, tagged_hash
from detente.codec.errors import Damaged, Remote
from detente.codec.limits import MAX_ENVELOPE, MAX_MESSAGE
from detente.codec.shape import unpack
from detente.kinds import TABLE
from detente.line.content import kept_of, read_signed, typed_sections
from detente.line.log import read_entry
from detente.line.shapes import Entry, Opened, Said
from detente.node.node import Node
from detente.proof.head import Head, Place
from detente.proof.receipt import Opening
from detente.sim.common import KINDS, Common, Key, Spoken, Spot, Text
from detente.views.dialogue import crossed
from detente.views.exchanges import exchanges
from detente.views.moves import Table

# Section 13, steps 1, 2, 10, 12, 13, 14, 16 and 16a: by when, how, and by whom a message is heard.
LOCAL = (
    *("too-large", "message-form", "sequenced-twice", "over-quota"),
    *("kind", "vocabulary", "not-readable", "destruction-not-agreed"),
)


class Whole(Common):
    """With the answers that open together."""

    def deposits(self, exchange: bytes) -> dict[str, bytes]:
        """Of each member the deposit that counts: the first that is no copy of one its author had seen."""
        found: dict[str, bytes] = {}
        for member in self.members:
            own = [
                what
                for what, one in self.spoken.items()
                if (one.party, one.kind, one.re) == (member, "deposit", (exchange,)) and not self._copy(what)
            ]
            firsts = [what for what in own if not any(self.is_later(what, other) for other in own if other != what)]
            if firsts:
                found[member] = min(firsts, key=self._shorter)
        return found

    def _copy(self, deposit: bytes) -> bool:
        one = self.spoken[deposit]
        digest = one.sections["coded"].deposit
        seen = {name for spot in self.first(deposit) for name in self.view(spot).names} & set(self.spoken)
        return any(
            self.spoken[name].kind == "deposit"
            and self.spoken[name].party != one.party
            and self.spoken[name].sections["coded"].deposit == digest
            for name in seen
        )

    def openings(self, exchange: bytes) -> set[bytes]:
        """The openings that count: of deposits that count, after every member's had been seen, and of what was deposited."""
        counting = self.deposits(exchange)
        found: set[bytes] = set()
        for what, one in self.spoken.items():
            if one.kind != "opening" or one.re != (counting.get(one.party),):
                continue
            nonce, answers = one.sections["coded"].nonce, one.values["answers"]
            digest = tagged_hash("deposit", self.line, exchange, one.party, nonce, answers)
            seen = any(set(counting.values()) <= self.view(spot).names for spot in self.first(what))
            deposited = self.spoken[one.re[0]].sections["coded"].deposit
            if set(counting) == set(self.members) and seen and digest == deposited:
                found.add(what)
        return found


def read(node: Node, cut: Mapping[Key, int]) -> Whole:
    """What a member holds within a cut, with no help of the views."""
    line = node.line()
    logs: dict[Key, list[Entry | None]] = {}
    heads: set[Head] = set()
    for key, size in cut.items():
        log = line.logs[key]
        logs[key] = [_entry(carried, i) for i, carried in enumerate(node.store.openings(log.key, 0, size))]
        for entry in logs[key]:
            heads |= set(entry.seen) if isinstance(entry, Said) else set()
            heads |= {entry.follows} if isinstance(entry, Opened) and entry.follows is not None else set()
    same: dict[Head, bool] = {}
    for head in heads:
        key = (head.party, head.epoch)
        if cut.get(key, 0) >= head.size:
            same[head] = line.logs[key].tree.root(head.size) == head.root
    spoken: dict[Spot, Spoken] = {}
    for key, entries in logs.items():
        kept = node.store.kept((line.id, *key), 0, len(entries))
        for index, entry in enumerate(entries):
            if isinstance(entry, Said) and entry.what in kept.get(index, ()):
                one = _taken(node, Place(*key, index), entry.what)
                spoken |= {} if one is None else {(*key, index): one}
    return Whole(line.id, line.trust.terms.parties, logs, same, spoken)


def _taken(node: Node, place: Place, what: bytes) -> Spoken | None:
    """What a message says to whoever holds it; nothing where a rule refuses it for all; None where this member alone may."""
    row = node.store.message_at(node.line().id, place, what)
    if row is None or row["reason"] in LOCAL:
        return None
    return _spoken(bytes(row["message"])) if row["verdict"] == "accepted" else Spoken("", "")


def _entry(carried: bytes, index: int) -> Entry | None:
    try:
        entry = read_entry(unpack(Opening, carried, MAX_MESSAGE))
    except Remote:
        return None
    return entry if entry.i == index else None


def _spoken(packed: bytes) -> Spoken:
    try:
        message = kept_of(decode(packed, MAX_ENVELOPE))
        content, _, _ = read_signed(message.signed)
        kind = TABLE.get((content.kind, content.schema))
        if kind is None or kind.name not in KINDS:
            return Spoken(content.author, "")
        values = dict(message.values)
        return Spoken(
            content.author, kind.name, tuple(content.re or ()), typed_sections(values, kind, kind.required), values
        )
    except (Remote, Damaged):
        return Spoken("", "")


def wrong(node: Node, table: Table, cut: Mapping[Key, int]) -> Iterator[str]:
    """Where the fold of a member at a cut finds anything else than the sentences do."""
    again = read(node, cut)
    right = again.found()
    texts = {move.what: move for move in table.moves if move.kind == "proposal"}
    if set(texts) != set(right):
        yield f"{len(texts)} texts, and {len(right)} are said"
        return
    for what, move in texts.items():
        standing = table.standing(move)
        found = Text(standing.state, frozenset(standing.words))
        if found != right[what]:
            yield f"{what.hex()[:6]} about {again.about(what)} is {_plain(found)} and not {_plain(right[what])}"
        if set(standing.crosses) != again.beside(what):
            yield f"{what.hex()[:6]} is shown with {len(standing.crosses)} texts, and not {len(again.beside(what))}"
        if (said := {party: voice.stance for party, voice in standing.last.items()}) != again.last(what):
            yield f"of {what.hex()[:6]} was last said {said} and not {again.last(what)}"
    for about in {again.about(what) for what in texts}:
        if set(table.motions.tops(about)) != again.tops(about):
            yield f"a new text about {about} has to name others"
    if (late := {row["what"] for row in crossed(table)}) != (again.crossed()):
        yield f"{len(late)} messages crossed, and not {len(again.crossed())}"
    rows = {row["what"]: row for row in exchanges(table)}
    for what in (what for what in right if again.about(what)[0] == "exchange"):
        opened, deposited = again.openings(what), again.deposits(what)
        stands = dict.fromkeys(again.members, "waiting") | dict.fromkeys(deposited, "deposited")
        stands |= dict.fromkeys((again.spoken[name].party for name in opened), "opened")
        if rows[what]["parties"] != stands:
            yield f"of the exchange {what.hex()[:6]} {rows[what]['parties']} and not {stands}"


def _plain(text: Text) -> str:
    return f"{text.state} by {', '.join(sorted(text.words)) or 'nobody'}"
