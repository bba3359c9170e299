"""Progress: what came of a meeting: an action of its minutes is done, or this side's readout is out, held by its author.

`re` names the minutes (or, of a readout, the meeting). Each side gives its own readout: named by digest, never carried.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

from detente.codec.shape import Shape
from detente.kinds.kind import Code, Courtesy, Kind, Words
from detente.kinds.notice import Support


class Coded(Shape, frozen=True):
    progress: Literal["done", "readout"]
    action: Code | None = None


def rule(sections: Mapping[str, Any], _re: list[bytes]) -> str | None:
    done = sections["coded"].progress == "done"
    fits = done == (sections["coded"].action is not None) and done != ("readout" in sections)
    return None if fits else "progress-form"


PROGRESS = Kind(
    name="progress",
    schema=1,
    sections={"coded": Coded, "readout": Support, "prose": Words, "courtesy": Courtesy},
    required=frozenset({"coded"}),
    rule=rule,
    names="one",
)
