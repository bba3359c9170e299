"""Kinds of message, one file each; this table registers them. An unknown kind is *not understood*, never an error."""

from __future__ import annotations

from detente.kinds.acknowledgement import ACKNOWLEDGEMENT
from detente.kinds.consent import CONSENT
from detente.kinds.destroyed import DESTROYED
from detente.kinds.destruction import DESTRUCTION
from detente.kinds.disclosure import DISCLOSURE
from detente.kinds.keys import KEYS
from detente.kinds.kind import Kind
from detente.kinds.notice import NOTICE

TABLE: dict[tuple[str, int], Kind] = {(kind.name, kind.schema): kind for kind in (NOTICE, ACKNOWLEDGEMENT, KEYS, DISCLOSURE, DESTRUCTION, CONSENT, DESTROYED)}
LATEST: dict[str, Kind] = {kind.name: kind for kind in TABLE.values()}
