"""How texts stand that need every member, when one may take another's place: one fold, whatever the order of arrival. Pure.

A text is its author's own agreement; the others say `agreed`, and it is *complete* when a word of every member counts. A word
counts when its author, as its log says, had seen

- no refusal of that text: a `declined`, another text that takes its place, or a member that had agreed to it and then agreed to
  another about the same (line/agreement.py: what comes to an author in time is heeded, what crosses its word is too late);
- nothing complete about the same subject that the text does not itself take the place of, its author having seen it so.

So of two complete texts about one subject either one takes the place of the other, or their words crossed: then neither has
effect, and both are shown as crossed. A complete text *stands* once a log of every member holds its receipts of the others'
words. From then on whatever a member says, it says having seen it: so what stands is not undone by something on its way, and
nobody's order of arrival, clock or name decides anything.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal

from detente.line.agreement import Seen
from detente.line.trail import Sight, Trail
from detente.proof.head import Place

About = tuple[str, str]  # subject, name
State = Literal[
    "open",
    "ad-referendum",
    "declined",
    "withdrawn",
    "replaced",
    "overtaken",
    "crossed",
    "waiting",
    "receipts",
    "stands",
    "before",
]
Effect = Literal["counts", "crossed", "none"]
Words = Mapping[str, "list[Voice]"]  # by member


@dataclass(frozen=True)
class Text:
    """A proposal, at the place where its author said it first. `replaces`: the texts it names.

    `places` are several where none of its author's logs says which came before.
    """

    what: bytes
    author: str
    about: About
    replaces: frozenset[bytes]
    places: tuple[Place, ...]


@dataclass(frozen=True)
class Voice:
    """One word on one text, where it was said first. `by`: the message that says it (a text is its own author's word)."""

    place: Place
    by: bytes
    of: bytes
    stance: str

    @property
    def party(self) -> str:
        return self.place.party


@dataclass(frozen=True)
class Standing:
    """`words`: of each member the word that counts. `last`: what each member said last. `crosses`: other texts it crossed."""

    state: State
    words: Mapping[str, Voice]
    last: Mapping[str, Voice]
    crosses: tuple[bytes, ...] = ()


@dataclass
class Motions:
    members: tuple[str, ...]
    texts: Mapping[bytes, Text]
    voices: Mapping[bytes, list[Voice]]  # by text, in order
    trail: Trail
    places: Mapping[
        bytes, tuple[Place, ...]
    ]  # of each message all its places: said again in a later log, it is the same
    absent: Mapping[tuple[str, bytes], list[int]] = field(default_factory=dict)
    _counts: dict[tuple[Place, bytes], bool] = field(default_factory=dict)
    _above: dict[bytes, frozenset[bytes]] = field(default_factory=dict)
    _against: dict[bytes, list[Voice]] = field(default_factory=dict)
    _beside: dict[About, list[Text]] = field(default_factory=dict)

    @classmethod
    def of(
        cls,
        members: Iterable[str],
        texts: Iterable[Text],
        stances: Iterable[Voice],
        trail: Trail,
        places: Mapping[bytes, tuple[Place, ...]],
        absent: Mapping[tuple[str, bytes], list[int]] | None = None,
    ) -> Motions:
        """`places`: of each text and stance every place, by said id; `texts` and `stances` stand at the first of them."""
        known = {text.what: text for text in texts}
        voices: dict[bytes, list[Voice]] = {what: [] for what in known}
        for text in known.values():
            voices[text.what] += [Voice(place, text.what, text.what, "agreed") for place in text.places]
        for voice in stances:
            if voice.of in voices:
                voices[voice.of].append(voice)
        for rows in voices.values():
            rows.sort(key=lambda voice: trail.order(voice.place))
        made = cls(tuple(members), known, voices, trail, places, absent or {})
        for text in sorted(known.values(), key=lambda text: text.what):
            made._beside.setdefault(text.about, []).append(text)
        for text in known.values():
            made._against[text.what] = made._refusals(text)
        return made

    def standing(self, what: bytes) -> Standing:
        text = self.texts[what]
        state = self._state(text, self._complete(text, None))
        return Standing(state, self._first(text), self._last(text), self._crosses(text))

    def effect(self, voice: Voice) -> Effect:
        """Whether a word has effect, and if not, whether it crossed another's."""
        text = self.texts[voice.of]
        seen = self._seen(voice.place)
        complete = self._complete(text, None)
        if voice.stance == "declined":
            if complete is None:
                return "counts"
            return "none" if self._complete(text, seen) is not None else "crossed"
        if voice.stance != "agreed":
            return "counts"
        if complete is not None:
            return "crossed" if self._rivals(text) else "counts"
        if self._counted(voice):
            late = [
                one
                for one in self._against[text.what]
                if one.party != voice.party and not self.covers(self._seen(one.place), voice.by)
            ]
            overtaken = any(self._crossed_by(other, voice.by) for other in self._others(text))
            return "crossed" if late or overtaken else "counts"
        return "none"

    # -- what counts ----------------------------------------------------------------------------------------------

    def _seen(self, place: Place) -> Seen:
        return self.trail.seen[place]

    def covers(self, seen: Seen, what: bytes) -> bool:
        """Whether a message had been seen, wherever it stands."""
        return any(seen.covers(place) for place in self.places[what])

    def _others(self, text: Text) -> list[Text]:
        return [other for other in self._beside[text.about] if other.what != text.what]

    def _line(self, text: Text) -> frozenset[bytes]:
        """The texts that this one takes the place of, through those it names."""
        found = self._above.get(text.what)
        if found is None:
            self._above[text.what] = frozenset()
            named = [self.texts[what] for what in text.replaces if what in self.texts]
            own = [one for one in named if one.about == text.about]
            found = frozenset(one.what for one in own).union(*(self._line(one) for one in own))
            self._above[text.what] = found
        return found

    def _refusals(self, text: Text) -> list[Voice]:
        found = [voice for voice in self.voices[text.what] if voice.stance == "declined"]
        for other in self._others(text):
            for voice in self.voices[other.what]:
                names = voice.by == other.what and text.what in other.replaces
                if names or (voice.stance == "agreed" and self._moved(voice, text)):
                    found.append(voice)
        return found

    def _moved(self, voice: Voice, text: Text) -> bool:
        """Whether a member had agreed to a text before it agreed to this other one."""
        own = [one for one in self.voices[text.what] if one.party == voice.party and one.stance == "agreed"]
        return any(self.trail.after(voice.place, one.place) for one in own)

    def _counted(self, voice: Voice) -> bool:
        key = (voice.place, voice.of)
        if key not in self._counts:
            self._counts[key] = False  # members that claim to have seen each other first: none of it counts
            self._counts[key] = self._weighed(voice)
        return self._counts[key]

    def _weighed(self, voice: Voice) -> bool:
        text, seen = self.texts[voice.of], self._seen(voice.place)
        if any(self.covers(seen, one.by) for one in self._against[text.what]):
            return False
        for other in self._others(text):
            if self._complete(other, seen) is None:
                continue
            known = any(self._complete(other, self._seen(place)) is not None for place in text.places)
            if other.what not in self._line(text) or not known:
                return False
        return True

    def _counting(self, text: Text, within: Seen | None = None) -> dict[str, list[Voice]]:
        """Of each member its words that count, in order."""
        found: dict[str, list[Voice]] = {}
        for voice in self.voices[text.what]:
            if voice.stance != "agreed" or voice.party not in self.members:
                continue
            if (within is None or self.covers(within, voice.by)) and self._counted(voice):
                found.setdefault(voice.party, []).append(voice)
        return found

    def _first(self, text: Text) -> dict[str, Voice]:
        """Of each member the first of its words that count."""
        return {party: voices[0] for party, voices in self._counting(text).items()}

    def _complete(self, text: Text, within: Seen | None) -> dict[str, list[Voice]] | None:
        """Of each member its words that count, if every member has said one; of what `within` covers alone, if that is given."""
        found = self._counting(text, within)
        return found if len(found) == len(self.members) else None

    def _rivals(self, text: Text) -> list[Text]:
        """Complete texts about the same of which neither takes the place of the other."""
        found = [other for other in self._others(text) if self._complete(other, None) is not None]
        return [one for one in found if one.what not in self._line(text) and text.what not in self._line(one)]

    def tops(self, about: About) -> list[bytes]:
        """The complete texts about a subject whose place no other complete one takes: what a new text has to name."""
        found = [text for text in self._beside.get(about, []) if self._complete(text, None) is not None]
        return [text.what for text in found if not any(text.what in self._line(other) for other in found)]

    def _settled(self, words: Words) -> bool:
        """Whether a log of every member, with those it follows, holds its receipt of every other member's word."""

        def has(party: str, end: Sight) -> bool:
            return all(
                other == party or any(voice.by in end.accepted for voice in voices) for other, voices in words.items()
            )

        return all(
            any(name[0] == party and has(party, end) for name, end in self.trail.ends.items()) for party in self.members
        )

    def _stands(self, text: Text) -> bool:
        words = self._complete(text, None)
        return words is not None and self._settled(words) and not self._rivals(text) and not self._unsure(words, text)

    def _unsure(self, words: Words, text: Text) -> bool:
        """Whether of some member no word counts but by what it had seen and is not here, and might be a refusal."""
        return any(all(self._hidden(voice, text) for voice in voices) for voices in words.values())

    def _hidden(self, voice: Voice, text: Text) -> bool:
        if self.trail.missing(voice.place, text.places):
            return True
        seen = self._seen(voice.place)
        for (party, epoch), indices in self.absent.items():
            first = self._speaks(party, epoch, text.what)
            if any(index > first and seen.covers(Place(party, epoch, index)) for index in indices):
                return True
        return False

    def _speaks(self, party: str, epoch: bytes, what: bytes) -> int:
        log = self.trail.entries[(party, epoch)]
        return next((i for i, entry in enumerate(log) if getattr(entry, "what", None) == what), len(log))

    # -- what is shown ---------------------------------------------------------------------------------------------

    def _state(self, text: Text, words: Words | None) -> State:
        others = [other for other in self._others(text) if self._complete(other, None) is not None]
        after = [other for other in others if text.what in self._line(other) and not self._rivals(other)]
        if words is not None:
            if self._rivals(text):
                return "crossed"
            if any(self._stands(other) for other in after):
                return "before"
            if self._unsure(words, text):
                return "waiting"
            return "stands" if self._settled(words) else "receipts"
        unseen = [
            other
            for other in others
            if not any(self._complete(other, self._seen(place)) is not None for place in text.places)
        ]
        if any(self._crossed_by(other, text.what) for other in unseen):
            return "crossed"
        undecided = self._undecided(text)
        if after or undecided not in ("open", "ad-referendum"):
            return "replaced" if after else undecided
        return "overtaken" if unseen or any(other.what not in self._line(text) for other in others) else undecided

    def _crossed_by(self, other: Text, what: bytes) -> bool:
        """Whether another text about the same was completed by words of which none was said having seen this message."""
        words = self._complete(other, None)
        if words is None:
            return False
        seen = [self._seen(word.place) for voices in words.values() for word in voices]
        return not any(self.covers(one, what) for one in seen)

    def _undecided(self, text: Text) -> State:
        declined = [voice for voice in self.voices[text.what] if voice.stance == "declined"]
        if any(voice.party == text.author for voice in declined):
            return "withdrawn"
        if declined:
            return "declined"
        if self._against[text.what]:
            return "replaced"
        last = self._last(text)
        said = {last[party].stance for party in self.members if party in last}
        if len(last) == len(self.members) and said <= {"agreed", "ad-referendum"} and "ad-referendum" in said:
            return "ad-referendum"
        return "open"

    def _last(self, text: Text) -> dict[str, Voice]:
        """What each member said last of a text: in its own order, through its logs."""
        return {voice.party: voice for voice in self.voices[text.what]}

    def _crosses(self, text: Text) -> tuple[bytes, ...]:
        """Texts about the same by others, none of whose authors had seen the other's."""
        found = []
        for other in self._others(text):
            met = any(self.covers(self._seen(place), other.what) for place in text.places)
            apart = not met and not any(self.covers(self._seen(place), text.what) for place in other.places)
            if other.author != text.author and apart:
                found.append(other.what)
        return tuple(found)
