"""What may be shown outside a line and what destroyed: the rules of trust/disclosure.py as a plain table, kind by kind."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from detente.codec.errors import Local
from detente.kinds import LATEST
from detente.trust.disclosure import RULES, destroyable, may_show, require_destroyable, require_leave, rule_of

WHOLE = {"keys", "roster", "destruction", "consent", "destroyed", "disclosure", "proposal", "progress", "opening"}
LEAVE = {  # rule → what is refused where nobody agreed, and where all did
    "parties-only": ("disclosure-parties-only", "disclosure-parties-only"),
    "each-may-disclose-own": ("", ""),
    "by-agreement": ("disclosure-not-agreed", ""),
    "each-may-disclose": ("", ""),
}
OWN = {"each-may-disclose-own", "each-may-disclose"}  # what a member may show of its own
ALL = {"each-may-disclose"}  # and of the others'


def wrong() -> Iterator[str]:
    for kind in LATEST.values():
        names = list(kind.sections)
        free = [] if kind.name in WHOLE else [n for n in names if n not in ("coded", "times")]
        if destroyable(kind.name, names) != free:
            yield f"of {kind.name} may be destroyed {destroyable(kind.name, names)}"
        for asked in ([], free, names, ["colour"], [*free[:1], "coded"], ["coded", "colour"]):
            if _refusal(require_destroyable, kind.name, names, asked) != _right(names, free, asked):
                yield f"{asked} of {kind.name} may be destroyed, or may not"
        yield from _shown(kind.name)
    for value in (None, "", "each", 7, ["each-may-disclose"]):
        if rule_of(value) != "parties-only":
            yield f"terms that say {value} are read as {rule_of(value)}"
    if list(map(rule_of, RULES)) != list(LEAVE) or set(RULES) != set(LEAVE):
        yield "a rule of the terms is read as another"
    for rule, codes in LEAVE.items():
        for agreed, code in zip((False, True), codes, strict=True):
            if _refusal(require_leave, rule, agreed)[0] != code:
                yield f"{rule} gives leave, or none"


def _right(names: Sequence[str], free: Sequence[str], asked: Sequence[str]) -> tuple[str, str]:
    unknown = sorted(name for name in asked if name not in names)
    kept = sorted(name for name in asked if name not in free)
    if unknown:
        return "section-not-here", ", ".join(unknown)
    return ("section-kept", ", ".join(kept)) if kept else ("", "")


def _shown(kind: str) -> Iterator[str]:
    for rule in LEAVE:
        for me in ("heron", "otter"):
            for section in ("coded", "prose"):
                traces = (
                    kind in ("destruction", "consent", "destroyed") and section == "coded" and rule != "parties-only"
                )
                right = kind != "keys" and (rule in (OWN if me == "heron" else ALL) or traces)
                if may_show(rule, me, "heron", kind, section) != right:
                    yield f"under {rule}, {me} may show {section} of a {kind} of heron, or may not"


def _refusal(work: Callable[..., Any], *args: Any) -> tuple[str, str]:
    try:
        work(*args)
    except Local as error:
        return error.code, str(error.values.get("name", ""))
    return "", ""
