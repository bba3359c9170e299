"""What two sentences that say the same must share: numbers, dates, places and offices, and whether they deny it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from detente.readouts.lexicon import rows

MONTHS = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
]
_EN = {
    word: number
    for number, word in enumerate(
        ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]
    )
}
_TEENS = ["thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"]
_EN |= {word: number for number, word in enumerate(_TEENS, 13)} | {
    "forty-eight": 48,
    "twenty-four": 24,
    "seventy-two": 72,
}
_EN |= {"forty": 40, "fifty": 50, "seventy": 70, "eighty": 80}
_EN |= {"fifteen": 15, "twenty": 20, "thirty": 30, "sixty": 60, "ninety": 90, "hundred": 100, "dozen": 12}
_TENS = {word: _EN[word] for word in ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")}
_EN |= {f"{ten}-{one}": value + _EN[one] for ten, value in _TENS.items() for one in list(_EN)[1:10]}
_ORDINAL = {"first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8}
_ZH = {char: number for number, char in enumerate("零一二三四五六七八九")} | {"两": 2, "〇": 0}
_M = "|".join(MONTHS)
_DATE = re.compile(
    rf"\b(?P<d1>\d{{1,2}})(?:st|nd|rd|th)? (?P<m1>{_M})(?:,? (?P<y1>20\d\d))?\b"
    rf"|\b(?P<m2>{_M}) (?P<d2>\d{{1,2}})(?:st|nd|rd|th)?\b(?:,? (?P<y2>20\d\d))?"
    rf"|\b(?P<m3>{_M})(?: (?:of )?(?P<y3>20\d\d))?\b"
    r"|(?:(?P<y4>20\d\d)年)?(?P<m4>1[0-2]|[1-9]|十[一二]?|[一二三四五六七八九])月(?:(?P<d4>\d{1,2}|[一二三十]+)日)?"
    r"|(?P<y5>20\d\d)-(?P<m5>\d\d)-(?P<d5>\d\d)"
    r"|(?P<y6>20\d\d|二[〇零][〇零一二三四五六七八九]{2}(?=年))年?"
)
_NUMBER = re.compile(
    r"(?<![A-Za-z0-9.])(?P<digits>\d[\d,]*(?:\.\d+)?)(?!\d)"
    rf"|\b(?P<word>{'|'.join(sorted(_EN, key=len, reverse=True))})\b|\b(?P<ordinal>{'|'.join(_ORDINAL)})\b"
    r"|百分之(?P<share>[一二三四五六七八九十百]{1,4})|(?P<tenths>[一二三四五六七八九])成(?![立为员就果效])"
    r"|(?P<zh>[一二三四五六七八九十百两]{1,5})(?=个|名|次|轮|所|套|艘|架|起|例|批|阶段|支|国|方|项|天|周|小时|位|家|条|点|类|种|方面|份|台|年|人|届)"
    r"|第(?P<zho>[一二三四五六七八九十]{1,3})"
    r"|首(?P<first>轮|次|届)"
)
_NOT_COUNTS = re.compile(
    r"\b(?:one of|one another|the one|no one|the two|two sides|two countries|two leaders|two presidents|first of all"
    r"|second to none)\b|两国|两军|一致|双方"
)


# How often, which half and which season: what differs there differs as a number does.
_OFTEN = (
    ("often:week", re.compile(r"\b(?:weekly|every week|once a week)\b|每周|每星期")),
    ("often:month", re.compile(r"\b(?:monthly|every month|once a month|each month)\b|每月|每个月")),
    ("often:quarter", re.compile(r"\b(?:quarterly|every quarter|each quarter|every three months)\b|每季度|每三个月")),
    (
        "often:half",
        re.compile(r"\b(?:twice a year|half-yearly|every six months|semi-annual\w*)\b|每半年|每年两次|每六个月"),
    ),
    ("often:year", re.compile(r"\b(?:annual|annually|yearly|every year|once a year|each year)\b|每年(?!两)|年度")),
    ("season:spring", re.compile(r"\b(?:in (?:the )?|next |this )spring\b|春季|明春|今春")),
    ("season:summer", re.compile(r"\b(?:in (?:the )?|next |this )summer\b|夏季|今夏|明夏")),
    ("season:autumn", re.compile(r"\b(?:in (?:the )?|next |this )(?:autumn|fall)\b|秋季|今秋|明秋")),
    ("season:winter", re.compile(r"\b(?:in (?:the )?|next |this )winter\b|冬季|今冬|明冬")),
    ("#1", re.compile("上半年")),
    ("#2", re.compile("下半年")),
    ("0.5", re.compile(r"\bhalf (?:a|an) (?:day|hour)\b|(?<!\d)半(?:天|日|个?小时)")),
)
# When, seen from the day of the text: compared with one another only, since the other text may say the day instead.
_WHEN = (
    ("when:next-week", re.compile(r"\bnext week\b|下周|下星期")),
    ("when:this-month", re.compile(r"\b(?:this month|later this month)\b|本月|这个月")),
    ("when:next-month", re.compile(r"\bnext month\b|下个?月")),
    ("when:this-year", re.compile(r"\bthis year\b|今年|年内")),
    ("when:next-year", re.compile(r"\bnext year\b|明年")),
)
_DENIES = re.compile(
    r"\b(?:not(?! only)|never|neither|nor|failed to|unable to|yet to|no agreement|no consensus"
    r"|declined|refused|denied|denies|deny|ruled out|rejected"
    r"|no (?!later|longer)\w+)\b"
    r"|n't\b|未(?![来遂成])|没有|没能|尚未|不(?=同意|接受|认同|承认|会|再|得|能|应|利用|使用|是)|无法|并非|拒绝|否认|排除"
)


@dataclass(frozen=True, slots=True)
class Facts:
    """Of one sentence. A date is (year or 0, month or 0, day or 0)."""

    numbers: frozenset[str]
    dates: frozenset[tuple[int, int, int]]
    places: frozenset[str]
    offices: frozenset[str]
    words: frozenset[str]
    denies: str | None = None
    when: frozenset[str] = frozenset()


@cache
def _anchors() -> list[tuple[str, str, tuple[str, ...]]]:
    return [
        (kind, key, tuple(form for form in (*english.split("|"), *chinese.split("|")) if form))
        for kind, key, english, chinese in rows("anchors.tsv")
    ]


def chinese_number(said: str) -> int | None:
    """十二 → 12, 三百 → 300; None for what is no number."""
    total, last = 0, 0
    for char in said:
        if char in _ZH:
            last = _ZH[char]
        elif char == "十":
            total, last = total + (last or 1) * 10, 0
        elif char == "百":
            total, last = total + (last or 1) * 100, 0
        else:
            return None
    return total + last


def _part(said: str | None) -> int:
    if not said:
        return 0
    if len(said) == 4 and said[0] == "二":  # 二〇二八: digit by digit
        return int("".join(str(_ZH[char]) for char in said))
    return int(said) if said.isdecimal() else MONTHS.index(said) + 1 if said in MONTHS else chinese_number(said) or 0


def of(sentence: str) -> Facts:
    """Facts of a normalised sentence in lower case."""
    dates: set[tuple[int, int, int]] = set()
    covered: list[tuple[int, int]] = []
    for found in _DATE.finditer(sentence):
        groups = found.groupdict()
        for number in "123456":
            year, month, day = (groups.get(f"{part}{number}") for part in "ymd")
            if year or month:
                if number == "3" and not found["y3"] and not _is_month(found["m3"], sentence[: found.start()]):
                    break
                dates.add((_part(year), _part(month), _part(day)))
                covered.append(found.span())
                break
    idle = [found.span() for found in _NOT_COUNTS.finditer(sentence)]
    numbers: set[str] = set()
    for found in _NUMBER.finditer(sentence):
        start, end = found.span()
        if any(a < end and start < b for a, b in (*covered, *idle)):
            continue
        numbers.add(_number(found))
    numbers |= {name for name, expression in _OFTEN if expression.search(sentence)}
    when = frozenset(name for name, expression in _WHEN if expression.search(sentence))
    places: set[str] = set()
    offices: set[str] = set()
    words: set[str] = set()
    for kind, key, forms in _anchors():
        if any(form in sentence for form in forms):
            {"place": places, "office": offices, "word": words}[kind].add(key)
    said = _DENIES.search(sentence)
    held = (frozenset(places), frozenset(offices), frozenset(words))
    return Facts(frozenset(numbers), frozenset(dates), *held, said[0] if said else None, when)


def _is_month(said: str, before: str) -> bool:
    """`may` and `march` are words too."""
    if said not in ("may", "march"):
        return True
    return re.search(r"\b(?:in|by|before|during|until|of|early|late) $", before) is not None


def _number(found: re.Match[str]) -> str:
    if found["digits"]:
        value = float(found["digits"].replace(",", ""))
        return f"{value:g}"
    if found["word"]:
        return str(_EN[found["word"]])
    if found["ordinal"]:
        return f"#{_ORDINAL[found['ordinal']]}"
    if found["share"]:
        return str(chinese_number(found["share"]))
    if found["tenths"]:
        return str(10 * _ZH[found["tenths"]])
    if found["zh"]:
        return str(chinese_number(found["zh"]))
    return "#1" if found["first"] else f"#{chinese_number(found['zho'])}"


def dates_differ(one: frozenset[tuple[int, int, int]], other: frozenset[tuple[int, int, int]]) -> bool:
    """Whether no reading lets the dates agree: a part that one does not name agrees with anything."""
    if not one or not other:
        return False
    fewer, more = (one, other) if len(one) <= len(other) else (other, one)
    return any(not any(_agree(a, b) for b in more) for a in fewer)


def _agree(one: tuple[int, int, int], other: tuple[int, int, int]) -> bool:
    return all(a == b or not a or not b for a, b in zip(one, other, strict=True))
