"""How successions stand in the table of credentials: under `PARTY/NUMBER`, which is no party's name.

So a database keeps its form. A build from before successions finds a member it does not know and opens nothing, which is
right: it would judge by keys that are over.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from detente.codec.limits import MAX_FOUNDING
from detente.codec.shape import B16, Millis, Shape, Uint, pack, unpack
from detente.line.shelf import SuccessionKept


class Taken(Shape, frozen=True):
    """What this node knows of a succession beside its bytes. `at`: since when it is in effect here."""

    ended: dict[B16, Uint]
    at: Millis | None = None


def succession_row(kept: SuccessionKept) -> tuple[bytes, str, bytes, bytes]:
    taken = pack(Taken(ended=dict(kept.ended), at=kept.taken))
    return kept.line, f"{kept.party}/{kept.seq}", kept.carried, taken


def read_succession_row(line: bytes, row: Mapping[str, Any]) -> SuccessionKept:
    party, _, seq = row["party"].partition("/")
    taken = unpack(Taken, row["fields"], MAX_FOUNDING)
    return SuccessionKept(line, party, int(seq), row["frame"], taken.at, taken.ended)
