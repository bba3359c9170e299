"""What is kept of a desk's own doings: changes like those of the shelf, committed with them, and never on the line.

No byte that is signed or sent depends on any of it.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Shown:
    """A message was displayed here, by a reader command (`show`). The first time stays."""

    line: bytes
    what: bytes
    at: int
    by: str


@dataclass(frozen=True)
class CallBegun:
    """A step of the call-up ladder is about to be called for a message: kept before the call, so that a stop is seen."""

    line: bytes
    what: bytes
    step: str
    who: str
    way: str
    tries: int  # this one included
    begun: int


@dataclass(frozen=True)
class CallEnded:
    """How that call went: `done`, or the code of what failed."""

    line: bytes
    what: bytes
    step: str
    ended: int
    outcome: str


@dataclass(frozen=True)
class HandoverShown:
    """The exceptions an incoming office was shown. One a line: what is shown again replaces it."""

    line: bytes
    at: int
    digest: bytes
    report: bytes


@dataclass(frozen=True)
class HandoverTaken:
    """A takeover, signed. `n` counts from 1; one that is there already is never replaced."""

    line: bytes
    n: int
    at: int
    frame: bytes
    report: bytes


DeskChange = Shown | CallBegun | CallEnded | HandoverShown | HandoverTaken
