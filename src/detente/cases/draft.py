"""From a case to the draft of a notice on a line: its times as they were, and no word of what is internal.

`Local("case-incomplete", field)` names what a notice needs and the case does not hold.
"""

from __future__ import annotations

import datetime
from typing import Any

from detente.cases.case import Case, stamp, time_of
from detente.codec.errors import Local
from detente.vocabulary import current

SOON = datetime.timedelta(hours=6)  # the next word is promised for then, when the case names no time ahead


def notice_draft(case: Case, now: datetime.datetime) -> dict[str, Any]:
    """The JSON form of a notice (docs/kinds.md): it admits and attributes nothing."""
    concept = current().concepts.get(case.what)
    for field, there in (("class", case.what), ("plain", case.plain), ("detected", case.detected)):
        if not there:
            raise Local("case-incomplete", field=field)
    if concept is None or concept["area"] not in current().areas:
        raise Local("case-incomplete", field="class")
    promised = time_of(case, "next_word_by")
    times: dict[str, Any] = {
        "detected": case.detected,
        "next_word_by": stamp(promised if promised is not None and promised > now else now + SOON),
    }
    if case.occurred:
        times["occurred_from"] = case.occurred
    if case.confirmed:
        times["confirmed"] = case.confirmed
    draft: dict[str, Any] = {
        "coded": {
            "area": concept["area"],
            "class": case.what,
            "status": "confirmed" if case.confirmed else "suspected",
            "severity": 0,
            "going_on": case.going_on,
            "touches": "unknown",
            "public": case.public,
            "asks": ["information"],
            "admission": "none",
            "attribution": "not-asserted",
            "handling": "parties-only",
        },
        "prose": {"language": case.language, "plain": case.plain},
        "times": times,
        "wanted": 3 if case.imminent_danger == "yes" else 2,
    }
    system = {
        name: value
        for name, value in (
            ("developer", case.system.developer),
            ("model", case.system.model),
            ("model_version", case.system.version),
            ("weights", case.system.weights),
            ("deployment", case.system.deployment),
        )
        if value
    }
    if system:
        draft["system"] = system
    measures = {
        name: case.fields[key] for name, key in (("taken", "measures"), ("planned", "planned")) if key in case.fields
    }
    if measures:
        draft["measures"] = measures
    return draft
