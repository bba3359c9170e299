"""Times for people: UTC always; how long, in the reader's language."""

from __future__ import annotations

import datetime

from detente.locale import text

_EPOCH = datetime.datetime(1970, 1, 1)


def utc(ms: int | None, language: str) -> str:
    """`2026-09-28 14:03:11 UTC`; "not known" for None. Years beyond 9999, which anyone may write, as so many ms."""
    if ms is None:
        return text("time.unknown", language)
    try:
        when = _EPOCH + datetime.timedelta(milliseconds=ms)
    except OverflowError:
        return f"1970-01-01 00:00:00 UTC + {ms} ms"
    return when.strftime("%Y-%m-%d %H:%M:%S UTC")


def span(ms: int, language: str, days: bool = True) -> str:
    """A length of time in at most two units: `1 d 4 h`, `30 min`. Duty hours are counted without `days`: `40 h`."""
    seconds = abs(ms) // 1000
    parts: list[str] = []
    for unit, size in (("day", 86400), ("hour", 3600), ("minute", 60), ("second", 1)):
        if unit == "day" and not days:
            continue
        count, seconds = divmod(seconds, size)
        if count or (unit == "second" and not parts):
            parts.append(text(f"span.{unit}", language, count=count))
    return " ".join(parts[:2])


def local(ms: int, offset: int) -> str:
    """`2026-09-28 22:03` at an offset of so many minutes east of UTC. Beyond year 9999 as `utc` says it."""
    try:
        when = _EPOCH + datetime.timedelta(milliseconds=ms, minutes=offset)
    except OverflowError:
        return utc(ms, "en")
    return when.strftime("%Y-%m-%d %H:%M")
