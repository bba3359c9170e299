"""A real node with one thing wrong: `python faulty.py FAULT serve HOME …`. For the conformance kit to find, and for nothing else.

Each fault changes one function of this process before the ordinary command runs.
"""

from __future__ import annotations

import itertools
import os
import sys
from collections.abc import Callable
from dataclasses import replace
from types import FunctionType
from typing import Any

import msgspec
from starlette.responses import Response

from detente.api import envelopes as door
from detente.cli.main import main
from detente.codec.cose import ED25519, ML_DSA_44
from detente.codec.errors import Remote
from detente.codec.limits import SIZE_CLASSES
from detente.line import envelope, judge, machine, sending, state
from detente.line.log import Log
from detente.line.shapes import Heard, Mirror, Said
from detente.node import node
from detente.proof.head import body, ed25519_message, encode_checkpoint, ml_dsa_44_message
from detente.proof.receipt import Opening
from detente.trust import decisions
from detente.trust.decisions import LineTrust

FAULTS: dict[str, Callable[[], None]] = {}
LATE = 40  # answers before what happens once


def fault(work: Callable[[], None]) -> Callable[[], None]:
    FAULTS[work.__name__.replace("_", "-")] = work
    return work


def _rule_left_out(reason: str, amend: Callable[..., dict[str, Any]]) -> None:
    """What the rules would refuse for `reason` is looked at once more as if it kept that rule."""
    placed = judge._placed

    def without(trust: Any, author: str, said: Any, carried: Any, repeated: bool, epoch: Any) -> Any:
        verdict = placed(trust, author, said, carried, repeated, epoch)
        if verdict is None or verdict.reason != reason:
            return verdict
        how = {"said": said, "carried": carried, "repeated": repeated} | amend(trust, said, carried)
        return placed(trust, author, how["said"], how["carried"], how["repeated"], epoch)

    judge._placed = without


def _content(carried: Any, **changes: Any) -> dict[str, Any]:
    return {"carried": replace(carried, content=msgspec.structs.replace(carried.content, **changes))}


@fault
def takes_a_receipt_with_another_index() -> None:
    check = Log.check

    def lax(self: Log, opening: Opening, index: int) -> Any:
        bent = opening.entry
        if isinstance(bent, dict) and bent.get("role") == "heard":
            opening = Opening(opening.blind, bent | {"i": index})
        return check(self, opening, index)

    Log.check = lax  # type: ignore[method-assign]


@fault
def does_not_check_the_line() -> None:
    _rule_left_out("wrong-line", lambda trust, _said, carried: _content(carried, line=trust.line))


@fault
def opens_the_exercise_on_the_live_line() -> None:
    _rule_left_out("wrong-context", lambda trust, _said, carried: _content(carried, context=trust.terms.context))


@fault
def takes_what_has_expired() -> None:
    _rule_left_out("expired", lambda _trust, said, carried: _content(carried, expires=said.at))


@fault
def takes_what_was_said_before() -> None:
    _rule_left_out("sequenced-twice", lambda *_: {"repeated": False})


@fault
def takes_any_key_for_any_use() -> None:
    check = LineTrust._check_rule

    def lax(self: Any, credential: Any, name: str, frame: Any, assertions: Any) -> None:
        every = [1, *(key.id for key in credential.keys)]
        release = {rule: every for rule in credential.release}
        check(self, msgspec.structs.replace(credential, release=release), name, frame, assertions)

    LineTrust._check_rule = lax  # type: ignore[method-assign]


@fault
def has_no_quotas() -> None:
    judged = machine.judge
    machine.judge = lambda *args: judged(*args[:6], None, *args[7:])


@fault
def never_gives_a_mirror() -> None:
    made = sending.Sending.payload

    def bare(self: Any, *args: Any) -> Any:
        payload, leaves, names = made(self, *args)
        end = payload.mirror.start + len(payload.mirror.openings)
        return msgspec.structs.replace(payload, mirror=Mirror(end, [])), leaves, names

    sending.Sending.payload = bare  # type: ignore[method-assign]


@fault
def makes_possession_up() -> None:
    machine.Line._has = lambda _self, secret: None if secret is None else os.urandom(32)  # type: ignore[method-assign]


@fault
def receipts_what_stands_nowhere() -> None:
    machine.verify_inclusion = lambda *_: None


@fault
def receipts_under_another_name() -> None:
    """The receipt of every fifth message names something else."""
    place, turn = machine.Line._place, itertools.count(1)

    def other(self: Any, log: Any, entries: Any, blind: Any) -> Any:
        bent = [
            msgspec.structs.replace(entry, what=bytes(32))
            if isinstance(entry, Heard) and next(turn) % 5 == 0 else entry
            for entry in entries
        ]  # fmt: skip
        return place(self, log, bent, blind)

    machine.Line._place = other  # type: ignore[method-assign]


@fault
def signs_two_heads_of_one_size() -> None:
    """Once: the last entry of what one answer shows has another blind than in the answer before and after it."""
    made, outgoing, receive, count = sending.Sending.payload, node.Node.outgoing, node.Node.receive, itertools.count()
    own: list[Any] = []
    answering: list[bool] = []  # what it sends by itself reaches nobody here, and how often it tries is the machine's

    def answered(self: Any, *args: Any) -> Any:
        answering.append(True)
        try:
            return receive(self, *args)
        finally:
            answering.pop()

    def other(self: Any, *args: Any) -> Any:
        payload, leaves, names = made(self, *args)
        openings = payload.mirror.openings
        if not openings or not answering or next(count) != LATE:
            return payload, leaves, names
        bent = [*openings[:-1], Opening(os.urandom(32), openings[-1].entry)]
        whole = Log(self.id, self.me, self.own.epoch)
        whole.extend(self.shelf.openings(self.own.key, 0, payload.mirror.start))
        for opening in bent:
            whole.extend([machine.pack(opening)])
        root, size, name = whole.tree.root(), whole.size, whole.origin
        keys = own[0].keyring
        ed, ml = keys.signer(self.id, "log", ED25519)[1], keys.signer(self.id, "log", ML_DSA_44)[1]
        signed = ed.sign(ed25519_message(body(name, size, root))), ml.sign(ml_dsa_44_message(name, size, root))
        head = encode_checkpoint(name, size, root, ed.public, signed[0], ml.public, signed[1])
        return (
            msgspec.structs.replace(payload, mirror=Mirror(payload.mirror.start, bent), head=head, items=[]),
            [],
            [],
        )

    def remembered(self: Any, *args: Any, **more: Any) -> Any:
        own[:] = [self]
        return outgoing(self, *args, **more)

    sending.Sending.payload = other  # type: ignore[method-assign]
    node.Node.outgoing = remembered  # type: ignore[method-assign]
    node.Node.receive = answered  # type: ignore[method-assign]


@fault
def checks_half_of_a_head() -> None:
    verify = decisions.verify
    decisions.verify = lambda alg, *rest: alg == ML_DSA_44 or verify(alg, *rest)


@fault
def lets_the_padding_carry() -> None:
    opened = envelope.unpack

    def lax(kind: Any, data: bytes, limit: int) -> Any:
        found = opened(kind, data, limit)
        return msgspec.structs.replace(found, pad=bytes(len(found.pad))) if hasattr(found, "pad") else found

    envelope.unpack = lax


@fault
def takes_whatever_is_inside() -> None:
    opened = envelope.open_envelope

    def lax(outer: Any, sealed: bytes, seed: bytes, line: bytes, sender: str, to: str, *rest: Any) -> Any:
        unpacked = envelope.unpack
        envelope.unpack = lambda *args: msgspec.structs.replace(unpacked(*args), line=line, author=sender, to=to)
        try:
            return opened(outer, sealed, seed, line, sender, to, *rest)
        finally:
            envelope.unpack = unpacked

    node.open_envelope = lax


@fault
def lets_one_bad_message_spoil_the_others() -> None:
    came = machine.Carried.came

    def strict(plain: Any) -> Any:
        carried = came(plain)
        if carried.message is None:
            raise Remote("shape", what="Message")
        return carried

    machine.Carried.came = strict  # type: ignore[method-assign]


@fault
def tells_a_stranger_why() -> None:
    plain = door.Response

    def telling(*args: Any, **how: Any) -> Response:
        return Response(b"no such mailbox", 400) if how.get("status_code") == 400 else plain(*args, **how)

    door.Response = telling  # type: ignore[misc,assignment]


@fault
def gives_every_answer_one_size() -> None:
    padded = envelope._padded
    larger = {**padded.__globals__, "SIZE_CLASSES": SIZE_CLASSES[1:]}
    envelope._padded = FunctionType(padded.__code__, larger)


@fault
def goes_on_in_a_log_that_others_hold_more_of() -> None:
    state.State._own_head = lambda *_: False  # type: ignore[method-assign]


@fault
def gives_its_log_once() -> None:
    state.State._peer_has_none = lambda *_: None  # type: ignore[method-assign]


@fault
def names_heads_it_was_never_given() -> None:
    made = machine.Line._own_message

    def bent(self: Any, *args: Any) -> Any:
        kept = made(self, *args)
        heads = [msgspec.structs.replace(head, root=os.urandom(32)) for head in kept.said.seen]
        said: Said = msgspec.structs.replace(kept.said, seen=heads)
        return replace(kept, said=said)

    machine.Line._own_message = bent  # type: ignore[method-assign]


if __name__ == "__main__":
    FAULTS[sys.argv[1]]()
    main(sys.argv[2:])
