"""A home: one directory, one context, one owner. Its files, its lock, and its keys at rest.

home.json             party, names, language, context, the other home of the pair, where it listens
lock                  held (flock) by the one process that owns the home
detente.db            the record (SQLite)
mark                  the newest head of each own log, apart from the record (mark.py)
keys/                 private keys this node uses unattended, one file each, readable by its owner only
roots.sealed          the root keys, under the recovery code of the printed sheet
next-roots.sealed     the roots that may succeed them, under a code of their own
introduction.detente  what other parties are given
introductions/        those accepted, after the words were compared
ladder.toml           who is called up, written by a person; keys/NAME.hook what its ways are given secretly (ladder.py)
local.sock            the desk's API, while a node serves
"""

from __future__ import annotations

import contextlib
import json
import os
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Annotated, Any

import msgspec

from detente.codec.errors import Damaged, Local

CONTEXTS = ("live", "exercise")


class Listen(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Where the node listens for envelopes, and the address others are told."""

    host: str = "127.0.0.1"
    port: int = 0
    address: str = ""


class Tests(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """This node's own say about tests of its lines, in ms; what is left out is as the terms have it. `machine` 0: none."""

    machine: Annotated[int, msgspec.Meta(ge=0, le=2_678_400_000)] | None = None
    window: Annotated[int, msgspec.Meta(ge=100, le=2_678_400_000)] | None = None
    person: Annotated[int, msgspec.Meta(ge=0, le=31_622_400_000)] | None = None


class Settings(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    v: int
    party: str
    names: dict[str, str]
    language: str
    context: str
    pair: str
    listen: Listen
    tests: Tests = Tests()
    translate: list[str] | None = None  # a command of this office that drafts translations here (node/translating.py)


def write_private(path: Path, data: bytes) -> None:
    """Write whole and durably, readable by the owner only: a crash leaves the old file or the new one."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    temporary = path.with_name(path.name + ".new")
    try:
        with os.fdopen(os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        os.replace(temporary, path)
    except OSError:
        with contextlib.suppress(OSError):  # it may hold part of a private key
            temporary.unlink()
        raise
    sync_directory(path.parent)


def sync_directory(path: Path) -> None:
    """Names made or changed in a directory are on the disk. Where directories cannot be opened, the system does it."""
    if os.name == "posix":
        directory = os.open(path, os.O_RDONLY)
        try:
            os.fsync(directory)
        finally:
            os.close(directory)


@dataclass(frozen=True)
class Home:
    """Paths and settings; opening the database is the node's, under the lock."""

    path: Path
    settings: Settings

    @classmethod
    def create(cls, path: Path, settings: Settings) -> Home:
        if (path / "home.json").exists():
            raise Local("home-exists", path=str(path))
        path.mkdir(parents=True, exist_ok=True, mode=0o700)
        write_private(path / "home.json", msgspec.json.format(msgspec.json.encode(settings), indent=2) + b"\n")
        return cls(path, settings)

    @classmethod
    def open(cls, path: Path) -> Home:
        """`Local("home-missing")` when there is none, `Damaged("home-unreadable")` when its settings are not."""
        try:
            data = (path / "home.json").read_bytes()
        except FileNotFoundError as error:
            raise Local("home-missing", path=str(path)) from error
        try:
            return cls(path, msgspec.json.decode(data, type=Settings))
        except msgspec.DecodeError as error:
            raise Damaged("home-unreadable", path=str(path), why=str(error)) from error

    def with_listen(self, listen: Listen) -> Home:
        changed = msgspec.structs.replace(self.settings, listen=listen)
        write_private(self.path / "home.json", msgspec.json.format(msgspec.json.encode(changed), indent=2) + b"\n")
        return Home(self.path, changed)

    @property
    def socket(self) -> Path:
        """The desk's socket; relative to here when its absolute path is longer than systems allow (about 100 bytes)."""
        path = self.path / "local.sock"
        return path if len(str(path)) < 100 else Path(os.path.relpath(path))

    @property
    def database(self) -> Path:
        return self.path / "detente.db"

    @property
    def other(self) -> Path:
        """The home of the pair's other context."""
        return (self.path / self.settings.pair).resolve()


class Lock:
    """The right to own a home. Held until closed or the process ends; the kernel gives it back after a kill."""

    def __init__(self, home: Path) -> None:
        self._file: IO[Any] | None = open(home / "lock", "a+", encoding="utf-8")  # noqa: SIM115
        try:
            _take(self._file)
        except OSError as error:
            self._file.close()
            raise Local("home-owned", path=str(home)) from error
        self._file.truncate(0)
        self._file.write(json.dumps({"pid": os.getpid()}))
        self._file.flush()

    def close(self) -> None:
        if self._file is not None:
            self._file.close()
            self._file = None


def _take(file: IO[Any]) -> None:
    if sys.platform == "win32":
        import msvcrt

        file.seek(0)
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
    else:
        import fcntl

        fcntl.flock(file.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
