"""Writing a log as a C2SP tlog-tiles tree, so that what a stop leaves behind is a whole tree or the next run finishes it.

Order, for each log: tiles, each durably and under its name only when whole; then the keys; last the checkpoint, in one step
over the one before. A checkpoint never names what is not there. Writing again only adds: full tiles never change, partial
ones of earlier sizes stay for whoever holds an earlier checkpoint.

A tree that is there is looked at before it is gone on with. Where its checkpoint names more than we hold, it is left as it
is (`ahead`); where it names another root for what we hold, records differ, and it is left as it is too (`differs`).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from detente.codec.errors import Remote
from detente.node.home import write_private
from detente.proof import note
from detente.proof.head import parse_body
from detente.proof.tiles import WIDTH, Tile, content, read_entries, tiles
from detente.proof.tree import Tree

State = Literal["written", "unchanged", "ahead", "differs"]
CHECKPOINT = "checkpoint"
KEYS = "vkeys"  # beside the tree, for tools; a key that comes with what it is to verify proves nothing
PUBLISHED = 65536  # bytes of a checkpoint with what witnesses signed
WITNESSED = "checkpoint.witnessed"  # the last head that a witness has cosigned, where that is not the newest


@dataclass(frozen=True)
class Written:
    state: State
    size: int
    files: int  # written now


@dataclass(frozen=True)
class Source:
    """One log to write: its signed head, its keys as verifier keys, and its leaves from one index to before another."""

    origin: str
    size: int
    root: bytes
    checkpoint: bytes
    vkeys: Sequence[str]
    leaves: Callable[[int, int], Sequence[bytes]]
    witnessed: bytes | None = None


def write_tree(parent: Path, source: Source) -> Written:
    """The tree of one log under `parent`/ORIGIN. `Remote("tiles-root")` when the leaves are not those of the head."""
    folder = parent / source.origin
    before = _before(folder, source.origin)
    if before is not None and before[0] > source.size:
        return Written("ahead", before[0], 0)
    leaves = _there(folder, before[0] if before is not None else 0)
    leaves += source.leaves(len(leaves), source.size)
    tree = Tree(leaves)
    if tree.root() != source.root and len(leaves) == source.size:  # a tile on the disk is not what was written there
        leaves = list(source.leaves(0, source.size))
        tree = Tree(leaves)
    if tree.size != source.size or tree.root() != source.root:
        raise Remote("tiles-root")
    if before is not None and tree.root(before[0]) != before[1]:
        return Written("differs", before[0], 0)
    files = 0
    for tile in tiles(source.size):
        files += _put(folder / tile.path, content(tile, tree, leaves))
    files += _put(folder / KEYS, "".join(f"{key}\n" for key in source.vkeys).encode())
    if source.witnessed is not None:
        files += _put(folder / WITNESSED, source.witnessed)
    same = before is not None and before[0] == source.size
    if same and _goes_with(folder / CHECKPOINT, source.checkpoint):
        return Written("written" if files else "unchanged", source.size, files)
    return Written("written", source.size, files + _put(folder / CHECKPOINT, source.checkpoint))


def _before(folder: Path, origin: str) -> tuple[int, bytes] | None:
    """Size and root of the checkpoint that is there. One that cannot be read, or of another log, is written anew."""
    try:
        named, size, root = parse_body(note.parse((folder / CHECKPOINT).read_bytes(), PUBLISHED)[0])
    except (OSError, Remote):
        return None
    return (size, root) if named == origin else None


def _there(folder: Path, size: int) -> list[bytes]:
    """The leaves in the full entries tiles that are there, up to the first that is not."""
    found: list[bytes] = []
    for n in range(size // WIDTH):
        try:
            leaves = read_entries((folder / Tile("entries", n, WIDTH).path).read_bytes())
        except (OSError, Remote):
            break
        if len(leaves) != WIDTH:
            break
        found += leaves
    return found


def _goes_with(path: Path, checkpoint: bytes) -> bool:
    """Whether the checkpoint there says the same with as many signatures: signed anew it would be other bytes for nothing."""
    try:
        text, lines = note.parse(path.read_bytes(), PUBLISHED)
    except (OSError, Remote):
        return False
    fresh, others = note.parse(checkpoint, PUBLISHED)
    return text == fresh and {(line.name, line.key_id) for line in others} <= {
        (line.name, line.key_id) for line in lines
    }


def _put(path: Path, data: bytes) -> int:
    """1 when written. What is there already and the same stays as it is."""
    try:
        if path.read_bytes() == data:
            return 0
    except OSError:
        pass
    write_private(path, data)
    return 1
