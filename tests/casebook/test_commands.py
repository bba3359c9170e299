"""Commands on cases as their user meets them: no home, no line, nothing founded."""

from __future__ import annotations

import email
import email.policy
import hashlib
import io
import json
import os
import pty
import re
import select
import sys
import time
import xml.etree.ElementTree as ET
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import icalendar
import pytest
from backports.zstd import zipfile as zstd_zipfile
from click.testing import CliRunner

from detente.cases import inspect
from detente.cases.case import instant
from detente.cases.exports import FORMATS
from detente.cli.main import main, root
from detente.codec.errors import Damaged, DetenteError
from detente.node import records
from detente.node.home import Home
from detente.node.node import Node

CASE: dict[str, Any] = {
    "example": True,
    "class": "weights-outside-authorised-control",
    "plain": "EXAMPLE 示例 <b>plain</b> & simple",
    "detected": "2027-02-01T08:00:00Z",
    "going_on": True,
    "harm": ["injury"],
    "jurisdictions": ["California", "EU"],
    "indicators": [{"type": "ipv4", "value": "192.0.2.7"}, {"type": "url", "value": "https://example.invalid/it's"}],
}


class Desk:
    """One book, and the command."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __call__(self, *arguments: str, given: str | None = None, code: int = 0, lang: str = "en") -> str:
        words = ["case", arguments[0], *arguments[1:], "--file", str(self.path)]
        done = CliRunner().invoke(root(), words, input=given, env={"DETENTE_LANG": lang})
        assert done.exit_code == code, (words, done.output, done.stderr, done.exception)
        self.err = done.stderr
        return str(done.stdout)

    def json(self, *arguments: str, **options: Any) -> Any:
        return json.loads(self(*arguments, **options))


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path / "cases.db")


@pytest.fixture
def id(desk: Desk) -> str:
    return str(desk.json("new", "--json", "-", given=json.dumps(CASE))["id"])


def fails(capsys: pytest.CaptureFixture[str], *words: str) -> dict[str, Any]:
    """The error of a command that must fail, as its --json says it."""
    with pytest.raises(SystemExit):
        main([*words])
    return dict(json.loads(capsys.readouterr().out.splitlines()[-1])["error"])


def test_the_contracts_objects(desk: Desk, id: str) -> None:
    found = desk.json("clocks", id, "--json", "--at", "2027-02-01T10:00:00Z")
    rows = {row["regime"]: row for row in found["clocks"]}
    assert {"regime", "status", "from", "due", "basis", "addressee"} <= set(found["clocks"][0])
    ours = rows["us-ca-sb53"]
    assert (ours["status"], ours["from"], ours["due"]) == ("running", "detected", "2027-02-16T08:00:00Z")
    assert ours["left_seconds"] == 15 * 86400 - 7200 and "15 days" in ours["basis"]
    assert rows["us-ny-raise"]["status"] == "not-applicable" and rows["us-ny-raise"]["why"]
    assert all("legal advice" in page for page in (desk("show", id), desk("clocks", id), found["reminder"]))
    assert "不构成法律意见" in desk("clocks", id, lang="zh")


def test_bad_json_is_refused_with_what_is_wrong_and_nothing_is_kept(
    desk: Desk, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    for body, code in (
        ('{"detected": "soon"}', "case-time"),
        ('{"detected": "2027-01-01T00:00:00"}', "case-time-zone"),
        ('{"going_on": "perhaps"}', "case-choice"),
        ('{"harm": ["none", "death"]}', "case-harm-none"),
        ('{"plain": "a\\u202eb"}', "case-text"),
        ("[1]", "case-json"),
        ("{", "case-json"),
    ):
        path = tmp_path / "in.json"
        path.write_text(body)
        assert fails(capsys, "case", "new", "--json", str(path), "--file", str(desk.path))["code"] == code
    assert desk.json("list", "--json") == {"cases": []}


def test_fields_of_others_are_kept_beside_and_named_and_their_names_for_ours_are_known(desk: Desk) -> None:
    given = {
        "class": "loss-of-control",
        "critical_infrastructure": True,
        "role": "operator",
        "ticket": "EXAMPLE-7",
        "n": [1],
    }
    id = desk.json("new", "--json", "-", given=json.dumps(given))["id"]
    assert "ticket" in desk.err and "n" in desk.err and "role" not in desk.err
    case = desk.json("show", id, "--json")["case"]
    assert (case["infrastructure"], case["roles"]) == ("yes", ["operator"])
    assert case["fields"] == {"ticket": "EXAMPLE-7", "n": "[1]"}


def test_a_person_who_mistypes_a_field_is_told(desk: Desk, id: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["case", "edit", id, "--set", "clas=x", "--file", str(desk.path)])
    assert ended.value.code == 64 and "clas" in capsys.readouterr().err


def test_words_that_no_rule_reads_are_kept_and_named(desk: Desk) -> None:
    id = desk.json("new", "--json", "-", given=json.dumps(CASE | {"harm": ["sadness"], "jurisdictions": ["atlantis"]}))[
        "id"
    ]
    assert "sadness" in desk.err and "atlantis" in desk.err
    assert desk.json("show", id, "--json")["case"]["harm"] == ["sadness"]


def test_an_edit_from_an_older_version_is_refused_with_both_shown(
    desk: Desk, id: str, capsys: pytest.CaptureFixture[str]
) -> None:
    desk("edit", id, "--set", "office=EXAMPLE one")
    with pytest.raises(SystemExit) as ended:
        main(["case", "edit", id, "--set", "office=EXAMPLE two", "--version", "1", "--file", str(desk.path)])
    shown = capsys.readouterr().err
    assert ended.value.code == 1 and "EXAMPLE one" in shown and "EXAMPLE two" in shown
    assert desk.json("show", id, "--json")["case"]["office"] == "EXAMPLE one"


def test_a_form_is_filled_as_far_as_known_and_a_changed_one_is_a_new_version(
    desk: Desk, id: str, tmp_path: Path
) -> None:
    first = desk.json("form", id, "us-ca", "--json")
    assert first["form"] == 1 and first["gaps"] == ["internal-use"]
    assert desk.json("form", id, "us-ca", "--json")["form"] == 1  # nothing changed
    assert desk.json("form", id, "us-ca", "--in", "zh", "--json")["form"] == 1  # nor does another language change it
    desk("edit", id, "--set", "internal_use=no")
    second = desk.json("form", id, "us-ca", "--json")
    assert second["form"] == 2 and second["gaps"] == []
    assert [(c["id"], c["was"], c["now"]) for c in second["changed"]] == [("internal-use", "", "no")]
    page, words = tmp_path / "f.pdf", tmp_path / "f.docx"
    desk("form", id, "us-ca", "--pdf", str(page), "--docx", str(words))
    assert page.read_bytes().startswith(b"%PDF-")
    inside = zipfile.ZipFile(words).read("word/document.xml").decode()
    assert "EXAMPLE 示例 &lt;b&gt;plain&lt;/b&gt; &amp; simple" in inside and "legal advice" in inside


def test_what_was_told_is_kept_with_its_receipt_and_shown_on_the_next_form(desk: Desk, id: str, tmp_path: Path) -> None:
    desk("told", id, "us-ca", "--receipt", "EXAMPLE-77", "--at", "2027-02-02T00:00:00Z")
    shown = desk("show", id)
    assert "EXAMPLE-77" in shown and "California" in shown
    assert desk.json("show", id, "--json")["case"]["notified"] == "2027-02-02T00:00:00Z"
    words = tmp_path / "f.docx"
    desk("form", id, "us-ca", "--docx", str(words))
    assert "EXAMPLE-77" in zipfile.ZipFile(words).read("word/document.xml").decode()


def test_a_reply_by_telephone_is_reported_by_us_wherever_it_is_shown(desk: Desk, id: str) -> None:
    desk("reply", id, "--by", "phone", "--from", "EXAMPLE otter", "-m", "EXAMPLE seen")
    assert "REPORTED BY US, not signed" in desk("show", id)
    assert "由我方转述，未经签署" in desk("show", id, lang="zh")
    assert desk.json("show", id, "--json")["entries"][-1]["standing"] == "reported-by-us"


def test_a_packet_carries_the_same_message_four_times_and_says_that_it_is_not_signed(
    desk: Desk, id: str, tmp_path: Path
) -> None:
    done = desk.json("send", id, "--paper", str(tmp_path / "out"), "--yes", "--json", "--to", "duty@example.invalid")
    data = (tmp_path / "out" / done["json"]).read_bytes()
    assert hashlib.sha256(data).hexdigest() == done["digest"]
    message = json.loads(data)
    assert message["signed"] is False and message["notice"]["times"]["detected"] == CASE["detected"]
    page = (tmp_path / "out" / done["html"]).read_text("utf-8")
    import base64

    assert base64.b64encode(data).decode() in page and "NOT SIGNED" in page and "未经签署" in page
    assert "<b>plain" not in page  # nothing of the case is taken for HTML
    mail = email.message_from_bytes((tmp_path / "out" / done["eml"]).read_bytes(), policy=email.policy.default)
    names = {part.get_filename(): part.get_payload(decode=True) for part in mail.iter_attachments()}
    assert names[done["json"]] == data and names[done["pdf"]].startswith(b"%PDF-")
    body = mail.get_body()
    assert body is not None and "NOT SIGNED" in body.get_content() and "EXAMPLE" in mail["Subject"]
    assert "export" in desk.err.lower()  # what may not be sent was shown before


def test_a_packet_does_not_wait_for_a_package_that_is_missing(
    desk: Desk, id: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "typst", None)
    done = desk.json("send", id, "--paper", str(tmp_path / "out"), "--yes", "--json")
    assert "pdf" not in done and {path.name for path in (tmp_path / "out").iterdir()} == {
        done[kind] for kind in ("json", "html", "eml")
    }
    mail = email.message_from_bytes((tmp_path / "out" / done["eml"]).read_bytes(), policy=email.policy.default)
    assert {part.get_filename() for part in mail.iter_attachments()} == {done["json"], done["html"]}
    desk("send", id, "--paper", str(tmp_path / "again"), "--yes")
    assert "pip install typst" in desk.err


def test_internal_notes_leave_in_no_shape(desk: Desk, id: str, tmp_path: Path) -> None:
    desk("note", id, "EXAMPLE-SECRET")
    desk("passed", id, "--to", "EXAMPLE-SECRET counsel")
    desk("send", id, "--paper", str(tmp_path / "out"), "--yes")
    sent = b"".join(path.read_bytes() for path in (tmp_path / "out").iterdir())
    made = [desk("export", id, "--as", shape) for shape in FORMATS]
    assert b"SECRET" not in sent and not any("SECRET" in one for one in made)
    assert "SECRET" in desk("export", id)  # our own copy has everything


def test_shapes_of_others_hold_what_is_known_and_the_same_version_gives_the_same_bytes(desk: Desk, id: str) -> None:
    made = {shape: desk("export", id, "--as", shape, "--at", "2027-02-03T00:00:00Z") for shape in FORMATS}
    assert made == {shape: desk("export", id, "--as", shape, "--at", "2027-02-03T00:00:00Z") for shape in FORMATS}
    bundle = json.loads(made["stix"])
    kinds = [one["type"] for one in bundle["objects"]]
    assert (
        kinds.count("indicator") == 2
        and bundle["objects"][-2]["pattern"] == "[url:value = 'https://example.invalid/it\\'s']"
    )
    assert {a["type"] for a in json.loads(made["misp"])["Event"]["Attribute"]} == {"ip-dst", "url", "comment"}
    assert "<status>Exercise</status>" in made["cap"] and made["cap"].count("<info>") == 2
    assert json.loads(made["oecd"])["criteria"]["harm"] == [["injury"]]
    assert json.loads(made["aiid"])["incident"]["date"] == "2027-02-01"


def test_a_calendar_of_running_clocks_can_be_read_by_others(desk: Desk, id: str, tmp_path: Path) -> None:
    path = tmp_path / "clocks.ics"
    desk("clocks", id, "--ics", str(path), "--at", "2027-02-01T10:00:00Z")
    events = [one for one in icalendar.Calendar.from_ical(path.read_bytes()).walk("VEVENT")]
    ends = {str(one["uid"]): one["dtstart"].dt.isoformat() for one in events}
    assert ends[f"{id}.us-ca-sb53.report@detente.invalid".lower()] == "2027-02-16T08:00:00+00:00"
    assert all("legal advice" in str(one["description"]) and one.walk("VALARM") for one in events)


@pytest.mark.skipif(os.name != "posix", reason="the program of this test is a shell script")
def test_a_hook_is_given_the_clocks_and_its_failure_is_told(
    desk: Desk, id: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    program = tmp_path / "hook"
    program.write_text(f"#!/bin/sh\ncat > {tmp_path}/got\n")
    program.chmod(0o700)
    desk("clocks", id, "--hook", str(program), "--at", "2027-02-01T10:00:00Z")
    assert json.loads((tmp_path / "got").read_text())["cases"][0]["case"] == id
    program.write_text("#!/bin/sh\nexit 3\n")
    assert fails(capsys, "case", "clocks", id, "--hook", str(program), "--file", str(desk.path), "--json")
    assert fails(capsys, "case", "clocks", id, "--hook", "/nowhere", "--file", str(desk.path), "--json")


def test_watching_looks_again_and_ends_when_told(desk: Desk, id: str) -> None:
    shown = desk("clocks", id, "--watch", "--times", "2", "--every", "0.1")
    assert shown.count("legal advice") == 2 and "California SB 53" in shown


def test_a_law_with_a_mistake_beside_the_book_is_named_and_the_others_count(desk: Desk, id: str) -> None:
    folder = desk.path.parent / "regimes"
    folder.mkdir()
    (folder / "us-xx.yaml").write_text("v: 1\nkind: clock\nid: us-xx\nnames: 7\n")
    rows = desk.json("clocks", id, "--json")["clocks"]
    assert "us-xx.yaml" in desk.err and "line 4" in desk.err and len(rows) > 8


def test_a_case_goes_from_one_book_to_another_whole(desk: Desk, id: str, tmp_path: Path) -> None:
    desk("note", id, "EXAMPLE")
    other = Desk(tmp_path / "other.db")
    (tmp_path / "x.json").write_text(desk("export", id))
    made = other.json("import", str(tmp_path / "x.json"))["id"]
    assert other.json("show", made, "--json")["case"] == desk.json("show", id, "--json")["case"]
    assert [e["kind"] for e in other.json("show", made, "--json")["entries"]] == ["note"]


# -- logs of evaluations -------------------------------------------------------------------------------------------------

HEADER = {
    "version": 2,
    "status": "success",
    "eval": {
        "task": "EXAMPLE-escape",
        "model": "example/heron-7",
        "created": "2027-01-01T00:00:00+00:00",
        "extra": [1],
    },
    "results": {
        "total_samples": 3,
        "completed_samples": 2,
        "scores": [{"name": "contained", "scorer": "s", "metrics": {"accuracy": {"name": "accuracy", "value": 0.5}}}],
    },
}
SAMPLES = [{"id": 1, "error": None}, {"id": 2, "error": "stopped"}, {"id": 3}]


def archive(members: dict[str, bytes], method: int) -> io.BytesIO:
    data = io.BytesIO()
    with zstd_zipfile.ZipFile(data, "w", method) as made:
        for name, content in members.items():
            made.writestr(name, content)
    data.seek(0)
    return data


MEMBERS = {
    "header.json": json.dumps(HEADER).encode(),
    "summaries.json": json.dumps(SAMPLES).encode(),
    "samples/1.json": b"{}",
}


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zstd_zipfile.ZIP_ZSTANDARD])
def test_a_log_is_summarised_however_it_is_packed(method: int) -> None:
    found = inspect.summary(archive(MEMBERS, method), "run.eval")
    assert found is not None
    assert (found["task"], found["model"], found["status"]) == ("EXAMPLE-escape", "example/heron-7", "success")
    assert found["samples"] == {"planned": 3, "completed": 2, "errors": 1}
    assert found["scores"] == [{"name": "contained", "metrics": {"accuracy": "0.5"}}]


def test_a_log_that_was_never_finished_is_read_from_its_journal() -> None:
    members = {
        "_journal/start.json": json.dumps({"version": 2, "eval": HEADER["eval"]}).encode(),
        "_journal/summaries/1.json": json.dumps(SAMPLES[:2]).encode(),
        "_journal/summaries/2.json": json.dumps(SAMPLES[2:]).encode(),
    }
    found = inspect.summary(archive(members, zipfile.ZIP_DEFLATED), "run.eval")
    assert found is not None and found["samples"]["errors"] == 1 and found["status"] == ""


def test_a_log_in_json_and_a_file_that_is_none() -> None:
    found = inspect.summary(io.BytesIO(json.dumps(HEADER | {"samples": SAMPLES}).encode()), "run.json")
    assert found is not None and found["samples"]["errors"] == 1
    assert inspect.summary(io.BytesIO(b'{"evaluation": 1}'), "other.json") is None
    assert inspect.summary(archive({"a.txt": b"x"}, zipfile.ZIP_STORED), "other.eval") is None


@pytest.mark.parametrize("method", [zipfile.ZIP_DEFLATED, zstd_zipfile.ZIP_ZSTANDARD])
def test_a_bomb_is_stopped_before_it_is_unpacked(method: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(inspect, "MOST_HEADER", 1 << 20)
    bomb = archive({"header.json": b" " * (64 << 20)}, method)
    assert len(bomb.getvalue()) < 1 << 20
    with pytest.raises(Damaged) as refused:
        inspect.summary(bomb, "run.eval")
    assert refused.value.code == "inspect-too-large"


def test_no_cut_or_changed_log_brings_the_reader_down() -> None:
    for method in (zipfile.ZIP_DEFLATED, zstd_zipfile.ZIP_ZSTANDARD):
        whole = archive(MEMBERS, method).getvalue()
        for at in range(4, len(whole), 7):
            for data in (whole[:at], whole[:at] + bytes([whole[at] ^ 0x55]) + whole[at + 1 :]):
                try:
                    inspect.summary(io.BytesIO(data), "run.eval")
                except Damaged as error:
                    assert error.code in ("inspect-unreadable", "inspect-too-large")


def test_a_log_is_attached_by_digest_with_its_summary_and_fills_what_a_form_asks(
    desk: Desk, id: str, tmp_path: Path
) -> None:
    path = tmp_path / "run.eval"
    path.write_bytes(archive(MEMBERS, zstd_zipfile.ZIP_ZSTANDARD).getvalue())
    assert "EXAMPLE-escape" in desk("import", str(path), "--to", id)
    entry = desk.json("show", id, "--json")["entries"][-1]
    assert (
        entry["digest"] == hashlib.sha256(path.read_bytes()).hexdigest() and entry["summary"]["samples"]["errors"] == 1
    )
    form = {row["id"]: row["answer"] for row in desk.json("form", id, "eu-gpai", "--json")["fields"]}
    assert entry["digest"] in form["evidence"]


# -- at a terminal -------------------------------------------------------------------------------------------------------


def at_terminal(book: Path, answers: list[str], stop_after: int | None = None) -> str:
    """Everything shown of `case new` when each prompt is answered in turn; killed before the answer `stop_after`."""
    child, terminal = pty.fork()
    if child == 0:
        environment = {**os.environ, "DETENTE_LANG": "en", "TERM": "dumb"}
        os.execve(
            sys.executable, [sys.executable, "-m", "detente.cli", "case", "new", "--file", str(book)], environment
        )
    shown, waiting, seen, given, end = "", list(answers), 0, 0, time.monotonic() + 120
    while time.monotonic() < end:
        ready, _, _ = select.select([terminal], [], [], 0.5)
        if ready:
            try:
                data = os.read(terminal, 65536)
            except OSError:
                break
            if not data:
                break
            shown += data.decode("utf-8", "replace")
        elif len(shown) > seen and shown.rstrip().endswith((":", "]")):
            if given == stop_after:
                os.kill(child, 9)
                break
            if not waiting:
                break
            seen = len(shown)
            given += 1
            os.write(terminal, waiting.pop(0).encode() + b"\n")
    os.waitpid(child, 0)
    os.close(terminal)
    return shown


@pytest.mark.slow
def test_five_questions_at_a_terminal_and_the_first_clocks_and_what_was_left_is_gone_on_with(desk: Desk) -> None:
    shown = at_terminal(desk.path, ["A", "2", "EXAMPLE plain"], stop_after=3)  # killed at the third question
    assert "five" in shown.lower() or "Five" in shown
    found = Desk(desk.path).json("list", "--json")
    assert found == {"cases": []}
    shown = at_terminal(desk.path, ["y", "never", "1h ago", "1 4", "2 4", "n"])
    assert "was left with 2 answers" in shown and "cannot be read" in shown
    assert "California SB 53" in shown and "left" in shown and "legal advice" in shown
    [row] = desk.json("list", "--json")["cases"]
    case = desk.json("show", row["id"], "--json")["case"]
    assert (case["class"], case["plain"]) == ("loss-of-control", "EXAMPLE plain")
    assert case["jurisdictions"] == ["us-ca", "eu"] and case["imminent_danger"] == "yes" and case["harm"] == ["injury"]


# -- on a line -----------------------------------------------------------------------------------------------------------


def test_a_case_is_said_on_a_line_as_a_notice_with_its_times_as_they_were(
    homes: dict[str, Home], opened: Callable[..., Node]
) -> None:
    def run(*words: str, given: str | None = None) -> str:
        arguments = ["--home", str(homes["heron"].path), "case", *words]
        done = CliRunner().invoke(root(), arguments, input=given, env={"DETENTE_LANG": "en"})
        assert done.exit_code == 0, (words, done.output, done.stderr, done.exception)
        return str(done.stdout)

    times = {
        "occurred": "2026-09-01T06:00:00Z",
        "detected": "2026-09-01T09:00:00+08:00",
        "confirmed": "2026-09-01T03:00:00Z",
    }
    id = json.loads(
        run("new", "--json", "-", given=json.dumps(CASE | times | {"next_word_by": "2099-01-01T00:00:00Z"}))
    )["id"]
    assert (homes["heron"].path / "cases.db").exists()
    run("note", id, "EXAMPLE-SECRET")
    said = json.loads(run("send", id, "--yes", "--json"))
    assert said["how"] == "line"
    node = opened(homes["heron"])
    [row] = records.queue(node, node.line())
    kept = records.find(node, node.line(), said["name"])
    assert row["kind"] == "notice" and kept["what"] == row["what"]
    sections = records.message(node, node.line(), kept)["sections"]
    assert sections["prose"]["plain"] == CASE["plain"] and sections["coded"]["class"] == CASE["class"]
    ms = {name: int(instant(value, name).timestamp() * 1000) for name, value in times.items()}
    assert sections["times"]["occurred_from"] == ms["occurred"]
    assert (sections["times"]["detected"], sections["times"]["confirmed"]) == (ms["detected"], ms["confirmed"])
    assert "SECRET" not in json.dumps(sections, default=str)
    assert json.loads(run("show", id, "--json"))["entries"][-1]["name"] == said["name"]


def test_on_paper_from_a_line_the_message_is_signed_and_the_other_side_can_check_it(
    homes: dict[str, Home], tmp_path: Path
) -> None:
    def run(party: str, *words: str, given: str | None = None, code: int = 0) -> str:
        arguments = ["--home", str(homes[party].path), "case", *words]
        done = CliRunner().invoke(root(), arguments, input=given, env={"DETENTE_LANG": "en"})
        assert done.exit_code == code, (words, done.output, done.stderr, done.exception)
        return str(done.stdout)

    id = json.loads(run("heron", "new", "--json", "-", given=json.dumps(CASE)))["id"]
    done = json.loads(run("heron", "send", id, "--paper", str(tmp_path / "out"), "--yes", "--json"))
    assert done["signed_by"] == "heron"
    frame = tmp_path / "out" / done["cose"]
    found = json.loads(run("otter", "verify", str(frame), "--json"))
    assert (found["verdict"], found["party"], found["digest"]) == ("proven", "heron", done["digest"])
    assert found["message"].encode() == (tmp_path / "out" / done["json"]).read_bytes()
    assert "THIS PAGE ITSELF IS NOT SIGNED" in (tmp_path / "out" / done["html"]).read_text("utf-8")
    whole = frame.read_bytes()
    for at in range(0, len(whole), len(whole) // 12):
        frame.write_bytes(whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :])
        done_ = CliRunner().invoke(root(), ["--home", str(homes["otter"].path), "case", "verify", str(frame)])
        assert isinstance(done_.exception, DetenteError), at


def test_without_a_line_nothing_is_sent_and_the_way_on_paper_is_named(
    desk: Desk, id: str, capsys: pytest.CaptureFixture[str]
) -> None:
    error = fails(capsys, "case", "send", id, "--yes", "--json", "--file", str(desk.path))
    assert error["code"] == "send-nowhere" and "--paper" in error["next"]


# The order of CAP 1.2's elements and the values it allows (OASIS, Common Alerting Protocol 1.2, section 3.2).
CAP_ALERT = [
    "identifier",
    "sender",
    "sent",
    "status",
    "msgType",
    "source",
    "scope",
    "restriction",
    "addresses",
    "code",
    "note",
    "references",
    "incidents",
    "info",
]
CAP_INFO = [
    "language",
    "category",
    "event",
    "responseType",
    "urgency",
    "severity",
    "certainty",
    "audience",
    "eventCode",
    "effective",
    "onset",
    "expires",
    "senderName",
    "headline",
    "description",
    "instruction",
    "web",
    "contact",
    "parameter",
    "resource",
    "area",
]
CAP_VALUES = {
    "status": "Actual Exercise System Test Draft",
    "msgType": "Alert Update Cancel Ack Error",
    "scope": "Public Restricted Private",
    "category": "Geo Met Safety Security Rescue Fire Health Env Transport Infra CBRNE Other",
    "urgency": "Immediate Expected Future Past Unknown",
    "severity": "Extreme Severe Moderate Minor Unknown",
    "certainty": "Observed Likely Possible Unlikely Unknown",
}


@pytest.mark.parametrize(
    "extra", [{}, {"confirmed": "2027-02-01T09:00:00Z", "office": "EXAMPLE", "infrastructure": "yes"}]
)
def test_an_alert_has_the_elements_of_the_standard_in_its_order_with_its_values(
    desk: Desk, extra: dict[str, str]
) -> None:
    id = desk.json("new", "--json", "-", given=json.dumps(CASE | extra))["id"]
    alert = ET.fromstring(desk("export", id, "--as", "cap"))
    name = "{urn:oasis:names:tc:emergency:cap:1.2}"
    assert alert.tag == f"{name}alert"
    infos = alert.findall(f"{name}info")
    for parent, order in ((alert, CAP_ALERT), *((info, CAP_INFO) for info in infos)):
        tags = [child.tag.removeprefix(name) for child in parent]
        assert tags == sorted(tags, key=order.index) and set(tags) <= set(order)
        for child in parent:
            allowed = CAP_VALUES.get(child.tag.removeprefix(name))
            assert allowed is None or child.text in allowed.split()
    for part in ("identifier", "sender"):
        assert not re.search(r"[\s,<&]", alert.findtext(f"{name}{part}") or " ")
    stamps = [alert.findtext(f"{name}sent"), *(info.findtext(f"{name}onset") for info in infos)]
    assert all(re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[-+]\d\d:\d\d", one or "") for one in stamps)
    assert alert.findtext(f"{name}scope") == "Restricted" and alert.findtext(f"{name}restriction")
