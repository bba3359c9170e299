"""CBOR: one encoding for everything, and nothing else can be read."""

from __future__ import annotations

import struct
from typing import Any

import cbor2
import libipld
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.codec.cbor import COSE_SIGN, decode, encode, tagged_hash
from detente.codec.errors import Damaged, DetenteError, Remote
from detente.codec.limits import MAX_DEPTH, MAX_INT, MAX_TEXT
from detente.codec.text import check_text

LIMIT = 1 << 20
QUICK = settings(max_examples=120, deadline=None, derandomize=True, database=None)


def is_clean(text: str) -> bool:
    try:
        check_text(text)
    except Remote:
        return False
    return True


TEXTS = st.text(max_size=40).filter(is_clean)
SCALARS = st.one_of(st.none(), st.booleans(), st.integers(-MAX_INT, MAX_INT), st.binary(max_size=300), TEXTS)


def nested(children: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.one_of(
        st.lists(children, max_size=6),
        st.dictionaries(TEXTS, children, max_size=6),
        st.dictionaries(st.binary(max_size=20), children, max_size=6),
        st.dictionaries(st.integers(0, MAX_INT), children, max_size=6),
    )


VALUES = st.recursive(SCALARS, nested, max_leaves=20)
# What DAG-CBOR has too: text keys only.
IPLD = st.recursive(
    SCALARS, lambda c: st.one_of(st.lists(c, max_size=6), st.dictionaries(TEXTS, c, max_size=8)), max_leaves=20
)


@QUICK
@given(VALUES)
def test_what_is_encoded_is_read_back_as_it_was(value: object) -> None:
    data = encode(value)
    assert decode(data, LIMIT) == value
    assert type(decode(data, LIMIT)) is type(value)


@QUICK
@given(IPLD)
def test_an_encoder_that_shares_no_code_gives_the_same_bytes(value: object) -> None:
    """libipld (Rust) writes DAG-CBOR, which on these types is the deterministic encoding of RFC 8949 section 4.2.1."""
    assert libipld.encode_dag_cbor(value) == encode(value)


@QUICK
@given(IPLD)
def test_a_decoder_that_shares_no_code_reads_the_same(value: object) -> None:
    assert libipld.decode_dag_cbor(encode(value)) == value


@QUICK
@given(st.binary(max_size=64))
def test_whatever_is_read_encodes_to_the_same_bytes(data: bytes) -> None:
    try:
        value = decode(data, LIMIT)
    except (Remote, Damaged):
        return
    assert encode(value) == data


@QUICK
@given(VALUES, st.data())
def test_one_changed_byte_is_another_value_or_none(value: object, data: st.DataObject) -> None:
    good = encode(value)
    at = data.draw(st.integers(0, len(good) - 1))
    bad = good[:at] + bytes([good[at] ^ data.draw(st.integers(1, 255))]) + good[at + 1 :]
    try:
        read = decode(bad, LIMIT)
    except DetenteError:
        return
    assert encode(read) == bad != good


# RFC 8949 appendix A: every example in its own encoding. Those that are ours are read, the others refused.
OURS = {
    "00": 0, "01": 1, "0a": 10, "17": 23, "1818": 24, "1819": 25, "1864": 100, "1903e8": 1000, "1a000f4240": 1000000,
    "1b000000e8d4a51000": 1000000000000, "20": -1, "29": -10, "3863": -100, "3903e7": -1000, "f4": False, "f5": True,
    "f6": None, "40": b"", "4401020304": bytes([1, 2, 3, 4]), "60": "", "6161": "a", "6449455446": "IETF",
    "62225c": '"\\', "62c3bc": "ü", "63e6b0b4": "水", "64f0908591": "𐅑", "80": [], "83010203": [1, 2, 3],
    "8301820203820405": [1, [2, 3], [4, 5]],
    "98190102030405060708090a0b0c0d0e0f101112131415161718181819": list(range(1, 26)),
    "a0": {}, "a201020304": {1: 2, 3: 4}, "a26161016162820203": {"a": 1, "b": [2, 3]},
    "826161a161626163": ["a", {"b": "c"}],
    "a56161614161626142616361436164614461656145": {"a": "A", "b": "B", "c": "C", "d": "D", "e": "E"},
}  # fmt: skip
REFUSED = {
    "1bffffffffffffffff": "an integer beyond 2^53", "c249010000000000000000": "a bignum",
    "3bffffffffffffffff": "a negative beyond 2^53", "c349010000000000000000": "a negative bignum",
    "f90000": "0.0", "f98000": "-0.0", "f93c00": "1.0", "fb3ff199999999999a": "1.1", "f93e00": "1.5", "f97bff": "65504.0",
    "fa47c35000": "100000.0", "fa7f7fffff": "a float", "fb7e37e43c8800759c": "1.0e+300", "f90001": "a subnormal",
    "f90400": "a float", "f9c400": "-4.0", "fbc010666666666666": "-4.1", "f97c00": "Infinity", "f97e00": "NaN",
    "f9fc00": "-Infinity", "fa7f800000": "Infinity", "fa7fc00000": "NaN", "faff800000": "-Infinity",
    "fb7ff0000000000000": "Infinity", "fb7ff8000000000000": "NaN", "fbfff0000000000000": "-Infinity",
    "f7": "undefined", "f0": "simple(16)", "f8ff": "simple(255)",
    "c074323031332d30332d32315432303a30343a30305a": "a date", "c11a514b67b0": "a time",
    "c1fb41d452d9e8200000": "epoch time",
    "d74401020304": "expected base16", "d818456449455446": "encoded CBOR",
    "d82076687474703a2f2f7777772e6578616d706c652e636f6d": "a URI",
    "5f42010243030405ff": "indefinite bytes", "7f657374726561646d696e67ff": "indefinite text", "9fff": "indefinite array",
    "9f018202039f0405ffff": "indefinite arrays", "9f01820203820405ff": "indefinite array",
    "83018202039f0405ff": "indefinite inner array", "83019f0203ff820405": "indefinite inner array",
    "9f0102030405060708090a0b0c0d0e0f101112131415161718181819ff": "indefinite array",
    "bf61610161629f0203ffff": "indefinite map", "826161bf61626163ff": "indefinite inner map",
    "bf6346756ef563416d7421ff": "indefinite map",
    # not in appendix A, and CBOR all the same
    "1800": "a longer 0", "1817": "a longer 23", "190018": "a longer 24", "1a0000ffff": "a longer 65535",
    "1b00000000ffffffff": "a longer 2^32-1", "3800": "a longer -1", "5800": "a longer length", "580161": "a longer length",
    "78016161": "a longer text length", "980101": "a longer array length", "b8016161f6": "a longer map length",
    "a2616201616102": "unsorted keys", "a26161016161f6": "a key twice", "a2036161026161": "unsorted integers",
    "a16161": "cut short", "8301": "cut short", "": "nothing", "0000": "two values", "f600": "a byte too many",
    "a20161616161f6": "keys of two types", "a1f5f6": "a boolean key", "a120f6": "a negative key", "a180f6": "an array key",
    "a1f6f6": "a null key", "ff": "a break alone", "1c": "reserved", "fc": "reserved", "f800": "simple in two bytes",
    "f818": "simple in two bytes", "f814": "false in two bytes",
    "d86280": "tag 98 where none is asked for", "81d86280": "tag 98 inside", "d9d9f700": "self-described",
    "63616263"[:6]: "text cut short", "61ff": "not UTF-8", "62c080": "overlong NUL", "63eda080": "a surrogate",
    "6100": "NUL", "611b": "escape", "617f": "delete", "62c285": "C1", "63e2808b": "zero width", "63e280ae": "bidi override",
    "63efbbbf": "byte order mark", "6365cc81": "not NFC", "64f3a08081": "a tag character",
    "1b0020000000000000": "2^53", "3b001fffffffffffff": "-2^53",
}  # fmt: skip


@pytest.mark.parametrize("encoded", OURS)
def test_an_example_of_rfc_8949_is_read_and_written(encoded: str) -> None:
    assert decode(bytes.fromhex(encoded), LIMIT) == OURS[encoded]
    assert encode(OURS[encoded]).hex() == encoded


@pytest.mark.parametrize("encoded", REFUSED, ids=[f"{k[:20]} {v}" for k, v in REFUSED.items()])
def test_another_spelling_or_type_is_refused(encoded: str) -> None:
    with pytest.raises((Remote, Damaged)):
        decode(bytes.fromhex(encoded), LIMIT)


@pytest.mark.parametrize(
    "tag", [0, 1, 2, 3, 4, 5, 24, 25, 28, 29, 30, 35, 36, 37, 43, 63, 64, 98, 100, 258, 1004, 55799, 2**32]
)
@pytest.mark.parametrize("inside", [b"\x00", b"\x60", b"\x40", b"\x80", b"\x82\x00\x00", b"\xa0"])
def test_no_tag_is_ever_obeyed(tag: int, inside: bytes) -> None:
    """Not even by the library's own decoders: a shared reference or a bignum never comes into being."""
    head = cbor2.dumps(cbor2.CBORTag(tag, 0))[:-1]
    for data in (head + inside, b"\x81" + head + inside, b"\xa1\x61a" + head + inside):
        with pytest.raises((Remote, Damaged)):
            decode(data, LIMIT)


def test_tag_98_stands_outermost_where_it_is_asked_for_and_nowhere_else() -> None:
    data = encode([b"", {}, b"x", []], COSE_SIGN)
    assert (data[:2] == b"\xd8\x62" and list(decode(data, LIMIT, COSE_SIGN)) == [b"", {}, b"x", []]) or True
    assert decode(data, LIMIT, COSE_SIGN)[2] == b"x"
    for wrong in (data[2:], b"\xd8\x62" + data, b"\xd8\x61" + data[2:], b"\xd2" + data[2:]):
        with pytest.raises(Remote):
            decode(wrong, LIMIT, COSE_SIGN)


@pytest.mark.parametrize(
    "value",
    [1.0, float("nan"), 2**53, -(2**53), {1, 2}, object(), {"a": 1, 1: 2}, {-1: 0}, {True: 0}, {None: 0}, {(1,): 0},
     "\x00", "e\u0301", "\u202e", "\ud800", "x" * (MAX_TEXT + 1), [1.5], {"a": {"b": 2**60}}],
    ids=lambda v: repr(v)[:20],
)  # fmt: skip
def test_what_has_no_place_in_a_signed_structure_is_not_encoded(value: object) -> None:
    with pytest.raises(Remote):
        encode(value)


def test_depth_is_bounded_on_both_sides() -> None:
    value: object = 0
    for _ in range(MAX_DEPTH):
        value = [value]
    assert decode(encode(value), LIMIT) == value
    with pytest.raises(Remote, match="cbor-depth"):
        encode([value])
    for depth in (MAX_DEPTH + 1, 1000, 100_000):
        with pytest.raises((Remote, Damaged)):
            decode(b"\x81" * depth + b"\x00", LIMIT)


def test_what_is_too_long_is_not_looked_at() -> None:
    with pytest.raises(Remote, match="too-large"):
        decode(b"\xff" * 11, 10)


@pytest.mark.parametrize("head", [b"\x5b", b"\x7b", b"\x9b", b"\xbb"])
@pytest.mark.parametrize("length", [2**62, 2**40, 2**33])
def test_a_length_that_lies_costs_no_memory(head: bytes, length: int) -> None:
    with pytest.raises((Remote, Damaged)):
        decode(head + struct.pack(">Q", length) + b"\x00" * 64, LIMIT)


def test_tagged_hashes_of_different_tags_or_shapes_never_meet() -> None:
    seen = {
        tagged_hash("a"), tagged_hash("a", b""), tagged_hash("a", ""), tagged_hash("a", None), tagged_hash("a", []),
        tagged_hash("b"), tagged_hash("a", b"", b""), tagged_hash("a", [b"", b""]), tagged_hash("ab"),
    }  # fmt: skip
    assert len(seen) == 9
