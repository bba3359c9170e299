"""Title, date, issuer, occasion and source rank: what was given, else what the text says of itself, else nothing.

Rank, from the text that binds most to the one that binds least: joint text, leader's readout, ministry readout,
spokesperson, official media, affiliated account, other.
"""

from __future__ import annotations

import datetime
import re
from typing import Any

from detente.readouts.facts import MONTHS
from detente.readouts.normal import Normal

RANKS = ("joint", "leader", "ministry", "spokesperson", "official-media", "affiliated", "other")
_DATES = (
    re.compile(r"\b(20\d\d)-(\d{1,2})-(\d{1,2})\b"),
    re.compile(r"(20\d\d)年(\d{1,2})月(\d{1,2})日"),
    re.compile(rf"\b({'|'.join(MONTHS)}) (\d{{1,2}}),? (20\d\d)\b"),
    re.compile(rf"\b(\d{{1,2}}) ({'|'.join(MONTHS)}) (20\d\d)\b"),
)
_ISSUERS = (
    ("us", re.compile(r"white house|state department|department of state|u\.?s\.? department|office of the spokesperson|"
                      r"readout of (?:the )?(?:president|secretary)|treasury department|department of the treasury")),
    ("cn", re.compile(r"外交部|新华社|中国国防部|商务部新闻|习近平|xinhua|ministry of foreign affairs of the people|"
                      r"chinese foreign ministry|mfa\.gov\.cn|fmprc")),
)  # fmt: skip
_RANKED = (
    ("joint", re.compile(r"joint (?:statement|communiqu|declaration)|联合声明|联合公报|联合宣言|共同声明")),
    ("spokesperson", re.compile(r"spokesperson|press (?:briefing|conference)|发言人|例行记者会|答记者问")),
    ("leader", re.compile(r"readout of (?:the )?president|readout from the president|meeting between president|summit"
                          r"|元首(?:会晤|会谈)|国家主席.{0,12}(?:会晤|会见|会谈|通电话)|president .{0,40} (?:met|spoke) with")),
    ("ministry", re.compile(r"外交部|国防部|商务部|财政部|ministry|department of|secretary|minister|部长")),
    ("official-media", re.compile(r"新华社|人民日报|中新社|央视|xinhua|people's daily|voice of america")),
    ("affiliated", re.compile(r"微信公众号|官微|玉渊谭天|wechat account|牛弹琴|宽广太平洋")),
)  # fmt: skip
_OCCASION = re.compile(
    r"(?:[^。.\n]{0,60} )?(?:dialogue|summit|round of (?:talks|consultations)|meeting|call)\b[^。.\n]{0,30}"
    r"|[^。，\n]{0,30}(?:对话|会晤|会谈|通话|磋商|峰会)[^。，\n]{0,10}"
)
DATELINE = 260  # characters in which its own date stands; later dates are what it speaks of
_AHEAD = re.compile(r"(?:by|before|until|since|将于|前|到|至) ?$")
HEAD = 1_500  # characters in which a text says what it is


def language(text: str) -> str:
    """`zh`, `en`, or `other` for a text in neither: too few letters of either, or another script or language."""
    part = text[:20_000]
    han = len(re.findall("[\u3400-\u9fff]", part))
    kana = len(re.findall("[\u3040-\u30ff\uac00-\ud7af]", part))
    other = len(re.findall("[\u0370-\u05ff\u0600-\u06ff\u0900-\u0dff\u0e00-\u0e7f]", part))
    latin = len(re.findall("[A-Za-z]", part))
    if kana + other > (han + latin) / 4:
        return "other"
    if han * 3 > latin:
        return "zh"
    if not latin:
        return "other"
    common = len(re.findall(r"\b(?:the|of|and|to|in|that|for|on|with|is|are|by)\b", part, re.IGNORECASE))
    words = len(re.findall(r"[A-Za-z]+", part))
    foreign = len(re.findall(r"\b(?:le|la|les|des|et|der|die|das|und|el|los|que|del|il|gli)\b", part, re.IGNORECASE))
    if words > 30 and common * 14 < words and foreign > common:
        return "other"
    return "en"


def read(text: str, normal: Normal, given: dict[str, Any]) -> dict[str, Any]:
    """The five, and the language. What was given is kept as it is."""
    head = normal.text[:HEAD]
    first = next((line.strip() for line in text.lstrip()[:400].split("\n") if line.strip()), "")
    titled = first if 0 < len(first) <= 140 and first[-1:] not in "。.;；" else None
    made: dict[str, Any] = {
        "language": language(text),
        "title": titled,
        "date": _date(head[:DATELINE]),
        "issuer": _issuer(head, given.get("url")),
        "occasion": None,
        "rank": next((rank for rank, said in _RANKED if said.search(head)), "other"),
    }
    if said := _OCCASION.search(titled or first):
        made["occasion"] = said[0].strip()
    return {**made, **{key: value for key, value in given.items() if value is not None}}


def _issuer(head: str, url: object) -> str | None:
    address = str(url or "")
    if address:
        if re.search(r"\.gov\.cn(/|$)|xinhuanet|news\.cn", address):
            return "cn"
        if re.search(r"(?:whitehouse|state|treasury|defense|war)\.gov(/|$)", address):
            return "us"
    places = [(said.start(), who) for who, expression in _ISSUERS if (said := expression.search(head))]
    return min(places)[1] if places else None


def _date(head: str) -> str | None:
    found: list[tuple[int, str]] = []
    for number, expression in enumerate(_DATES):
        said = next((one for one in expression.finditer(head) if not _AHEAD.search(head[: one.start()])), None)
        if said is not None:
            one, two, three = said.groups()
            if number == 2:
                year, month, day = int(three), MONTHS.index(one) + 1, int(two)
            elif number == 3:
                year, month, day = int(three), MONTHS.index(two) + 1, int(one)
            else:
                year, month, day = int(one), int(two), int(three)
            try:
                found.append((said.start(), datetime.date(year, month, day).isoformat()))
            except ValueError:
                continue
    return min(found)[1] if found else None
