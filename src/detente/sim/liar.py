"""A member of a dialogue that signs what it likes: false refusals of others' words, `seen` that leaves out or makes up, words to
other bytes than those proposed, copied deposits, openings before their time, counters from nowhere.

Its keys, its store and its routes are real: what it signs is well signed, so the others take it for what it says.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from random import Random
from typing import Any

from detente.codec.limits import MAX_MEMBERS
from detente.codec.shape import Shape
from detente.kinds.deposit import Coded as Deposited
from detente.kinds.opening import Coded as Opened
from detente.kinds.stance import Coded as Stance
from detente.line.judge import ACCEPTED, REFUSED, Verdict
from detente.line.machine import Line
from detente.line.shelf import MessageKept
from detente.proof.head import Head
from detente.views.moves import Table

REFUSES = 0.15  # of what it hears of a dialogue, taken by every honest member
Said = tuple[str, dict[str, Shape], list[bytes]]


@contextmanager
def lying(party: str | None, chance: Random) -> Iterator[None]:
    """Within it the lines of `party` (None: of nobody) log what they like of what they hear and have seen."""
    judge, unnamed = Line._judge, Line._unnamed

    def refusing(line: Line, *args: Any, **named: Any) -> MessageKept:
        kept = judge(line, *args, **named)
        judged = kept.judged
        talk = judged.kind is not None and judged.kind.name in ("proposal", "stance", "deposit", "opening")
        if line.me != party or judged.verdict != ACCEPTED or not talk or chance.random() >= REFUSES:
            return kept
        return replace(kept, judged=Verdict(REFUSED, "body", None, judged.content, wanted=judged.wanted))

    def naming(line: Line) -> list[Head]:
        heads = unnamed(line)
        if line.me != party or chance.random() >= 0.3:
            return heads
        how = chance.random()
        if how < 0.5:
            return []
        if how < 0.75:  # of its own log, and of what it has not said yet
            return [*heads, Head(line.me, line.own.epoch, line.own.size + 4, chance.randbytes(32))][-MAX_MEMBERS:]
        return [Head(head.party, head.epoch, head.size, chance.randbytes(32)) for head in heads]

    Line._judge, Line._unnamed = refusing, naming  # type: ignore[method-assign,assignment]
    try:
        yield
    finally:
        Line._judge, Line._unnamed = judge, unnamed  # type: ignore[method-assign]


def lie(me: str, table: Table, chance: Random, text: dict[str, Shape]) -> Said | None:
    """Something that no office says; `text` are the sections of a proposal. None where there is nothing to lie about."""
    texts, deposits = table.by("proposal"), table.by("deposit")
    others = [move for move in deposits if move.party != me]
    own = [move for move in deposits if move.party == me]
    elsewhere = [chance.randbytes(32), *(move.what for move in table.moves if move.kind != "proposal")]
    match chance.randrange(5):
        case 0:
            return "stance", {"coded": Stance(stance="agreed")}, [chance.choice(elsewhere)]
        case 1:  # a counter that names what is none, or a text about something else
            return (
                "proposal",
                text,
                list({chance.choice([*elsewhere, *(move.what for move in texts)]) for _ in range(3)}),
            )
        case 2 if others and texts:
            copied = chance.choice(others)
            return "deposit", {"coded": Deposited(deposit=copied.sections["coded"].deposit)}, list(copied.re)
        case 3 if own and (opened := table.by("opening")):
            answers = chance.choice(opened).sections["answers"]
            return (
                "opening",
                {"coded": Opened(nonce=chance.randbytes(32)), "answers": answers},
                [chance.choice(own).what],
            )
        case 4 if texts:  # takes its own word back, or another's proposal, and agrees to it again
            stance: Any = chance.choice(["declined", "agreed"])
            return "stance", {"coded": Stance(stance=stance)}, [chance.choice(texts).what]
    return None
