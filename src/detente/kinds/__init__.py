"""Kinds of message, one file each; this table registers them. An unknown kind is *not understood*, never an error."""

from __future__ import annotations

from detente.kinds.acknowledgement import ACKNOWLEDGEMENT
from detente.kinds.keys import KEYS
from detente.kinds.kind import Kind
from detente.kinds.notice import NOTICE
from detente.kinds.roster import ROSTER

TABLE: dict[tuple[str, int], Kind] = {(kind.name, kind.schema): kind for kind in (NOTICE, ACKNOWLEDGEMENT, KEYS, ROSTER)}
LATEST: dict[str, Kind] = {kind.name: kind for kind in TABLE.values()}
