"""What a regime's form asks and what the case answers, field by field; and what changed between two reports of it.

A field without any answer is a gap: `needed` says whether the first report may go without it. No answer is made up.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from detente.cases.case import Case
from detente.cases.conditions import Condition, open_leaves
from detente.cases.regime import Field, Regime


@dataclass(frozen=True)
class Part:
    """One answer to a field: the field of the case it comes from, and its value; `both` where it is a sentence of the regime."""

    source: str
    value: Any = None
    both: dict[str, str] | None = None


@dataclass(frozen=True)
class Asked:
    """One field of a form with what answers it."""

    field: Field
    parts: tuple[Part, ...]

    @property
    def gap(self) -> bool:
        return not self.parts


def asked(case: Case, regime: Regime, files: Sequence[Mapping[str, Any]] = ()) -> list[Asked]:
    """Every field of the form in order. `files`: those kept with the case, by name and digest."""
    return [
        Asked(field, tuple(part for source in field.of for part in _parts(case, regime, source, files)))
        for field in regime.fields
    ]


def _parts(case: Case, regime: Regime, source: str, files: Sequence[Mapping[str, Any]]) -> list[Part]:
    if source == "trigger":
        return [Part(source, both=leaf.say) for leaf in _met(case, regime.when) if leaf.say]
    if source == "files":
        return [Part(source, f"{file['name']} (SHA-256 {file['digest']})") for file in files]
    outer, _, inner = source.partition(".")
    if outer == "fields":
        value: Any = case.fields.get(inner, "")
    elif outer == "system" and inner:
        value = getattr(case.system, inner, "")
    elif outer == "indicators":
        return [Part(source, f"{row.get('type', '')}: {row.get('value', '')}") for row in case.indicators]
    else:
        value = getattr(case, "what" if outer == "class" else outer)
    return [] if value in ("", None, (), "unknown") else [Part(outer if outer != "fields" else source, value)]


def _met(case: Case, when: Condition | None) -> list[Condition]:
    return [] if when is None else list(open_leaves(when, case, True))


def differences(before: Sequence[Mapping[str, str]], after: Sequence[Mapping[str, str]]) -> list[tuple[str, str, str]]:
    """Fields whose answer changed: id, what it was, what it is; empty for a gap."""
    was = {row["id"]: row["answer"] for row in before}
    now = {row["id"]: row["answer"] for row in after}
    ids = [*now, *(id for id in was if id not in now)]
    return [(id, was.get(id, ""), now.get(id, "")) for id in ids if was.get(id, "") != now.get(id, "")]
