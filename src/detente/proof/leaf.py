"""One leaf of a log: the 32 bytes that stand for an entry, blinded for that log."""

from __future__ import annotations

from functools import lru_cache
from hashlib import sha256

from detente.codec.cbor import encode, tagged_hash
from detente.codec.errors import Local

BLIND = 32  # bytes


def leaf(origin: str, blind: bytes, entry_plain: object) -> bytes:
    """leaf = H("leaf", origin, blind, entry).

    The blind (32 random bytes, told only to members) keeps a reader of the tree from guessing what an entry
    says. The origin makes the same entry another leaf in every other log: two trees side by side do not tell
    who talks to whom, and what is opened for one log is not included in another.
    """
    if len(blind) != BLIND:
        raise Local("proof-blind-size", size=len(blind))
    return tagged_hash("leaf", origin, blind, entry_plain)


@lru_cache(1024)
def _before(origin: str) -> bytes:
    """What the leaf's hash input begins with: the head of an array of four, the tag, the origin."""
    return b"\x84" + encode("detente/1/leaf") + encode(origin)


def leaf_of(origin: str, opening: bytes) -> bytes:
    """The leaf of an opening as carried: `opening` is the canonical CBOR of [blind, entry].

    Its two items stand in the hash input as they stand there, so nothing is encoded a second time.
    """
    return sha256(_before(origin) + opening[1:]).digest()
