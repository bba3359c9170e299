"""One notice between two processes, by command, with processes killed where it hurts."""

from __future__ import annotations

import hashlib
import json
import os
import signal
import ssl
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Offices = tuple[Any, Any]


def wait_for(what: Callable[[], object], seconds: float = 60) -> None:
    """Until it is true; the test fails when it never is."""
    end = time.monotonic() + seconds
    while not what():
        assert time.monotonic() < end, "it did not come about"
        time.sleep(0.1)


def receipted(office: Any, name: str) -> bool:
    return bool(office.json("show", name)["receipts"])


def test_a_notice_goes_out_is_receipted_acknowledged_and_proven(offices: Offices, draft: Path, tmp_path: Path) -> None:
    heron, otter = offices
    heron.serve()
    otter.serve()
    said = heron.json("notify", str(draft), "--wait", "60")
    assert [r["peer"] for r in said["receipts"]] == ["otter"]
    assert said["receipts"][0]["possession"] == 1
    row = next(i for i in otter.json("inbox")["items"] if i["reference"] == said["reference"])
    assert row["waiting_for"] == ["otter"] and row["due"]["at"] == row["heard_at"] + 30 * 60_000
    zh, en = (otter.run("show", said["reference"], "--lang", lang) for lang in ("zh", "en"))
    assert "指挥控制链路中断" in zh and "此情况不针对贵方，谨请知悉" in zh
    assert "Loss of command link" in en and "not directed at you" in en
    prose = "EXAMPLE 示例 — a link was lost at 09:10 and is being restored."
    assert prose in zh and prose in en, "prose stands as its author wrote it, in both"
    acknowledged = otter.json("ack", said["reference"], "--wait", "60")
    assert [r["peer"] for r in acknowledged["receipts"]] == ["heron"]
    assert heron.json("show", said["reference"])["waiting_for"] == []
    record = tmp_path / "record.detente"
    heron.run("record", "export", "-o", str(record))
    proven = otter.json("verify", str(record))
    assert proven["verdict"] == "proven" and all(m["receipted"] for m in proven["messages"])
    assert {m["kind"] for m in proven["messages"]} == {"keys", "notice", "acknowledgement"}
    other = tmp_path / "other.detente"
    otter.run("record", "export", "-o", str(other))
    assert [m["id"] for m in otter.json("verify", str(other))["messages"]] == [m["id"] for m in proven["messages"]]
    for office in offices:
        assert office.json("record", "verify")["verdict"] == "proven"


def test_what_is_shown_of_a_delivery_is_the_same_on_both_sides_and_from_the_file_alone(
    offices: Offices, draft: Path, tmp_path: Path
) -> None:
    heron, otter = offices
    said = heron.json("notify", str(draft))
    alone = heron.json("delivery", "show", said["reference"])["delivery"]["members"]
    assert [(m["state"], m["carried"]) for m in alone] == [("not-sent", [])], "nobody serves either home yet"
    otter.serve()
    heron.serve()
    wait_for(lambda: receipted(heron, said["reference"]))
    otter.json("ack", said["reference"], "--wait", "60")
    file = tmp_path / "delivery.detente"
    heron.run("delivery", "export", said["reference"], "-o", str(file), "--withhold", "prose")
    shown = {office: office.json("delivery", "show", said["reference"])["delivery"] for office in offices}
    proven = otter.json("verify", str(file))
    assert proven["verdict"] == "proven" and proven["messages"][0]["receipted"]
    assert proven["delivery"]["message"]["withheld"] == ["prose"]
    for told in (*shown.values(), proven["delivery"]):
        [member] = told["members"]
        assert (member["party"], member["state"], member["basis"]) == ("otter", "acknowledged", "due")
    assert {way["way"] for way in shown[heron]["members"][0]["carried"]} <= {"https", "answer"}
    assert shown[otter]["members"][0]["carried"] is None, "routes are the author's own knowledge"
    for lang, words in (("en", "acknowledged 20"), ("zh", "确认收悉")):
        lines = [office.run("delivery", "show", said["reference"], "--lang", lang).splitlines() for office in offices]
        assert words in lines[0][0] and lines[0][0] == lines[1][0]
        assert lines[0][0] in heron.run("verify", str(file), "--lang", lang).splitlines()
    file.write_bytes(file.read_bytes()[:-40])
    assert otter.json("verify", str(file), code=2)["reason"] == "damaged"


def test_a_notice_written_while_the_other_node_is_down_arrives_when_it_comes_up(offices: Offices, draft: Path) -> None:
    heron, otter = offices
    heron.serve()
    said = heron.json("notify", str(draft), "--wait", "0.5")
    assert said["receipts"] == [] and said["waiting_for"] == ["otter"]
    otter.serve()
    wait_for(lambda: receipted(heron, said["reference"]))
    assert otter.json("show", said["reference"])["content"]["id"] == said["content"]["id"]


def test_a_node_killed_after_recording_sends_when_it_is_started_again(offices: Offices, draft: Path) -> None:
    heron, otter = offices
    heron.serve()
    said = heron.json("notify", str(draft), "--wait", "0")
    heron.kill(signal.SIGKILL)
    otter.serve()
    heron.serve()
    wait_for(lambda: receipted(heron, said["reference"]))
    assert len([i for i in otter.json("inbox")["items"] if i["kind"] == "notice"]) == 1


def test_a_notice_recorded_without_a_running_node_leaves_when_one_runs(offices: Offices, draft: Path) -> None:
    heron, otter = offices
    said = heron.json("notify", str(draft))
    assert said["receipts"] == []
    otter.serve()
    heron.serve()
    wait_for(lambda: receipted(heron, said["reference"]))


def test_a_second_owner_of_a_home_is_refused_in_plain_words(offices: Offices) -> None:
    heron, _ = offices
    heron.serve()
    heron.run("serve", code=64)
    assert "What happened" in heron.said and "What to do next" in heron.said


def test_what_a_stranger_sends_is_answered_with_nothing(offices: Offices) -> None:
    heron, _ = offices
    heron.serve()
    trusting = ssl.create_default_context()
    trusting.check_hostname, trusting.verify_mode = False, ssl.CERT_NONE
    address = heron.home.settings.listen.address
    for path, data, status in (
        ("/v1/envelope", b"\0" * 32768, 400),
        ("/v1/envelope", b"short", 400),
        ("/v1/queue", b"", 404),
        ("/", b"", 404),
    ):
        request = urllib.request.Request(address + path, data=data, method="POST")
        with pytest.raises(urllib.error.HTTPError) as refused:
            urllib.request.urlopen(request, context=trusting, timeout=30)
        assert refused.value.code == status and refused.value.read() == b""
        assert "server" not in refused.value.headers
    counters = heron.json("line", "status")["lines"][0]["counters"]
    assert sum(counters.values()) == 1, "what does not authenticate leaves a count, and nothing else"


def test_a_flipped_record_is_refused_and_a_cut_one_is_damaged(offices: Offices, draft: Path, tmp_path: Path) -> None:
    heron, _ = offices
    heron.json("notify", str(draft))
    record = tmp_path / "record.detente"
    heron.run("record", "export", "-o", str(record))
    whole = record.read_bytes()
    record.write_bytes(whole[:-1])
    assert heron.json("verify", str(record), code=2)["verdict"] == "damaged"
    body = bytearray(whole[:-32])
    body[len(body) // 3] ^= 4
    record.write_bytes(bytes(body) + hashlib.sha256(body).digest())
    refused = heron.json("verify", str(record), code=1)
    assert refused["verdict"] == "refused" and refused["reason"] not in (None, "damaged")


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"wanted": 9}, "draft-wanted"),
        ({"surprise": 1}, "draft-unknown"),
        ({"times": {"detected": "yesterday", "next_word_by": "+PT1H"}}, "time-unreadable"),
        ({"prose": {"language": "en", "plain": "a\u202eb"}}, "draft-character"),
        ({"prose": {"language": "fr", "plain": "bonjour"}}, "draft-field"),
    ],
)
def test_a_draft_that_is_wrong_is_refused_by_name_and_nothing_is_recorded(
    offices: Offices, draft: Path, change: dict[str, Any], code: str
) -> None:
    heron, _ = offices
    before = heron.json("inbox")
    wrong = json.loads(draft.read_text(encoding="utf-8")) | change
    answer = heron.json("notify", "-", code=64, stdin=json.dumps(wrong).encode())
    assert answer["error"]["code"] == code
    assert {"what", "safe", "next"} <= set(answer["error"])
    assert heron.json("inbox") == before


@pytest.mark.parametrize("encoding", ["gbk", "gb18030", "ascii"])
def test_a_terminal_that_knows_few_characters_gets_question_marks_not_a_traceback(
    offices: Offices, draft: Path, encoding: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    heron, _ = offices
    said = heron.json("notify", str(draft))
    monkeypatch.setenv("PYTHONIOENCODING", encoding)
    monkeypatch.setenv("PYTHONUTF8", "0")
    environment = {**os.environ, "DETENTE_HOME": str(heron.home.path)}
    for lang in ("en", "zh"):
        command = [sys.executable, "-m", "detente.cli", "show", said["reference"], "--lang", lang]
        done = subprocess.run(command, env=environment, capture_output=True, timeout=120)
        assert done.returncode == 0 and b"Traceback" not in done.stderr
        assert done.stdout.decode(encoding)
