"""A time that somebody wrote in a time zone, as ms UTC: from a person or a calendar file. Nothing that is sent names a zone."""

from __future__ import annotations

import datetime
from zoneinfo import ZoneInfo

from detente.codec.errors import Local
from detente.node.compose import moment


def zone(name: str) -> ZoneInfo:
    """`Local("zone-unknown")` for one that does not exist, or that this machine does not know."""
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError) as error:  # a name nobody gave a zone; no name at all; a folder
        raise Local("zone-unknown", zone=name[:64]) from error


def moment_in(text: str, zone_name: str | None, now: int, field: str) -> int:
    """ms UTC of a time with its offset, or of one in a zone. `Local`: `time-unreadable`, `zone-unknown`, `time-skipped`.

    Of an hour that comes twice the first is meant.
    """
    if zone_name is None:
        return moment(text, now, field)
    where = zone(zone_name)
    try:
        when = datetime.datetime.fromisoformat(text)
    except ValueError as error:
        raise Local("time-unreadable", field=field, value=text[:40]) from error
    if when.tzinfo is not None:
        return moment(text, now, field)
    return exact(when.replace(tzinfo=where), zone_name)


def exact(when: datetime.datetime, zone_name: str) -> int:
    """ms UTC of a time in a zone. `Local("time-skipped")` for one that no clock there shows."""
    back = when.astimezone(datetime.UTC).astimezone(when.tzinfo)
    if back.replace(tzinfo=None) != when.replace(tzinfo=None):
        raise Local("time-skipped", value=when.replace(tzinfo=None).isoformat(sep=" "), zone=zone_name)
    return int(when.timestamp() * 1000)
