"""Twelve words that two offices read aloud to know that they hold each other's keys.

132 bits over both introductions in full (root sets and nonces of both parties), in bytewise order, so both
sides compute the same. The digest is stretched with scrypt (RFC 7914), because a person in the middle could
otherwise search two introductions that meet in one word list (a birthday search of 2^66 hashes): with N = 2^16,
r = 8 every trial costs 64 MiB and about a fifth of a second. Both lists, English and Chinese, have the same
index; the numbers may be read instead.
"""

from __future__ import annotations

import hashlib
from functools import cache
from importlib import resources

from detente.codec.cbor import tagged_hash
from detente.codec.errors import Local

COUNT = 12
SIZE = 2048


@cache
def word_list() -> tuple[tuple[str, str], ...]:
    """2048 pairs (English, Chinese); the place in the list is the number."""
    text = (resources.files("detente.trust") / "words.tsv").read_text("utf-8")
    pairs = tuple((en, zh) for en, zh in (line.split("\t") for line in text.splitlines()))
    if len(pairs) != SIZE:
        raise Local("word-list")
    return pairs


def numbers(introductions: tuple[bytes, bytes]) -> list[int]:
    """Twelve numbers 0..2047 over two encoded introductions, the same whichever comes first."""
    digest = tagged_hash("words", sorted(introductions))
    stretched = hashlib.scrypt(digest, salt=b"detente/1/words", n=2**16, r=8, p=1, maxmem=2**27, dklen=17)
    value = int.from_bytes(stretched, "big") >> 4  # 17 bytes are 136 bits; the first 132 are used
    return [(value >> (11 * place)) & (SIZE - 1) for place in reversed(range(COUNT))]


def as_words(chosen: list[int], language: str) -> list[str]:
    """Numbers as words, `en` or `zh`."""
    column = 1 if language == "zh" else 0
    return [word_list()[number][column] for number in chosen]
