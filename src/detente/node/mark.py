"""The high-water mark: the newest head of each own log, in a file apart from the database, so that a database put back from
an older copy is recognised before anything is said.

    mark = slot ‖ slot                     two halves of one fixed size; the valid one with the greater `n` counts
    slot = SHA-256(rest) ‖ u32 length ‖ detCBOR({v: 1, n, place, ? restored, heads: [* [line, epoch, size, root]]}) ‖ zeros

A head is written over the older slot and synced (`fdatasync`, one flush, no rename): a write that is torn leaves the other
slot. `place` is a digest of this file's inode and the machine's id: a directory that is moved keeps both, a directory that
is copied, or unpacked from somewhere, has another. Written *after* the commit that extends an own log and *before* anything
that rests on it is signed: `reach` begins it on a thread of its own, `settle` waits for it. So, when a node starts:

    the database ends where the mark says        nothing happened
    the database is ahead of the mark            it stopped between commit and mark: nothing of that was signed; go on
    the mark is ahead, or of another history     the database was put back: `restored`, reporting the head the mark knows
    the mark was written elsewhere               this is a copy, the other may be running: `copied`
    no mark, an unreadable one, or one without   somebody took it away, or it comes from a build without marks: `unmarked`
      this line
    the mark says that a backup was restored     `restored`
    there is no database, but heads or keys      refused (`store-missing`): no empty record is begun over a lost one

Each word in `code` is the reason of a new own epoch, opened before anything else (`recognise`): the log is not continued.
It costs a new epoch when it was a false alarm, and nothing is lost by that (docs/decisions/0012-new-epochs.md). Crash points:

    before the commit                   nothing was said
    commit, then no mark                database ahead by what was committed since: the third line above's opposite, go on
    mark torn                           the other slot, which is the case before
    mark written, then nothing sent     as if nothing happened
    new epoch committed, then no mark   the mark still tells the old story: one more epoch at the next start
    mark cannot be written              the commit stands and is said so; nothing is signed until it can (`mark-failed`)

What it cannot see: mark and database put back together to the same place (a snapshot of the whole disk). That, only the
others know, and they say so at the first exchange (detente.line.state, `_own_head`).
"""

from __future__ import annotations

import base64
import hashlib
import os
from collections.abc import Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Literal

from detente.codec.errors import Damaged, Local, Remote
from detente.codec.shape import B16, B32, Row, Shape, Uint, pack, unpack
from detente.line.machine import Line
from detente.line.shelf import BodyKept, Change
from detente.node.home import sync_directory
from detente.proof.head import Head, Size

if TYPE_CHECKING:
    from detente.node.node import Node

NAME = "mark"
SLOT = 4096  # bytes, or a power of two times that for a home with many lines
_FRAME = 32 + 4
_sync = getattr(os, "fdatasync", os.fsync)

Was = Literal["whole", "copied", "restored", "missing"]


class Known(Row, frozen=True):
    """The newest own head on a line."""

    line: B32
    epoch: B16
    size: Size
    root: B32


class Slot(Shape, frozen=True, kw_only=True):
    v: Literal[1]
    n: Uint
    place: B16
    restored: bool = False
    heads: list[Known]


def machine_id() -> bytes:
    """What tells this system from another, where it says so; nothing otherwise."""
    for path in ("/etc/machine-id", "/var/lib/dbus/machine-id"):
        try:
            return Path(path).read_bytes().strip()
        except OSError:
            continue
    return b""


def place_of(file: IO[bytes], machine: bytes) -> bytes:
    """Where a file lies: 16 bytes. Rename keeps it; a copy has another."""
    inode = str(os.fstat(file.fileno()).st_ino).encode()
    return hashlib.sha256(b"detente/1/place\0" + machine + b"\0" + inode).digest()[:16]


class Mark:
    """The mark of one home, under its lock. `was` is what it was found as; `heads` what it knows, by line."""

    def __init__(self, home: Path, machine: bytes | None = None) -> None:
        self._path = home / NAME
        self._machine = machine_id() if machine is None else machine
        self._n = 0
        self._span = SLOT
        self._behind: str | None = None  # why the file does not say what `heads` says
        self._file: IO[Any] | None = None
        self._thread = ThreadPoolExecutor(1, "mark")  # begins when something is first written
        self._writing: Future[None] | None = None
        self.heads: dict[bytes, Known] = {}
        self.was: Was = "missing"
        try:
            self._file = open(self._path, "r+b", buffering=0)  # noqa: SIM115 - kept while the home is owned
        except OSError:
            return
        data = self._file.read(2 * 1024 * 1024)
        slots = [slot for half in _halves(data) if (slot := _read(half)) is not None]
        if not slots:
            self._let_go()
            return
        newest = max(slots, key=lambda slot: slot.n)
        self._n, self._span = newest.n, len(data) // 2
        self.heads = {known.line: known for known in newest.heads}
        self._place = place_of(self._file, self._machine)
        self.was = "restored" if newest.restored else "whole" if newest.place == self._place else "copied"

    def close(self) -> None:
        self._written()
        self._thread.shutdown()
        self._let_go()

    def _let_go(self) -> None:
        if self._file is not None:
            self._file.close()
            self._file = None

    def reach(self, changes: Iterable[Change]) -> None:
        """Every own head that `changes`, now committed, lead to. A write that fails is remembered, and settled before signing."""
        new = {change.log[0]: _known(change) for change in changes if isinstance(change, BodyKept)}
        if new:
            self._written()
            self.heads |= new
            self._begin()

    def _begin(self) -> None:
        """The flush takes as long as what lies between a commit and the signature that rests on it: both at once."""
        self._writing = self._thread.submit(self._keep)

    def _written(self) -> None:
        """Nothing is being written any more; `_behind` says how it went."""
        if self._writing is not None:
            writing, self._writing = self._writing, None
            writing.result()

    def renew(self, heads: Iterable[Known], forget: Iterable[bytes] = ()) -> None:
        """Take this home as it now is for the one that goes on; without what is known of the lines in `forget`."""
        self._written()
        self.heads |= {known.line: known for known in heads}
        for line in forget:
            self.heads.pop(line, None)
        self.was = "whole"
        self._keep()

    def settle(self) -> None:
        """Before signing: what is signed stands in the mark. `Local("mark-failed")` when it still cannot be written."""
        self._written()
        if self._behind is not None:
            self._keep()
            if self._behind is not None:
                raise Local("mark-failed", path=str(self._path), why=self._behind)

    def _keep(self) -> None:
        try:
            self._write(list(self.heads.values()))
            self._behind = None
        except OSError as error:
            self._behind = error.strerror or type(error).__name__

    def _write(self, heads: list[Known]) -> None:
        if self._file is None or _room(heads) > self._span:
            self._let_go()
            self._file = create(self._path, heads, self._machine, self._n + 1)
            self._n, self._span = self._n + 1, os.fstat(self._file.fileno()).st_size // 2
            self._place = place_of(self._file, self._machine)
            return
        data = _slot(Slot(v=1, n=self._n + 1, place=self._place, heads=heads), self._span)
        self._file.seek((self._n + 1) % 2 * self._span)
        if self._file.write(data) != len(data):
            raise OSError(0, "short write")
        _sync(self._file.fileno())
        self._n += 1


def create(path: Path, heads: list[Known], machine: bytes, n: int = 0, restored: bool = False) -> IO[bytes]:
    """A new mark at `path`, durably, whole before it has its name; open."""
    span = SLOT
    while span < _room(heads):
        span *= 2
    part = path.with_name(path.name + ".new")
    file = os.fdopen(os.open(part, os.O_RDWR | os.O_CREAT | os.O_TRUNC, 0o600), "r+b", buffering=0)
    try:
        slot = Slot(v=1, n=n, place=place_of(file, machine), restored=restored, heads=heads)
        data = _slot(slot, span)
        halves = data + bytes(span) if n % 2 == 0 else bytes(span) + data
        if file.write(halves) != len(halves):
            raise OSError(0, "short write")
        os.fsync(file.fileno())
        if os.name == "posix":
            os.replace(part, path)  # the inode, and so the place, goes with the name
            sync_directory(path.parent)
            return file
        file.close()  # elsewhere an open file cannot be renamed
        os.replace(part, path)
        return open(path, "r+b", buffering=0)
    except BaseException:
        file.close()
        raise


def _room(heads: list[Known]) -> int:
    return _FRAME + 128 + 100 * len(heads)


def _slot(slot: Slot, span: int) -> bytes:
    body = pack(slot)
    rest = len(body).to_bytes(4, "big") + body
    return (hashlib.sha256(rest).digest() + rest).ljust(span, b"\0")


def _halves(data: bytes) -> list[bytes]:
    return [data[: len(data) // 2], data[len(data) // 2 :]]


def _read(half: bytes) -> Slot | None:
    length = int.from_bytes(half[32:_FRAME], "big")
    if _FRAME + length > len(half) or hashlib.sha256(half[32 : _FRAME + length]).digest() != half[:32]:
        return None
    try:
        return unpack(Slot, half[_FRAME : _FRAME + length], len(half))
    except (Remote, Damaged):  # whole, and of a form this build does not know
        return None


def _known(change: BodyKept) -> Known:
    line, _party, epoch = change.log
    return Known(line, epoch, change.size, base64.b64decode(change.body.split("\n")[2]))


def now_known(line: Line) -> Known:
    head = line.own.head()
    return Known(line.id, head.epoch, head.size, head.root)


def _not_continued(mark: Mark, line: Line) -> tuple[str, list[Head]] | None:
    """Why a line's own log must not be continued, and the head that the mark knows and the database does not."""
    known = mark.heads.get(line.id)
    if known is None:
        return ("restored" if mark.was == "restored" else "unmarked"), []
    log = line.logs.get((line.me, known.epoch))
    if log is None or known.size > log.size or log.tree.root(known.size) != known.root:
        return "restored", [Head(line.me, known.epoch, known.size, known.root)]
    if mark.was == "whole":
        return None
    return ("restored" if mark.was == "restored" else "copied"), []


def reopened(node: Node, line: Line) -> list[Change]:
    """A new own epoch on a line whose log must not be continued; nothing when it may. To be committed before anything else."""
    found = _not_continued(node.mark, line)
    if found is None:
        return []
    reason, reported = found
    return line.open_epoch(node.random(16), node.now(), node.blind, reason, reported)


def recognise(node: Node) -> None:
    """At the start, before anything is said: every own log is one this home may continue, or is closed. One commit.

    A line that is not founded yet has said nothing to anybody beyond the founding file, which is made again as it was: it is
    looked at when it is founded (`found._found`), against what the mark knows of it; and the mark knows nothing of it in a
    home that is not the one it was.
    """
    mark = node.mark
    founded = [node.lines[key] for key in node.founded]
    changes = [change for line in founded for change in reopened(node, line)]
    forget = [] if mark.was == "whole" else [key for key in node.lines if key not in node.founded]
    if changes:
        node.commit(changes)
    heads = [now_known(line) for line in founded]
    if changes or mark.was != "whole" or any(mark.heads.get(known.line) != known for known in heads):
        mark.renew(heads, forget)
