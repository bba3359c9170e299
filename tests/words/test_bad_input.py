"""What comes in is refused with a code and a place, or kept as one's own reading; nothing of either side is lost."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from detente.codec.errors import DetenteError
from detente.vocabulary import current
from detente.words.forms import FORMS
from detente.words.scheme import Scheme, ordered, scheme_of
from detente.words.taking import judge, not_taken

BASE = scheme_of(current())
SMALL = msgspec.structs.replace(BASE, words=BASE.words[:3], sources=BASE.sources[:2])
CODE = SMALL.words[1].code


def code_of(form: str, data: bytes) -> tuple[str, dict[str, object]]:
    with pytest.raises(DetenteError) as raised:
        FORMS[form].read(data)
    return raised.value.code, raised.value.values


def table(change: Callable[[list[dict[str, str]]], None]) -> bytes:
    rows = list(csv.DictReader(io.StringIO(FORMS["csv"].write(SMALL).decode("utf-8-sig"), newline="")))
    change(rows)
    held = io.StringIO(newline="")
    writer = csv.DictWriter(held, list(rows[0]))
    writer.writeheader()
    writer.writerows(rows)
    return held.getvalue().encode()


def of(rows: list[dict[str, str]], code: str = CODE) -> dict[str, str]:
    [row] = [row for row in rows if row["row"] == "word" and row["code"] == code]
    return row


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda rows: of(rows).update(en="人工智能失控"), "words-language"),
        (lambda rows: of(rows).update(zh="Loss of control"), "words-language"),
        (lambda rows: of(rows).update(define_en="人类已无法可靠地指挥系统"), "words-language"),
        (lambda rows: rows.append(dict(of(rows))), "words-duplicate"),
        (lambda rows: of(rows).update(en="=HYPERLINK(1)"), "words-formula"),
        (lambda rows: of(rows).update(note_en="@SUM(A1)"), "words-formula"),
        (lambda rows: of(rows).update(define_en="x" * 20_001), "words-cell-too-long"),
        (lambda rows: of(rows).update(define_zh=""), "words-empty"),
        (lambda rows: of(rows).update(code="Not A Code"), "words-code"),
        (lambda rows: of(rows).update(status="maybe"), "words-shape"),
        (lambda rows: of(rows).update(en="invisible\u200btext"), "text-invisible"),
        (lambda rows: of(rows).update(row="thing"), "words-row-kind"),
        (
            lambda rows: rows.append(dict.fromkeys(rows[0], "") | {"row": "match", "of": "gone", "relation": "none"}),
            "words-no-word",
        ),
        (lambda rows: rows.__delitem__(slice(1, None)), "words-none"),
    ],
)
def test_a_table_with_a_mistake_is_refused_with_its_place(
    change: Callable[[list[dict[str, str]]], None], code: str
) -> None:
    found, values = code_of("csv", table(change))
    assert found == code
    assert code == "words-none" or {"row", "word"} & set(values), values


@pytest.mark.parametrize("form", sorted(FORMS))
def test_other_encodings_huge_files_and_rubbish_are_refused(form: str) -> None:
    good = FORMS[form].write(SMALL).removeprefix(b"\xef\xbb\xbf").decode()
    found, values = code_of(form, good.encode("gb18030"))
    assert found == "words-encoding" and values["looks"] == "GB18030"
    assert code_of(form, good.encode("utf-16"))[0] == "words-encoding"
    assert code_of(form, good.encode() + b" " * (8 * 1024 * 1024))[0] == "words-too-large"
    for rubbish in (b"", b"{", b"\x00" * 40, b"<<<>>>", b'"' * 11, b"[[[[" * 5000):
        assert code_of(form, rubbish)[0].startswith("words-")
    assert code_of(form, good[: len(good) // 2].encode())[0].startswith("words-")


@pytest.mark.parametrize("form", sorted(FORMS))
def test_a_definition_of_ten_megabytes_is_refused_before_it_is_worked_on(form: str) -> None:
    word = msgspec.structs.replace(SMALL.words[0], define_en="a " * 5_000_000)
    huge = FORMS[form].write(msgspec.structs.replace(SMALL, words=(word,)))
    assert len(huge) > 10_000_000 and code_of(form, huge)[0] == "words-too-large"


@pytest.mark.parametrize("form", sorted(FORMS))
@given(data=st.data())
@settings(max_examples=80, deadline=None, suppress_health_check=list(HealthCheck))
def test_a_changed_byte_is_read_as_another_scheme_or_refused_with_a_code(form: str, data: st.DataObject) -> None:
    spoiled = bytearray(FORMS[form].write(SMALL))
    at = data.draw(st.integers(0, len(spoiled) - 1))
    spoiled[at] = data.draw(st.integers(0, 255))
    try:
        assert isinstance(FORMS[form].read(bytes(spoiled)), Scheme)
    except DetenteError as error:
        assert error.code.startswith(("words-", "text-"))


@pytest.mark.parametrize(
    "context",
    [
        '"http://example.invalid/context"',
        '["http://example.invalid/context"]',
        '{"@import": "http://example.invalid/context"}',
    ],
)
def test_nothing_is_fetched_to_read_json_ld(context: str, monkeypatch: pytest.MonkeyPatch) -> None:
    import socket

    def never(*_: object, **__: object) -> None:
        raise AssertionError("a socket was opened")

    monkeypatch.setattr(socket.socket, "connect", never)
    for text in (f'{{"@context": {context}, "@graph": []}}', f'{{"@graph": [{{"x": {{"@context": {context}}}}}]}}'):
        assert code_of("skos-xl-jsonld", text.encode())[0] == "words-remote-context"


def test_no_document_type_and_no_other_dialect_of_tbx_is_read() -> None:
    good = FORMS["tbx"].write(SMALL).decode()
    entity = good.replace("<tbx ", '<!DOCTYPE tbx [<!ENTITY a SYSTEM "file:///etc/passwd">]>\n<tbx ', 1)
    assert code_of("tbx", entity.encode())[0] == "words-doctype"
    assert code_of("tbx", good.replace('style="dca"', 'style="dct"').encode())[0] == "words-tbx-dialect"
    assert code_of("tbx", good.replace('encoding="UTF-8"', 'encoding="GB2312"').encode())[0] == "words-encoding"


def changed(code: str, **fields: str) -> Scheme:
    words = tuple(msgspec.structs.replace(w, **fields) if w.code == code else w for w in BASE.words)
    return ordered(msgspec.structs.replace(BASE, words=words))


def test_an_agreed_word_is_never_changed_by_a_file_and_a_word_in_use_never_retired() -> None:
    for fields in ({"en": "Another label"}, {"define_zh": "另一定义"}, {"area": "B"}):
        [bad] = not_taken(judge(BASE, changed("loss-of-control", **fields), agreed={"loss-of-control"}))
        assert (bad.code, bad.refused) == ("loss-of-control", "words-agreed")
        assert not not_taken(judge(BASE, changed("loss-of-control", **fields), agreed={"security"}))
    retired = changed("loss-of-control", status="retired", reason="replaced", replaced_by="shutdown-resistance")
    assert [one.refused for one in not_taken(judge(BASE, retired, in_use={"loss-of-control"}))] == ["words-in-use"]
    assert [one.refused for one in not_taken(judge(BASE, retired, agreed={"loss-of-control"}))] == ["words-agreed"]
    assert not not_taken(judge(BASE, retired))


def test_a_word_that_is_not_in_a_file_is_not_taken_away() -> None:
    less = msgspec.structs.replace(BASE, words=BASE.words[1:])
    kinds = {one.code: one.kind for one in judge(BASE, less, agreed={word.code for word in BASE.words})}
    assert kinds.pop(BASE.words[0].code) == "missing" and set(kinds.values()) == {"same"}
    assert not not_taken(judge(BASE, less, agreed={word.code for word in BASE.words}))
    note = judge(BASE, changed("security", note_en="Another note."), agreed={"security"})
    assert {one.kind for one in note} == {"same", "beside"} and not not_taken(note)
