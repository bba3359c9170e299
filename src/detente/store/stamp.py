"""How far a store has come since it was opened: what was read while a number stood is still so while it stands."""

from __future__ import annotations

from collections.abc import Iterable

from detente.line.shelf import Change, MessageKept
from detente.views.items import Upsert


class Stamp:
    """`commits`: of anything. `rosters`: of an office's hours, by which due times are computed."""

    def __init__(self) -> None:
        self.commits = self.rosters = 0

    def after(self, changes: Iterable[Change | Upsert]) -> None:
        """A commit is on the disk."""
        self.commits += 1
        for change in changes:
            if isinstance(change, MessageKept):
                content = change.judged.content
                self.rosters += content is not None and content.kind == "roster"
