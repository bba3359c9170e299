"""What members keep together, worked out again, slowly, from the sentences of spec/protocol.md section 16 and nothing else.

No folding in order: each word of the section is a set, or a question asked of sets, over everything that lies within a cut. It
shares with `line/motions.py`, `line/trail.py` and `views/moves.py` the shapes of entries and of sections alone.

A *name* is a said id. A *spot* is one entry of one log: (party, epoch, index).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from detente.line.shapes import Entry, Heard, Opened, Said
from detente.proof.head import Head

Key = tuple[str, bytes]
Spot = tuple[str, bytes, int]
KINDS = ("proposal", "stance", "deposit", "opening", "progress")


@dataclass(frozen=True)
class Spoken:
    """What one message says. `values` are its sections as carried. Of another kind than these five it says nothing here."""

    party: str
    kind: str
    re: tuple[bytes, ...] = ()
    sections: Mapping[str, Any] = field(default_factory=dict)
    values: Mapping[str, bytes] = field(default_factory=dict)


@dataclass(frozen=True)
class View:
    """What a member had seen at one entry: names, and heads of other logs. `whole`: its own logs are here up to it."""

    names: frozenset[bytes]
    heads: tuple[Head, ...]
    own: tuple[tuple[Key, int], ...]
    whole: bool


@dataclass(frozen=True)
class Text:
    """How a text stands at the cut, and whose word for it counts."""

    state: str
    words: frozenset[str]


class Common:
    """Logs within a cut, and what is said in them. `roots`: of each log here, the root at each size that somebody names."""

    def __init__(
        self,
        line: bytes,
        members: Iterable[str],
        logs: Mapping[Key, Sequence[Entry | None]],
        same: Mapping[Head, bool],
        spoken: Mapping[Spot, Spoken],
    ) -> None:
        self.line, self.members = line, sorted(members)
        self.logs, self.same = logs, same
        self.spoken: dict[bytes, Spoken] = {}
        self.places: dict[bytes, set[Spot]] = {}
        self.gone: set[Spot] = set()
        for key, entries in logs.items():
            for index, entry in enumerate(entries):
                spot = (*key, index)
                if not isinstance(entry, Said):
                    continue
                if spot not in spoken:
                    self.gone.add(spot)
                    continue
                self.spoken[entry.what] = spoken[spot]
                self.places.setdefault(entry.what, set()).add(spot)
        self._views: dict[Spot, View] = {}
        self._counts: dict[bytes, bool] = {}
        self.texts = {what for what, one in self.spoken.items() if one.kind == "proposal"}
        self.all_words = {
            text: [
                what
                for what, one in self.spoken.items()
                if what == text or (self._stance(what) == "agreed" and one.re == (text,))
            ]
            for text in self.texts
        }

    # -- of messages ------------------------------------------------------------------------------------------------------

    def _stance(self, what: bytes) -> str | None:
        one = self.spoken[what]
        return str(one.sections["coded"].stance) if one.kind == "stance" else None

    def about(self, text: bytes) -> tuple[str, str]:
        coded = self.spoken[text].sections["coded"]
        return coded.subject, coded.name

    def rivals(self, text: bytes) -> set[bytes]:
        """The other texts about the same subject."""
        return {other for other in self.texts if other != text and self.about(other) == self.about(text)}

    def before(self, text: bytes) -> set[bytes]:
        """The texts whose place a text takes, directly or through those it names."""
        found: set[bytes] = set()
        while True:
            named = {name for one in found | {text} for name in self.spoken[one].re if name in self.rivals(one)}
            if named <= found:
                return found - {text}
            found |= named

    # -- what a member had seen -------------------------------------------------------------------------------------------

    def followed(self, spot: Spot) -> tuple[list[tuple[Key, int]], bool]:
        """The author's own logs up to and with `spot`, and those it says it follows: (log, how much); whether all is here."""
        found: list[tuple[Key, int]] = []
        key, size = (spot[0], spot[1]), spot[2] + 1
        while key not in [one for one, _ in found]:
            if len(self.logs.get(key, ())) < size:
                return found, False
            found.append((key, size))
            first = self.logs[key][0]
            if not isinstance(first, Opened) or first.follows is None:
                break
            if self.same.get(first.follows) is not True:
                return found, False
            key, size = (first.follows.party, first.follows.epoch), first.follows.size
        return found, True

    def view(self, spot: Spot) -> View:
        if spot not in self._views:
            own, whole = self.followed(spot)
            names: set[bytes] = set()
            heads: set[Head] = set()
            for key, size in own:
                for index in range(size):
                    entry = self.logs[key][index]
                    if isinstance(entry, Said):
                        heads |= {head for head in entry.seen if head.party != spot[0]}
                    if isinstance(entry, Said | Heard) and (*key, index) != spot:
                        names.add(entry.what)
            for head in heads:
                log = self.logs.get((head.party, head.epoch), ())[: head.size]
                names |= {entry.what for entry in log if isinstance(entry, Said)}
            top = {
                head
                for head in heads
                if head.size == max(h.size for h in heads if (h.party, h.epoch) == (head.party, head.epoch))
            }
            self._views[spot] = View(frozenset(names), tuple(top), tuple(own), whole)
        return self._views[spot]

    def later(self, one: Spot, other: Spot) -> bool:
        """Whether `one` stands after `other` in its author's logs."""
        return one != other and any(
            (other[0], other[1]) == key and other[2] < size for key, size in self.followed(one)[0]
        )

    def first(self, what: bytes) -> set[Spot]:
        """Where it was said first: what is said again in a new epoch was said before."""
        return {one for one in self.places[what] if not any(self.later(one, other) for other in self.places[what])}

    def _shorter(self, what: bytes) -> tuple[int, Spot]:
        """For what no log of its author says which came first: how much its author had said before, and where."""
        return min(self._order(spot) for spot in self.first(what))

    def _order(self, spot: Spot) -> tuple[int, Spot]:
        return sum(size for _, size in self.followed(spot)[0]), spot

    def is_later(self, what: bytes, than: bytes) -> bool:
        return any(self.later(one, other) for one in self.first(what) for other in self.first(than))

    # -- words ------------------------------------------------------------------------------------------------------------

    def _all_against(self, text: bytes) -> set[bytes]:
        """What is against a text: refusals, texts that name it, and later words for another of who had given one for it."""
        found = {what for what, one in self.spoken.items() if self._stance(what) == "declined" and one.re == (text,)}
        for other in self.rivals(text):
            found |= {other} if text in self.spoken[other].re else set()
            for theirs in self.all_words[other]:
                party = self.spoken[theirs].party
                ours = [word for word in self.all_words[text] if self.spoken[word].party == party]
                found |= {theirs} if any(self.is_later(theirs, word) for word in ours) else set()
        return found

    def _against(self, text: bytes, view: View) -> bool:
        """Whether there is anything against a text in what was seen."""
        return bool(self._all_against(text) & view.names)

    def _seen_complete(self, text: bytes, view: View) -> bool:
        return {
            self.spoken[word].party for word in self.all_words[text] if word in view.names and self.counts(word)
        } == set(self.members)

    def counts(self, word: bytes) -> bool:
        """Whether a member's agreement counts, by what that member had seen when it gave it."""
        if word not in self._counts:
            self._counts[word] = False  # of words that had seen each other none came first
            one = self.spoken[word]
            text = word if one.kind == "proposal" else one.re[0]
            self._counts[word] = any(self._counts_at(spot, text) for spot in self.first(word))
        return self._counts[word]

    def _counts_at(self, spot: Spot, text: bytes) -> bool:
        view = self.view(spot)
        if self._against(text, view):
            return False
        for other in self.rivals(text):
            if self._seen_complete(other, view) and not (
                other in self.before(text) and self._made_knowing(text, other)
            ):
                return False
        return True

    def _made_knowing(self, text: bytes, other: bytes) -> bool:
        """Whether a text's own author had seen another complete."""
        return any(self._seen_complete(other, self.view(spot)) for spot in self.first(text))

    # -- texts ------------------------------------------------------------------------------------------------------------

    def counting(self, text: bytes) -> list[bytes]:
        return [word for word in self.all_words[text] if self.counts(word)]

    def complete(self, text: bytes) -> bool:
        return {self.spoken[word].party for word in self.counting(text)} == set(self.members)

    def waits(self, text: bytes) -> bool:
        """Whether a member's word counts only as far as is known: a log it had seen is not here, or something said in it since.

        What the text itself comes after cannot speak of it.
        """
        sure = {self.spoken[word].party for word in self.counting(text) if self._is_sure(word, text)}
        return sure != set(self.members)

    def _is_sure(self, word: bytes, text: bytes) -> bool:
        for spot in self.first(word):
            view = self.view(spot)
            spans = [*view.own, *(((head.party, head.epoch), head.size) for head in view.heads)]
            unknown = {head for head in view.heads if self.same.get(head) is not True} | self._unfollowed(view)
            older = all(self._is_older(head, text) for head in unknown)
            if older and self._counts_at(spot, text) and not any(self._missing(text, key, size) for key, size in spans):
                return True
        return False

    def _unfollowed(self, view: View) -> set[Head]:
        """Of a member's own logs those that it says it follows and that are not here so far."""
        firsts = [self.logs[key][0] for key, _ in view.own]
        heads = [first.follows for first in firsts if isinstance(first, Opened) and first.follows is not None]
        return {head for head in heads if self.same.get(head) is not True}

    def _is_older(self, head: Head, text: bytes) -> bool:
        """Whether a log had been said up to a head when a text was made."""
        return all((head.party, head.epoch, head.size - 1) in self._spots_before(spot) for spot in self.first(text))

    def _spots_before(self, spot: Spot) -> set[Spot]:
        view = self.view(spot)
        spans = {*view.own, *(((head.party, head.epoch), head.size) for head in view.heads)}
        while True:
            firsts = [(key, self.logs[key][0]) for key, _ in spans if self.logs.get(key)]
            after = [
                (key[0], head)
                for key, one in firsts
                if isinstance(one, Opened)
                for head in [*one.reported, *([one.follows] if one.follows is not None else [])]
            ]
            more = {((head.party, head.epoch), head.size) for party, head in after if head.party == party}
            if more <= spans:
                return {(*key, index) for key, size in spans for index in range(size)}
            spans |= more

    def _missing(self, text: bytes, key: Key, size: int) -> bool:
        speaks = [
            i for i, e in enumerate(self.logs.get(key, ())[:size]) if isinstance(e, Said | Heard) and e.what == text
        ]
        return bool(speaks) and any((*key, index) in self.gone for index in range(speaks[0] + 1, size))

    def receipted(self, text: bytes) -> bool:
        """A log of every member, with those it follows, holds its receipt of every other member's word."""
        words = self.counting(text)
        for member in self.members:
            held: list[set[str]] = []
            for party, epoch in self.logs:
                if party == member:
                    spans = dict(self.followed((party, epoch, len(self.logs[(party, epoch)]) - 1))[0])
                    entries = [entry for key, size in spans.items() for entry in self.logs[key][:size]]
                    taken = {e.what for e in entries if isinstance(e, Heard) and e.verdict == "accepted"}
                    held.append({self.spoken[word].party for word in words if word in taken})
            if not any(parties | {member} == set(self.members) for parties in held):
                return False
        return True

    def crossing(self, text: bytes) -> set[bytes]:
        """Other complete texts about the subject, of which neither takes the place of the other."""
        return {
            other
            for other in self.rivals(text)
            if self.complete(other) and other not in self.before(text) and text not in self.before(other)
        }

    def state(self, text: bytes) -> str:
        if not self.complete(text):
            return self._open(text)
        if self.crossing(text):
            return "crossed"
        if any(text in self.before(other) and self.stands(other) for other in self.rivals(text)):
            return "before"
        if self.waits(text):
            return "waiting"
        return "stands" if self.stands(text) else "receipts"

    def stands(self, text: bytes) -> bool:
        return self.complete(text) and not self.crossing(text) and not self.waits(text) and self.receipted(text)

    def _open(self, text: bytes) -> str:
        """Of a text that is not complete: what has become of it."""
        against = [one for what, one in self.spoken.items() if self._stance(what) == "declined" and one.re == (text,)]
        complete = {other for other in self.rivals(text) if self.complete(other)}
        unseen = {other for other in complete if not self._made_knowing(text, other)}
        if any(not self._knew(other, text) for other in unseen):
            return "crossed"
        if any(text in self.before(other) and not self.crossing(other) for other in complete):
            return "replaced"
        if against:
            return "withdrawn" if self.spoken[text].party in {one.party for one in against} else "declined"
        if self._all_against(text):
            return "replaced"
        if unseen or complete - self.before(text):
            return "overtaken"
        return "ad-referendum" if self._subject_to_more(text) else "open"

    def _knew(self, other: bytes, what: bytes) -> bool:
        """Whether of the words that make another text complete one was said having seen this message."""
        spots = [spot for word in self.counting(other) for spot in self.first(word) if self._counts_at(spot, other)]
        return any(what in self.view(spot).names for spot in spots)

    def beside(self, text: bytes) -> set[bytes]:
        """Texts about the subject by others, of whom and of whose author neither had seen the other's."""
        return {
            other
            for other in self.rivals(text)
            if self.spoken[other].party != self.spoken[text].party
            and not any(other in self.view(spot).names for spot in self.first(text))
            and not any(text in self.view(spot).names for spot in self.first(other))
        }

    def last(self, text: bytes) -> dict[str, str]:
        """What each member said last of a text."""
        found: dict[str, tuple[tuple[int, Spot], str]] = {}
        for what, one in self.spoken.items():
            if what == text or (one.kind == "stance" and one.re == (text,)):
                place = max(self._order(spot) for spot in self.first(what))
                stance = self._stance(what) or "agreed"
                found[one.party] = max(found.get(one.party, (place, stance)), (place, stance))
        return {party: stance for party, (_, stance) in found.items()}

    def _subject_to_more(self, text: bytes) -> bool:
        """Whether what each member said last of a text is `agreed` or `ad-referendum`, of one at least the latter."""
        said = self.last(text)
        return set(said) == set(self.members) and {"ad-referendum"} <= set(said.values()) <= {"agreed", "ad-referendum"}

    def tops(self, about: tuple[str, str]) -> set[bytes]:
        """What a new text about a subject has to name: the complete ones whose place no other complete one takes."""
        complete = {text for text in self.texts if self.about(text) == about and self.complete(text)}
        return {text for text in complete if not any(text in self.before(other) for other in complete)}

    def found(self) -> dict[bytes, Text]:
        return {
            text: Text(self.state(text), frozenset(self.spoken[word].party for word in self.counting(text)))
            for text in self.texts
        }

    def crossed(self) -> set[bytes]:
        """Texts that crossed, and words that came too late or to what had changed unseen."""
        found = {text for text in self.texts if self.state(text) == "crossed"}
        for what, one in self.spoken.items():
            if one.kind == "stance" and one.re[0] in self.texts and self._word_crossed(what, one.re[0]):
                found.add(what)
        return found

    def _word_crossed(self, what: bytes, text: bytes) -> bool:
        views = [self.view(spot) for spot in self.first(what)]
        if self._stance(what) == "declined":
            return self.complete(text) and not all(self._seen_complete(text, view) for view in views)
        if self._stance(what) != "agreed":
            return False
        if self.complete(text):
            return bool(self.crossing(text))
        party = self.spoken[what].party
        late = [
            one for one in self._all_against(text) if self.spoken[one].party != party and not self._had_seen(one, what)
        ]
        rivals = [one for one in self.rivals(text) if self.complete(one) and not self._knew(one, what)]
        return self.counts(what) and bool(late or rivals)

    def _had_seen(self, one: bytes, what: bytes) -> bool:
        return all(what in self.view(spot).names for spot in self.first(one))
