"""What is known of a case: its shape, read from JSON or from answers, and its times.

    {"class": "loss-of-control", "plain": "…", "language": "en", "detected": "2026-11-02T09:00:00-08:00", "confirmed": …,
     "going_on": "yes", "imminent_danger": "no", "harm": ["injury"], "jurisdictions": ["us-ca", "eu"], …}

Nothing but `class` is needed, and even that may come later: what is not known is absent, and no rule takes it for *no*.
A word of `harm`, `jurisdictions` or `roles` that no rule reads is kept as it was typed, and named in `unread`.
"""

from __future__ import annotations

import datetime
import json
import re
from collections.abc import Mapping
from typing import Any, Literal

import msgspec

from detente.codec.errors import Local, Remote
from detente.codec.text import clean_text
from detente.vocabulary import current

Ternary = Literal["yes", "no", "unknown"]
TERNARY = ("going_on", "public", "imminent_danger", "infrastructure", "internal_use", "high_risk", "widespread")
LISTS = ("harm", "jurisdictions", "roles")
# Kept apart: what happened, what a machine or person noticed, what a person determined, what was first told to anybody outside.
TIMES = ("occurred", "detected", "danger", "belief", "confirmed", "notified", "graded", "measure", "resolved")
IN_ORDER = (("occurred", "detected"), ("detected", "confirmed"), ("belief", "confirmed"), ("detected", "resolved"))

HARM = (
    *("none", "death", "injury", "rights", "property", "environment", "infrastructure", "cyber"),
    *("catastrophic", "catastrophic-risk"),
)
JURISDICTIONS = ("us-ca", "us-ny", "us-il", "us", "eu", "cn", "oecd")
ROLES = ("frontier-developer", "provider", "operator", "manufacturer", "financial-entity", "state-organ", "other")
GRADES = ("general", "relatively-major", "major", "extremely-major")  # 一般 较大 重大 特别重大
LEVELS = ("1", "2", "3", "4")  # of the TC260 guide
CODED = {"grade": GRADES, "level": LEVELS, "weights": ("open", "closed", "unknown")}

# What people and other programs write for the same thing.
_SAME = {
    "harm": {
        **dict.fromkeys(("deaths", "dead", "fatality", "fatalities", "fatal", "killed"), "death"),
        **dict.fromkeys(
            ("injuries", "injured", "serious-injury", "bodily-injury", "physical-injury", "serious-physical-injury"),
            "injury",
        ),
        **dict.fromkeys(("health", "person", "people", "physical"), "injury"),
        **dict.fromkeys(("fundamental-rights", "human-rights"), "rights"),
        **dict.fromkeys(("critical-infrastructure", "infrastructure-disruption"), "infrastructure"),
        **dict.fromkeys(("cyber-breach", "cybersecurity", "cybersecurity-breach"), "cyber"),
        **dict.fromkeys(("exfiltration", "weights", "weight-exfiltration"), "cyber"),
        **dict.fromkeys(("catastrophe",), "catastrophic"),
        **dict.fromkeys(("financial", "economic", "money"), "property"),
        **dict.fromkeys(("no", "nothing", "no-harm"), "none"),
    },
    "jurisdictions": {
        **dict.fromkeys(("california", "ca"), "us-ca"),
        **dict.fromkeys(("new-york", "ny"), "us-ny"),
        **dict.fromkeys(("illinois", "il"), "us-il"),
        **dict.fromkeys(("usa", "united-states"), "us"),
        **dict.fromkeys(("european-union", "eea"), "eu"),
        **dict.fromkeys(("china", "prc", "mainland-china", "cn-mainland"), "cn"),
    },
    "roles": {"developer": "frontier-developer", "gpai-provider": "provider"},
}
_EU = set("at be bg hr cy cz dk ee fi fr de gr hu ie it lv lt lu mt nl pl pt ro sk si es se".split())  # noqa: SIM905
_WORD = re.compile(r"[a-z0-9][a-z0-9-]{0,47}\Z")


class System(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """The system concerned, as far as known."""

    developer: str = ""
    model: str = ""
    version: str = ""
    weights: str = ""
    deployment: str = ""


class Case(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True, rename={"what": "class"}):
    """See the module. Times are RFC 3339 with the offset they were typed with. `fields`: further answers a form asks, by name."""

    what: str = ""
    plain: str = ""
    language: Literal["en", "zh"] = "en"
    title: str = ""
    office: str = ""
    occurred: str = ""
    detected: str = ""
    danger: str = ""
    belief: str = ""
    confirmed: str = ""
    notified: str = ""
    graded: str = ""
    measure: str = ""
    resolved: str = ""
    next_word_by: str = ""
    going_on: Ternary = "unknown"
    public: Ternary = "unknown"
    imminent_danger: Ternary = "unknown"
    infrastructure: Ternary = "unknown"
    internal_use: Ternary = "unknown"
    high_risk: Ternary = "unknown"
    widespread: Ternary = "unknown"
    harm: tuple[str, ...] | None = None
    jurisdictions: tuple[str, ...] | None = None
    roles: tuple[str, ...] | None = None
    grade: str = ""
    level: str = ""
    system: System = System()
    indicators: tuple[dict[str, str], ...] = ()
    fields: dict[str, str] = {}
    example: bool = False


TEXTS = ("plain", "title", "office")
NAMES = frozenset(field.encode_name for field in msgspec.structs.fields(Case))


def read_case(plain: Mapping[str, Any], base: Case | None = None) -> Case:
    """A case from its JSON form, over what was known before. `Local("case-…")` names the field and what it may be."""
    row: dict[str, Any] = {} if base is None else msgspec.to_builtins(base)
    for name, value in plain.items():
        if name not in NAMES:
            near = sorted(known for known in NAMES if known[:3] == name[:3])
            raise Local("case-unknown-field", field=str(name)[:48], known=near or sorted(NAMES))
        if value is None or value == "":
            row.pop(name, None)
        else:
            row[name] = _value(name, value)
    try:
        case: Case = msgspec.convert(row, Case)
    except msgspec.ValidationError as error:
        raise Local("case-field", field="", why=str(error)) from error
    return case


def _value(name: str, value: Any) -> Any:
    if name in TERNARY:
        return _ternary(name, value)
    if name in LISTS:
        return _words(name, value)
    if name in TIMES or name == "next_word_by":
        return stamp(instant(value, name))
    if name in CODED:
        code = str(value).strip().lower().replace("_", "-").replace(" ", "-")
        if code not in CODED[name]:
            raise Local("case-choice", field=name, value=str(value)[:40], choices=CODED[name])
        return code
    if name == "class":
        return str(value).strip().lower()
    if name == "fields":
        if not isinstance(value, Mapping):
            raise Local("case-field", field=name, why=type(value).__name__)
        return {str(key): _text(str(key), item) for key, item in value.items()}
    if name == "example":
        return _ternary(name, value) == "yes"
    if isinstance(value, str):
        return _text(name, value)
    return value


def _text(name: str, value: Any) -> str:
    try:
        return clean_text(str(value).strip())
    except Remote as error:
        raise Local("case-text", field=name, why=error.code) from error


def _ternary(name: str, value: Any) -> str:
    word = ("yes" if value else "no") if isinstance(value, bool) else str(value).strip().lower()
    same = {
        "y": "yes",
        "n": "no",
        "true": "yes",
        "false": "no",
        "是": "yes",
        "否": "no",
        "不详": "unknown",
        "u": "unknown",
    }
    word = same.get(word, word)
    if word not in ("yes", "no", "unknown"):
        raise Local("case-choice", field=name, value=str(value)[:40], choices=("yes", "no", "unknown"))
    return word


def _words(name: str, value: Any) -> list[str]:
    rows = value.split(",") if isinstance(value, str) else value
    if not isinstance(rows, list | tuple):
        raise Local("case-field", field=name, why=type(value).__name__)
    found: list[str] = []
    for item in rows:
        word = str(item).strip().lower().replace("_", "-").replace(" ", "-")
        if not word:
            continue
        word = _SAME[name].get(word, word)
        if name == "jurisdictions" and word.removeprefix("eu-") in _EU:
            word = "eu"
        if not _WORD.match(word):
            raise Local("case-field", field=name, why=str(item)[:40])
        if word not in found:
            found.append(word)
    if name == "harm" and len(found) > 1 and "none" in found:
        raise Local("case-harm-none")
    return found


# What other programs call a field.
_NAMED = {
    **{"critical_infrastructure": "infrastructure", "imminent": "imminent_danger", "ongoing": "going_on"},
    **{"role": "roles", "jurisdiction": "jurisdictions", "harms": "harm", "description": "plain", "statement": "plain"},
    **{"reasonable_belief": "belief", "discovered": "detected", "human_confirmed": "confirmed", "classified": "graded"},
    **{"high_risk_system": "high_risk", "widespread_infringement": "widespread", "cn_grade": "grade"},
    **{"tc260_level": "level", "lang": "language"},
}


def from_others(plain: Mapping[str, Any]) -> Case:
    """A case as another program gives it: a name that is none of ours is kept under `fields`, and named by `unread`."""
    row: dict[str, Any] = {}
    kept: dict[str, Any] = {}
    for name, value in plain.items():
        ours = name if name in NAMES else _NAMED.get(name, name)
        if ours in NAMES and ours not in row:
            row[ours] = value
        elif ours not in NAMES and value is not None:
            kept[name[:48]] = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    if kept:
        row["fields"] = {**kept, **(row.get("fields") or {})}
    return read_case(row)


def unread(case: Case) -> list[str]:
    """Words kept as typed that no rule reads: nobody should think that a clock looked at them."""
    known = {"harm": HARM, "jurisdictions": JURISDICTIONS, "roles": ROLES}
    found = [word for name, words in known.items() for word in getattr(case, name) or () if word not in words]
    return found if not case.what or case.what in current().concepts else [case.what, *found]


# -- times ---------------------------------------------------------------------------------------------------------


def instant(value: object, field: str) -> datetime.datetime:
    """An instant with its offset, of RFC 3339. `Local("case-time-zone")` without an offset, `Local("case-time")` otherwise.

    To a whole second: fractions are dropped, which makes a clock earlier and never later.
    """
    text = str(value).strip()
    try:
        when = datetime.datetime.fromisoformat(text[:-1] + "+00:00" if text[-1:] in "zZ" else text)
    except ValueError as error:
        raise Local("case-time", field=field, value=text[:40]) from error
    if when.tzinfo is None:
        raise Local("case-time-zone", field=field, value=text[:40])
    offset = when.utcoffset() or datetime.timedelta()
    if not 1970 <= when.year < 2200 or offset.seconds % 60:
        raise Local("case-time", field=field, value=text[:40])
    return when.replace(microsecond=0)


def stamp(when: datetime.datetime) -> str:
    """RFC 3339, `Z` for UTC."""
    return when.isoformat().replace("+00:00", "Z")


def time_of(case: Case, name: str) -> datetime.datetime | None:
    """One of the case's times, None when it is not known."""
    value = getattr(case, name)
    return instant(value, name) if value else None


def disorder(case: Case, now: datetime.datetime) -> list[dict[str, str]]:
    """Times that cannot all be right: pairs in the wrong order, and what lies in the future. Said, and never refused at entry."""
    found = []
    for first, then in IN_ORDER:
        a, b = time_of(case, first), time_of(case, then)
        if a is not None and b is not None and b < a:
            found.append({"code": "order", "first": first, "then": then, "first_at": stamp(a), "then_at": stamp(b)})
    for name in TIMES:
        at = time_of(case, name)
        if at is not None and at > now:
            found.append({"code": "future", "first": name, "first_at": stamp(at), "then": "", "then_at": stamp(now)})
    return found


def is_known(case: Case, name: str) -> bool:
    """Whether anything was said about a field."""
    value = getattr(case, "what" if name == "class" else name)
    return value not in ("", "unknown", None, (), {}, System())
