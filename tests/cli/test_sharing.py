"""A bundle looked at by several processes: the same answer as by one, the same first fault, and no process left behind."""

from __future__ import annotations

import hashlib
import multiprocessing
import os
import signal
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from detente.bundle.telling import not_proven, proven
from detente.bundle.verify import Looking, verify_bundle
from detente.cli import sharing
from detente.cli.records import left_out
from detente.codec.cbor import decode, encode
from detente.codec.errors import DetenteError
from detente.codec.limits import MAX_BUNDLE
from detente.node.node import Node
from support import copy_homes, exchange, notify, start

METHODS = [m for m in ("fork", "spawn") if m in multiprocessing.get_all_start_methods()]


@pytest.fixture(scope="module")
def record(two_founded: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[bytes]:
    """Nine messages of two offices, some sections of the notices withheld."""
    homes = copy_homes(two_founded, tmp_path_factory.mktemp("sharing"))
    nodes: list[Node] = [start(homes[party]) for party in ("heron", "otter")]
    for number in range(6):
        notify(nodes[number % 2], f"EXAMPLE 示例 {number}", wanted=2)
        exchange(*nodes)
    exchange(*nodes[::-1])
    yield nodes[0].export(nodes[0].line(), withhold=("prose",))
    for node in nodes:
        node.close()


def answer(data: bytes, *how: Any) -> dict[str, Any]:
    try:
        return proven(sharing.verified(data, *how))
    except DetenteError as error:
        return not_proven(error)


def resealed(data: bytes, change: Any) -> bytes:
    plain = decode(data[:-32], MAX_BUNDLE)
    change(plain)
    body = encode(plain)
    return body + hashlib.sha256(body).digest()


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("processes", [2, 3])
def test_several_processes_say_what_one_says(record: bytes, method: str, processes: int) -> None:
    alone, shared = sharing.verified(record, 1), sharing.verified(record, processes, method)
    assert proven(alone) == proven(shared) and len(alone.messages) > processes
    for one, other in zip(alone.messages, shared.messages, strict=True):
        assert (one.content, one.kind, one.sections, one.withheld) == (
            other.content,
            other.kind,
            other.sections,
            other.withheld,
        )
        assert left_out(one, "en") == left_out(other, "en")
        assert (one.spot, one.said, one.receipts) == (other.spot, other.said, other.receipts)
    assert not multiprocessing.active_children()


@pytest.mark.parametrize("method", METHODS)
def test_the_first_fault_is_named_whichever_process_meets_it(record: bytes, method: str) -> None:
    count = len(decode(record[:-32], MAX_BUNDLE)["messages"])
    seen = set()
    for at in range(count):
        for later in (count - 1, at):

            def bent(plain: Any, at: int = at, later: int = later) -> None:
                for number in {at, later}:
                    opened = plain["messages"][number]["open"]
                    if opened:
                        name = sorted(opened)[0]
                        opened[name][0] = bytes(32)
                plain["messages"][at]["signed"][1] = [[1]] if at % 2 else []

            data = resealed(record, bent)
            found = answer(data, 2, method)
            assert found == answer(data, 1)
            seen.add((found["verdict"], found["reason"]))
    assert len(seen) > 1
    for data in (record[:-1], record[:64], b"", resealed(record, lambda plain: plain["messages"].reverse())):
        assert answer(data, 2, method) == answer(data, 1) and answer(data, 1)["verdict"] != "proven"
    assert not multiprocessing.active_children()


def test_a_process_that_ends_early_or_cannot_be_begun_costs_nothing_but_time(
    record: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = proven(verify_bundle(record))
    shares: list[tuple[int, int]] = []
    here = Looking.here

    def counted(self: Looking, begin: int, stop: int) -> Any:
        shares.append((begin, stop))
        return here(self, begin, stop)

    monkeypatch.setattr(Looking, "here", counted)
    monkeypatch.setattr(sharing, "_other", lambda *_: os.kill(os.getpid(), signal.SIGKILL))
    assert answer(record, 3, "fork") == whole
    assert len(shares) == 3 and shares[-1][1] == len(whole["messages"]), "the shares of both were done here"
    monkeypatch.setattr(multiprocessing.get_context("fork").Process, "start", _no_room)
    assert answer(record, 2, "fork") == whole


def _no_room(_self: Any) -> None:
    raise BlockingIOError(11, "no more processes")


def test_small_files_start_no_process_and_large_ones_as_many_as_there_is_room_for(
    record: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[int] = []
    others = sharing._others
    monkeypatch.setattr(sharing, "_cores", lambda: 64)
    monkeypatch.setattr(
        sharing, "_others", lambda data, count, method: asked.append(count) or others(data, count, method)
    )
    assert len(record) < sharing.LARGE
    answer(record)
    assert asked == []
    monkeypatch.setattr(sharing, "LARGE", 1)
    answer(record)
    assert asked == [sharing.MOST]
    monkeypatch.setattr(sharing, "_room", lambda size: 1)
    answer(record)
    assert asked == [sharing.MOST], "no room: one process"
