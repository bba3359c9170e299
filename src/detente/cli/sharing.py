"""A large bundle is looked at by as many processes as there are cores, each its share of the messages; with the same answer.

Every process reads the whole file by itself, so that nothing but the file and a few numbers goes one way, and a row a message
the other; it costs each of them the memory of one. What another process cannot do, or finds fault with, is done again here:
so the first fault is named as ever, and a process that ends early costs time alone.
"""

from __future__ import annotations

import contextlib
import gc
import os
import threading
from collections.abc import Iterator, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from detente.bundle.verify import Looking, Proven, Report, Row, verify_bundle

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

LARGE = 4 * 1024 * 1024  # bytes of a file for which a second process is worth its start
MOST = 4  # processes at once: each holds what the file says
TIMES = 12  # times the size of the file, the memory of one process, with room to spare (9 measured)


def verified(data: bytes, processes: int | None = None, method: str | None = None) -> Report:
    """As `verify_bundle`. `processes` and `method` (of starting them) are chosen by the file and the machine when not given."""
    if processes is None:
        processes = min(_cores(), MOST, _room(len(data))) if len(data) >= LARGE else 1
    with _collecting_later():
        if processes < 2:
            return verify_bundle(data)
        with _others(data, processes, method or _method()) as others:
            return verify_bundle(data, partial(_spread, others))


def _cores() -> int:
    """How many this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _room(size: int) -> int:
    """How many processes the memory that is free now has room for; one where that cannot be known."""
    try:
        free = os.sysconf("SC_AVPHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    except (AttributeError, ValueError, OSError):
        return 1
    return max(1, free // (size * TIMES))


def _method() -> str:
    """A copy of this process starts at once; where there is none, or other threads run, a new one is started."""
    return "fork" if hasattr(os, "fork") and os.name == "posix" and threading.active_count() == 1 else "spawn"


@contextlib.contextmanager
def _collecting_later() -> Iterator[None]:
    """What a file says has no rings in it, and looking for them again and again takes a sixth of the time."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


def _share(count: int, number: int, of: int) -> tuple[int, int]:
    return count * number // of, count * (number + 1) // of


@contextlib.contextmanager
def _others(data: bytes, processes: int, method: str) -> Iterator[list[Connection | None]]:
    """The other processes, begun; None for one that could not be. They are over when this is."""
    import multiprocessing

    context: Any = multiprocessing.get_context(method)
    begun: list[tuple[Any, Connection]] = []
    found: list[Connection | None] = []
    try:
        for number in range(1, processes):
            try:
                ours, theirs = context.Pipe(duplex=False)
                process = context.Process(target=_other, args=(theirs, data, number, processes), daemon=True)
                process.start()
                theirs.close()
            except (OSError, RuntimeError):  # no room for one more
                found.append(None)
                continue
            begun.append((process, ours))
            found.append(ours)
        yield found
    finally:
        for process, ours in begun:
            process.kill()
            process.join()
            ours.close()


class _Done(Exception):
    """The share was looked at; there is nothing more to do in this process."""


def _other(out: Connection, data: bytes, number: int, of: int) -> None:
    """One share, in a process of its own: its rows, or None when something is at fault."""
    gc.disable()
    rows: list[Row] | None = None

    def only(looking: Looking) -> list[Proven]:
        nonlocal rows
        rows = looking.rows(*_share(len(looking.shown), number, of))
        raise _Done

    with contextlib.suppress(BaseException):
        verify_bundle(data, only)
    with contextlib.suppress(OSError):
        out.send(rows)
    out.close()
    os._exit(0)  # nothing of what was copied with this process is to be written or closed by it


def _spread(others: Sequence[Connection | None], looking: Looking) -> list[Proven]:
    """Our own share first, which is the first; then theirs, in order."""
    count, of = len(looking.shown), len(others) + 1
    found = looking.here(*_share(count, 0, of))
    for number, other in enumerate(others, 1):
        start, stop = _share(count, number, of)
        rows = None
        if other is not None:
            with contextlib.suppress(EOFError, OSError):
                rows = other.recv()
        found += looking.here(start, stop) if rows is None else looking.elsewhere(start, rows)
    return found
