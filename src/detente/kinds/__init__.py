"""Kinds of message, one file each; this table registers them. An unknown kind is *not understood*, never an error."""

from __future__ import annotations

from detente.kinds.acknowledgement import ACKNOWLEDGEMENT
from detente.kinds.keys import KEYS
from detente.kinds.kind import Kind
from detente.kinds.notice import NOTICE
from detente.kinds.service import SERVICE
from detente.kinds.test import TEST, TEST_REPLY
from detente.kinds.test_person import TEST_PERSON, TEST_PERSON_REPLY

ALL = (NOTICE, ACKNOWLEDGEMENT, KEYS, TEST, TEST_REPLY, TEST_PERSON, TEST_PERSON_REPLY, SERVICE)
TABLE: dict[tuple[str, int], Kind] = {(kind.name, kind.schema): kind for kind in ALL}
LATEST: dict[str, Kind] = {kind.name: kind for kind in TABLE.values()}
