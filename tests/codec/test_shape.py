"""Structures: read strictly, so that what is read packs to the bytes it came from."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.codec.cbor import encode
from detente.codec.errors import Damaged, Remote
from detente.codec.shape import pack, read, to_plain, unpack
from detente.line.shapes import Cannot, Content, Entry, Payload, Said
from detente.proof.head import Head, Place

SAID = {
    "role": "said",
    "i": 3,
    "n": 1,
    "at": 5,
    "what": bytes(32),
    "cred": bytes(32),
    "seen": [["otter", bytes(16), 1, bytes(32)]],
}
HEARD = {"role": "heard", "i": 3, "at": 5, "from": ["otter", bytes(16), 1], "what": bytes(32), "verdict": "accepted"}
EPOCH = {"role": "epoch", "i": 0, "at": 5, "reason": "founded", "reported": []}


@pytest.mark.parametrize(
    "entry", [SAID, HEARD, EPOCH, HEARD | {"has": bytes(32), "reason": "body"}], ids=lambda e: e["role"]
)
def test_an_entry_packs_to_the_bytes_it_came_from(entry: dict[str, Any]) -> None:
    assert to_plain(read(Entry, entry)) == entry  # type: ignore[arg-type]
    assert pack(read(Entry, entry)) == encode(entry)  # type: ignore[arg-type]


BENT: dict[str, tuple[Any, Any]] = {
    "a field too many": (Said, SAID | {"x": 1}),
    "a field missing": (Said, {k: v for k, v in SAID.items() if k != "cred"}),
    "another role": (Said, SAID | {"role": "heard"}),
    "no role": (Said, {k: v for k, v in SAID.items() if k != "role"}),
    "true for one": (Said, SAID | {"i": True}),
    "one as text": (Said, SAID | {"i": "1"}),
    "a negative index": (Said, SAID | {"i": -1}),
    "an index beyond any log": (Said, SAID | {"i": 2**40 + 1}),
    "a digest as text": (Said, SAID | {"what": "x" * 32}),
    "a digest too short": (Said, SAID | {"what": bytes(31)}),
    "a digest too long": (Said, SAID | {"what": bytes(33)}),
    "a null": (Said, SAID | {"seen": None}),
    "a map for a row": (Said, SAID | {"seen": [{"party": "otter"}]}),
    "a row too short": (Head, ["otter", bytes(16), 1]),
    "a row too long": (Head, ["otter", bytes(16), 1, bytes(32), 0]),
    "a head of size zero": (Head, ["otter", bytes(16), 0, bytes(32)]),
    "a party with a newline": (Place, ["otter\n", bytes(16), 1]),
    "a party with a dot": (Place, ["otter.", bytes(16), 1]),
    "an empty party": (Place, ["", bytes(16), 1]),
    "a reason in prose": (Cannot, [bytes(32), "It is gone."]),
    "an array for a map": (Content, []),
    "bytes": (Payload, b""),
    "nothing": (Payload, None),
}


@pytest.mark.parametrize("attack", BENT)
def test_what_is_not_exactly_the_shape_is_refused(attack: str) -> None:
    kind, plain = BENT[attack]
    with pytest.raises(Remote, match="shape"):
        read(kind, plain)


@settings(max_examples=100, deadline=None, derandomize=True, database=None)
@given(
    st.dictionaries(
        st.sampled_from([*SAID, "extra"]), st.none() | st.integers() | st.binary(max_size=40) | st.text(max_size=9)
    )
)
def test_whatever_is_read_packs_to_the_same(changes: dict[str, Any]) -> None:
    plain = SAID | changes
    try:
        value = read(Said, plain)
    except Remote:
        return
    assert to_plain(value) == plain


def test_an_absent_field_has_one_spelling() -> None:
    with pytest.raises(Remote, match="shape"):
        read(Entry, HEARD | {"has": None})  # type: ignore[arg-type]
    with pytest.raises(Remote, match="shape"):
        read(Entry, EPOCH | {"follows": None})  # type: ignore[arg-type]


def test_bytes_that_are_no_structure_are_damaged_or_refused() -> None:
    with pytest.raises(Damaged):
        unpack(Said, b"\xff", 100)
    with pytest.raises(Remote, match="cbor-not-canonical"):
        unpack(Said, b"\x18\x01", 100)
    with pytest.raises(Remote, match="too-large"):
        unpack(Said, encode(SAID), 10)
