"""Signed notes: the specification's and Go's own examples, and everything that is not quite a note."""

from __future__ import annotations

import base64

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from hypothesis import given
from hypothesis import strategies as st

from detente.codec.errors import Remote
from detente.codec.limits import MAX_CHECKPOINT
from detente.proof.note import MAX_LINES, Line, key_id, parse, render

# golang.org/x/mod/sumdb/note: the keys and the note of its tests.
PETER = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
ENOCH = "EnochRoot+af0cfe78+ATtqJ7zOtqQtYqOo0CpvDXNlMhV3HeJDpjrASKGLWdop"
TEXT = "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n"
PETER_LINE = (
    "— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n"
)
ENOCH_LINE = (
    "— EnochRoot rwz+eBzmZa0SO3NbfRGzPCpDckykFXSdeX+MNtCOXm2/5n2tiOHp+vAF1aGrQ5ovTG01oOTGwnWLox33WWd1RvMc+QQ=\n"
)
# c2sp.org/signed-note, section Verifier keys.
FOO = "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k"
FOO_NOTE = (
    "This is an example message.\n\n"
    "— example.com/foo "
    "Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=\n"
)
# The note at the head of c2sp.org/signed-note; the text holds an empty line.
POEM = "Ognuno sta solo sul cuor della terra\ntrafitto da un raggio di sole:\n\ned è subito sera.\n"
POEM_LINE = (
    "— quasimodo.example/salvatore "
    "NnugSzTjtVAewIS+Z/iJhUPeFDkO/5QQ2i5ddnGITLlC+EhfLW9oJKONrMouFSQU0xMcXxj99ihAQwaqP3ZekRwNtIc=\n"
)


def verifier(vkey: str) -> tuple[str, str, bytes]:
    name, claimed, encoded = vkey.split("+", 2)
    raw = base64.b64decode(encoded)
    assert raw[0] == 1
    return name, claimed, raw[1:]


@pytest.mark.parametrize(
    ("vkey", "note"),
    [
        (PETER, TEXT + "\n" + PETER_LINE),
        (ENOCH, TEXT + "\n" + ENOCH_LINE),
        (FOO, FOO_NOTE),
    ],
)
def test_published_notes_parse_render_and_verify(vkey: str, note: str) -> None:
    name, claimed, public = verifier(vkey)
    text, (line,) = parse(note.encode())
    assert line.name == name
    assert line.key_id.hex() == claimed == key_id(name, 1, public).hex()
    Ed25519PublicKey.from_public_bytes(public).verify(line.signature, text.encode())
    with pytest.raises(InvalidSignature):
        Ed25519PublicKey.from_public_bytes(public).verify(line.signature, text.encode()[:-1])
    assert render(text, [line]) == note.encode()


def test_two_signers_keep_their_order() -> None:
    for rows in (PETER_LINE + ENOCH_LINE, ENOCH_LINE + PETER_LINE):
        data = f"{TEXT}\n{rows}".encode()
        text, lines = parse(data)
        assert (text, len(lines)) == (TEXT, 2)
        assert render(text, lines) == data


def test_the_text_may_hold_empty_lines_and_letters_of_any_script() -> None:
    data = f"{POEM}\n{POEM_LINE}".encode()
    text, (line,) = parse(data)
    assert text == POEM
    assert line.name == "quasimodo.example/salvatore"
    assert len(line.signature) == 64
    assert render(text, [line]) == data


SIG = PETER_LINE.split(" ")[2].strip()
MALFORMED = {
    "nothing": (b"", "note-form"),
    "no signature": (TEXT.encode(), "note-form"),
    "no signature after the empty line": (f"{TEXT}\n".encode(), "note-form"),
    "no text": (f"\n{PETER_LINE}".encode(), "note-form"),
    "no empty line": (f"{TEXT}{PETER_LINE}".encode(), "note-form"),
    "no last newline": (f"{TEXT}\n{PETER_LINE[:-1]}".encode(), "note-form"),
    "something after the end": (f"{TEXT}\n{PETER_LINE}Unexpected line.\n".encode(), "note-form"),
    "an empty line after the end": (f"{TEXT}\n{PETER_LINE}\n".encode(), "note-form"),
    "two spaces before the name": (f"{TEXT}\n—  PeterNeumann {SIG}\n".encode(), "note-form"),
    "two spaces after the name": (f"{TEXT}\n— PeterNeumann  {SIG}\n".encode(), "note-form"),
    "a space at the end": (f"{TEXT}\n— PeterNeumann {SIG} \n".encode(), "note-form"),
    "a space before the dash": (f"{TEXT}\n — PeterNeumann {SIG}\n".encode(), "note-form"),
    "a space in the name": (f"{TEXT}\n— Bad Name {SIG}\n".encode(), "note-form"),
    "a hyphen for the dash": (f"{TEXT}\n- PeterNeumann {SIG}\n".encode(), "note-form"),
    "an en dash": (f"{TEXT}\n– PeterNeumann {SIG}\n".encode(), "note-form"),
    "no dash": (f"{TEXT}\nPeterNeumann {SIG}\n".encode(), "note-form"),
    "no name": (f"{TEXT}\n— {SIG}\n".encode(), "note-form"),
    "an empty name": (f"{TEXT}\n—  {SIG}\n".encode(), "note-name"),
    "a plus in the name": (f"{TEXT}\n— a+b {SIG}\n".encode(), "note-name"),
    "a no-break space in the name": (f"{TEXT}\n— a\u00a0b {SIG}\n".encode(), "note-name"),
    "a line separator in the name": (f"{TEXT}\n— a\u2028b {SIG}\n".encode(), "note-name"),
    "an ideographic space in the name": (f"{TEXT}\n— a\u3000b {SIG}\n".encode(), "note-name"),
    "a control in the text": (f"\x01{TEXT}\n{PETER_LINE}".encode(), "note-control"),
    "a tab in the text": (f"\t{TEXT}\n{PETER_LINE}".encode(), "note-control"),
    "a DEL in the text": (f"\x7f{TEXT}\n{PETER_LINE}".encode(), "note-control"),
    "a C1 control in the text": (f"\x9b{TEXT}\n{PETER_LINE}".encode(), "note-control"),
    "CRLF": (f"{TEXT}\n{PETER_LINE}".replace("\n", "\r\n").encode(), "note-form"),
    "CRLF in the text": (TEXT.replace("\n", "\r\n").encode() + f"\n{PETER_LINE}".encode(), "note-control"),
    "a carriage return after the signature": (f"{TEXT}\n{PETER_LINE[:-1]}\r\n".encode(), "note-signature"),
    "a control in the name": (f"{TEXT}\n— a\x1bb {SIG}\n".encode(), "note-name"),
    "not UTF-8": (b"\xff" + f"{TEXT}\n{PETER_LINE}".encode(), "note-not-utf8"),
    "an overlong newline": (TEXT.encode() + b"\xc0\x8a" + f"\n{PETER_LINE}".encode(), "note-not-utf8"),
    "a surrogate": (b"\xed\xa0\x80" + f"{TEXT}\n{PETER_LINE}".encode(), "note-not-utf8"),
    "cut base64": (f"{TEXT}\n— PeterNeumann {SIG[:-1]}\n".encode(), "note-signature"),
    "base64 with loose bits": (f"{TEXT}\n— PeterNeumann {SIG[:-2]}N=\n".encode(), "note-signature"),
    "base64 for URLs": (f"{TEXT}\n— PeterNeumann {SIG.replace('/', '_')}\n".encode(), "note-signature"),
    "base64 with other digits": (f"{TEXT}\n— PeterNeumann {SIG[:-2]}é=\n".encode(), "note-signature"),
    "no signature bytes": (f"{TEXT}\n— PeterNeumann x08gow==\n".encode(), "note-signature"),
    "an empty signature": (f"{TEXT}\n— PeterNeumann \n".encode(), "note-signature"),
}


@pytest.mark.parametrize("name", MALFORMED)
def test_what_is_not_quite_a_note_is_refused_by_name(name: str) -> None:
    data, code = MALFORMED[name]
    with pytest.raises(Remote) as caught:
        parse(data)
    assert caught.value.code == code


def test_sixteen_signatures_are_read_and_no_more() -> None:
    assert len(parse(f"{TEXT}\n{PETER_LINE * MAX_LINES}".encode())[1]) == MAX_LINES == 16
    with pytest.raises(Remote, match="note-too-many-lines"):
        parse(f"{TEXT}\n{PETER_LINE * (MAX_LINES + 1)}".encode())


def test_nothing_too_long_is_looked_at() -> None:
    fits = "a" * (MAX_CHECKPOINT - len(PETER_LINE.encode()) - 2) + "\n"
    data = f"{fits}\n{PETER_LINE}".encode()
    assert len(data) == MAX_CHECKPOINT
    assert parse(data)[0] == fits
    with pytest.raises(Remote, match="note-too-large"):
        parse(b"a" + data)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("no newline", Line("a", b"1234", b"s")),
        ("", Line("a", b"1234", b"s")),
        ("a\n", Line("", b"1234", b"s")),
        ("a\n", Line("a b", b"1234", b"s")),
        ("a\n", Line("a\n— b AAAAAAA=\n— c", b"1234", b"s")),
        ("a\n", Line("a", b"123", b"ss")),
        ("a\n", Line("a", b"1234", b"")),
        ("a\ud800\n", Line("a", b"1234", b"s")),
        ("a\x00\n", Line("a", b"1234", b"s")),
    ],
)
def test_what_would_not_be_read_back_is_not_written(text: str, line: Line) -> None:
    with pytest.raises(Remote, match=r"^note-"):
        render(text, [line])
    with pytest.raises(Remote, match=r"^note-"):
        render("a\n", [])


names = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cc", "Zs", "Zl", "Zp"]), min_size=1, max_size=20
).filter(lambda name: "+" not in name and not any(map(str.isspace, name)))
texts = st.text(st.one_of(st.just("\n"), st.characters(codec="utf-8", exclude_categories=["Cc"])), max_size=60)
lines = st.builds(Line, names, st.binary(min_size=4, max_size=4), st.binary(min_size=1, max_size=80))


@given(texts.map(lambda text: text + "\n"), st.lists(lines, min_size=1, max_size=MAX_LINES))
def test_whatever_is_written_is_read_back(text: str, rows: list[Line]) -> None:
    assert parse(render(text, rows)) == (text, tuple(rows))


@given(st.one_of(st.binary(max_size=200), st.text(alphabet="ab\n \u2014+=\u00a0").map(str.encode)))
def test_whatever_is_read_is_written_back_to_the_same_bytes(data: bytes) -> None:
    try:
        text, rows = parse(data)
    except Remote:
        return
    assert render(text, rows) == data


@given(st.integers(0, 8 * len(FOO_NOTE.encode()) - 1))
def test_no_flipped_bit_leaves_the_note_the_same(bit: int) -> None:
    data = bytearray(FOO_NOTE.encode())
    data[bit // 8] ^= 1 << bit % 8
    try:
        text, rows = parse(bytes(data))
    except Remote:
        return
    assert (text, rows) != parse(FOO_NOTE.encode())
    assert render(text, rows) == data
