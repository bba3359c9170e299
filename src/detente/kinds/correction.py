"""Correction: what its own author said in one message is put right or taken back. What was said stays in the record beside it.

A person who pressed the wrong button needs one step to say so (the false alert of January 2018 in Hawaii took 38 minutes).
"""

from __future__ import annotations

from typing import Literal

import msgspec

from detente.codec.shape import Shape
from detente.kinds.kind import Courtesy, Kind, Language, Prose


class Coded(Shape, frozen=True):
    extent: Literal["part", "whole"]
    why: Literal["new-facts", "mistake", "sent-in-error", "translation", "other"] = msgspec.field(name="correcting")


class Text(Shape, frozen=True):
    """What is right now (`plain`), and if it helps what had been said (`was`)."""

    language: Language
    plain: Prose
    was: Prose | None = None


CORRECTION = Kind(
    name="correction",
    schema=1,
    sections={"coded": Coded, "prose": Text, "courtesy": Courtesy},
    required=frozenset({"coded", "prose"}),
    thread=True,
    names="one",
    awaits=frozenset({"acknowledgement"}),
)
