"""COSE_Sign frames, held to RFC 9052 by hand."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.codec.cbor import encode
from detente.codec.cose import ED25519, Signature, Signed, assemble, merge, parse, to_sign
from detente.codec.errors import DetenteError, Remote

KID = bytes(range(16))
LINE = bytes([0xAA]) * 32


def test_the_bytes_that_are_signed_are_those_of_rfc_9052_section_4_4_by_hand() -> None:
    """Sig_structure = ["Signature", body_protected, sign_protected, external_aad, payload], written out byte by byte."""
    sign_protected = bytes.fromhex("a20132") + b"\x04\x50" + KID  # {1: -19, 4: kid}
    aad = b"\x82\x67content\x58\x20" + LINE  # ["content", line]
    by_hand = (
        b"\x85"
        + b"\x69Signature"
        + b"\x40"
        + b"\x55" + sign_protected
        + b"\x58\x2b" + aad
        + b"\x45words"
    )  # fmt: skip
    assert len(sign_protected) == 21 and len(aad) == 43
    assert to_sign("content", LINE, ED25519, KID, b"words") == by_hand


def test_a_frame_is_that_of_rfc_9052_section_4_1_by_hand() -> None:
    frame = Signed(b"words", (Signature(ED25519, KID, bytes([7]) * 64),))
    by_hand = (
        b"\xd8\x62\x84\x40\xa0\x45words\x81\x83\x55" + bytes.fromhex("a20132") + b"\x04\x50" + KID
        + b"\xa0\x58\x40" + bytes([7]) * 64
    )  # fmt: skip
    assert frame.encode() == by_hand
    assert parse(by_hand) == frame


SIGNATURES = st.lists(
    st.builds(
        Signature, st.sampled_from([-19, -48, -50, -9]), st.binary(min_size=16, max_size=16), st.binary(max_size=80)
    ),
    max_size=6,
    unique_by=lambda s: s.kid,
)


@settings(max_examples=60, deadline=None, derandomize=True, database=None)
@given(st.binary(max_size=200), SIGNATURES)
def test_a_frame_survives_its_encoding(payload: bytes, signatures: list[Signature]) -> None:
    frame = assemble(payload, signatures)
    assert parse(frame.encode()) == frame == assemble(payload, reversed(signatures))


@settings(max_examples=60, deadline=None, derandomize=True, database=None)
@given(SIGNATURES, st.data())
def test_merging_does_not_depend_on_the_order(signatures: list[Signature], data: st.DataObject) -> None:
    parts = [assemble(b"x", [s for s in signatures if data.draw(st.booleans())]) for _ in range(3)] + [
        assemble(b"x", [])
    ]
    assert merge(parts) == merge(list(reversed(parts))) == merge([merge(parts), *parts])


def test_merging_two_signatures_of_one_key_keeps_one_and_the_same() -> None:
    a, b = (assemble(b"x", [Signature(ED25519, KID, value)]) for value in (b"a", b"b"))
    assert merge([a, b]) == merge([b, a]) == a


def test_frames_over_different_bytes_do_not_merge() -> None:
    for frames in ([], [assemble(b"a", []), assemble(b"b", [])]):
        with pytest.raises(Remote, match="cose-merge"):
            merge(frames)


def test_one_key_twice_is_refused_when_written_and_when_read() -> None:
    twice = [Signature(ED25519, KID, b"a"), Signature(ED25519, KID, b"b")]
    with pytest.raises(Remote, match="cose-repeated-key"):
        assemble(b"x", twice)
    with pytest.raises(Remote, match="cose-order"):
        parse(Signed(b"x", tuple(twice)).encode())


@settings(max_examples=150, deadline=None, derandomize=True, database=None)
@given(st.integers(0, 10_000), st.integers(1, 255))
def test_a_changed_byte_gives_another_frame_or_none(at: int, flip: int) -> None:
    good = assemble(b"words", [Signature(ED25519, KID, bytes(64))])
    data = bytearray(good.encode())
    data[at % len(data)] ^= flip
    try:
        read = parse(bytes(data))
    except DetenteError:
        return
    assert read != good and read.encode() == bytes(data)


def test_a_frame_beyond_its_limit_is_not_looked_at() -> None:
    with pytest.raises(Remote, match="too-large"):
        parse(encode([b"", {}, bytes(300), []], 98), 100)
