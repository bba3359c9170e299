"""Times for people: UTC always; how long, in the reader's language."""

from __future__ import annotations

import datetime

from detente.locale import text


def utc(ms: int | None, language: str) -> str:
    """`2026-09-28 14:03:11 UTC`; "not known" for None."""
    if ms is None:
        return text("time.unknown", language)
    when = datetime.datetime.fromtimestamp(ms / 1000, datetime.UTC)
    return when.strftime("%Y-%m-%d %H:%M:%S UTC")


def span(ms: int, language: str) -> str:
    """A length of time in at most two units: `1 d 4 h`, `30 min`."""
    seconds = abs(ms) // 1000
    parts: list[str] = []
    for unit, size in (("day", 86400), ("hour", 3600), ("minute", 60), ("second", 1)):
        count, seconds = divmod(seconds, size)
        if count or (unit == "second" and not parts):
            parts.append(text(f"span.{unit}", language, count=count))
    return " ".join(parts[:2])
