"""One side's answers to cards: one encoding of each sheet, read back exactly, and nothing else is read."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.cards.card import SOON, TELL, UNDECIDED
from detente.cards.sheet import MOST, MOST_NOTE, Answer, Sheet, read_sheet, sheet_bytes, sheet_of
from detente.codec.cbor import decode, encode
from detente.codec.errors import DetenteError, Remote
from detente.codec.text import check_text
from detente.vocabulary import current


def sayable(text: str) -> bool:
    try:
        check_text(text)
    except Remote:
        return False
    return bool(text.strip())


NOTES = st.text(min_size=1, max_size=200).filter(sayable)
IDS = st.from_regex(r"[a-z0-9]{1,8}(-[a-z0-9]{1,8}){0,3}", fullmatch=True)
ANSWERS = st.builds(
    Answer,
    card=st.binary(min_size=32, max_size=32),
    tell=st.sampled_from([*TELL, UNDECIDED]),
    class_=st.none() | st.sampled_from(sorted(current().concepts)),
    soon=st.none() | st.sampled_from(SOON),
    note=st.none() | NOTES,
)
SHEETS = st.builds(
    sheet_of,
    st.sampled_from(["heron", "otter"]),
    st.sampled_from(["en", "zh"]),
    st.just(current().digest),
    st.dictionaries(IDS, ANSWERS, max_size=14),
)


@given(SHEETS)
@settings(max_examples=40, deadline=None)
def test_a_sheet_is_read_back_exactly_and_has_one_encoding(sheet: Sheet) -> None:
    data = sheet_bytes(sheet)
    assert read_sheet(data) == sheet
    assert sheet_bytes(read_sheet(data)) == data


@given(SHEETS.filter(lambda sheet: bool(sheet.answers)), st.data())
@settings(max_examples=40, deadline=None)
def test_a_flipped_bit_never_gives_the_same_sheet_and_never_an_untyped_error(sheet: Sheet, draw: st.DataObject) -> None:
    data = bytearray(sheet_bytes(sheet))
    at = draw.draw(st.integers(0, len(data) - 1))
    data[at] ^= 1 << draw.draw(st.integers(0, 7))
    try:
        found = read_sheet(bytes(data))
    except DetenteError:
        return
    assert found != sheet and sheet_bytes(found) == bytes(data)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"v": 2}, "shape"),
        ({"sheet": "words"}, "shape"),
        ({"party": "Heron Office"}, "shape"),
        ({"extra": 1}, "shape"),
        ({"answers": {"a-copies": {"card": bytes(31), "tell": "notice"}}}, "shape"),
        ({"answers": {"a-copies": {"card": bytes(32), "tell": "maybe"}}}, "shape"),
        ({"answers": {"a-copies": {"card": bytes(32), "tell": "no", "soon": None}}}, "shape"),
        ({"answers": {"a-copies": {"card": bytes(32), "tell": "no", "note": " "}}}, "shape"),
        ({"answers": {f"c-{n}": {"card": bytes(32), "tell": "no"} for n in range(65)}}, "sheet-too-large"),
    ],
)
def test_what_is_not_a_sheet_is_refused_with_a_reason(change: dict[str, object], code: str) -> None:
    good = decode(sheet_bytes(sheet_of("heron", "en", current().digest, {})), MOST)
    with pytest.raises(Remote) as raised:
        read_sheet(encode(good | change))
    assert raised.value.code == code


def test_a_sheet_too_long_for_one_message_is_refused_before_it_is_written() -> None:
    answers = {f"c-{n}": Answer(card=bytes(32), tell="no", note="密" * MOST_NOTE) for n in range(60)}
    with pytest.raises(Remote) as raised:
        sheet_bytes(sheet_of("heron", "zh", current().digest, answers))
    assert raised.value.code == "sheet-too-large"
    with pytest.raises(Remote) as raised:
        read_sheet(b"\x00" * (MOST + 1))
    assert raised.value.code == "too-large"
