"""The two axes of a sentence: what it does about a thing (act), and how far that can be held to (concreteness).

A sentence is parted into phrases, each begun by a main verb that earns an act; a finding belongs to the phrase it stands
in. Verbs right behind another ("agreed to discuss", 同意磋商) are what is agreed, not an act of their own. Nothing is
collapsed to one number: each act and each concreteness comes with the words that earned it.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass, field
from functools import cache

from detente.readouts.finding import Cues, Hit
from detente.readouts.normal import Normal
from detente.readouts.verbs import (
    BEFORE_AGREED,
    BODIES,
    BREAK,
    COMMA,
    DATED,
    DENIES_ITSELF,
    DONE_AFTER,
    DONE_BEFORE,
    FIRM,
    FUTURE,
    GAP_EN,
    GAP_ZH,
    MODAL,
    NEGATION_FAR,
    NO_SIDE,
    NOUNS,
    PASSIVE,
    QUOTES,
    SIDE,
    TAKES,
    TOPIC,
    TOPIC_EN,
    WHO_SPEAKS,
)

ACTS = ("not-found", "mentioned", "exchanged-views", "concern", "willingness", "principle", "agreed")
CONCRETE = ("body", "date", "verification")


@dataclass(slots=True)
class Phrase:
    """A main verb and what stands right behind it. Offsets are of the normalised text."""

    level: int
    start: int
    end: int
    words: list[str]
    negated: bool = False
    tentative: bool = False
    modal: bool = False
    will: bool = False


@dataclass(slots=True)
class Weight:
    """Of one finding."""

    act: str
    act_words: list[str]
    concreteness: list[str]
    concrete_words: dict[str, str]
    who: str
    negated: bool = False
    conditional: bool = False
    quoted: bool = False
    not_dates: list[str] = field(default_factory=list)


@cache
def _acts(kinds: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(kind[4:] for kind in kinds if kind.startswith("act."))


def _wide(text: str, at: int) -> bool:
    return at < len(text) and text[at] >= "\u2e80"


class Paper:
    """What is looked for once in a whole text, and read off for each sentence: breaks of clauses and sides' own names."""

    def __init__(self, normal: Normal, cues: Cues) -> None:
        self.text, self.cased, self.cues = normal.text, normal.cased, cues
        self.breaks = [found.start() for found in BREAK.finditer(normal.text)]
        self.sides = [found for found in SIDE.finditer(normal.text) if (found[1] or found[2]) not in NO_SIDE]
        self.side_starts = [found.start() for found in self.sides]
        self.quotes = [found.start() for found in _QUOTE.finditer(normal.cased)]

    def between(self, places: list[int], start: int, end: int) -> list[int]:
        return places[bisect_left(places, start) : bisect_left(places, end)]


_QUOTE = re.compile('["“「『]')


@cache
def _party(kinds: tuple[str, ...]) -> str | None:
    return next((who for who in ("both", "us", "cn", "third") if who in kinds), None)


class Sentence:
    """One sentence with findings: its cues, phrases and who speaks."""

    def __init__(self, paper: Paper, span: tuple[int, int]) -> None:
        self.text = paper.text
        self.cased = paper.cased
        self.start, self.end = span
        cues = paper.cues
        kinds, earning = cues.kinds, cues.earning
        self.found = [(kinds[index], a, b) for index, a, b in cues.within(*span) if index in earning]
        self.breaks = [self.start, *paper.between(paper.breaks, *span), self.end]
        self.parties = self._parties(paper)
        self.negations = [(a, b) for kinds, a, b in self.found if "negation" in kinds]
        self.phrases = self._phrases()
        self.quotes = bool(paper.quotes) and bool(paper.between(paper.quotes, *span))
        self._dates: list[tuple[int, str]] | None = None
        self._weights: dict[tuple[int, int, bool, bool], Weight] = {}
        self._segments = [(phrase, self._segment(phrase.start)) for phrase in self.phrases]
        self.conditional = any("conditional" in kinds for kinds, _, _ in self.found)

    def _parties(self, paper: Paper) -> list[tuple[str, int, int]]:
        made = [(who, a, b) for kinds, a, b in self.found if (who := _party(kinds)) is not None]
        low, high = bisect_left(paper.side_starts, self.start), bisect_left(paper.side_starts, self.end)
        if low < high:
            for side in paper.sides[low:high]:
                start, end = side.span()
                if end <= self.end and not any(a < end and start < b for _, a, b in made):
                    made.append((side[1] or side[2], start, end))
            made.sort(key=lambda party: party[1])
        return made

    def _phrases(self) -> list[Phrase]:
        made: list[Phrase] = []
        text = self.text
        for kinds, a, b in self.found:
            acts = _acts(kinds)
            tentative = "tentative" in kinds
            if not acts and not tentative:
                continue
            words = text[a:b]
            gap = text[made[-1].end : a] if made else ""
            chained = (
                bool(made)
                and len(gap) <= (GAP_ZH if _wide(text, a) else GAP_EN)
                and not COMMA.search(gap)
                and not any(made[-1].end <= p[1] < a and p[0] != "both" for p in self.parties)
            )
            if chained:
                made[-1].end = b
                if tentative and made[-1].level >= 4:
                    made[-1].tentative = True
                    made[-1].words.append(words)
                continue
            if not acts or self._noun(words, a, b):
                continue
            if made and self._segment(made[-1].start) == self._segment(a) and not self._main(made[-1].end, a):
                continue
            level = max(ACTS.index("agreed" if act == "will" else act) for act in acts)
            phrase = Phrase(level, a, b, [words], self._negated(a, made[-1].end if made else self.start))
            phrase.modal = words.split(" ")[0] in MODAL
            phrase.will = acts == ("will",) or words.startswith(("will ", "将"))
            made.append(phrase)
        return made

    def _noun(self, words: str, a: int, b: int) -> bool:
        """Whether a word that could be a verb stands as a noun or an adjective: 承诺的核查, agreed thresholds."""
        if self.text[b : b + 1] == "的" or (words in NOUNS and self.text[b : b + 1] in "的之、"):
            return True
        if words == "将" and (
            TAKES.match(self.text, b) or not FUTURE.match(self.text, b)
        ):  # 将……称为, 将人工智能用于: it marks an object
            return True
        if words == "agreed":
            before = self.text[max(self.start, a - 14) : a].split()
            return (
                bool(before)
                and before[-1] in BEFORE_AGREED
                and not self.text[b : b + 4].strip().startswith(("to", "on"))
            )
        return False

    def _main(self, after: int, at: int) -> bool:
        """Whether a verb begins a phrase: right behind a comma, "and" or who does it."""
        text = self.text
        begin = after
        for comma in COMMA.finditer(text, after, at):
            begin = comma.end()
        parties = [party for party in self.parties if after <= party[1] and party[2] <= at]
        if parties and parties[-1][2] > begin:
            begin = parties[-1][2]
            return at - begin <= (8 if _wide(text, at) else 24)
        if begin == after:
            return bool(PASSIVE.search(text, after, at))
        between = text[begin:at]
        if _wide(text, at):
            return len(between) <= 4 or bool(TOPIC.match(between))
        return len(between) <= 14 or bool(PASSIVE.search(between)) or bool(TOPIC_EN.match(between))

    def _negated(self, at: int, after: int) -> bool:
        for a, b in self.negations:
            if not after <= a < at:
                continue
            gap = self.text[b:at]
            if len(gap) <= (3 if _wide(self.text, at) else 12) and not COMMA.search(gap):
                return True
            if self.text[a:b] in NEGATION_FAR and len(gap) <= 40 and not re.search("[，；,;]", gap):
                words = self.text[at : at + 9]
                if words.startswith(("agree", "达成", "consensus", "形成", "商定", "建立", "谈及", "提及", "讨论")):
                    return True
        return False

    def _segment(self, at: int) -> int:
        if len(self.breaks) == 2:
            return 0
        return sum(1 for cut in self.breaks[1:-1] if cut <= at)

    def phrase_of(self, hit: Hit) -> Phrase | None:
        """The phrase that a finding belongs to."""
        if not self.phrases:
            return None
        where = self._segment(hit.start)
        here = [phrase for phrase, segment in self._segments if segment == where]
        before = [phrase for phrase in here if phrase.start < hit.start]
        after = [phrase for phrase in here if phrase.start >= hit.start]
        if after:
            clause = self._clause_start(hit.start)
            lead = self.text[clause : hit.start]
            topic = TOPIC.match(lead) if _wide(self.text, hit.start) else TOPIC_EN.match(lead)
            reach = self.text[hit.end : after[0].start]
            held = any(phrase.start >= clause for phrase in before)
            if topic and not held and not re.search("[；;]", reach):
                return after[0]
            if not held and before and not re.search("[,，；;]", reach) and PASSIVE.search(reach):
                return after[0]
        return before[-1] if before else after[0] if after else None

    def _clause_start(self, at: int) -> int:
        begin = self.start
        for comma in re.finditer(r"[,，;；:：]|\band\b", self.text[self.start : at]):
            begin = self.start + comma.end()
        return begin

    def who(self, at: int) -> str:
        """Who does what begins at an offset: `both`, `us`, `cn`, `third`, a side's own name, or `unstated`."""
        ends = [phrase.end for phrase in self.phrases if phrase.end <= at]
        begin = max(ends, default=self.start)
        here = [party for party in self.parties if begin <= party[1] < at]
        if not here:
            earlier = [phrase.start for phrase in self.phrases if phrase.end <= at]
            if earlier:
                return self.who(earlier[-1])
            return self.parties[0][0] if self.parties else "unstated"
        if len(here) > 1 and here[0][0] != here[1][0] and "both" not in (here[0][0], here[1][0]):
            between = self.text[here[0][2] : here[1][1]]
            if re.fullmatch(r"\s*(?:and|and the|、|和|与|同)?\s*(?:the )?", between):
                return "both"
        return here[0][0]

    def weigh(self, hit: Hit) -> Weight:
        """Findings of one phrase in one part of a sentence share a weight: it is not to be changed."""
        phrase = self.phrase_of(hit)
        where = self._segment(hit.start)
        quoted = self.quotes and self._quoted(hit)
        itself = hit.concept in DENIES_ITSELF and phrase is not None and hit.start < phrase.start < hit.end
        key = (phrase.start if phrase is not None else -1 - hit.start, where, quoted, itself)
        held = self._weights.get(key)
        if held is None:
            self._weights[key] = held = self._weighed(hit, phrase, where, quoted, itself)
        return held

    def _weighed(self, hit: Hit, phrase: Phrase | None, where: int, quoted: bool, itself: bool) -> Weight:
        level, words, negated = 1, [], False
        who = self.who(phrase.start if phrase is not None else hit.start)
        conditional = self.conditional
        if phrase is not None:
            level, words = phrase.level, list(phrase.words)
            if phrase.negated and not itself:
                negated = True
                level = 1
                if any(other.level == 2 and not other.negated for other in self.phrases):
                    level = 2
            elif (phrase.tentative and level == 6) or (phrase.will and level == 6 and who not in ("both", "unstated")):
                level = 4
            elif conditional and level == 6:
                level = 5
            if level == 6 and self._in_principle(phrase):
                level, words = 5, [*words, "in principle"]
        begin, stop = self.breaks[where], self.breaks[where + 1]
        concrete, earned, vague = self._concrete(phrase, level, begin, stop)
        return Weight(ACTS[level], words, concrete, earned, who, negated, conditional, quoted, vague)

    def _in_principle(self, phrase: Phrase) -> bool:
        near = self.text[max(self.start, phrase.start - 8) : phrase.end + 24]
        return "in principle" in near or "原则上" in near or "原则性" in near

    def _speaker(self, said: str, at: int, phrase: Phrase | None) -> bool:
        """Whether a ministry, an institute or a delegation only says or does what stands there, and is not charged with it."""
        return said in WHO_SPEAKS and (phrase is None or at < phrase.start)

    def _past(self, start: int, end: int, phrase: Phrase | None) -> bool:
        """Whether a date is that of something over (reached in, 达成的), or of the day on which a thing was agreed."""
        if DONE_BEFORE.search(self.text, max(self.start, start - 100), start) or DONE_AFTER.match(self.text, end):
            return True
        if phrase is None or phrase.will or phrase.start < end:
            return False
        lead = self.text[self.start : start].strip()  # a day before the verb is the day of the meeting
        return lead in ("", "on", "in", "at", "于") or phrase.level < 6

    def _concrete(
        self, phrase: Phrase | None, level: int, begin: int, stop: int
    ) -> tuple[list[str], dict[str, str], list[str]]:
        earned: dict[str, str] = {}
        vague = []
        for kinds, a, b in self.found:
            if not begin <= a < stop:
                continue
            said = self.text[a:b]
            if "body" in kinds and (level >= 4 or said in BODIES) and not self._speaker(said, a, phrase):
                earned.setdefault("body", said)
            if "verification" in kinds and level >= 2 and not self._negated(a, begin):
                earned.setdefault("verification", said)
            if "date.vague" in kinds:
                vague.append(said)
        if level >= 2:
            if self._dates is None:
                dated = DATED.search(self.text, self.start, self.end)
                dates = FIRM.finditer(self.text, self.start, self.end) if dated else ()
                self._dates = [(date.start(), date[0]) for date in dates]
            for at, said in self._dates:
                if begin <= at < stop and not self._past(at, at + len(said), phrase):
                    earned.setdefault("date", said)
        return [kind for kind in CONCRETE if kind in earned], earned, vague

    def _quoted(self, hit: Hit) -> bool:
        if not self.quotes:
            return False
        for opening, closing in QUOTES.items():
            left = self.cased.rfind(opening, self.start, hit.start + 1)
            if left >= 0 and self.cased.find(closing, left, hit.start) < 0 <= self.cased.find(closing, hit.end - 1):
                return True
        return self.cased[self.start : hit.start].count('"') % 2 == 1
