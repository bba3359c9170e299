"""Words that mean two things: the trap list of the vocabulary's notes, as rules over the words beside them.

A rule gives (concept, rule, rejected): the same concept is rejected, or another one is meant; None lets the form stand.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from detente.readouts.finding import Hit

Answer = tuple[str, str, bool] | None
Trap = Callable[[str, tuple[int, int], int, int], Answer]

_PLATFORM = re.compile(
    r"(无人机|无人艇|无人平台|无人系统|无人装备|无人潜航器|自主平台)[^，。；、]{0,6}$|\b(drones?|uncrewed|unmanned|uavs?)\b[^,.;]{0,20}$"
)
_SWARM = re.compile(r"(蜂群|集群)[^，。；、]{0,4}$|\bswarms?\b[^,.;]{0,20}$")
_WEAPONS = re.compile(r"(武器|生化导)[^，。；]{0,10}$|weapons? (knowledge|know-how)[^,.;]{0,20}$")
_OTHER = re.compile(
    r"(局势|事态|局面|竞争|冲突|火势|车辆|汽车|通胀|物价|疫情|关系|矛盾|分歧|情绪|列车|飞机|卫星|火箭|债务|升级)[^，。；、]{0,4}$"
    r"|\b(situation|tensions?|competition|conflict|fire|vehicle|car|inflation|crisis|events|spending|relations?|things|"
    r"spiral\w*|spin\w*|rivalry|aircraft|plane|pilot|driver|train|satellite|dispute|differences)\b[^,.;]{0,24}$"
)
_OTHER_AFTER = re.compile(
    r"^\s*(of|over) (the |its |their |a )?(\w+ )?(situation|vehicle|car|aircraft|plane|territory|area|region|airspace|sea|"
    r"border|supply|island|house|senate|parliament|satellite|train|events|conflict|narrative)\b"
)
_PLATFORM_AFTER = re.compile(r"^\s*(of|over) (the |its |their |an? )?(\w+ )?(drones?|uncrewed|unmanned|uavs?)\b")
_TAIWAN = re.compile(
    r"台湾|四条|核心利益|台海|耕地|生态|领土|主权|taiwan|core interests?|sovereignty|territor|trade|tariff"
)
_SPOOFED = re.compile(r"导航|卫星|gnss|gps|雷达|传感器|信号|radar|sensors?|navigation|satellite|spoof")
_PEOPLE = re.compile(r"诈骗|电信|消费者|公众|国际社会|舆论|舆情|fraud|scam|consumer")
_RELATION = re.compile(
    r"(建设性|两国|中美|双边)[^，。；]{0,8}$|\bconstructive\b[^.;]{0,50}$|\brelationship of\b[^.;]{0,20}$"
)
_RELATION_AFTER = re.compile(
    r"^[^，。；]{0,6}关系|^ (relationship|relations)\b|^[^.;]{0,20}\bof (the )?(bilateral|overall) rel"
)
_SUPPLY = re.compile(r"(自主|安全|供应链|产业链)[、]?$|supply chains?[^,.;]{0,15}$")
_TRUST = re.compile(r"安全、可靠(和|、|且)?(可信|值得信赖|可信赖)")
_FACTS = re.compile(r"事实|身份|消息|谣言|年龄|实名|facts?\b|identity|age\b|rumou?r|passport|customs")
_SHARE = re.compile(r"\b(business|role|trade)\b")
_AGI = re.compile(r"超级智能|强人工智能|达到或超过|人类水平|接近人类|迈向|走向|agi\b|超越人类|超过人类|类人")
_GPAI = re.compile(r"通用目的|通用型|gpai|提供者|行为准则|欧盟|下游|多种任务|各类任务|多类任务|多种用途|广泛任务")
_PERSON_STATE = re.compile(r"\b(chemical|nerve|biological|travel|estate|foreign|intelligence|law enforcement)\s*$")


def _control(text: str, span: tuple[int, int], start: int, end: int) -> Answer:
    left, right = text[max(span[0], start - 60) : start], text[end : min(span[1], end + 60)]
    if _WEAPONS.search(left[-24:]):
        return "nbcm-knowledge-proliferation", "trap:loss-of-control:weapons-knowledge", False
    if _SWARM.search(left[-30:]):
        return "drone-swarm-incident", "trap:loss-of-control:swarm", False
    if _PLATFORM.search(left[-30:]) or _PLATFORM_AFTER.search(right):
        return "autonomous-platform-anomaly", "trap:loss-of-control:platform", False
    if _OTHER.search(left[-34:]) or _OTHER_AFTER.search(right):
        return "loss-of-control", "trap:loss-of-control:other-subject", True
    return None


def _rejecting(concept: str, rule: str, expression: re.Pattern[str]) -> Trap:
    def trap(text: str, span: tuple[int, int], _start: int, _end: int) -> Answer:
        return (concept, rule, True) if expression.search(text, span[0], span[1]) else None

    return trap


def _clause(text: str, span: tuple[int, int], start: int, end: int) -> str:
    marks = "，；;,"
    left = max(text.rfind(mark, span[0], start) for mark in marks)
    rights = [at for mark in marks if (at := text.find(mark, end, span[1])) >= 0]
    return text[left + 1 if left >= 0 else span[0] : min(rights, default=span[1])]


def _red_line(text: str, span: tuple[int, int], start: int, end: int) -> Answer:
    if _TAIWAN.search(_clause(text, span, start, end)):
        return "ai-red-line", "trap:red-line:other-subject", True
    return None


def _deceive(text: str, span: tuple[int, int], start: int, end: int) -> Answer:
    clause = _clause(text, span, start, end)
    if _SPOOFED.search(clause):
        return "sensor-spoofing", "trap:deception:spoofing", False
    if _PEOPLE.search(clause) and "模型" not in clause and "model" not in clause:
        return "model-deception", "trap:deception:people", True
    return None


def _stability(text: str, span: tuple[int, int], start: int, end: int) -> Answer:
    if _RELATION.search(text[max(span[0], start - 60) : start]) and not re.search(
        r"nuclear|核", text[max(span[0], start - 20) : start]
    ):
        return "strategic-stability", "trap:strategic-stability:relationship", True
    if _RELATION_AFTER.search(text[end : min(span[1], end + 40)]):
        return "strategic-stability", "trap:strategic-stability:relationship", True
    return None


def _supply(text: str, span: tuple[int, int], start: int, _end: int) -> Answer:
    if _SUPPLY.search(text[max(span[0], start - 20) : start]):
        return "controllable", "trap:controllable:supply", True
    return None


def _reliable(text: str, span: tuple[int, int], start: int, end: int) -> Answer:
    if _TRUST.search(text, max(span[0], start - 3), min(span[1], end + 8)):
        return "trustworthy", "trap:reliable:whole-phrase", False
    return None


_PUBLIC = re.compile(
    r"consumer|citizen|customer|passenger|tourist|helpline|complain|patient|suicide|police|farmer|taxpayer|residents|students?\b"
    r"|消费者|投诉|市民|客服|旅客|心理|举报|便民|居民|乘客|纳税|农民|学生|医疗"
)
_ROAD = re.compile(
    r"\b(?:roads?|highways?|bridges?|mountain|motorway|fence|stairs?|deck)\b|公路|道路|高速|桥梁|山区|楼梯|路段"
)
_PRISON = re.compile(r"prison|jail(?!b)|inmate|convict|police|\bmen\b|\bcaught|囚犯|监狱|犯人|在逃|抓获|狱警|逃犯")
_ABUSED = re.compile(
    r"(?:mis|ab)us\w+ (?:of )?(?:\w+ ){0,2}(?:export|power|funds?|sanctions?|tariffs?|office|national security|entity|"
    r"human rights|"
    r"drugs?|substances?|authority|dominan\w+)|(?:滥用|误用)[^，。；]{0,6}(?:出口|管制|职权|权力|制裁|关税|国家安全|实体清单|资金|药物|市场|霸权)"
)
_PAUSED = re.compile(
    r"\b(?:talks?|dialogues?|consultations?|negotiations?|tariffs?|exchanges?|aid|flights?|exports?|licen[cs]es?|visas?|meetings?|"
    r"duties|ties|contacts?|trade)\b|对话|磋商|会谈|谈判|关税|交流|出口|签证|航班|许可|贸易|往来|援助"
)
_SYSTEMS = re.compile(
    r"\b(?:systems?|models?|deploy\w+|operations?|training|agents?|platforms?)\b|系统|模型|部署|运行|训练|智能体|平台"
)
_HARMS = re.compile(
    r"^ (?:mis|ab)?us(?:e|es)\b"
    r"|^ (?:harms?|issues?|bias|consequences|discrimination|damage|failures?|escalat)|^的?(?:误用|滥用|使用|偏见|后果)"
)


_TO_CONTAIN = re.compile(
    r"^s? (?:the |an? |any |such |its |their |this |these |affected |serious |ai )*"
    r"(?:incidents?|systems?|models?|agents?|damage|spread|failures?|events?|effects?|breach\w*|situation|it\b|them\b|accidents?|consequences|impacts?|harm)"
)
_OPEN_TRADE = re.compile(
    r"business environment|\bmarkets?\b|\btrad(?:e|ing)\b|procurement|budget|fiscal|spending|elections?\b"
    r"|营商|市场|贸易|采购|预算|财政|选举"
)


def _contain(text: str, span: tuple[int, int], _start: int, end: int) -> Answer:
    return None if _TO_CONTAIN.match(text[end : min(span[1], end + 60)]) else ("act-contain", "trap:contain:hold", True)


def _clause_says(concept: str, rule: str, expression: re.Pattern[str], unless: re.Pattern[str] | None = None) -> Trap:
    def trap(text: str, span: tuple[int, int], start: int, end: int) -> Answer:
        clause = _clause(text, span, start, end)
        if expression.search(clause) and not (unless is not None and unless.search(clause)):
            return concept, rule, True
        return None

    return trap


def _after(concept: str, rule: str, expression: re.Pattern[str]) -> Trap:
    def trap(text: str, span: tuple[int, int], _start: int, end: int) -> Answer:
        return (concept, rule, True) if expression.search(text[end : min(span[1], end + 20)]) else None

    return trap


_TRAPS: dict[str, tuple[Trap, re.Pattern[str]]] = {
    "loss-of-control": (
        _control,
        re.compile(r"^(失控|失去控制|脱离控制|不受控制)$|^(lo\w+|out) .*control|^lost control"),
    ),
    "ai-red-line": (_red_line, re.compile("红线|red line")),
    "capability-threshold-crossing": (_red_line, re.compile("红线|red line")),
    "model-deception": (_deceive, re.compile("欺骗|decei|decept")),
    "strategic-stability": (_stability, re.compile(".")),
    "controllable": (_supply, re.compile(".")),
    "reliable": (_reliable, re.compile("可靠")),
    "verification": (
        _rejecting("verification", "trap:verification:facts", _FACTS),
        re.compile("^(可)?核查$|^verif|^inspec"),
    ),
    "validation-testing": (
        _rejecting(
            "validation-testing", "trap:validation:facts", re.compile("事实|身份|实名|nuclear test|missile test")
        ),
        re.compile("^验证|^测试|test"),
    ),
    "act-contain": (_contain, re.compile("^contain$")),
    "transparency": (
        _clause_says(
            "transparency", "trap:transparency:trade", _OPEN_TRADE, re.compile(r"\bai\b|model|算法|模型|人工智能")
        ),
        re.compile("^transparen|^透明"),
    ),
    "hotline": (_clause_says("hotline", "trap:hotline:public-service", _PUBLIC), re.compile(".")),
    "guardrail": (_clause_says("guardrail", "trap:guardrail:road", _ROAD), re.compile(".")),
    "jailbreak": (_clause_says("jailbreak", "trap:jailbreak:prison", _PRISON), re.compile("jailbreak|越狱")),
    "malicious-use": (_clause_says("malicious-use", "trap:misuse:other-thing", _ABUSED), re.compile("us|用")),
    "act-suspend": (_clause_says("act-suspend", "trap:suspend:other-thing", _PAUSED, _SYSTEMS), re.compile(".")),
    "intent-unintentional": (_after("intent-unintentional", "trap:intent:of-harm", _HARMS), re.compile(".")),
    "intent-intentional": (_after("intent-intentional", "trap:intent:of-harm", _HARMS), re.compile(".")),
}


def of(form: str, concept: str) -> Trap | None:
    """The rule for a form, if it is one of the words that mean two things."""
    held = _TRAPS.get(concept)
    return held[0] if held is not None and held[1].search(form.lower()) else None


def general(text: str, span: tuple[int, int], start: int, end: int, sentence: int) -> Hit:
    """通用人工智能: general-purpose AI or AGI by what stands beside it; a person decides when nothing does."""
    from detente.readouts.finding import Hit

    said = text[span[0] : span[1]]
    agi, general_purpose = bool(_AGI.search(said)), bool(_GPAI.search(said))
    if agi != general_purpose:
        concept = "artificial-general-intelligence" if agi else "general-purpose-ai"
        return Hit(concept, start, end, sentence, "通用人工智能", "trap:general:context")
    return Hit("general-purpose-ai", start, end, sentence, "通用人工智能", "trap:general:needs-a-person", True)
