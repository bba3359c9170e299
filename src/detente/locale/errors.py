"""Sentences for codes: what happened, what is safe, what to do next, in English and Chinese: the catalogue's
`error.CODE.what`, `.safe` and `.next`.

`{name}` is a value the code was raised with; `[...]` is left out when a value inside it is not there. A `why` or
`reason` that is itself a code becomes that code's sentence; `when` is ms UTC, shown as a time. Values may come from
another party's bytes, so they are shortened, and what does not print is replaced.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from detente.locale import sentence
from detente.locale.times import utc

Parts = tuple[str, str, str]
PARTS = ("what", "safe", "next")

MOST = 200  # characters of one value
_OPTIONAL = re.compile(r"\[([^\[\]]*)\]")
_VALUE = re.compile(r"\{([a-z_]+)\}")
_CODE = re.compile(r"[a-z0-9-]{1,64}\Z", re.ASCII)
_NESTED = ("why", "reason")
_TIMES = ("when",)  # ms UTC

_UNKNOWN: dict[str, Parts] = {
    "en": (
        "Something went wrong that has no sentence yet. Its code is {code}.",
        "What was recorded before is unchanged.",
        "Give this code to our technical staff.",
    ),
    "zh": (
        "出现了尚无文字说明的情况，代码为 {code}。",
        "此前的记录没有变化。",
        "请将本代码告知我方技术人员。",
    ),
}


def explain(code: str, values: Mapping[str, object], language: str) -> Parts:
    """What happened, what is safe, what to do next. `language` is `zh` or, for anything else, English."""
    tongue = "zh" if language == "zh" else "en"
    parts = [sentence(f"error.{code}.{part}", tongue) for part in PARTS]
    if None in parts:
        what, safe, then = _UNKNOWN[tongue]
        return what.replace("{code}", _shown(code, tongue)), safe, then
    shown = {name: _value(name, value, tongue) for name, value in values.items() if value is not None}
    what, safe, then = (_fill(part or "", shown) for part in parts)
    return what, safe, then


def _fill(template: str, shown: Mapping[str, str]) -> str:
    def optional(found: re.Match[str]) -> str:
        return found[1] if all(name in shown for name in _VALUE.findall(found[1])) else ""

    # Optional segments first, then values in one pass: brackets and braces inside a value stay as they are.
    return _VALUE.sub(lambda found: shown.get(found[1], "?"), _OPTIONAL.sub(optional, template))


def _value(name: str, value: object, tongue: str) -> str:
    if name in _TIMES and isinstance(value, int):
        return utc(value, tongue)
    if name not in _NESTED:
        return _shown(value, tongue)
    if isinstance(value, str) and _CODE.match(value) and (said := sentence(f"error.{value}.what", tongue)):
        return _fill(said, {})
    return f"（{_shown(value, tongue)}）" if tongue == "zh" else f"({_shown(value, tongue)})"


def _shown(value: object, tongue: str) -> str:
    if isinstance(value, bytes):
        return value.hex()[:12]
    if isinstance(value, list | tuple | set | frozenset):
        return ("、" if tongue == "zh" else ", ").join(_shown(item, tongue) for item in value)[:MOST]
    text = str(value)[: MOST + 1]
    if len(text) > MOST:
        text = text[: MOST - 3] + "..."
    return "".join(c if c.isprintable() else "?" for c in text)
