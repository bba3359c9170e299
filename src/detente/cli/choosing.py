"""One of a few codes, typed as a person at three in the morning types it: its number in the list shown, or how it begins."""

from __future__ import annotations

from collections.abc import Sequence

import click


class Among(click.Choice[str]):
    """A code of `codes`; also its number from 1, if `numbered`, or any beginning that only one of them has."""

    def __init__(self, codes: Sequence[str], numbered: bool = False) -> None:
        super().__init__(codes)
        self.codes, self.numbered = list(codes), numbered

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        typed = value.strip().lower()
        if self.numbered and typed.isascii() and typed.isdigit() and 1 <= int(typed[:4]) <= len(self.codes):
            return self.codes[int(typed) - 1]
        alike = [code for code in self.codes if typed and code.lower().startswith(typed)]
        exact = [code for code in alike if code.lower() == typed]
        if len(exact or alike) == 1:
            return (exact or alike)[0]
        return super().convert(value, param, ctx)
