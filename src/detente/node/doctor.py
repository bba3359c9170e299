"""What `detente doctor` is made from: plain facts about this home. `views/doctor.py` says what they mean."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import tempfile
from pathlib import Path
from typing import Any

from detente.codec.errors import DetenteError
from detente.line.machine import Line
from detente.node import alive, differing, records, ways
from detente.node.announce import RENEW_BEFORE
from detente.node.due import Dues
from detente.node.home import write_private
from detente.node.ladder import read_ladder
from detente.node.node import Node

BACKUP = "last-backup.json"  # beside the record and in no backup: it tells of this home alone


def facts(node: Node) -> dict[str, Any]:
    """Facts of the home but for what only a running node has: `routes` and `served` are the desk's to add."""
    return {
        "now": node.now(),
        "party": node.me,
        "context": node.home.settings.context,
        "lines": [_line(node, node.lines[key]) for key in node.founded],
        "disk": _disk(node),
        "backup": last_backup(node.home.path),
        "ladder": _ladder(node.home.path),
    }


def _line(node: Node, line: Line) -> dict[str, Any]:
    now, dues = node.now(), Dues(node, line)
    until = max((f.until for f in node.keyring.sealing.values() if f.line == line.id), default=None)
    health, rosters = alive.health(node, line, now), []
    for party in line.trust.members:
        standing = dues.current(party)
        covers = None if standing is None else standing.duty.calendar.covers_until
        rosters.append({"party": party, "ours": party == node.me, "covers_until": covers})
    return {
        "line": line.id,
        "founded": node.founded[line.id],
        "members": list(line.trust.members),
        "differ": differing.standing(node, line),
        "clocks": records.clocks(node, line),
        "key_until": until,
        "key_renewed": None if until is None else until - RENEW_BEFORE,
        "rosters": rosters,
        "alarms": health["alarms"],
        "last_good": {row["party"]: row["last_good"] for row in health["members"]},
    }


def _disk(node: Node) -> dict[str, Any]:
    home, database = node.home.path, node.home.database
    sizes = [path.stat().st_size for path in (database, Path(f"{database}-wal")) if path.exists()]
    return {"free": shutil.disk_usage(home).free, "database": sum(sizes), "write": _written(home)}


def _written(home: Path) -> str | None:
    """A small file really written to the disk and taken away again; what the system said when it could not be."""
    try:
        handle, name = tempfile.mkstemp(prefix="doctor-", dir=home)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(bytes(4096))
                file.flush()
                os.fsync(file.fileno())
        finally:
            with contextlib.suppress(OSError):
                os.unlink(name)
    except OSError as error:
        return error.strerror or type(error).__name__
    return None


def _ladder(home: Path) -> dict[str, Any]:
    try:
        ladder = read_ladder(home)
    except DetenteError as error:
        return {"steps": 0, "why": error.code, "lacks": {}}
    steps = ladder.steps if ladder is not None else ()
    lacks = {step.id: why for step in steps if (why := ways.missing(step.way, home)) is not None}
    return {"steps": len(steps), "why": None, "lacks": lacks}


def backed_up(home: Path, made: int) -> None:
    """Keep when a backup was last made, read back and found whole (ms UTC). The backup stands even when this cannot be kept."""
    with contextlib.suppress(OSError):
        write_private(home / BACKUP, json.dumps({"made": made}).encode())


def last_backup(home: Path) -> int | None:
    """When a backup was last made; None when none is known of, or the file says nothing."""
    try:
        made = json.loads((home / BACKUP).read_bytes())["made"]
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return made if isinstance(made, int) else None
