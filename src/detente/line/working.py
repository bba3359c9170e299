"""A reader's own translation of a message: kept here, beside the record, and never sent or exported with it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class WorkingKept:
    """`text` is what `what` says, in `language` (`en` or `zh`), as we read it; a later one takes the place of an earlier.

    `made_by`: `person` or `machine`. `checked_by`: the office of ours that read it against the original, or None. `at`: ms UTC.
    """

    line: bytes
    what: bytes
    language: str
    text: str
    made_by: str
    checked_by: str | None
    at: int
