"""Answers that our office deposits, and opens once every member has deposited: kept in the home meanwhile.

A file is written before its deposit is said, so that no stop leaves a deposit that nobody can open. It goes into every backup.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from detente.codec.errors import Damaged, Local, Remote
from detente.codec.limits import MAX_MESSAGE, MAX_SECTION
from detente.codec.shape import B32, Shape, pack, unpack
from detente.kinds.deposit import Coded as Deposited
from detente.kinds.opening import Answers
from detente.kinds.opening import Coded as Opened
from detente.line.machine import Line
from detente.line.shelf import MessageKept
from detente.node.announced import allowed
from detente.node.dialogue import table
from detente.node.home import write_private
from detente.node.node import Node
from detente.node.proposing import converted, find, thread_of
from detente.views.exchanges import exchanges
from detente.views.moves import Move, Table, deposit_digest

DEPOSITS = "deposits"  # folder of a home


class Sealed(Shape, frozen=True):
    """What a deposit stands for, kept in the home until it is opened."""

    exchange: B32
    nonce: B32
    answers: bytes


def deposit(node: Node, line: Line, name: str, draft: Mapping[str, Any]) -> MessageKept:
    """Deposit our answers to an exchange: the digest is said, the answers stay in the home until they are opened.

    `Local`: `deposit-given`, `answers-other-cards`, `text-not-open`. The answers are kept before anything is said, so that no
    stop leaves a deposit that nobody can open.
    """
    known = table(node, line)
    text = find(node, line, known, name, "exchange")
    row = _exchange(known, text)
    if row["state"] != "depositing":
        raise Local("text-not-open", name=name, state=row["state"])
    if row["parties"][node.me] != "waiting":
        raise Local("deposit-given", name=name)
    answers: Answers = converted({"answers": draft}, "answers", Answers)
    if answers.party != node.me:
        raise Local("answers-of-another", party=answers.party)
    unknown = sorted(set(answers.answers) - set(text.sections["cards"].cards))
    if unknown:
        raise Local("answers-other-cards", name=", ".join(unknown))
    nonce, packed = node.random(32), pack(answers)
    digest = deposit_digest(line.id, text.what, node.me, nonce, packed)
    allowed(node, line, "deposit")
    _keep(node, digest, pack(Sealed(exchange=text.what, nonce=nonce, answers=packed)))
    message = node.write(
        line, "deposit", {"coded": Deposited(deposit=digest)}, 0, re=[text.what], thread=thread_of(node, line, text)
    )
    return node.say(line, message)


def open_deposit(node: Node, line: Line, name: str) -> MessageKept:
    """Open what we deposited, once every member's deposit is here. `Local`: `opening-early`, `opening-given`, `deposit-gone`."""
    known = table(node, line)
    text = find(node, line, known, name, "exchange")
    row = _exchange(known, text)
    if row["state"] == "depositing":
        missing = [party for party, stands in row["parties"].items() if stands == "waiting"]
        raise Local("opening-early", parties=", ".join(missing))
    if row["parties"][node.me] == "opened":
        raise Local("opening-given", name=name)
    own = [m for m in known.by("deposit") if m.party == node.me and m.re[:1] == (text.what,)]
    sealed = next((found for m in own if (found := _sealed(node, m)) is not None), None)
    if sealed is None:
        raise Local("deposit-gone", name=name)
    move, kept = sealed
    answers = unpack(Answers, kept.answers, MAX_SECTION)
    allowed(node, line, "opening")
    sections: dict[str, Shape] = {"coded": Opened(nonce=kept.nonce), "answers": answers}
    message = node.write(line, "opening", sections, 0, re=[move.what], thread=thread_of(node, line, text))
    return node.say(line, message)


def _sealed(node: Node, move: Move) -> tuple[Move, Sealed] | None:
    data = _kept(node, move.sections["coded"].deposit)
    if data is None:
        return None
    try:
        return move, unpack(Sealed, data, MAX_MESSAGE)
    except (Remote, Damaged):
        return None


def _exchange(known: Table, text: Move) -> dict[str, Any]:
    return next(row for row in exchanges(known) if row["what"] == text.what)


def _file(node: Node, digest: bytes) -> Path:
    return node.home.path / DEPOSITS / f"{digest.hex()}.answers"


def _keep(node: Node, digest: bytes, data: bytes) -> None:
    write_private(_file(node, digest), data)


def _kept(node: Node, digest: bytes) -> bytes | None:
    try:
        with _file(node, digest).open("rb") as file:
            return file.read(MAX_MESSAGE)
    except OSError:
        return None
