"""How a row of a desk's list stands, in words: what is awaited, by whom and until when; what was promised.

The same for the command's list and for the desk's.
"""

from __future__ import annotations

from typing import Any

from detente.locale import text
from detente.locale.due import waiting
from detente.locale.times import span, utc
from detente.vocabulary import current


def state(item: dict[str, Any], now: int, lang: str) -> list[str]:
    """What is awaited, by whom and until when; what was promised. One line for each."""
    if item["verdict"] != "accepted":
        return []
    lines = []
    if item["wanted"]:
        for party in item["waiting_for"]:
            due = next((row for row in item["dues"] if row["party"] == party), None)
            lines.append(f"{party}: {waiting(due, now, lang, item['receipt_due'])}")
    for asked in item["asked"]:
        if asked["holding"] is not None:
            lines.append(f"{asked['party']}: {waiting(asked['holding'], now, lang, what='holding')}")
        lines.append(f"{asked['party']}: {waiting(asked['answer'], now, lang, what='answer')}")
    for one in item["standing"]:
        if one["answer"] is not None:
            lines.append(f"{one['party']}: {answered(one, lang)}")
        if one["next_by"] is not None:
            lines.append(promised(one["party"], one["next_by"], now, lang))
    if item.get("word_due") is not None:  # of a list alone
        lines.append(promised(item["party"], item["word_due"], now, lang))
    return lines


def promised(party: str, at: int, now: int, lang: str) -> str:
    """The next word that a party promised by a time: counting down, then up."""
    key = "inbox.next-word" if at >= now else "inbox.next-word-passed"
    return f"{party}: {text(key, lang, at=utc(at, lang), span=span(at - now, lang))}"


def answered(one: dict[str, Any], lang: str) -> str:
    at = utc(one["answered"], lang)
    return text(f"inbox.answer.{one['answer']}", lang, at=at)


def not_taken(item: dict[str, Any], lang: str) -> str:
    """A message that this node did not take, and why; a run of them is one line."""
    verdict = current().code("verdict", item["verdict"], lang)
    reason = text("inbox.not-taken-for", lang, verdict=verdict, reason=item["reason"])
    if item["run"] > 1:
        reason += text("inbox.run", lang, count=item["run"])
    return f"  {item['reference']:<12} {utc(item['heard_at'], lang)}  {reason}"


def act(act: str, lang: str) -> str:
    """One act of the operator log."""
    if act.startswith("said-"):
        return text("desk.act.said", lang, kind=current().code("kind", act.removeprefix("said-"), lang))
    return text(f"desk.act.{act}", lang)


def acted_on(act: str, about: str, lang: str) -> str:
    """What an act of the operator log was done to: a name as it stands, a code by its word."""
    if act in _OF_KINDS:
        return text("list.separator", lang).join(current().code("kind", kind, lang) for kind in about.split())
    return text(f"desk.act-on.{about}", lang) if act in _OF_WORDS and about else about


_OF_KINDS = frozenset({"release-asked", "release-sent-back", "release-set", "draft-dropped", "draft-taken-in"})
_OF_WORDS = frozenset({"signed-in", "record-taken-out", "log-held"})
