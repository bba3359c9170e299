"""The example dialogue, said again by two real nodes, and the commands over the homes that are left."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import docx
import icalendar
import pypdfium2
import pytest

import support
from detente.bundle.verify import verify_bundle
from detente.cli.calendars import written
from detente.codec.shape import readable
from detente.demo.replay import Replay, read
from detente.locale import dialogue_sheet
from detente.locale.dialogue import page
from detente.node.dialogue import held, shown
from detente.vocabulary import current

EXAMPLE = Path(__file__).resolve().parents[2] / "examples" / "dialogue" / "dialogue.yaml"


@pytest.fixture(scope="module")
def replayed(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, Any], dict[str, Any]]:
    """Both homes, and the state as each side's desk gives it."""
    root = tmp_path_factory.mktemp("dialogue")
    replay = Replay(read(EXAMPLE), root, ("a", "b"))
    try:
        for _ in replay.run():
            pass
        cuts = {party: held(node.line()) for party, node in replay.nodes.items()}
        assert cuts["heron"] == cuts["tern"]
        first, second = (readable(shown(node, node.line())) for node in replay.nodes.values())
    finally:
        replay.close()
    assert replay.count >= 60
    return root, first, second


def test_both_sides_compute_one_state_and_it_is_what_the_example_tells(
    replayed: tuple[Path, dict[str, Any], dict[str, Any]],
) -> None:
    _root, first, second = replayed
    assert first["digest"] == second["digest"] and first["me"] != second["me"]
    assert first["words"] == {"agreed": 7, "differ": 1, "retired": 1, "reserved": 1}
    assert (first["scope"]["in"], first["scope"]["out"], first["scope"]["undecided"]) == (["A", "M"], [], ["B", "C"])
    states = {row["name"]: row["state"] for row in first["meetings"]}
    assert states == {
        "models-1": "held",
        "models-2": "held",
        "models-3": "held",
        "markets-1": "declined",
        "markets-2": "proposed",
    }
    rounds = {row["name"]: row["round"] for row in first["meetings"]}
    assert rounds["models-1"] == {"heron": 1, "tern": 2}, "each side counts for itself"
    assert {row["kind"] for row in first["crossed"]} == {"proposal", "stance"} and len(first["crossed"]) >= 5
    assert [row["state"] for row in first["exchanges"]] == ["opened"]
    assert [(w["party"], w["for"]) for w in first["waits"]] == [
        ("tern", "position"),
        ("tern", "action"),
        ("tern", "readout"),
    ]
    assert first["over_time"][-1][1:] == [7, 1]


def test_the_page_has_every_row_in_both_languages_and_no_word_that_is_never_used(
    replayed: tuple[Path, dict[str, Any], dict[str, Any]],
) -> None:
    _root, first, _second = replayed
    english, chinese = page(first, "en"), page(first, "zh")
    assert [len(part.rows) for part in english] == [len(part.rows) for part in chinese]
    for one, other in zip(english, chinese, strict=True):
        assert not re.search(r"[\u4e00-\u9fff]", one.title) and re.search(r"[\u4e00-\u9fff]", other.title)
        for (_, value), (_, translated) in zip(one.rows, other.rows, strict=True):
            assert not support.never_words(value) and not support.never_words(translated)
    sheet = dialogue_sheet.sheet(first, ("EXAMPLE 示例",))
    assert sheet.count('lang="en"') == sheet.count('lang="zh-Hans"') + 1 and "<script" not in sheet
    assert "EXAMPLE 示例" in sheet and "<svg" in sheet


def test_what_comes_from_messages_is_escaped_on_the_sheet(
    replayed: tuple[Path, dict[str, Any], dict[str, Any]],
) -> None:
    _root, first, _second = replayed
    bent = json.loads(json.dumps(first))
    bent["terms"][0]["text"] = {"en": "<script>alert(1)</script>", "zh": "<b>示例</b>"}
    sheet = dialogue_sheet.sheet(bent)
    assert "<script" not in sheet and "<b>示例" not in sheet


def test_a_reader_that_is_not_ours_reads_the_meetings(replayed: tuple[Path, dict[str, Any], dict[str, Any]]) -> None:
    _root, first, _second = replayed
    data = written(first["meetings"], first["line"], 1_790_000_000_000)
    [calendar] = icalendar.Calendar.from_ical(data, multiple=True)
    events = {str(event["summary"]).split()[1]: event for event in calendar.walk("VEVENT")}
    assert set(events) == {row["name"] for row in first["meetings"]}
    third = events["models-3"]
    assert third.decoded("dtstart").isoformat() == "2026-09-22T07:00:00+00:00"
    assert len({str(event["uid"]) for event in events.values()}) == len(events)


def test_the_command_says_the_contracts_shape_over_the_home_that_is_left(
    replayed: tuple[Path, dict[str, Any], dict[str, Any]],
) -> None:
    root, first, _second = replayed
    for name, party in (("a", "heron"), ("b", "tern")):
        done = subprocess.run(
            [sys.executable, "-m", "detente.cli", "--home", str(root / name), "dialogue", "show", "--json"],
            capture_output=True,
            text=True,
            check=True,
            timeout=120,
        )
        found = json.loads(done.stdout)
        assert found["digest"] == first["digest"] and found["me"] == party
        assert set(found["cut"]) == {"heron", "tern"} and all(len(row) == 2 for row in found["cut"].values())
        assert {"scope", "words", "meetings", "next_meeting", "actions", "digest"} <= set(found)
        assert found["next_meeting"] == first["next_meeting"] and found["next"] == "set"


def test_messages_stay_readable_in_the_version_they_were_coded_in(
    replayed: tuple[Path, dict[str, Any], dict[str, Any]],
) -> None:
    _root, first, _second = replayed
    gone = next(row for row in first["terms"] if row["status"] == "retired")
    assert gone["name"] in current().concepts, "a word no longer used is still in the version that messages name"
    assert [text["state"] for text in gone["texts"]] == ["before", "stands"]


def test_a_meeting_ahead_is_shown_against_both_duty_calendars(
    replayed: tuple[Path, dict[str, Any], dict[str, Any]],
) -> None:
    """08:00 UTC on 3 November 2026 is three in the morning for one office, and after hours for the other (16:00 to 18:00)."""
    _root, first, second = replayed
    assert first["hours"] == second["hours"]
    assert first["hours"]["markets-2"] == {
        "heron": {"offset": -300, "hours": "outside"},
        "tern": {"offset": 480, "hours": "outside"},
    }
    assert "models-1" not in first["hours"], "what was held is not weighed any more"


@pytest.mark.parametrize(
    ("language", "written", "gone"),
    [("en", "version 2 of the vocabulary", "no longer used"), ("zh", "词表第2版", "停止使用")],
)
def test_a_version_of_the_vocabulary_was_agreed_and_messages_are_written_in_it(
    replayed: tuple[Path, dict[str, Any], dict[str, Any]], language: str, written: str, gone: str
) -> None:
    root, first, second = replayed
    assert first["vocabulary"]["digest"] == second["vocabulary"]["digest"] is not None
    assert first["vocabulary"]["base"] == current().digest.hex() and len(first["vocabulary"]["texts"]) == 8
    words = [sys.executable, "-m", "detente.cli", "--home", str(root / "a"), "words", "version", "--lang", language]
    shown = subprocess.run(words, check=True, timeout=120, capture_output=True, text=True).stdout
    assert written in shown and f"unauthorised-agent-action{'：' if language == 'zh' else ': '}{gone}" in shown
    label = "EXAMPLE Loss of control of an AI system" if language == "en" else "示例：人工智能失控"
    assert label in shown and first["vocabulary"]["digest"][:12] in shown


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_sheet_is_printed_as_pages_with_every_word_of_the_screen(
    replayed: tuple[Path, dict[str, Any], dict[str, Any]], tmp_path: Path, language: str
) -> None:
    """PDF and DOCX, the reader's language first; both hold what the page says in both, and no digest is cut."""
    root, first, _second = replayed
    told = {}
    for suffix in ("pdf", "docx"):
        path = tmp_path / f"sheet.{suffix}"
        words = ["--home", str(root / "a"), "dialogue", "show", "--print", str(path), "--lang", language]
        subprocess.run([sys.executable, "-m", "detente.cli", *words], check=True, timeout=120)
        if suffix == "pdf":
            pages = [page.get_textpage().get_text_bounded() for page in pypdfium2.PdfDocument(path)]
            told[suffix] = "".join("".join(pages).split())
        else:
            rows = [row for table in docx.Document(str(path)).tables for row in table.rows]
            told[suffix] = "".join("".join(cell.text for row in rows for cell in row.cells).split())
    for tongue in ("en", "zh"):
        for part in page(first, tongue):
            for words in (word for row in part.rows for word in row):
                assert "".join(words.split()) in told["docx"], words
    for words in (first["digest"], "EXAMPLEUnexpectedmodelbehaviour"):
        assert words in told["pdf"]
    heads = [told["pdf"].index(head) for head in ("English", "Chinese")]
    assert (heads[0] < heads[1]) == (language == "en")


def test_the_second_verifier_reads_every_message_of_the_dialogue(
    replayed: tuple[Path, dict[str, Any], dict[str, Any]], tmp_path: Path
) -> None:
    """Every kind and subject of a dialogue, in a file that either side can show to anybody."""
    root, _first, _second = replayed
    path = tmp_path / "dialogue.detente"
    words = ["--home", str(root / "b"), "record", "export", "-o", str(path)]
    subprocess.run([sys.executable, "-m", "detente.cli", *words], check=True, timeout=120, capture_output=True)
    proven = verify_bundle(path.read_bytes())
    node = shutil.which("node")
    if node is None:
        pytest.skip("no node: the second verifier cannot be asked")
    cli = Path(__file__).parents[2] / "verifier" / "cli.mjs"
    done = subprocess.run([node, cli, "--json", path], capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    said = json.loads(done.stdout)
    assert [one["id"] for one in said["messages"]] == [one.what.hex() for one in proven.messages]
    assert len(said["messages"]) >= 90
