"""A translation made by the reader stands beside the message here, names its makers, and is no part of the record."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from detente.codec.errors import DetenteError, Local
from detente.codec.limits import MAX_TEXT
from detente.locale.render import render
from detente.locale.translations import working_title
from detente.node import audit, backup, records, translating
from detente.node.node import Node
from detente.node.say import say
from detente.store.sqlite import Store
from detente.vocabulary import current
from support import acknowledge, exchange, notify

READING = "示例：一段简述，仅为我方译文。"


@pytest.fixture
def received(heron: Node, otter: Node) -> dict[str, Any]:
    """otter's row of a notice in English by heron."""
    kept = notify(heron)
    exchange(heron, otter)
    return read(otter, kept.what)


def named(row: dict[str, Any]) -> Any:
    """A message as `acknowledge` wants it named."""
    return SimpleNamespace(what=row["what"])


def read(node: Node, what: bytes) -> dict[str, Any]:
    line = node.line()
    [row] = [item for item in records.queue(node, line) if item["what"] == what]
    return records.message(node, line, row)


def test_a_translation_stands_beside_the_message_and_names_who_made_and_checked_it(
    otter: Node, received: dict[str, Any]
) -> None:
    assert received["working"] == []
    translating.keep(otter, otter.line(), received, READING + "\r\n", "person", "译审处")
    [kept] = read(otter, received["what"])["working"]
    at = kept.pop("at")
    assert received["heard_at"] < at < otter.now()
    assert kept == {"language": "zh", "text": READING, "made_by": "person", "checked_by": "译审处"}
    kept["at"] = at
    english, chinese = working_title(kept, "en"), working_title(kept, "zh")
    for said in (
        "Working translation into Chinese",
        "by a person",
        "checked against the original by 译审处",
        "no part of",
    ):
        assert said in english
    for said in ("中文工作译文", "人工翻译", "经 译审处 对照原文审核", "以原文为准"):
        assert said in chinese


def test_a_later_translation_takes_the_place_of_an_earlier(otter: Node, received: dict[str, Any]) -> None:
    translating.keep(otter, otter.line(), received, "示例：机器草稿。", "machine", None)
    [draft] = read(otter, received["what"])["working"]
    assert "not checked by anybody" in working_title(draft, "en") and "未经审核" in working_title(draft, "zh")
    translating.keep(otter, otter.line(), received, READING, "machine", "Language Unit")
    [kept] = read(otter, received["what"])["working"]
    assert (kept["text"], kept["checked_by"]) == (READING, "Language Unit")


def test_a_translation_never_leaves_with_the_record(heron: Node, otter: Node, received: dict[str, Any]) -> None:
    line = otter.line()
    head, before = line.own.head(), otter.export(line)
    translating.keep(otter, line, received, READING, "person", None)
    assert line.own.head() == head, "nothing was said"
    assert otter.export(line) == before
    acknowledge(otter, named(received))
    exchange(otter, heron)
    exchange(heron, otter)
    assert read(heron, received["what"])["working"] == []
    for path in sorted(heron.home.path.glob("detente.db*")):
        assert READING.encode() not in path.read_bytes()


def test_a_translation_outlives_the_lists_and_the_process(
    otter: Node, received: dict[str, Any], opened: Callable[..., Node], tmp_path: Path
) -> None:
    translating.keep(otter, otter.line(), received, READING, "person", None)
    audit.rebuild(otter, otter.line())
    home = otter.home
    (tmp_path / "kept").write_bytes(b"".join(backup.sealed(home, bytes(20))))
    otter.close()
    restored = backup.restore(tmp_path / "kept", tmp_path / "again", bytes(20))
    assert restored is not None
    with closing(Store(tmp_path / "again" / "detente.db", create=False)) as store:
        [line] = store.lines()
        assert [kept["text"] for kept in store.working(line["id"], received["what"])] == [READING]
    again = opened(home)
    assert [kept["text"] for kept in read(again, received["what"])["working"]] == [READING]


@pytest.mark.parametrize(
    ("text", "made_by", "checked_by", "code"),
    [
        (" \n ", "person", None, "translate-empty"),
        (READING, "somebody", None, "translate-by"),
        (READING, "person", "", "translate-office"),
        (READING, "person", "a\nb", "translate-office"),
        (READING, "person", "x" * 101, "translate-office"),
        (READING + "\u202e", "person", None, "draft-character"),
        (READING, "person", "Unit\u200b", "draft-character"),
        ("This is still English.", "person", None, "draft-language"),
        ("字" * (MAX_TEXT // 3 + 1), "person", None, "text-too-long"),
        ("\ud800", "person", None, "text-surrogate"),
    ],
)
def test_what_cannot_be_kept_is_named_and_changes_nothing(
    otter: Node, received: dict[str, Any], text: str, made_by: str, checked_by: str | None, code: str
) -> None:
    translating.keep(otter, otter.line(), received, READING, "person", None)
    with pytest.raises(Local, match=code) as refused:
        translating.keep(otter, otter.line(), received, text, made_by, checked_by)
    assert refused.value.code == code
    assert [kept["text"] for kept in read(otter, received["what"])["working"]] == [READING]


def test_a_message_without_prose_has_nothing_to_translate(heron: Node, otter: Node, received: dict[str, Any]) -> None:
    acknowledge(otter, named(received))
    exchange(otter, heron)
    [row] = [item for item in records.queue(heron, heron.line()) if item["kind"] == "acknowledgement"]
    with pytest.raises(Local, match="translate-nothing"):
        translating.keep(heron, heron.line(), records.message(heron, heron.line(), row), READING, "person", None)


# -- the command of this office


def drafted(program: str, seconds: float = 20.0, text: str = "One.\n\nTwo.") -> str:
    return asyncio.run(translating.draft([sys.executable, "-c", program], "en", text, seconds))


def test_the_command_is_given_the_text_and_both_languages_and_answers_with_text() -> None:
    program = (
        "import json, sys; given = json.load(sys.stdin); assert given['v'] == 1;"
        "sys.stdout.buffer.write(f\"{given['from']}>{given['to']}: {given['text']} 译文\".encode())"
    )
    assert drafted(program) == "en>zh: One.\n\nTwo. 译文"


def test_the_command_is_given_nothing_else_of_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DETENTE_HOME", "somewhere")
    assert drafted("import os, sys; print([n for n in os.environ if n.startswith('DETENTE')])").strip() == "[]"


def test_a_command_that_answers_before_it_reads_is_not_waited_for_in_vain() -> None:
    text = "x" * MAX_TEXT
    assert drafted("import sys; print('译文' * 10000); sys.stdin.close()", text=text).startswith("译文")


@pytest.mark.parametrize(
    ("program", "seconds", "code"),
    [
        ("import sys; sys.exit(3)", 20.0, "translate-command"),
        ("import time; time.sleep(600)", 0.3, "translate-time"),
        ("import sys; sys.stdout.buffer.write(b'\\xff\\xfe')", 20.0, "translate-not-text"),
        (f"print('x' * {2 * MAX_TEXT}); import time; time.sleep(600)", 20.0, "text-too-long"),
    ],
)
def test_a_command_that_fails_is_stopped_and_named(program: str, seconds: float, code: str) -> None:
    with pytest.raises(Local) as refused:
        drafted(program, seconds)
    assert refused.value.code == code


def test_a_command_that_is_not_there_is_named() -> None:
    with pytest.raises(Local, match="translate-not-started"):
        asyncio.run(translating.draft(["/no/such/program"], "en", "One."))


# -- the author's own translation


def test_a_courtesy_translation_says_whose_it_is_and_that_the_original_prevails() -> None:
    message = {
        "kind": "informal-contact",
        "party": "heron",
        "reference": "heron-2",
        "spoken": "H2-0002",
        "ours": False,
        "said_at": 0,
        "heard_at": 0,
        "re": [],
        "content": {"vocab": current().digest, "context": "live", "wanted": 0},
        "sections": {
            "prose": {"language": "en", "plain": "The original."},
            "courtesy": {"language": "zh", "plain": "译文。", "by": "machine"},
        },
    }
    english = {part.title: part.rows for part in render(message, {}, "en")}
    [title] = [title for title in english if "Courtesy" in title]
    assert "into Chinese" in title and "a machine" in title and "the original prevails" in title
    assert [value for _, value in english[title]] == ["译文。"]
    [original] = [title for title in english if "as written by its author, in English" in title]
    assert [value for _, value in english[original]] == ["The original."]
    [chinese] = [part.title for part in render(message, {}, "zh") if "译文" in part.title]
    assert "机器翻译" in chinese and "以原文为准" in chinese


CONTACT = {
    "coded": {"area": "A", "counted": "not-counted", "handling": "parties-only"},
    "prose": {"language": "en", "plain": "EXAMPLE 示例 — The original."},
    "courtesy": {"language": "zh", "plain": "示例：译文。", "by": "machine-checked"},
}


def test_an_authors_translation_arrives_with_the_original_and_under_its_own_heading(heron: Node, otter: Node) -> None:
    kept = say(heron, heron.line(), "informal-contact", CONTACT, None)
    exchange(heron, otter)
    said = read(otter, kept.what)
    assert said["sections"]["courtesy"] == CONTACT["courtesy"]
    titles = [part.title for part in render(said, {}, "zh")]
    original = next(at for at, title in enumerate(titles) if "发出方原文，英文" in title)
    [courtesy] = [at for at, title in enumerate(titles) if "礼节性译文" in title]
    assert original < courtesy and "机器翻译，经人工审核" in titles[courtesy] and "以原文为准" in titles[courtesy]
    assert translating.original(said) == ("en", "EXAMPLE 示例 — The original."), "only the original is translated"


@pytest.mark.parametrize(
    ("courtesy", "code"),
    [
        ({"language": "en", "plain": "Again in English.", "by": "person"}, "courtesy-language"),
        ({"language": "zh", "plain": "Not Chinese.", "by": "person"}, "draft-language"),
        ({"language": "zh", "plain": "译文。"}, "draft-field"),
        ({"language": "zh", "plain": "译文\u200b。", "by": "person"}, "draft-character"),
    ],
)
def test_an_authors_translation_that_could_mislead_is_not_signed(
    heron: Node, courtesy: dict[str, str], code: str
) -> None:
    head = heron.line().own.head()
    with pytest.raises(DetenteError) as refused:
        say(heron, heron.line(), "informal-contact", CONTACT | {"courtesy": courtesy}, None)
    assert code in (refused.value.code, refused.value.values.get("reason"))
    assert heron.line().own.head() == head
