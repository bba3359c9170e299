"""How an acknowledgement stands against its agreed time: counting down, then up; in UTC and in each side's own time.

Nothing here accuses: time that has passed is said to have passed, a closed office is said to open.
"""

from __future__ import annotations

from typing import Any, Literal

from detente.locale import text
from detente.locale.times import local, span, utc


def waiting(
    due: dict[str, Any] | None,
    now: int,
    language: str,
    receipt_due: int | None = None,
    what: Literal["acknowledgement", "answer", "holding"] = "acknowledgement",
) -> str:
    """One row of `Dues`, in words. None: there is no receipt yet, from which the time runs."""
    if due is None:
        if receipt_due is None:
            return text("due.no-receipt", language)
        left = receipt_due - now
        key = "due.no-receipt-left" if left >= 0 else "due.no-receipt-passed"
        return text(key, language, at=utc(receipt_due, language), span=span(left, language))
    if due["within"] is None:
        return text("due.none", language)
    notes: list[str] = []
    named = text(f"due.{what}", language)
    if due["at"] is None:
        key = "due.beyond" if due["basis"] == "beyond" else "due.no-calendar"
        within = span(due["within"], language, days=due["over"] == "always")
        said = text(key, language, what=named, within=within)
    else:
        left = due["at"] - now
        key = "due.left" if left >= 0 else "due.passed"
        said = text(key, language, what=named, at=utc(due["at"], language), span=span(left, language))
        notes += [clock(row, due["at"], language) for row in due["clocks"]]
        if due["basis"] == "plain-weeks":
            notes.append(text("due.plain-weeks", language))
    notes += opening(due, now, language)
    return text("list.separator", language).join([said, *dict.fromkeys(notes)])


def clock(row: dict[str, Any], at: int, language: str) -> str:
    """`Eastern Time 2026-11-26 09:00`."""
    label = row["label"].get(language) or row["label"]["en"]
    return text("due.local", language, label=label, at=local(at, row["offset"]))


def opening(due: dict[str, Any], now: int, language: str) -> list[str]:
    """When the office that a due time waits for opens, if it is closed now; nothing when it is open."""
    office = due["office"]
    if office is None or office["open"] or office["until"] is None or office["until"] < now:
        return []
    key = "due.opens-ours" if due["ours"] else "due.opens-theirs"
    return [text(key, language, span=span(office["until"] - now, language))]


def stored(row: dict[str, Any], language: str) -> str | None:
    """Where the record bounds the time of a receipt no closer than hours, or another way: both, side by side. Else None."""
    if not row["disputed"]:
        return None
    stated, first = utc(row["stated"], language), utc(row["not_before"], language)
    if row["not_after"] is None:
        return text("delivery.disputed-open", language, stated=stated, first=first)
    return text("delivery.disputed", language, stated=stated, first=first, last=utc(row["not_after"], language))


def minutes(count: int) -> str:
    """A minute of the day: `09:00`, and `24:00` for its end."""
    return f"{count // 60:02d}:{count % 60:02d}"


def offset(count: int) -> str:
    """Minutes east of UTC: `UTC+08:00`."""
    return f"UTC{'-' if count < 0 else '+'}{minutes(abs(count))}"
