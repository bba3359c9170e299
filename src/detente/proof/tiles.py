"""A log as C2SP tlog-tiles: which files a tree of some size has, where each stands and what is in it.

    tile/LEVEL/N[.p/WIDTH]        up to 256 hashes of the level: at level 0 the Merkle leaves, at level l the roots of full
                                  subtrees of 256^l leaves                                    (c2sp.org/tlog-tiles)
    tile/entries/N[.p/WIDTH]      what is hashed into them: each preceded by its length, 2 bytes big-endian

What stands in an entries tile of ours is the *leaf* of section 10 of the protocol, 32 bytes: blinded, so that nothing of
the entry behind it can be guessed; and bound to its origin, so that it stands in no other tree. An opening never does.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from detente.codec.errors import Remote
from detente.codec.text import base64_text
from detente.proof import note
from detente.proof.head import ED25519_TYPE, ML_DSA_44_TYPE
from detente.proof.tree import SIZE, Tree

HEIGHT = 8
WIDTH = 1 << HEIGHT  # hashes in a full tile
_LENGTH = SIZE.to_bytes(2, "big")
ENTRY = len(_LENGTH) + SIZE  # bytes of one entry in a bundle of ours


@dataclass(frozen=True)
class Tile:
    """One file of a tree. `width` is 256 for a full one."""

    level: int | Literal["entries"]
    n: int
    width: int

    @property
    def path(self) -> str:
        """Below the log's prefix: groups of three digits, all but the last with an x before them."""
        digits = str(self.n)
        digits = digits.zfill(-(-len(digits) // 3) * 3)
        groups = [digits[at : at + 3] for at in range(0, len(digits), 3)]
        name = "/".join([*(f"x{group}" for group in groups[:-1]), groups[-1]])
        return f"tile/{self.level}/{name}" + ("" if self.width == WIDTH else f".p/{self.width}")


def tiles(size: int) -> Iterator[Tile]:
    """Every tile of a tree with `size` leaves, entries first, level after level; the partial ones too."""
    levels: list[tuple[int | Literal["entries"], int]] = [("entries", 0), *((at, HEIGHT * at) for at in range(8))]
    for level, shift in levels:
        whole, rest = divmod(size >> shift, WIDTH)
        for n in range(whole):
            yield Tile(level, n, WIDTH)
        if rest:
            yield Tile(level, whole, rest)


def content(tile: Tile, tree: Tree, leaves: Sequence[bytes]) -> bytes:
    """What stands in a tile of the tree over `leaves`."""
    start = tile.n * WIDTH
    if tile.level == "entries":
        return b"".join([_LENGTH + leaf for leaf in leaves[start : start + tile.width]])
    return tree.row(HEIGHT * tile.level, start, start + tile.width)


def read_entries(data: bytes) -> list[bytes]:
    """The leaves in an entries tile of ours. `Remote("tiles-entries")` for anything else."""
    if len(data) % ENTRY or any(data[at : at + 2] != _LENGTH for at in range(0, len(data), ENTRY)):
        raise Remote("tiles-entries")
    return [data[at + 2 : at + ENTRY] for at in range(0, len(data), ENTRY)]


def verifier_keys(origin: str, ed_public: bytes, ml_public: bytes) -> list[str]:
    """The log's two keys as verifier keys (c2sp.org/signed-note): NAME+hex(key id)+base64(type || key)."""
    rows = ((ED25519_TYPE, ed_public), (ML_DSA_44_TYPE, ml_public))
    return [
        f"{origin}+{note.key_id(origin, kind, public).hex()}+{base64_text(bytes([kind]) + public)}"
        for kind, public in rows
    ]
