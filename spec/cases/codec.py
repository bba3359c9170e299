"""CBOR, text forms and COSE frames."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator
from typing import Any

from oracle import ED, ESP256, ML87, Key, Tag, cbor, frame, fresh, protected, signature, tagged, to_sign

from cases import Cbor, Vector, bad, damaged, good

LINE = fresh("a line")


def cases() -> Iterator[Vector]:
    yield from canonical()
    yield from not_canonical()
    yield from texts()
    yield from spellings()
    yield from frames()


def canonical() -> Iterator[Vector]:
    numbers = [0, 23, 24, 255, 256, 65535, 65536, 2**32 - 1, 2**32, 2**53 - 1, -1, -24, -25, -(2**53) + 1]
    # RFC 8949 appendix A gives 0, 23, 24 and -1; the others follow from section 3.1.
    known = ["00", "17", "1818", "18ff", "190100", "19ffff", "1a00010000", "1affffffff", "1b0000000100000000"]
    known += ["1b001fffffffffffff", "20", "37", "3818", "3b001ffffffffffffe"]
    yield good(
        "cbor_integers_shortest",
        "Integers take the shortest head.",
        "cbor.encode",
        cbor(numbers).hex(),
        value=Cbor(numbers),
    )
    assert cbor(numbers).hex() == "8e" + "".join(known)
    yield good("cbor_integers_read", "The same integers, read.", "cbor.decode", Cbor(numbers), bytes=cbor(numbers))
    table = {"aa": 1, "b": 2, "": 3, "中": 4, "ab": 5}
    yield good(
        "cbor_map_order_text",
        "Keys stand in bytewise order of their encodings: shorter first, then by bytes.",
        "cbor.encode",
        "a5600361620262616101626162056" + "3e4b8ad04",
        value=Cbor(table),
    )
    table2: dict[Any, Any] = {256: 1, 24: 2, 23: 3, 0: 4}
    yield good(
        "cbor_map_order_uint",
        "Unsigned keys: by size of head, then by number.",
        "cbor.encode",
        "a400041703181802190100" + "01",
        value=Cbor(table2),
    )
    table3: dict[Any, Any] = {b"\x02": 1, b"\x01\x01": 2, b"": 3}
    yield good(
        "cbor_map_order_bytes",
        "Byte-string keys: shorter first.",
        "cbor.encode",
        "a340034102014201" + "0102",
        value=Cbor(table3),
    )
    simple = [True, False, None, [], {}, b"", ""]
    yield good(
        "cbor_simple_values",
        "True, false, null and the empty forms.",
        "cbor.encode",
        "87f5f4f680a04060",
        value=Cbor(simple),
    )
    yield good(
        "cbor_text_chinese",
        "Text is UTF-8 and NFC; Chinese text is carried as it is.",
        "cbor.encode",
        "66" + "示例".encode().hex(),
        value=Cbor("示例"),
    )
    yield good(
        "cbor_depth_12", "Twelve arrays in each other are read.", "cbor.decode", Cbor(nested(12)), bytes=deep(12)
    )
    yield bad(
        "cbor_depth_13_refused",
        "Thirteen arrays in each other are refused when written.",
        "cbor.encode",
        "cbor-depth",
        value=Cbor(nested(13)),
    )
    for size in (2**53, -(2**53)):
        name = "cbor_integer_2_53_refused" if size > 0 else "cbor_integer_minus_2_53_refused"
        yield bad(
            name, "Beyond 2^53 - 1 implementations differ.", "cbor.decode", "cbor-integer-range", bytes=cbor(size)
        )
    yield good(
        "hash_tagged",
        "H(tag, values) is SHA-256 over the array of the prefixed tag and the values.",
        "cbor.tagged",
        hashlib.sha256(bytes.fromhex("83") + cbor("detente/1/line") + cbor(b"abc") + cbor(7)).hexdigest(),
        tag="line",
        values=Cbor([b"abc", 7]),
    )
    yield good("hash_tagged_no_values", "A tag alone.", "cbor.tagged", tagged("x").hex(), tag="x", values=Cbor([]))


def nested(depth: int) -> list[Any]:
    value: list[Any] = []
    for _ in range(depth - 1):
        value = [value]
    return value


def deep(depth: int) -> bytes:
    return b"\x81" * (depth - 1) + b"\x80"


def not_canonical() -> Iterator[Vector]:
    rows = [
        ("cbor_float_refused", "A half-precision 1.0.", "f93c00", "cbor-type"),
        ("cbor_float_double_refused", "A double.", "fb3ff199999999999a", "cbor-type"),
        ("cbor_nan_refused", "Not a number.", "f97e00", "cbor-type"),
        ("cbor_undefined_refused", "The simple value undefined.", "f7", "cbor-type"),
        ("cbor_simple_value_refused", "An unassigned simple value.", "f0", "cbor-type"),
        ("cbor_integer_long_refused", "24 in a head of two bytes more than it needs.", "190018", "cbor-not-canonical"),
        ("cbor_length_long_refused", "A byte string whose length takes a longer head.", "580161", "cbor-not-canonical"),
        ("cbor_map_unsorted_refused", "Keys in the other order.", "a2616201616102", "cbor-not-canonical"),
        ("cbor_map_mixed_keys_refused", "Keys of two types in one map.", "a200016161" + "02", "cbor-key-type"),
        ("cbor_map_negative_key_refused", "A negative key.", "a12001", "cbor-key-type"),
        ("cbor_map_array_key_refused", "An array as key.", "a1800" + "1", "cbor-key-type"),
        ("cbor_tag_time_refused", "Tag 0.", "c074323032362d30392d32335430303a30303a30305a", "cbor-tag"),
        ("cbor_tag_bignum_refused", "A big number.", "c249010000000000000000", "cbor-tag"),
        ("cbor_tag_unknown_refused", "A tag nobody registered.", "da0001000101", "cbor-tag"),
        ("cbor_trailing_byte_refused", "A byte after the end.", "0000", "cbor-not-canonical"),
        ("cbor_tag_98_outermost_unasked_refused", "COSE_Sign where none is expected.", "d86280", "cbor-tag"),
        ("cbor_tag_98_inside_refused", "COSE_Sign within an array.", "81d86280", "cbor-tag"),
        ("cbor_tag_self_described_refused", "Tag 55799 before anything.", "d9d9f700", "cbor-tag"),
    ]
    for name, what, data, code in rows:
        yield bad(name, what, "cbor.decode", code, bytes=bytes.fromhex(data))
    rows = [
        ("cbor_indefinite_array_damaged", "An array without a length.", "9f01ff", ""),
        ("cbor_indefinite_text_damaged", "Text in chunks.", "7f616161" + "62ff", ""),
        ("cbor_duplicate_key_damaged", "One key twice.", "a2616101616102", ""),
        ("cbor_truncated_damaged", "A byte string cut short.", "420" + "1", ""),
        ("cbor_empty_damaged", "Nothing at all.", "", ""),
        ("cbor_text_not_utf8_damaged", "Text that is not UTF-8.", "61ff", ""),
        ("cbor_text_surrogate_damaged", "A surrogate in the bytes of a text.", "63eda080", ""),
        ("cbor_reserved_head_damaged", "Additional information 28.", "1c", ""),
        ("cbor_depth_1000_damaged", "A thousand arrays in each other.", deep(1000).hex(), ""),
    ]
    for name, what, data, _ in rows:
        yield damaged(name, what, "cbor.decode", "cbor-unreadable", bytes=bytes.fromhex(data))


def texts() -> Iterator[Vector]:
    allowed = [
        ("text_plain", "Letters, tab and newline.", "a\tb\nc"),
        ("text_chinese", "Chinese and full-width punctuation.", "示例：通道（甲）"),
        ("text_nfc", "A composed letter.", "caf\u00e9"),
        ("text_emoji", "A character beyond the first plane.", "\U0001f4c4"),
    ]
    for name, what, text in allowed:
        yield good(name, what, "text.check", text, text=text)
    refused = [
        ("text_nfd_refused", "A decomposed letter: two spellings of one text.", "cafe\u0301", "text-not-nfc"),
        ("text_angstrom_refused", "The ångström sign, which NFC replaces.", "\u212b", "text-not-nfc"),
        ("text_nul_refused", "A NUL.", "a\x00", "text-control"),
        ("text_carriage_return_refused", "A carriage return.", "a\r\nb", "text-control"),
        ("text_escape_refused", "An escape, which a terminal obeys.", "\x1b[31m", "text-control"),
        ("text_delete_refused", "U+007F.", "\x7f", "text-control"),
        ("text_c1_refused", "U+009B, the one-byte control sequence introducer.", "\x9b31m", "text-control"),
        (
            "text_bidi_refused",
            "A right-to-left override: drawn in another order than its bytes.",
            "a\u202eb",
            "text-invisible",
        ),
        ("text_bidi_isolate_refused", "A left-to-right isolate.", "a\u2066b", "text-invisible"),
        ("text_arabic_letter_mark_refused", "U+061C.", "a\u061cb", "text-invisible"),
        ("text_zero_width_space_refused", "A zero-width space.", "a\u200bb", "text-invisible"),
        ("text_zero_width_joiner_refused", "A zero-width joiner.", "a\u200db", "text-invisible"),
        ("text_word_joiner_refused", "U+2060.", "a\u2060b", "text-invisible"),
        ("text_soft_hyphen_refused", "A soft hyphen.", "a\u00adb", "text-invisible"),
        ("text_byte_order_mark_refused", "U+FEFF.", "\ufeffa", "text-invisible"),
        ("text_line_separator_refused", "U+2028, a newline to some.", "a\u2028b", "text-invisible"),
        ("text_hangul_filler_refused", "U+3164, a letter nobody sees.", "a\u3164b", "text-invisible"),
        ("text_tag_character_refused", "U+E0041: text within text.", "a\U000e0041b", "text-invisible"),
        ("text_annotation_refused", "U+FFF9.", "a\ufff9b", "text-invisible"),
        ("text_surrogate_refused", "Half a character.", "a\ud800b", "text-surrogate"),
        ("text_too_long_refused", "One byte beyond 64 KiB.", "a" * 65537, "text-too-long"),
        (
            "text_too_long_chinese_refused",
            "Beyond 64 KiB in UTF-8, though not in characters.",
            "示" * 21846,
            "text-too-long",
        ),
    ]
    for name, what, text, code in refused:
        # A long text is written as [one character, how many], so that the file stays small.
        given: Any = [text[0], len(text)] if len(text) > 1000 else text
        yield bad(name, what, "text.check", code, text=given)


def spellings() -> Iterator[Vector]:
    data = fresh("base32")
    text = base64.b32encode(data).decode().rstrip("=").lower()
    yield good(
        "base32_line",
        "32 bytes are 52 lower-case characters without padding.",
        "text.from_base32",
        data.hex(),
        text=text,
    )
    last = "abcdefghijklmnopqrstuvwxyz234567"["abcdefghijklmnopqrstuvwxyz234567".index(text[-1]) ^ 1]
    for name, what, spelling in (
        ("base32_upper_case_refused", "Upper case.", text.upper()),
        ("base32_padding_refused", "With padding.", text + "===="),
        ("base32_spare_bits_refused", "Spare bits set: another spelling of the same bytes.", text[:-1] + last),
    ):
        yield bad(name, what, "text.from_base32", "base32-spelling", text=spelling)
    yield good(
        "base64_root",
        "Standard base64 with padding.",
        "text.from_base64",
        data.hex(),
        text=base64.b64encode(data).decode(),
    )
    for name, what, spelling in (
        ("base64_spare_bits_refused", "Spare bits set.", "AB=="),
        ("base64_no_padding_refused", "Without padding.", "AA"),
        ("base64_newline_refused", "A newline inside.", "AA\n=="),
        ("base64_url_alphabet_refused", "The other alphabet.", "-_8="),
    ):
        yield bad(name, what, "text.from_base64", "base64-spelling", text=spelling)
    yield good(
        "decimal_size",
        "A number as decimal text.",
        "text.from_decimal",
        1099511627776,
        text="1099511627776",
        limit=2**40,
    )
    for name, what, spelling in (
        ("decimal_leading_zero_refused", "A leading zero.", "01"),
        ("decimal_sign_refused", "A sign.", "+1"),
        ("decimal_underscore_refused", "An underscore.", "1_0"),
        ("decimal_full_width_refused", "Digits of another script.", "１"),
        ("decimal_empty_refused", "Nothing.", ""),
    ):
        yield bad(name, what, "text.from_decimal", "decimal-spelling", text=spelling, limit=2**40)
    yield bad(
        "decimal_too_large_refused",
        "One beyond the limit.",
        "text.from_decimal",
        "decimal-too-large",
        text="1099511627777",
        limit=2**40,
    )
    yield bad("hex_upper_case_refused", "Upper case.", "text.from_hex", "hex-spelling", text="AB", size=1)


def frames() -> Iterator[Vector]:
    keys = sorted([Key("cose one", "officer"), Key("cose two", "officer", ESP256)], key=lambda key: key.id)
    payload = cbor({"v": 1})
    rows = [signature("content", LINE, payload, key) for key in keys]
    whole = frame(payload, rows)
    listed = [[key.alg, key.id.hex(), row[2].hex()] for key, row in zip(keys, rows, strict=True)]
    yield good(
        "cose_two_signatures",
        "An Ed25519 and an ESP256 signature in ascending order of kid.",
        "cose.parse",
        {"payload": payload.hex(), "signatures": listed},
        bytes=whole,
    )
    one = next(row for key, row in zip(keys, rows, strict=True) if key.alg == ED)
    key = next(key for key in keys if key.alg == ED)
    yield good(
        "cose_to_sign_content",
        "Sig_structure of a content signature.",
        "cose.to_sign",
        to_sign("content", LINE, ED, key.id, payload).hex(),
        tag="content",
        line=LINE,
        alg=ED,
        kid=key.id,
        payload=payload,
    )
    yield good(
        "cose_to_sign_introduction",
        "An introduction has no line: 32 zero bytes stand for it.",
        "cose.to_sign",
        to_sign("introduction", bytes(32), ML87, key.id, payload).hex(),
        tag="introduction",
        line=bytes(32),
        alg=ML87,
        kid=key.id,
        payload=payload,
    )
    signed = to_sign("content", LINE, ED, key.id, payload)
    yield good(
        "cose_signature_verifies",
        "The signature over Sig_structure by the Ed25519 key.",
        "signature.verify",
        True,
        alg=ED,
        public=key.public,
        data=signed,
        signature=one[2],
    )
    yield good(
        "cose_signature_of_another_tag",
        "The same signature over terms: another tag, another statement.",
        "signature.verify",
        False,
        alg=ED,
        public=key.public,
        data=to_sign("terms", LINE, ED, key.id, payload),
        signature=one[2],
    )
    yield good(
        "cose_signature_of_another_line",
        "The same signature on another line.",
        "signature.verify",
        False,
        alg=ED,
        public=key.public,
        data=to_sign("content", bytes(32), ED, key.id, payload),
        signature=one[2],
    )
    small = one
    prot = protected(ED, key.id)
    rows2 = [
        ("cose_two_orders_refused", "The signatures in the other order.", frame(payload, rows[::-1]), "cose-order"),
        ("cose_kid_twice_refused", "One key twice.", frame(payload, [small, small]), "cose-order"),
        (
            "cose_unprotected_refused",
            "Something in an unprotected map of a signature.",
            frame(payload, [[prot, {1: 1}, small[2]]]),
            "cose-shape",
        ),
        (
            "cose_body_unprotected_refused",
            "Something in the unprotected map of the body.",
            cbor(Tag(98, [b"", {4: b"x"}, payload, [small]])),
            "cose-shape",
        ),
        (
            "cose_body_protected_refused",
            "A protected header of the body.",
            cbor(Tag(98, [cbor({1: ED}), {}, payload, [small]])),
            "cose-shape",
        ),
        (
            "cose_empty_map_protected_refused",
            "An encoded empty map where the empty byte string must stand.",
            cbor(Tag(98, [cbor({}), {}, payload, [small]])),
            "cose-shape",
        ),
        (
            "cose_header_extra_refused",
            "A third header parameter.",
            frame(payload, [[cbor({1: ED, 3: 0, 4: key.id}), {}, small[2]]]),
            "cose-header",
        ),
        (
            "cose_header_without_kid_refused",
            "No key id.",
            frame(payload, [[cbor({1: ED}), {}, small[2]]]),
            "cose-header",
        ),
        (
            "cose_kid_short_refused",
            "A key id of 15 bytes.",
            frame(payload, [[protected(ED, key.id[:15]), {}, small[2]]]),
            "cose-header",
        ),
        ("cose_detached_refused", "A detached payload.", cbor(Tag(98, [b"", {}, None, [small]])), "cose-shape"),
        ("cose_sign1_refused", "COSE_Sign1.", cbor(Tag(18, [prot, {}, payload, small[2]])), "cbor-tag"),
        ("cose_untagged_refused", "Without its tag.", cbor([b"", {}, payload, [small]]), "cbor-tag"),
        (
            "cose_fifth_member_refused",
            "A fifth member.",
            cbor(Tag(98, [b"", {}, payload, [small], None])),
            "cose-shape",
        ),
        (
            "cose_65_signatures_refused",
            "More than 64 signatures.",
            frame(payload, [[protected(ED, n.to_bytes(16, "big")), {}, b""] for n in range(65)]),
            "cose-shape",
        ),
    ]
    for name, what, data, code in rows2:
        yield bad(name, what, "cose.parse", code, bytes=data)
    yield good(
        "cose_no_signatures_parses",
        "A frame without signatures is a form that terms pass through before anybody has signed; it proves nothing.",
        "cose.parse",
        {"payload": payload.hex(), "signatures": []},
        bytes=frame(payload, []),
    )
    first, second = frame(payload, rows[:1]), frame(payload, rows[1:])
    yield good("cose_merge", "Two part-signed frames as one.", "cose.merge", whole.hex(), frames=[first, second])
    yield good(
        "cose_merge_other_way", "In the other order: the same bytes.", "cose.merge", whole.hex(), frames=[second, first]
    )
    yield bad(
        "cose_merge_of_two_payloads_refused",
        "Frames over different bytes are not merged.",
        "cose.merge",
        "cose-merge",
        frames=[first, frame(cbor({"v": 2}), [])],
    )
