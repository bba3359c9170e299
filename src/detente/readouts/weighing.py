"""The two axes of a sentence: what it does about a thing (act), and how far that can be held to (concreteness).

A sentence is parted into phrases, each begun by a main verb that earns an act; a finding belongs to the phrase it stands
in. Verbs right behind another ("agreed to discuss", 同意磋商) are what is agreed, not an act of their own. Nothing is
collapsed to one number: each act and each concreteness comes with the words that earned it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from detente.readouts.finding import Cues, Hit
from detente.readouts.normal import Normal

ACTS = ("not-found", "mentioned", "exchanged-views", "concern", "willingness", "principle", "agreed")
CONCRETE = ("body", "date", "verification")
_MONTH = "(?:january|february|march|april|may|june|july|august|september|october|november|december|jan|feb|aug|sept?|oct|nov|dec)"
_MANY = r"(?:\d+|two|three|four|five|six|seven|eight|nine|ten|twelve|thirty|sixty|ninety)"
FIRM = re.compile(
    rf"\b\d{{1,2}} {_MONTH}\b|\b{_MONTH} \d{{1,2}}\b|\b(?:in|by|before|during|until|early|late|mid) ?-?{_MONTH}\b"
    rf"|\b{_MONTH} 20\d\d\b|\bq[1-4] 20\d\d\b|\b(?:first|second|third|fourth) (?:quarter|half) of\b"
    rf"|\bnext (?:week|month|year|spring|summer|autumn|{_MONTH})\b"
    rf"|\bwithin (?:the next )?{_MANY} (?:hours|days|weeks|months)\b"
    r"|\b(?:in|by|before) (?:early |late |mid-)?20\d\d\b|\b20\d\d-\d\d-\d\d\b"
    rf"|\b(?:by|before|at|until|towards) the end of (?:{_MONTH}|20\d\d|next (?:month|year))\b|\b(?:end|mid)-{_MONTH}\b"
    r"|\b(?:spring|summer|autumn|fall|winter)(?: of)? 20\d\d\b|\bwithin (?:an?|one|the next|a further) (?:hour|day|week|month|year)\b"
    r"|\b(?:on|by|before|next|this) (?:monday|tuesday|wednesday|thursday|friday|saturday|sunday)\b|\btomorrow\b"
    rf"|\bin {_MANY} (?:weeks|months|days)(?:' time)?\b|\bwithin {_MANY} (?:working |calendar )days\b"
    r"|20\d\d年(?!内)(?:\d{1,2}月(?:\d{1,2}日|[上中下]旬|底|初|份)?|[上下]半年|[一二三四]季度|年?底|年?初|春|夏|秋|冬)?"
    r"|(?<![\d年])\d{1,2}月(?:\d{1,2}日|[上中下]旬|底|初|份)?|[一二三四五六七八九十]{1,2}月(?:[上中下]旬|底|初|份)?"
    r"|明年(?:[上下]半年|年?初|春|[一二三四]季度|\d{1,2}月)?|下(?:个)?(?:月|周|季度)|[上下]半年"
    r"|[一二三四五六七八九十两\d]+(?:天|日|周|个月|个工作日|小时)(?:之)?内|第[一二三四]季度"
    r"|今年(?:\d{1,2}|[一二三四五六七八九十]{1,2})月|(?:今|明)年(?:春|夏|秋|冬)[天季]?|(?:本|下)周[一二三四五六日]"
    r"|[一二三四五六七八九十两\d]+(?:天|周|个月|小时)(?:以内|之后|后)|明年[年]?[底初中]"
)
_BREAK = re.compile(
    r"[;；]|,? (?:while|whereas|although|though)\b|, but\b|， ?(?:但|而|不过|然而|尽管)|\bbut (?=the |did |has |have |no )"
)
_COMMA = re.compile(r"[,，、:：(（)）]|\band\b|\bwhich\b")
_TOPIC = re.compile(r"^(?:并|还|也)?(?:双方|中方|美方|两国)?(?:就|围绕|针对|对于|对|关于|在)")
_TOPIC_EN = re.compile(r"^\s*(?:and )?(?:on|regarding|concerning|as for|as to|with (?:respect|regard) to)\b")
_PASSIVE = re.compile(r"\b(?:was|were|been|be|being)\s+(?:also |jointly |further )?$")
_MODAL = frozenset(
    ["should", "must", "need", "ought", "will", "应", "应当", "必须", "须", "不应", "将", "需要", "不得", "有必要"]
)
_SIDE = re.compile(r"\bthe ([a-z]{3,15}) (?:side|delegation)\b|(?<![一-鿿])([一-鿿]{1,3})方(?![面案式法向针便才])")
_NO_SIDE = frozenset(
    [
        "双",
        "各",
        "对",
        "多",
        "一",
        "三",
        "我",
        "官",
        "地",
        "西",
        "东",
        "南",
        "北",
        "军",
        "警",
        "前",
        "后",
        "两",
        "另一",
        "有关",
        "the",
        "other",
        "two",
        "chinese",
        "american",
    ]
)
_QUOTES = {"“": "”", "「": "」", "『": "』"}
_TAKES = re.compile("[^，。]{1,14}(?:称为|称作|视为|列为|列入|纳入|作为)")
_FUTURE = re.compile(
    r"[于在就与同对向为由以从按再更还也会可能是不]|有(?!关)|继续|共同|进一步|适时|尽快|尽|定期|每|积极|努力|全面|重点|逐步|联合|相?互|根据|密切|争取|优先|及时"
    r"|首次|分别|一道|一如|认真|切实|主动|深入|充分|组织|支持|使用"
    r"|[举建设成开启召保加推深指分通提派参出发公制研探讨磋会采确扩签完交邀考安协维落实促承主轮恢参停暂访签批审提启形展][^，。；、]"
)
_NOUNS = frozenset(("承诺", "建议", "支持", "决定", "倡议", "主张"))
_BEFORE_AGREED = frozenset(
    ("of", "previously", "below", "mutually", "above", "an", "any", "within", "their", "its", "beyond")
)
_GAP_EN, _GAP_ZH = 16, 5
_NEGATION_FAR = frozenset(("未就", "未能", "没有", "没能", "尚未", "未", "无法", "仍未", "no"))


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


def _wide(text: str, at: int) -> bool:
    return at < len(text) and text[at] >= "\u2e80"


class Sentence:
    """One sentence with findings: its cues, phrases and who speaks."""

    def __init__(self, normal: Normal, cues: Cues, span: tuple[int, int]) -> None:
        self.text = normal.text
        self.cased = normal.cased
        self.start, self.end = span
        self.found = [(cues.kinds[index], a, b) for index, a, b in cues.within(*span)]
        self.breaks = [self.start, *(found.start() for found in _BREAK.finditer(self.text, *span)), self.end]
        self.parties = self._parties()
        self.phrases = self._phrases()
        self.quotes = any(mark in self.cased[self.start : self.end] for mark in '"“「『')
        self._dates: list[tuple[int, str]] | None = None
        self.conditional = any("conditional" in kinds for kinds, _, _ in self.found)

    def _parties(self) -> list[tuple[str, int, int]]:
        made: list[tuple[str, int, int]] = []
        for kinds, a, b in self.found:
            for who in ("both", "us", "cn", "third"):
                if who in kinds:
                    made.append((who, a, b))
        for side in _SIDE.finditer(self.text, self.start, self.end):
            name = side[1] or side[2]
            if name not in _NO_SIDE and not any(a < side.end() and side.start() < b for _, a, b in made):
                made.append((name, *side.span()))
        made.sort(key=lambda party: party[1])
        return made

    def _phrases(self) -> list[Phrase]:
        made: list[Phrase] = []
        text = self.text
        for kinds, a, b in self.found:
            acts = [kind[4:] for kind in kinds if kind.startswith("act.")]
            tentative = "tentative" in kinds
            if not acts and not tentative:
                continue
            words = text[a:b]
            gap = text[made[-1].end : a] if made else ""
            chained = (
                bool(made)
                and len(gap) <= (_GAP_ZH if _wide(text, a) else _GAP_EN)
                and not _COMMA.search(gap)
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
            phrase.modal = words.split(" ")[0] in _MODAL
            phrase.will = acts == ["will"] or words.startswith(("will ", "将"))
            made.append(phrase)
        return made

    def _noun(self, words: str, a: int, b: int) -> bool:
        """Whether a word that could be a verb stands as a noun or an adjective: 承诺的核查, agreed thresholds."""
        if self.text[b : b + 1] == "的" or (words in _NOUNS and self.text[b : b + 1] in "的之、"):
            return True
        if words == "将" and (_TAKES.match(self.text, b) or not _FUTURE.match(self.text, b)):  # 将……称为, 将人工智能用于: it marks an object
            return True
        if words == "agreed":
            before = self.text[max(self.start, a - 14) : a].split()
            return (
                bool(before)
                and before[-1] in _BEFORE_AGREED
                and not self.text[b : b + 4].strip().startswith(("to", "on"))
            )
        return False

    def _main(self, after: int, at: int) -> bool:
        """Whether a verb begins a phrase: right behind a comma, "and" or who does it."""
        text = self.text
        begin = after
        for comma in _COMMA.finditer(text, after, at):
            begin = comma.end()
        parties = [party for party in self.parties if after <= party[1] and party[2] <= at]
        if parties and parties[-1][2] > begin:
            begin = parties[-1][2]
            return at - begin <= (8 if _wide(text, at) else 24)
        if begin == after:
            return bool(_PASSIVE.search(text, after, at))
        between = text[begin:at]
        if _wide(text, at):
            return len(between) <= 4 or bool(_TOPIC.match(between))
        return len(between) <= 14 or bool(_PASSIVE.search(between)) or bool(_TOPIC_EN.match(between))

    def _negated(self, at: int, after: int) -> bool:
        for kinds, a, b in self.found:
            if "negation" not in kinds or not after <= a < at:
                continue
            gap = self.text[b:at]
            if len(gap) <= (3 if _wide(self.text, at) else 12) and not _COMMA.search(gap):
                return True
            if self.text[a:b] in _NEGATION_FAR and len(gap) <= 40 and not re.search("[，；,;]", gap):
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
        where = self._segment(hit.start)
        here = [phrase for phrase in self.phrases if self._segment(phrase.start) == where]
        before = [phrase for phrase in here if phrase.start < hit.start]
        after = [phrase for phrase in here if phrase.start >= hit.start]
        if after:
            clause = self._clause_start(hit.start)
            lead = self.text[clause : hit.start]
            topic = _TOPIC.match(lead) if _wide(self.text, hit.start) else _TOPIC_EN.match(lead)
            reach = self.text[hit.end : after[0].start]
            held = any(phrase.start >= clause for phrase in before)
            if topic and not held and not re.search("[；;]", reach):
                return after[0]
            if not held and before and not re.search("[,，；;]", reach) and _PASSIVE.search(reach):
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
        phrase = self.phrase_of(hit)
        level, words, negated = 1, [], False
        who = self.who(phrase.start if phrase is not None else hit.start)
        conditional = self.conditional
        if phrase is not None:
            level, words = phrase.level, list(phrase.words)
            if phrase.negated and not (hit.concept in _DENIES_ITSELF and hit.start < phrase.start < hit.end):
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
        where = self._segment(hit.start)
        begin, stop = self.breaks[where], self.breaks[where + 1]
        concrete, earned, vague = self._concrete(phrase, level, begin, stop)
        return Weight(ACTS[level], words, concrete, earned, who, negated, conditional, self._quoted(hit), vague)

    def _in_principle(self, phrase: Phrase) -> bool:
        near = self.text[max(self.start, phrase.start - 8) : phrase.end + 24]
        return "in principle" in near or "原则上" in near or "原则性" in near

    def _speaker(self, said: str, at: int, phrase: Phrase | None) -> bool:
        """Whether a ministry, an institute or a delegation only says or does what stands there, and is not charged with it."""
        return said.replace(" ", "*") in _WHO_SPEAKS and (phrase is None or at < phrase.start)

    def _past(self, start: int, end: int, phrase: Phrase | None) -> bool:
        """Whether a date is that of something over (reached in, 达成的), or of the day on which a thing was agreed."""
        if _DONE_BEFORE.search(self.text, max(self.start, start - 40), start) or _DONE_AFTER.match(self.text, end):
            return True
        opens = not self.text[self.start : start].strip() or self.text[self.start : start].strip() in ("on", "in", "at", "于")
        return bool(opens and phrase is not None and phrase.level == 6 and not phrase.will and phrase.start >= end)

    def _concrete(self, phrase: Phrase | None, level: int, begin: int, stop: int) -> tuple[list[str], dict[str, str], list[str]]:
        earned: dict[str, str] = {}
        vague = []
        for kinds, a, b in self.found:
            if not begin <= a < stop:
                continue
            said = self.text[a:b]
            if "body" in kinds and (level >= 4 or said in _BODIES) and not self._speaker(said, a, phrase):
                earned.setdefault("body", said)
            if "verification" in kinds and level >= 2 and not self._negated(a, begin):
                earned.setdefault("verification", said)
            if "date.vague" in kinds:
                vague.append(said)
        if level >= 4:
            if self._dates is None:
                self._dates = [(date.start(), date[0]) for date in FIRM.finditer(self.text, self.start, self.end)]
            for at, said in self._dates:
                if begin <= at < stop and not self._past(at, at + len(said), phrase):
                    earned.setdefault("date", said)
        return [kind for kind in CONCRETE if kind in earned], earned, vague

    def _quoted(self, hit: Hit) -> bool:
        if not self.quotes:
            return False
        for opening, closing in _QUOTES.items():
            left = self.cased.rfind(opening, self.start, hit.start + 1)
            if left >= 0 and self.cased.find(closing, left, hit.start) < 0 <= self.cased.find(closing, hit.end - 1):
                return True
        return self.cased[self.start : hit.start].count('"') % 2 == 1


# What says "no" in its own words: "no AI will decide on the use of nuclear weapons".
_DENIES_ITSELF = frozenset(("human-control-nuclear-use", "human-out-of-the-loop", "attribution-not-asserted", "without-prejudice"))
_DONE_BEFORE = re.compile(
    r"(?<!be )\b(?:reached|signed|adopted|held|issued|met|published|concluded|convened|made|opened|launched|since|agreed)(?: \w+){0,3} (?:in|on|of|by|at|since)? ?$|自$"
)
_DONE_AFTER = re.compile(r"[^，。；]{0,8}(?:达成|签署|发表|通过|举行|会晤|发布|商定|确定|缔结|宣布)(?:了|过)?的|以来| (?:agreement|consensus|understanding|statement|summit|meeting|declaration)\b")
_WHO_SPEAKS = frozenset(
    (
        "delegation delegations institute institutes agency agencies directorate bureau council panel office ministry ministries"
        " committee commission foreign*ministry foreign*ministries defence*ministry defense*ministry ministry*of department*of"
        " department*of*state state*department treasury national*security*council senior*officials special*envoy special*envoys"
        " ai*safety*institute led*by headed*by ministry*of*foreign*affairs coordinator coordinators special*representative"
        " 外交部 国务院 财政部 财长 研究院 研究所 安全研究所 机构 部门 司局 处 局 代表团 国家安全委员会 国安会 科技部 工信部 网信办 发改委"
        " 国防部 高官会 专家级 委员会 特使 特别代表 主管部门 两国外交部门 专门机构"
    )
    .split()
)
_BODIES = frozenset(
    [
        "working group",
        "working groups",
        "expert group",
        "special envoy",
        "point of contact",
        "points of contact",
        "contact point",
        "contact points",
        "task force",
        "joint committee",
        "secretariat",
        "steering group",
        "focal point",
        "focal points",
        "contact group",
        "joint office",
        "duty desk",
        "duty office",
        "工作组",
        "专家组",
        "特使",
        "联络点",
        "秘书处",
        "委员会",
        "联合小组",
        "专班",
        "协调人",
        "值班台",
        "联络办公室",
        "联络处",
        "联合办公室",
    ]
)
