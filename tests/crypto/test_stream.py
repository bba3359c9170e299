"""A long secret in pieces: whole and in order, or named as damaged at the first piece that is not the one sealed there."""

from __future__ import annotations

import io
from collections.abc import Callable

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.codec.errors import Damaged
from detente.crypto.stream import PIECE, TAG, open_pieces, seal_pieces

KEY, HEAD = bytes(range(32)), b"head"


def sealed(secret: bytes, step: int = PIECE) -> bytes:
    return b"".join(seal_pieces(KEY, HEAD, (secret[at : at + step] for at in range(0, len(secret), step))))


def opened(data: bytes, key: bytes = KEY, head: bytes = HEAD) -> bytes:
    return b"".join(open_pieces(key, head, io.BytesIO(data).read))


@pytest.mark.parametrize("size", [0, 1, PIECE - 1, PIECE, PIECE + 1, 2 * PIECE, 3 * PIECE + 7])
def test_what_was_sealed_is_opened_at_every_edge_of_a_piece(size: int) -> None:
    secret = bytes(n % 251 for n in range(size))
    assert opened(sealed(secret)) == secret
    assert sealed(secret, 1000) == sealed(secret), "how it came in pieces does not show"
    assert len(sealed(secret)) == size + TAG * max(1, -(-size // PIECE))


def test_a_piece_is_what_the_standard_construction_says() -> None:
    whole = sealed(b"secret")
    assert whole == AESGCM(KEY).encrypt(bytes(11) + b"\1", b"secret", HEAD)


CUT: dict[str, Callable[[list[bytes]], list[bytes]]] = {
    "the end cut off": lambda p: p[:-1],
    "a piece left out": lambda p: p[:1] + p[2:],
    "two exchanged": lambda p: [p[1], p[0], *p[2:]],
    "one repeated": lambda p: [p[0], p[0], *p[1:]],
    "the last twice": lambda p: [*p, p[-1]],
    "a byte short": lambda p: [*p[:-1], p[-1][:-1]],
    "a byte more": lambda p: [*p, b"\0"],
    "an empty last piece": lambda p: [*p[:-1], AESGCM(KEY).encrypt((2).to_bytes(11, "big") + b"\1", b"", HEAD)],
    "nothing": lambda p: [],
}


@pytest.mark.parametrize("how", CUT)
def test_pieces_that_are_not_those_sealed_are_refused(how: str) -> None:
    whole = sealed(bytes(2 * PIECE + 100))
    size = PIECE + TAG
    pieces = [whole[at : at + size] for at in range(0, len(whole), size)]
    with pytest.raises(Damaged, match="stream-damaged"):
        opened(b"".join(CUT[how](pieces)))


@settings(max_examples=40, deadline=None, derandomize=True, database=None)
@given(st.integers(0, 8 * (PIECE + 50 + 2 * TAG) - 1))
def test_any_flipped_bit_is_found(bit: int) -> None:
    data = bytearray(sealed(bytes(PIECE + 50)))
    data[bit // 8] ^= 1 << bit % 8
    with pytest.raises(Damaged, match="stream-damaged"):
        opened(bytes(data))


def test_another_key_or_another_head_opens_nothing() -> None:
    for key, head in ((bytes(32), HEAD), (KEY, b"heat")):
        with pytest.raises(Damaged, match="stream-damaged"):
            opened(sealed(b"secret"), key, head)
