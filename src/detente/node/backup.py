"""One home in one encrypted file, and a home made from it again.

    file    = "detente backup 1\\n" and what a container is (node/container.py) over
    content = u32 length ‖ manifest ‖ the files it names, one after the other, in its order

In it: the record as it stood at one instant, settings, the keys this node uses unattended, the sealed roots, introductions, the
call-up ladder and what its ways are given secretly (the programs it runs are not); and this side's own files beside the record,
where the home has them: the desk's officers with their drafts, notes and log, the book of cases, homework, and data it added.
Sessions are not in it: whoever was signed in signs in again. One of these that cannot be read, or is too large for data, is left
out and named (`left_out`): what is ill beside the record keeps nobody from keeping the record.
Not in it: *sealing keys*, so that a backup cannot open what was captured on the way; the listener's TLS key, which a restored
home makes anew; the mark, the lock, the socket. One home, one file: live and exercise share no key, so not a backup either.

While a node serves the home it makes the file itself, from a second reading connection (SQLite shows it one instant of the
record), so it goes on meanwhile. The snapshot lies in the home until the file is made (`backup-….part`), or until whoever
reads it has gone; what a stop leaves there is removed by the next backup.

`restore` makes a whole home under another name and renames it into place: stopped at any step there is no home, and doing it
again removes what was left. Its mark says `restored`, so whatever opens it first begins a new epoch on every line
(detente.node.mark). Then it makes new sealing keys, and says so in its log.
"""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Callable, Generator, Iterator
from pathlib import Path
from typing import IO, Annotated, Any, Literal

import msgspec

from detente import __version__
from detente.codec.errors import Damaged, Local, Remote
from detente.codec.shape import Millis, Party, Row, Shape, Uint, pack, unpack
from detente.line.machine import Line
from detente.node import container
from detente.node.announce import renew
from detente.node.found import CONTEXTS
from detente.node.home import Home, Settings, sync_directory, write_private
from detente.node.mark import NAME as MARK
from detente.node.mark import create as create_mark
from detente.node.mark import machine_id
from detente.node.node import Node, clock
from detente.node.snapshots import BESIDE, DATABASE, beside, record, sound
from detente.node.tls import certificate_der
from detente.store.migrate import SCRIPTS, scripts

MAGIC = b"detente backup 1\n"
MAX_MANIFEST, MAX_SMALL = 1024 * 1024, 1024 * 1024
READ = 256 * 1024
MOST_LEFT = 64  # names of what is not in a backup
OWN = ("regimes", "cards", "mappings")  # folders of data that an office added or put right
# Everything a backup may hold. Attack stopped: a file that names something outside the home, or over the mark.
_FILE = re.compile(
    r"home\.json|detente\.db|officers\.db|cases\.db|homework\.db|introduction\.detente|introductions/[a-z0-9-]{1,32}\.detente"
    r"|(next-)?roots\.sealed|keys/[0-9a-f]{32}\.key|ladder\.toml|keys/[a-z0-9-]{1,32}\.hook"
    r"|deposits/[0-9a-f]{64}\.answers|(regimes|cards|mappings)/[A-Za-z0-9_-]{1,64}\.yaml",
    re.ASCII,
)
_making: set[Path] = set()  # snapshots being read; a home has one owner, so all of them are known here
_MADE_BY_ANOTHER = re.compile(rb"detente backup [0-9]{1,6}\n")


class Entry(Row, frozen=True):
    name: str
    size: Uint


class Manifest(Shape, frozen=True):
    """What a backup holds. `form` is the database's; 0 without one."""

    v: Literal[1]
    made: Millis
    party: Party
    context: Literal["live", "exercise"]
    form: Uint
    build: str
    files: Annotated[list[Entry], msgspec.Meta(max_length=4096)]
    left_out: Annotated[list[str], msgspec.Meta(max_length=MOST_LEFT)] = msgspec.field(default_factory=list)


# -- making one ----------------------------------------------------------------------------------------------------


def sealed(
    home: Home, code: bytes, random: Callable[[int], bytes] = os.urandom, now: Callable[[], int] = clock
) -> Generator[bytes, None, None]:
    """The file, part by part. The caller owns the home. The snapshot is made before the first part comes.

    Raises `Damaged("store-…")` for a record that cannot be read, `Local("backup-failed")` when there is no room.
    """
    for left in home.path.glob("backup-*.part*"):  # and what SQLite keeps beside one
        if left not in _making:
            left.unlink(missing_ok=True)
    number = random(8).hex()
    parts = {name: home.path / f"backup-{number}-{name}.part" for name in (DATABASE, *BESIDE)}
    _making.update(parts.values())
    try:
        form = record(home, parts[DATABASE])
        small = {name: home.path / name for name in _small(home)}
        large = [name for name, path in small.items() if name.startswith(OWN) and path.stat().st_size > MAX_SMALL]
        files = [(name, path) for name, path in small.items() if name not in large]
        if form:
            files.append((DATABASE, parts[DATABASE]))
        there = [name for name in BESIDE if (home.path / name).exists()]
        kept = [name for name in there if beside(home.path / name, parts[name])]
        files += [(name, parts[name]) for name in kept]
        manifest = Manifest(
            v=1,
            made=now(),
            party=home.settings.party,
            context=home.settings.context,  # type: ignore[arg-type]
            form=form,
            build=__version__,
            files=[Entry(name, path.stat().st_size) for name, path in files],
            left_out=[*(name for name in there if name not in kept), *large][:MOST_LEFT],
        )
        yield from container.sealed(MAGIC, code, _content(manifest, [path for _, path in files]), random)
    finally:  # at the end, or when nobody holds this any more
        for part in parts.values():
            part.unlink(missing_ok=True)
            _making.discard(part)


def _small(home: Home) -> list[str]:
    """The files but the record, settings first."""
    found = [
        *("introduction.detente", "roots.sealed", "next-roots.sealed", "ladder.toml"),
        *(f"keys/{path.name}" for path in sorted((home.path / "keys").glob("*.key"))),
        *(f"keys/{path.name}" for path in sorted((home.path / "keys").glob("*.hook"))),
        *(f"deposits/{path.name}" for path in sorted((home.path / "deposits").glob("*.answers"))),
        *(f"introductions/{path.name}" for path in sorted((home.path / "introductions").glob("*.detente"))),
        *(f"{own}/{path.name}" for own in OWN for path in sorted((home.path / own).glob("*.yaml"))),
    ]
    return ["home.json", *(name for name in found if (home.path / name).exists() and _FILE.fullmatch(name))]


def _content(manifest: Manifest, files: list[Path]) -> Iterator[bytes]:
    packed = pack(manifest)
    yield len(packed).to_bytes(4, "big") + packed
    for entry, path in zip(manifest.files, files, strict=True):
        left = entry.size
        with open(path, "rb") as file:
            while left:
                data = file.read(min(READ, left))
                if not data:  # it became shorter meanwhile; what was promised cannot be kept
                    raise Local("backup-failed", why=entry.name)
                left -= len(data)
                yield data


# -- reading one ---------------------------------------------------------------------------------------------------


class Reader:
    """A backup being read: its manifest at once, then each file's parts in order.

    Raises `Damaged("backup-unreadable")` for what is none, `Damaged("backup-version")` for one of a newer build,
    `Local("backup-wrong-code")`, and `Damaged("backup-damaged")` where it was altered or cut short.
    """

    def __init__(self, file: IO[bytes], code: bytes) -> None:
        magic = file.read(len(MAGIC))
        if magic != MAGIC:
            newer = _MADE_BY_ANOTHER.match(magic + file.read(8))
            raise Damaged("backup-version" if newer else "backup-unreadable")
        self._pieces = container.opened(MAGIC, file, code)
        self._held = bytearray()
        size = int.from_bytes(self._take(4), "big")
        if size > MAX_MANIFEST:
            raise Damaged("backup-damaged")
        try:
            self.manifest = unpack(Manifest, self._take(size), MAX_MANIFEST)
        except (Damaged, Remote) as error:
            raise Damaged("backup-damaged") from error
        names = [entry.name for entry in self.manifest.files]
        if len(set(names)) != len(names) or "home.json" not in names or not all(map(_FILE.fullmatch, names)):
            raise Damaged("backup-damaged")
        large = (DATABASE, *BESIDE)
        if any(entry.name not in large and entry.size > MAX_SMALL for entry in self.manifest.files):
            raise Damaged("backup-damaged")

    def _more(self) -> bool:
        piece = next(self._pieces, None)
        if piece is not None:
            self._held += piece
        return piece is not None

    def _take(self, size: int) -> bytes:
        while len(self._held) < size:
            if not self._more():
                raise Damaged("backup-damaged")
        data = bytes(self._held[:size])
        del self._held[:size]
        return data

    def parts(self, entry: Entry) -> Iterator[bytes]:
        left = entry.size
        while left:
            size = min(left, READ)
            yield self._take(size)
            left -= size

    def finish(self) -> None:
        """Nothing follows, and the end is the end that was sealed."""
        while self._more():
            pass
        if self._held:
            raise Damaged("backup-damaged")


def check(path: Path, code: bytes) -> Manifest:
    """Read a backup through to its end, as a restore would; what it holds."""
    with container.file_of(path) as file:
        reader = Reader(file, code)
        for entry in reader.manifest.files:
            for _ in reader.parts(entry):
                pass
        reader.finish()
        return reader.manifest


# -- restoring -----------------------------------------------------------------------------------------------------


def room_for(to: Path) -> None:
    """A home may be made here. `Local("home-exists")` over anything."""
    if to.exists() and (not to.is_dir() or any(to.iterdir())):
        raise Local("home-exists", path=str(to))


def restore(path: Path, to: Path, code: bytes) -> Manifest:
    """A home at `to` from the backup at `path`. Nothing is there before it is whole. `Local("home-exists")` over another.

    The home has said nothing yet: `begin` does that.
    """
    to = to.resolve()
    room_for(to)
    making = to.with_name(f".{to.name}.restoring")
    with container.file_of(path) as file:
        reader = Reader(file, code)
        manifest = reader.manifest
        if manifest.form > len(scripts(SCRIPTS)):
            raise Damaged("store-version", found=manifest.form, known=len(scripts(SCRIPTS)))
        try:
            shutil.rmtree(making, ignore_errors=True)
            making.mkdir(mode=0o700, parents=True)
            for entry in manifest.files:
                _unpack(making / entry.name, reader.parts(entry))
            reader.finish()
            for name in (DATABASE, *BESIDE):
                if (making / name).exists():
                    sound(making / name)
            _settle(making, to.name)
            create_mark(making / MARK, [], machine_id(), restored=True).close()
            for folder in (*sorted(path for path in making.iterdir() if path.is_dir()), making):
                if folder.exists():
                    sync_directory(folder)
            if to.exists():
                to.rmdir()
            os.rename(making, to)
            sync_directory(to.parent)
        except OSError as error:
            raise Local("restore-failed", path=str(to), why=error.strerror) from error
        finally:
            shutil.rmtree(making, ignore_errors=True)
    return manifest


def _unpack(path: Path, parts: Iterator[bytes]) -> None:
    path.parent.mkdir(mode=0o700, exist_ok=True)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        for part in parts:
            file.write(part)
        file.flush()
        os.fsync(file.fileno())


def _settle(making: Path, name: str) -> None:
    """The settings, with the pair's other home where `init` would have put it beside this one."""
    try:
        settings = msgspec.json.decode((making / "home.json").read_bytes(), type=Settings)
    except msgspec.DecodeError as error:
        raise Damaged("backup-damaged") from error
    if settings.context not in CONTEXTS:
        raise Damaged("backup-damaged")
    other = name + "-exercise" if settings.context == "live" else name.removesuffix("-exercise")
    if other != name:
        settings = msgspec.structs.replace(settings, pair=f"../{other}")
    write_private(making / "home.json", msgspec.json.format(msgspec.json.encode(settings), indent=2) + b"\n")


def begin(home: Home, **node: Any) -> dict[str, Any]:
    """Open a restored home for the first time: new epochs, new sealing keys, announced. What it holds, and whom it cannot reach.

    Done again, it does nothing more: a home that was opened otherwise meanwhile has done the same.
    """
    opened = Node(home, **node)
    try:
        certificate_der(home, opened.random)
        unreachable = set()
        messages = 0
        for key in opened.founded:
            line = opened.lines[key]
            renew(opened, line)
            messages += len(opened.store.messages(key))
            unreachable |= {peer for peer in line.others if not _reaches(opened, line, peer)}
        return {"lines": len(opened.founded), "messages": messages, "unreachable": sorted(unreachable)}
    finally:
        opened.close()


def _reaches(node: Node, line: Line, peer: str) -> bool:
    try:
        node.address(line, peer)
    except Local:
        return False
    return True
