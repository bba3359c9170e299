"""Words and translations by command: both definitions below a message, and a translation of one's own beside it."""

from __future__ import annotations

import json
import os
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from detente.locale.render import render
from detente.node import records
from detente.node.home import Home
from detente.node.node import Node
from support import exchange, notify

PLAIN = "EXAMPLE 示例 — An incident: a prompt injection, as we notified you."


def detente(home: Path | None, *words: str, lang: str = "en", typed: str = "") -> tuple[int, str, str]:
    environment = {**os.environ, "DETENTE_LANG": lang} | ({"DETENTE_HOME": str(home)} if home else {})
    done = subprocess.run(
        [sys.executable, "-m", "detente.cli", *words],
        env=environment,
        input=typed,
        capture_output=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )
    return done.returncode, done.stdout, done.stderr


@pytest.fixture
def home(heron: Node, otter: Node) -> Home:
    """otter's home with a notice by heron in it, closed; the notice is heron-2."""
    kept = notify(heron, PLAIN)
    exchange(heron, otter)
    otter.close()
    assert kept.said.n == 2
    return otter.home


@pytest.mark.parametrize(
    ("word", "lang", "first"),
    [
        ("incidents", "en", "incident: An event with an AI system"),
        ("事件", "zh", "事件：与人工智能系统有关"),
        ("prompt-injection", "en", "Prompt injection: "),
        ("提示注入", "zh", "提示注入："),
    ],
)
def test_a_word_is_told_in_both_languages_the_readers_first(word: str, lang: str, first: str) -> None:
    status, out, _ = detente(None, "words", word, lang=lang)
    lines = [line for line in out.splitlines() if line]
    assert status == 0 and lines[0].startswith(first)
    assert ("：" in lines[1]) == (lang == "en"), "the other language follows"
    status, out, _ = detente(None, "words", word, "--json")
    assert status == 0 and {"en", "zh", "define_en", "define_zh"} <= set(json.loads(out)["meanings"][0])


def test_a_word_that_is_not_here_is_said_so(tmp_path: Path) -> None:
    assert detente(None, "words", "qqq")[0] == 64
    status, out, _ = detente(None, "words", "qqq", "--json")
    assert status == 1 and json.loads(out) == {"word": "qqq", "meanings": []}


def test_a_message_is_shown_with_its_words_in_both_languages(home: Home) -> None:
    plain = detente(home.path, "show", "heron-2")[1]
    for lang, heading in (("en", "Words with a meaning agreed here"), ("zh", "文中出现的")):
        status, out, _ = detente(home.path, "show", "heron-2", "--words", lang=lang)
        assert status == 0 and heading in out
        for definition in ("incident: An event", "事件：与人工智能系统有关", "Prompt injection: ", "提示注入："):
            assert definition in out
        assert "notified" in out.split(heading)[1], "as written"
    assert "An event with an AI system" not in plain
    said = json.loads(detente(home.path, "show", "heron-2", "--words", "--json")[1])
    [field] = said["words"]
    assert (field["section"], field["field"]) == ("prose", "plain")
    for mark in field["marks"]:
        assert PLAIN[mark["start"] : mark["end"]] == mark["said"]
    assert [mark["said"] for mark in field["marks"]] == ["incident", "prompt injection", "notified"]
    assert "words" not in json.loads(detente(home.path, "show", "heron-2", "--json")[1])


def test_a_translation_is_kept_and_shown_beside_the_original_with_its_makers(home: Home) -> None:
    mine = "示例：一起事件，属于提示注入，我方已获通报。"
    asked = ("translate", "heron-2", "--text", "-", "--by", "person", "--checked-by", "译审处")
    status, out, err = detente(home.path, *asked, typed=mine + "\n")
    assert status == 0 and "Nothing was sent" in err and mine in out
    for lang, makers in (
        ("en", "by a person, checked against the original by 译审处"),
        ("zh", "人工翻译，经 译审处 对照原文审核"),
    ):
        out = detente(home.path, "show", "heron-2", lang=lang)[1]
        assert makers in out and mine in out and PLAIN in out
        assert out.index(PLAIN) < out.index(mine), "the original comes first"
        assert ("the original prevails" if lang == "en" else "以原文为准") in out
    [kept] = json.loads(detente(home.path, "show", "heron-2", "--json")[1])["working"]
    assert (kept["text"], kept["language"], kept["made_by"], kept["checked_by"]) == (mine, "zh", "person", "译审处")
    assert detente(home.path, "record", "export", "--output", str(home.path / "out.detente"))[0] == 0
    assert mine.encode() not in (home.path / "out.detente").read_bytes()


@pytest.mark.parametrize(
    ("words", "typed", "status", "code"),
    [
        (("--text", "-"), "译文。", 64, "translate-by"),
        (("--text", "-", "--by", "person"), "still English", 64, "draft-language"),
        (("--text", "no-such-file", "--by", "person"), "", 64, "file-missing"),
        ((), "", 64, "translate-none"),
    ],
)
def test_a_translation_that_cannot_be_kept_is_explained(
    home: Home, words: tuple[str, ...], typed: str, status: int, code: str
) -> None:
    done, out, _ = detente(home.path, "translate", "heron-2", *words, "--json", typed=typed)
    assert (done, json.loads(out)["error"]["code"]) == (status, code)


def with_command(home: Home, program: str) -> None:
    """A command of this office that drafts translations."""
    path = home.path / "drafter"
    path.write_text(f"#!{sys.executable}\n{program}\n", "utf-8")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    settings = json.loads((home.path / "home.json").read_text("utf-8"))
    settings["translate"] = [str(path), "--now"]
    (home.path / "home.json").write_text(json.dumps(settings), "utf-8")


def test_a_draft_by_the_offices_own_command_says_that_nobody_checked_it(home: Home) -> None:
    program = (
        "import json, sys\ngiven = json.load(sys.stdin)\nassert sys.argv[1:] == ['--now'] and given['to'] == 'zh'\n"
        "sys.stdout.buffer.write('示例：机器草稿，一起事件。'.encode())"
    )
    with_command(home, program)
    status, out, _ = detente(home.path, "translate", "heron-2")
    assert status == 0 and "by a machine, not checked by anybody" in out and "示例：机器草稿" in out
    status, out, _ = detente(home.path, "translate", "heron-2", "--checked-by", "译审处", "--json")
    assert (status, json.loads(out)["error"]["code"]) == (64, "translate-machine")
    [kept] = json.loads(detente(home.path, "show", "heron-2", "--json")[1])["working"]
    assert kept["checked_by"] is None


@pytest.mark.parametrize(
    ("program", "code"),
    [
        ("raise SystemExit(4)", "translate-command"),
        ("print('\\u202e' + '译文')", "draft-character"),
        ("print('')", "translate-empty"),
    ],
)
def test_a_command_that_gives_nothing_usable_leaves_nothing_behind(home: Home, program: str, code: str) -> None:
    with_command(home, program)
    status, out, _ = detente(home.path, "translate", "heron-2", "--json")
    assert (status, json.loads(out)["error"]["code"]) == (64, code)
    assert json.loads(detente(home.path, "show", "heron-2", "--json")[1])["working"] == []


def test_a_home_from_before_there_were_translations_opens(homes: dict[str, Home], opened: Callable[..., Node]) -> None:
    settings = json.loads((homes["heron"].path / "home.json").read_text("utf-8"))
    settings.pop("translate", None)
    (homes["heron"].path / "home.json").write_text(json.dumps(settings), "utf-8")
    assert Home.open(homes["heron"].path).settings.translate is None


# -- is this what you meant?


def test_their_author_is_asked_whether_our_reading_is_what_was_meant(
    home: Home, heron: Node, opened: Callable[..., Node]
) -> None:
    mine = "示例：一起事件，属于提示注入。"
    asked = ("translate", "heron-2", "--text", "-", "--by", "machine", "--checked-by", "译审处")
    assert detente(home.path, *asked, typed=mine)[0] == 0
    status, out, err = detente(home.path, "ask", "heron-2", "--meant", "--json")
    assert status == 0, err
    said = json.loads(out)
    assert said["kind"] == "question" and said["re"] == ["heron-2"]
    assert said["sections"]["coded"] == {"about": "meaning"}
    prose = said["sections"]["prose"]
    assert prose["language"] == "zh" and prose["reading"] == mine
    assert "是否符合贵方本意" in prose["plain"] and "heron-2" in prose["plain"]
    assert "机器翻译，经 译审处 对照原文审核" in prose["plain"], "who made it goes with it"
    otter = opened(home)
    exchange(otter, heron)
    [row] = [item for item in records.queue(heron, heron.line()) if item["kind"] == "question"]
    assert row["verdict"] == "accepted"
    shown = [part.rows for part in render(records.message(heron, heron.line(), row), {}, "en")]
    assert ("how the asking side reads it", mine) in [cell for rows in shown for cell in rows]


def test_a_reading_in_ones_own_words_needs_no_translation(home: Home) -> None:
    status, out, _ = detente(
        home.path, "ask", "heron-2", "--meant", "-m", "EXAMPLE: you found a prompt injection.", "--json"
    )
    prose = json.loads(out)["sections"]["prose"]
    assert status == 0 and prose["reading"] == "EXAMPLE: you found a prompt injection."
    assert prose["language"] == "en" and "in our own words" in prose["plain"]


@pytest.mark.parametrize(
    ("words", "code"), [(("heron-2",), "meant-nothing"), ((), "name-needed"), (("otter-1",), None)]
)
def test_without_a_reading_or_a_message_nothing_is_asked(home: Home, words: tuple[str, ...], code: str | None) -> None:
    before = json.loads(detente(home.path, "inbox", "--json")[1])["items"]
    status, out, _ = detente(home.path, "ask", *words, "--meant", "--json")
    assert status == 64 and (code is None or json.loads(out)["error"]["code"] == code)
    assert json.loads(detente(home.path, "inbox", "--json")[1])["items"] == before
