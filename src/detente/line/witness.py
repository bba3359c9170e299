"""Witnesses that this node asks to sign its own heads. Of this node alone: no part of the record, and no rule asks for one."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class WitnessKept:
    """A witness is asked from now on. `vkeys`: one a line. `added`: ms UTC."""

    line: bytes
    name: str
    url: str
    vkeys: str
    added: int


@dataclass(frozen=True)
class WitnessGone:
    """It is asked no longer. What it has signed stays."""

    line: bytes
    name: str


@dataclass(frozen=True)
class WitnessTried:
    """It was asked at `at` (ms UTC); `why` is the code of what went wrong, None when nothing did."""

    line: bytes
    name: str
    at: int
    why: str | None


@dataclass(frozen=True)
class Cosigned:
    """It signed an own head of `size`; `lines` as carried, `at` its own time in seconds since 1970. The largest is kept."""

    line: bytes
    name: str
    epoch: bytes
    size: int
    at: int
    checkpoint: bytes
    lines: bytes


WitnessChange = WitnessKept | WitnessGone | WitnessTried | Cosigned
