"""Text that may be signed, and the one spelling of bytes as text."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.codec.errors import Remote
from detente.codec.limits import MAX_TEXT
from detente.codec.text import (
    base32,
    base64_text,
    check_text,
    clean_text,
    from_base32,
    from_base64,
    from_decimal,
    from_hex,
)

QUICK = settings(max_examples=100, deadline=None, derandomize=True, database=None)


@pytest.mark.parametrize(
    "text", ["", "plain", "tab\tand\nnewline", "ü水𐅑", "《示例》", "Ω", "x" * MAX_TEXT, "مرحبا", "👍"]
)
def test_what_people_write_is_taken(text: str) -> None:
    assert check_text(text) == text


@pytest.mark.parametrize(
    ("text", "code"),
    [(c, "text-control") for c in "\x00\x07\x08\x0b\x0c\r\x1b\x1f\x7f\x80\x85\x9b\x9f"]
    + [(chr(c), "text-invisible") for c in (
        0xAD, 0x34F, 0x61C, 0x115F, 0x17B4, 0x180E, 0x200B, 0x200C, 0x200D, 0x200E, 0x200F, 0x2028, 0x2029, 0x202A, 0x202E,
        0x2060, 0x2066, 0x2069, 0x206F, 0x3164, 0xFEFF, 0xFFA0, 0xFFF9, 0xE0001, 0xE0020, 0xE007F)]
    + [("e\u0301", "text-not-nfc"), ("\u212b", "text-not-nfc"), ("\ufb1d", "text-not-nfc"), ("\ud800", "text-surrogate"),
       ("x" * (MAX_TEXT + 1), "text-too-long"), ("水" * (MAX_TEXT // 3 + 1), "text-too-long")],
    ids=lambda v: ascii(v)[:16],
)  # fmt: skip
def test_what_could_be_read_otherwise_than_it_is_written_is_refused(text: str, code: str) -> None:
    for wrapped in (text, f"EXAMPLE {text}", f"{text} EXAMPLE 水") if "long" not in code else (text,):
        with pytest.raises(Remote, match=code):
            check_text(wrapped)


def test_what_a_person_types_is_normalised_and_no_more() -> None:
    assert clean_text("e\u0301\r\nx\ry") == "é\nx\ny"
    with pytest.raises(Remote, match="text-invisible"):
        clean_text("a\u200bb")


@QUICK
@given(st.binary(max_size=64))
def test_every_spelling_reads_back(data: bytes) -> None:
    assert from_base32(base32(data)) == data
    assert from_base64(base64_text(data)) == data
    assert from_hex(data.hex(), len(data)) == data


@QUICK
@given(st.text(alphabet="ABCabcxyz0189+/=-_ \n七", max_size=20))
def test_no_second_spelling_is_read(text: str) -> None:
    for read, write in ((from_base32, base32), (from_base64, base64_text)):
        try:
            assert write(read(text)) == text
        except Remote as error:
            assert error.code in ("base32-spelling", "base64-spelling")


@pytest.mark.parametrize("text", ["AA==\n", "AB==", "AA=", "AA", "A A=", " AA==", "AA==AA==", "__==", "ＡＡ=="])
def test_bytes_in_a_second_base64_spelling_are_refused(text: str) -> None:
    with pytest.raises(Remote, match="base64-spelling"):
        from_base64(text)


@pytest.mark.parametrize(
    "text", ["", "00", "01", "+1", "-1", " 1", "1 ", "1_0", "1.0", "0x1", "١", "99999999999999999", "1\n"]
)
def test_a_number_has_one_spelling(text: str) -> None:
    with pytest.raises(Remote, match="decimal-spelling"):
        from_decimal(text, 2**53)
    assert from_decimal("0", 0) == 0


def test_a_number_beyond_its_limit_is_refused() -> None:
    with pytest.raises(Remote, match="decimal-too-large"):
        from_decimal("11", 10)


@pytest.mark.parametrize("text", ["AB", "a", "abc", "0g", " ab", "ab\n", "ａb"])
def test_hexadecimal_has_one_spelling(text: str) -> None:
    with pytest.raises(Remote, match="hex-spelling"):
        from_hex(text, 1)
