"""Tables of `weighing`: what parts a sentence, what names a day, who only speaks, which group is a body."""

from __future__ import annotations

import re

MONTH = "(?:january|february|march|april|may|june|july|august|september|october|november|december|jan|feb|aug|sept?|oct|nov|dec)"
MANY = r"(?:\d+|two|three|four|five|six|seven|eight|nine|ten|twelve|thirty|sixty|ninety)"
FIRM = re.compile(
    rf"\b\d{{1,2}} {MONTH}\b|\b{MONTH} \d{{1,2}}\b|\b(?:in|by|before|during|until|early|late|mid) ?-?{MONTH}\b"
    rf"|\b{MONTH} 20\d\d\b|\bq[1-4] 20\d\d\b|\b(?:first|second|third|fourth) (?:quarter|half) of\b"
    rf"|\bnext (?:week|month|year|spring|summer|autumn|{MONTH})\b"
    rf"|\bwithin (?:the next )?{MANY} (?:hours|days|weeks|months)\b"
    r"|\b(?:in|by|before) (?:early |late |mid-)?20\d\d\b|\b20\d\d-\d\d-\d\d\b"
    rf"|\b(?:by|before|at|until|towards) the end of (?:{MONTH}|20\d\d|next (?:month|year))\b|\b(?:end|mid)-{MONTH}\b"
    r"|\b(?:spring|summer|autumn|fall|winter)(?: of)? 20\d\d\b"
    r"|\bwithin (?:an?|one|the next|a further) (?:hour|day|week|month|year)\b"
    r"|\b(?:on|by|before|next|this) (?:monday|tuesday|wednesday|thursday|friday|saturday|sunday)\b|\btomorrow\b"
    rf"|\bin {MANY} (?:weeks|months|days)(?:' time)?\b|\bwithin {MANY} (?:working |calendar )days\b"
    r"|20\d\d年(?!内)(?:\d{1,2}月(?:\d{1,2}日|[上中下]旬|底|初|份)?|[上下]半年|[一二三四]季度|年?底|年?初|春|夏|秋|冬)?"
    r"|(?<![\d年])\d{1,2}月(?:\d{1,2}日|[上中下]旬|底|初|份)?|[一二三四五六七八九十]{1,2}月(?:[上中下]旬|底|初|份)?"
    r"|明年(?:[上下]半年|年?初|春|[一二三四]季度|\d{1,2}月)?|下(?:个)?(?:月|周|季度)|[上下]半年"
    r"|[一二三四五六七八九十两\d]+(?:天|日|周|个月|个工作日|小时)(?:之)?内|第[一二三四]季度"
    r"|今年(?:\d{1,2}|[一二三四五六七八九十]{1,2})月|(?:今|明)年(?:春|夏|秋|冬)[天季]?|(?:本|下)周[一二三四五六日]"
    r"|[一二三四五六七八九十两\d]+(?:天|周|个月|小时)(?:以内|之后|后)|明年[年]?[底初中]"
)
# What every date has: no other sentence need be asked for one.
DATED = re.compile(
    rf"\d|月|年|季度|周|[天日]之?[内后]|小时|\b(?:next|within|in|on|this|spring|summer|autumn|fall|winter|tomorrow|quarter|half)\b|{MONTH}"
)
BREAK = re.compile(
    r"[;；]|,? (?:while|whereas|although|though)\b|, but\b|， ?(?:但|而|不过|然而|尽管)|\bbut (?=the |did |has |have |no )"
)
COMMA = re.compile(r"[,，、:：(（)）]|\band\b|\bwhich\b")
TOPIC = re.compile(r"^(?:并|还|也)?(?:双方|中方|美方|两国)?(?:就|围绕|针对|对于|对|关于|在)")
TOPIC_EN = re.compile(r"^\s*(?:and )?(?:on|regarding|concerning|as for|as to|with (?:respect|regard) to)\b")
PASSIVE = re.compile(r"\b(?:was|were|been|be|being)\s+(?:also |jointly |further )?$")
MODAL = frozenset(
    ["should", "must", "need", "ought", "will", "应", "应当", "必须", "须", "不应", "将", "需要", "不得", "有必要"]
)
SIDE = re.compile(r"\bthe ([a-z]{3,15}) (?:side|delegation)\b|(?<![一-鿿])([一-鿿]{1,3})方(?![面案式法向针便才])")
NO_SIDE = frozenset(
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
QUOTES = {"“": "”", "「": "」", "『": "』"}
TAKES = re.compile("[^，。]{1,14}(?:称为|称作|视为|列为|列入|纳入|作为)")
FUTURE = re.compile(
    r"[于在就与同对向为由以从按再更还也会可能是不]|有(?!关)|继续|共同|进一步|适时|尽快|尽|定期|每|积极|努力|全面|重点|逐步|联合|相?互|根据|密切|争取|优先|及时"
    r"|首次|分别|一道|一如|认真|切实|主动|深入|充分|组织|支持|使用"
    r"|[举建设成开启召保加推深指分通提派参出发公制研探讨磋会采确扩签完交邀考安协维落实促承主轮恢参停暂访签批审提启形展][^，。；、]"
)
NOUNS = frozenset(("承诺", "建议", "支持", "决定", "倡议", "主张"))
BEFORE_AGREED = frozenset(
    ("of", "previously", "below", "mutually", "above", "an", "any", "within", "their", "its", "beyond")
)
GAP_EN, GAP_ZH = 16, 5
NEGATION_FAR = frozenset(("未就", "未能", "没有", "没能", "尚未", "未", "无法", "仍未", "no"))
# What says "no" in its own words: "no AI will decide on the use of nuclear weapons".
DENIES_ITSELF = frozenset(
    ("human-control-nuclear-use", "human-out-of-the-loop", "attribution-not-asserted", "without-prejudice")
)
DONE_BEFORE = re.compile(
    r"(?<!be )\b(?:held|met|took place|hosted|convened|spoke|gathered)\b[^,;]{0,80} (?:in|on|of) ?$|"
    r"(?<!be )\b(?:reached|signed|adopted|held|issued|met|published|concluded|convened"
    r"|made|opened|launched|since|agreed)(?: \w+){0,3} (?:in|on|of|by|at|since)? ?$|自$"
)
DONE_AFTER = re.compile(
    r"[^，。；]{0,8}(?:达成|签署|发表|通过|举行|会晤|发布|商定|确定|缔结|宣布)(?:了|过)?的|以来"
    r"| (?:agreement|consensus|understanding|statement|summit|meeting|declaration)\b"
)
WHO_SPEAKS = frozenset(
    [
        "delegation",
        "delegations",
        "institute",
        "institutes",
        "agency",
        "agencies",
        "directorate",
        "bureau",
        "council",
        "panel",
        "office",
        "ministry",
        "ministries",
        "committee",
        "commission",
        "foreign ministry",
        "foreign ministries",
        "defence ministry",
        "defense ministry",
        "ministry of",
        "department of",
        "department of state",
        "state department",
        "treasury",
        "national security council",
        "senior officials",
        "special envoy",
        "special envoys",
        "ai safety institute",
        "led by",
        "headed by",
        "ministry of foreign affairs",
        "coordinator",
        "coordinators",
        "special representative",
        "外交部",
        "国务院",
        "财政部",
        "财长",
        "研究院",
        "研究所",
        "安全研究所",
        "机构",
        "部门",
        "司局",
        "处",
        "局",
        "代表团",
        "国家安全委员会",
        "国安会",
        "科技部",
        "工信部",
        "网信办",
        "发改委",
        "国防部",
        "高官会",
        "专家级",
        "委员会",
        "特使",
        "特别代表",
        "主管部门",
        "两国外交部门",
        "专门机构",
    ]
)
BODIES = frozenset(
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
