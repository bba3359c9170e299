"""A handover in words: what the incoming office is shown, the same on screen, on paper and at the desk."""

from __future__ import annotations

from typing import Any

from detente.locale import text
from detente.locale.errors import explain
from detente.locale.times import span, utc
from detente.vocabulary import current


def heading(shown: dict[str, Any], line: str, lang: str) -> list[str]:
    """`line`: the line's name."""
    context = current().code("context", shown["context"], lang)
    return [
        text("handover.title", lang, party=shown["party"], line=line, context=context),
        text("handover.at", lang, at=utc(shown["at"], lang), size=shown["head"][2]),
    ]


def parts(shown: dict[str, Any], lang: str) -> list[tuple[str, list[str]]]:
    """Each exception under its title; a title with nothing under it says that there is none."""
    found = (("needs_us", _row), ("past", _row), ("held", _held), ("trouble", _trouble), ("called", _called))
    return [
        (text(f"handover.{part.replace('_', '-')}", lang), [row(one, lang) for one in shown[part]])
        for part, row in found
    ]


def _named(row: dict[str, Any], lang: str) -> dict[str, str]:
    return {
        "reference": row["reference"],
        "number": row["number"],
        "kind": current().code("kind", row["kind"], lang),
    }


def _row(row: dict[str, Any], lang: str) -> str:
    wanted = current().code("wanted", row["wanted"], lang)
    line = text("handover.row", lang, wanted=wanted, at=utc(row["heard_at"], lang), **_named(row, lang))
    for want in row.get("wants", ()):
        line += text(f"handover.wants-{want}", lang)
    if row["due"] is not None:
        line += text(
            "handover.row-passed" if row.get("passed", True) else "handover.row-due", lang, at=utc(row["due"], lang)
        )
    if row.get("waiting_for"):
        line += text("handover.row-for", lang, parties=text("list.separator", lang).join(row["waiting_for"]))
    return line


def _held(row: dict[str, Any], lang: str) -> str:
    key = "handover.held-passed" if row["passed"] else "handover.held-row"
    return text(key, lang, at=utc(row["by"], lang), party=row["from"], **_named(row, lang))


def _trouble(row: dict[str, Any], lang: str) -> str:
    """`count` is a number of messages, ms of a clock, or since when: each sentence takes the one it shows."""
    values = {"party": row["party"], "count": row["count"], "span": span(row["count"], lang)}
    if row["code"] in ("route", "test-not-back", "test-stored-only"):
        values["at"] = utc(row["count"], lang)
    return text(f"handover.trouble.{row['code']}", lang, **values)


def _called(row: dict[str, Any], lang: str) -> str:
    outcome = row["outcome"]
    if outcome in (None, "done"):
        told = text("ladder.outcome.done" if outcome else "ladder.outcome.open", lang)
    else:
        told = explain(outcome, {}, lang)[0]
    named = {name: row[name] for name in ("who", "step", "tries")}
    return text("handover.call", lang, at=utc(row["begun"], lang), outcome=told, **named)
