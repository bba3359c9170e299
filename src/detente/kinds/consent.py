"""Consent: an office's answer to one proposal that needs every member (`destruction`, or a `disclosure` that is asked for).

`re` names the proposal by its said id, so it is an answer to that text and no other. `declined` after `agreed` takes the
agreement back, for whoever had not answered before it saw that (line/agreement.py).
"""

from __future__ import annotations

from typing import Literal

from detente.codec.shape import Shape
from detente.kinds.kind import Kind


class Coded(Shape, frozen=True):
    consent: Literal["agreed", "declined"]


CONSENT = Kind(
    name="consent",
    schema=1,
    sections={"coded": Coded},
    required=frozenset({"coded"}),
    names="one",
    replies="acknowledgement",  # whoever answers has received it
    own=True,  # an author's own takes its proposal back
)
