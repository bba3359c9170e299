"""Heads and checkpoints: one spelling, two signatures, nothing else."""

from __future__ import annotations

import base64
from hashlib import sha256

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.mldsa import MLDSA44PrivateKey
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.codec.cbor import encode
from detente.codec.errors import Local, Remote
from detente.codec.limits import MAX_CHECKPOINT, MAX_LOG
from detente.codec.shape import pack, unpack
from detente.proof import head as heads
from detente.proof import note
from detente.proof.head import (
    Checkpoint,
    Head,
    Place,
    body,
    ed25519_message,
    encode_checkpoint,
    ml_dsa_44_message,
    origin,
    parse_checkpoint,
    parse_origin,
    peek_origin,
)

LINE = sha256(b"line").digest()
EPOCH = sha256(b"epoch").digest()[:16]
ROOT = sha256(b"root").digest()
ORIGIN = origin(LINE, "north", EPOCH)
SIZE = 41
ED = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
ML = MLDSA44PrivateKey.from_seed_bytes(bytes(range(32)))
ED_PUBLIC = ED.public_key().public_bytes_raw()
ML_PUBLIC = ML.public_key().public_bytes_raw()


def checkpoint_of(origin: str, size: int, root: bytes) -> bytes:
    ed_sig = ED.sign(ed25519_message(body(origin, size, root)))
    ml_sig = ML.sign(ml_dsa_44_message(origin, size, root))
    return encode_checkpoint(origin, size, root, ED_PUBLIC, ed_sig, ML_PUBLIC, ml_sig)


DATA = checkpoint_of(ORIGIN, SIZE, ROOT)
PARSED = parse_checkpoint(DATA, ED_PUBLIC, ML_PUBLIC)
TEXT, (ED_LINE, ML_LINE) = note.parse(DATA)


def verify(checkpoint: Checkpoint) -> None:
    """Both signatures, as whoever holds the keys does it."""
    text = body(checkpoint.origin, checkpoint.size, checkpoint.root)
    ED.public_key().verify(checkpoint.ed25519, ed25519_message(text))
    message = ml_dsa_44_message(checkpoint.origin, checkpoint.size, checkpoint.root)
    ML.public_key().verify(checkpoint.ml_dsa_44, message)


def again(checkpoint: Checkpoint) -> bytes:
    c = checkpoint
    return encode_checkpoint(c.origin, c.size, c.root, ED_PUBLIC, c.ed25519, ML_PUBLIC, c.ml_dsa_44)


def test_a_checkpoint_is_three_lines_and_two_signatures() -> None:
    rows = DATA.decode().split("\n")
    assert rows[:4] == [ORIGIN, "41", base64.b64encode(ROOT).decode(), ""]
    assert [row.split(" ")[:2] for row in rows[4:6]] == [["—", ORIGIN]] * 2
    assert rows[6:] == [""]
    ed, ml = (base64.b64decode(row.split(" ")[2]) for row in rows[4:6])
    assert ed[:4] == sha256(ORIGIN.encode() + b"\n\x01" + ED_PUBLIC).digest()[:4]
    assert ml[:4] == sha256(ORIGIN.encode() + b"\n\x06" + ML_PUBLIC).digest()[:4]
    assert (len(ed), len(ml), ml[4:12]) == (4 + 64, 4 + 8 + 2420, bytes(8))


def test_what_was_signed_is_what_is_read() -> None:
    assert Checkpoint(ORIGIN, SIZE, ROOT, ED_LINE.signature, ML_LINE.signature[8:]) == PARSED
    assert PARSED.head() == Head("north", EPOCH, SIZE, ROOT)
    assert peek_origin(DATA) == ORIGIN
    assert again(PARSED) == DATA
    verify(PARSED)


def test_the_signed_bytes_are_those_of_c2sp() -> None:
    assert ed25519_message(TEXT) == f"{ORIGIN}\n41\n{base64.b64encode(ROOT).decode()}\n".encode()
    name = bytes([len(ORIGIN)]) + ORIGIN.encode()
    assert ml_dsa_44_message(ORIGIN, SIZE, ROOT) == (
        b"subtree/v1\n\x00" + name + bytes(8) + name + bytes(8) + (41).to_bytes(8, "big") + ROOT
    )


def test_the_longest_origin_still_fits_its_one_length_byte() -> None:
    longest = origin(LINE, "a" * 32, EPOCH)
    assert len(longest) == 129
    message = ml_dsa_44_message(longest, MAX_LOG, ROOT)
    assert len(message) == 12 + 1 + 129 + 8 + 1 + 129 + 8 + 8 + 32
    assert len(checkpoint_of(longest, MAX_LOG, ROOT)) < MAX_CHECKPOINT


def test_the_published_checkpoint_has_the_same_three_lines() -> None:
    # c2sp.org/tlog-checkpoint and c2sp.org/tlog-cosignature print this; its origin is not one of ours.
    published = (
        "example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n\n"
        "— example.com/behind-the-sofa "
        "Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=\n"
        "— witness.example.com/w1 "
        "jWbPPwAAAABkGFDLEZMHwSRaJNiIDoe9DYn/zXcrtPHeolMI5OWXEhZCB9dlrDJsX3b2oyin1nPZqhf5nNo0xUe+mbIUBkBIfZ+qnA==\n"
    ).encode()
    text, lines = note.parse(published)
    assert note.render(text, lines) == published
    assert [len(line.signature) for line in lines] == [64, 8 + 64]
    assert int.from_bytes(lines[1].signature[:8], "big") == 1679315147
    root = base64.b64decode(text.split("\n")[2])
    assert body(ORIGIN, 20852163, root) == text.replace("example.com/behind-the-sofa", ORIGIN)
    for read in (lambda: peek_origin(published), lambda: parse_checkpoint(published, ED_PUBLIC, ML_PUBLIC)):
        with pytest.raises(Remote, match="head-origin"):
            read()


def test_an_origin_names_one_line_one_party_and_one_epoch() -> None:
    assert parse_origin(ORIGIN) == (LINE, "north", EPOCH)
    assert f"detente.v1/{base64.b32encode(LINE).decode().rstrip('=').lower()}/north/{EPOCH.hex()}" == ORIGIN


@pytest.mark.parametrize(
    "text",
    [
        "",
        ORIGIN + "\n",
        ORIGIN + "/",
        " " + ORIGIN,
        ORIGIN.upper(),
        ORIGIN.replace("v1", "v2"),
        ORIGIN.replace("north", ""),
        ORIGIN.replace("north", "North"),
        ORIGIN.replace("north", "n" * 33),
        ORIGIN.replace("north", "no/rth"),
        ORIGIN.replace("north", "n\u043erth"),
        ORIGIN[:-1],
        ORIGIN[:-1] + "g",
        ORIGIN[:-32] + EPOCH.hex().upper(),
        ORIGIN[:62] + ORIGIN[63:],
        ORIGIN[:62] + chr(ord(ORIGIN[62]) + 1) + ORIGIN[63:],  # a bit that base32 does not use
        ORIGIN[:20] + "1" + ORIGIN[21:],
    ],
)
def test_an_origin_has_one_spelling(text: str) -> None:
    with pytest.raises(Remote, match="head-origin"):
        parse_origin(text)


def test_only_what_can_be_read_back_is_signed() -> None:
    for line, party, epoch in (
        (LINE[:31], "a", EPOCH),
        (LINE, "A", EPOCH),
        (LINE, "a", EPOCH + b"x"),
        (LINE, "", EPOCH),
    ):
        with pytest.raises(Local, match="head-origin"):
            origin(line, party, epoch)
    for signable in (body, ml_dsa_44_message):
        for size in (0, -1, MAX_LOG + 1):
            with pytest.raises(Local, match="head-size"):
                signable(ORIGIN, size, ROOT)
        with pytest.raises(Local, match="head-root"):
            signable(ORIGIN, 1, ROOT[:31])
        with pytest.raises(Remote, match="head-origin"):
            signable("example.com", 1, ROOT)
    c = PARSED
    for ed_public, ed, ml_public, ml, code in (
        (ED_PUBLIC[:31], c.ed25519, ML_PUBLIC, c.ml_dsa_44, "head-key-size"),
        (ED_PUBLIC, c.ed25519, ML_PUBLIC[:-1], c.ml_dsa_44, "head-key-size"),
        (ED_PUBLIC, c.ed25519[:-1], ML_PUBLIC, c.ml_dsa_44, "head-signature-size"),
        (ED_PUBLIC, c.ed25519, ML_PUBLIC, c.ml_dsa_44 + b"x", "head-signature-size"),
    ):
        with pytest.raises(Local, match=code):
            encode_checkpoint(c.origin, c.size, c.root, ed_public, ed, ml_public, ml)


def refused(text: str, lines: list[note.Line], code: str) -> None:
    with pytest.raises(Remote) as caught:
        parse_checkpoint(note.render(text, lines), ED_PUBLIC, ML_PUBLIC)
    assert caught.value.code == code


BODY = TEXT.split("\n")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (TEXT + "an extension line\n", "head-body"),
        (TEXT + "\n", "head-body"),
        ("\n" + TEXT, "head-body"),
        (f"{BODY[0]}\n{BODY[1]}\n", "head-body"),
        (TEXT.replace("north", "North"), "head-origin"),
        (TEXT.replace("\n41\n", "\n041\n"), "head-size"),
        (TEXT.replace("\n41\n", "\n+41\n"), "head-size"),
        (TEXT.replace("\n41\n", "\n 41\n"), "head-size"),
        (TEXT.replace("\n41\n", "\n4_1\n"), "head-size"),
        (TEXT.replace("\n41\n", "\n٤١\n"), "head-size"),
        (TEXT.replace("\n41\n", "\n\n"), "head-size"),
        (TEXT.replace("\n41\n", "\n0\n"), "head-size"),
        (TEXT.replace("\n41\n", f"\n{MAX_LOG + 1}\n"), "head-size"),
        (TEXT.replace(BODY[2], BODY[2][:-1]), "head-root"),
        (TEXT.replace(BODY[2], base64.b64encode(ROOT[:31]).decode()), "head-root"),
        (TEXT.replace(BODY[2], base64.b64encode(ROOT + b"x").decode()), "head-root"),
        (TEXT.replace(BODY[2], BODY[2][:-2] + chr(ord(BODY[2][-2]) + 1) + "="), "head-root"),
        (TEXT.replace(BODY[2], ROOT.hex()), "head-root"),
        (TEXT.replace(BODY[2], ""), "head-root"),
    ],
)
def test_a_body_has_one_spelling_and_no_extension_line(text: str, code: str) -> None:
    refused(text, [ED_LINE, ML_LINE], code)


def test_both_signatures_stand_in_order_and_nothing_beside_them() -> None:
    refused(TEXT, [ED_LINE], "head-lines")
    refused(TEXT, [ML_LINE], "head-lines")
    refused(TEXT, [ED_LINE, ML_LINE, ML_LINE], "head-lines")
    refused(TEXT, [ED_LINE, ML_LINE, note.Line("witness.example", b"1234", bytes(72))], "head-lines")
    refused(TEXT, [ED_LINE, note.Line("another.name", ML_LINE.key_id, ML_LINE.signature)], "head-lines")
    refused(TEXT, [note.Line("another.name", ED_LINE.key_id, ED_LINE.signature), ML_LINE], "head-lines")
    refused(TEXT, [ML_LINE, ED_LINE], "head-key")
    refused(TEXT, [ED_LINE, ED_LINE], "head-key")
    refused(TEXT, [ML_LINE, ML_LINE], "head-key")


def test_lines_of_other_keys_types_lengths_or_times_are_refused() -> None:
    def ed(key_id: bytes = ED_LINE.key_id, signature: bytes = ED_LINE.signature) -> note.Line:
        return note.Line(ORIGIN, key_id, signature)

    def ml(key_id: bytes = ML_LINE.key_id, signature: bytes = ML_LINE.signature) -> note.Line:
        return note.Line(ORIGIN, key_id, signature)

    refused(TEXT, [ed(b"\0" + ED_LINE.key_id[1:]), ML_LINE], "head-key")
    refused(TEXT, [ed(note.key_id(ORIGIN, 0x04, ED_PUBLIC)), ML_LINE], "head-key")
    refused(TEXT, [ED_LINE, ml(note.key_id(ORIGIN, 0x01, ML_PUBLIC))], "head-key")
    refused(TEXT, [ed(signature=ED_LINE.signature[:-1]), ML_LINE], "head-signature")
    refused(TEXT, [ed(signature=ED_LINE.signature + b"x"), ML_LINE], "head-signature")
    refused(TEXT, [ED_LINE, ml(signature=ML_LINE.signature[8:])], "head-signature")
    refused(TEXT, [ED_LINE, ml(signature=ML_LINE.signature + b"x")], "head-signature")
    refused(TEXT, [ED_LINE, ml(signature=bytes(7) + b"\x01" + ML_LINE.signature[8:])], "head-time")
    refused(TEXT, [ED_LINE, ml(signature=b"\x80" + ML_LINE.signature[1:])], "head-time")
    other = Ed25519PrivateKey.from_private_bytes(bytes(32)).public_key().public_bytes_raw()
    with pytest.raises(Remote, match="head-key"):
        parse_checkpoint(DATA, other, ML_PUBLIC)
    with pytest.raises(Local, match="head-key-size"):
        parse_checkpoint(DATA, ED_PUBLIC[:-1], ML_PUBLIC)


def test_the_head_of_one_party_is_never_taken_for_that_of_another() -> None:
    south = origin(LINE, "south", EPOCH)
    refused(TEXT.replace(ORIGIN, south), [ED_LINE, ML_LINE], "head-lines")
    renamed = [note.Line(south, line.key_id, line.signature) for line in (ED_LINE, ML_LINE)]
    refused(TEXT.replace(ORIGIN, south), renamed, "head-key")
    keyed = encode_checkpoint(south, SIZE, ROOT, ED_PUBLIC, PARSED.ed25519, ML_PUBLIC, PARSED.ml_dsa_44)
    with pytest.raises(InvalidSignature):
        verify(parse_checkpoint(keyed, ED_PUBLIC, ML_PUBLIC))


def test_a_signature_under_either_key_covers_origin_size_and_root() -> None:
    south = origin(LINE, "south", EPOCH)
    for changed in ((south, SIZE, ROOT), (ORIGIN, SIZE + 1, ROOT), (ORIGIN, SIZE, ROOT[::-1])):
        with pytest.raises(InvalidSignature):
            ED.public_key().verify(PARSED.ed25519, ed25519_message(body(*changed)))
        with pytest.raises(InvalidSignature):
            ML.public_key().verify(PARSED.ml_dsa_44, ml_dsa_44_message(*changed))


def test_no_flipped_bit_leaves_an_equal_checkpoint() -> None:
    accepted = 0
    for at in range(len(DATA)):
        for bit in range(8):
            flipped = bytearray(DATA)
            flipped[at] ^= 1 << bit
            try:
                parsed = parse_checkpoint(bytes(flipped), ED_PUBLIC, ML_PUBLIC)
            except Remote:
                continue
            accepted += 1
            # What parses says something else, in size, root or a signature, and is its own bytes again.
            assert parsed != PARSED
            assert parsed.origin == ORIGIN
            if accepted % 32 == 0:
                assert again(parsed) == flipped
    assert accepted > 0


@settings(max_examples=50)
@given(st.data())
def test_a_flipped_bit_that_parses_does_not_verify(data: st.DataObject) -> None:
    flipped = bytearray(DATA)
    at = data.draw(st.integers(len(ORIGIN), len(DATA) - 1))
    flipped[at] ^= 1 << data.draw(st.integers(0, 7))
    try:
        parsed = parse_checkpoint(bytes(flipped), ED_PUBLIC, ML_PUBLIC)
    except Remote:
        return
    with pytest.raises(InvalidSignature):
        verify(parsed)


@settings(max_examples=50)
@given(
    st.binary(min_size=32, max_size=32),
    st.from_regex(r"[a-z0-9-]{1,32}", fullmatch=True),
    st.binary(min_size=16, max_size=16),
    st.integers(1, MAX_LOG),
    st.binary(min_size=32, max_size=32),
    st.binary(min_size=64, max_size=64),
    st.binary(min_size=1, max_size=2420).map(lambda part: part.ljust(2420, b"\xa5")),
)
def test_whatever_is_written_is_read_back(
    line: bytes, party: str, epoch: bytes, size: int, root: bytes, ed: bytes, ml: bytes
) -> None:
    where = origin(line, party, epoch)
    assert parse_origin(where) == (line, party, epoch)
    data = encode_checkpoint(where, size, root, ED_PUBLIC, ed, ML_PUBLIC, ml)
    parsed = parse_checkpoint(data, ED_PUBLIC, ML_PUBLIC)
    assert parsed == Checkpoint(where, size, root, ed, ml)
    assert again(parsed) == data
    assert peek_origin(data) == where


def test_a_head_and_a_place_are_rows() -> None:
    head, place = Head("north", EPOCH, 3, ROOT), Place("north", EPOCH, 0)
    assert pack(head) == encode(["north", EPOCH, 3, ROOT])
    assert pack(place) == encode(["north", EPOCH, 0])
    assert unpack(Head, pack(head), 200) == head
    assert unpack(Place, pack(place), 200) == place
    for bad in (
        ["north", EPOCH, 0, ROOT],
        ["north", EPOCH, 3],
        ["north", EPOCH, 3, ROOT, 1],
        ["N", EPOCH, 3, ROOT],
    ):
        with pytest.raises(Remote, match="shape"):
            unpack(Head, encode(bad), 200)


def test_peeking_trusts_no_key_but_still_reads_strictly() -> None:
    forged = note.render(TEXT, [note.Line("anyone", b"1234", b"s")])
    assert peek_origin(forged) == ORIGIN
    with pytest.raises(Remote, match="head-body"):
        peek_origin(note.render(TEXT + "extension\n", [ED_LINE, ML_LINE]))
    with pytest.raises(Remote, match="note-form"):
        peek_origin(TEXT.encode())
    assert heads.ED25519_TYPE == 1
    assert heads.ML_DSA_44_TYPE == 6
