"""Over time: first appearances, dropped words, movement, and a Monday page that is empty when nothing is new."""

import json
import subprocess
import sys
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

from detente.cli.readout_dossier import manifest
from detente.locale import readouts_time
from detente.readouts import scan
from detente.readouts.timeline import Entry, timeline


def entry(date: str, issuer: str, text: str) -> Entry:
    return Entry(f"{date}-{issuer}.txt", date, issuer, "EXAMPLE", scan(text), "00")


ENTRIES = [
    entry("2026-03-01", "heron", "The two sides discussed deepfakes and a hotline on AI."),
    entry("2026-03-01", "tern", "双方讨论了深度伪造问题。"),
    entry("2026-06-01", "heron", "The two sides agreed to open a hotline on AI by 30 September 2026."),
]


def changes(since: str | None = None) -> set[tuple[str, str, str]]:
    return {(row["type"], row["concept"], row["issuer"]) for row in timeline(ENTRIES, since)["changes"]}


def test_first_appearances_dropped_words_and_movement_are_told_apart() -> None:
    found = changes()
    assert ("first", "deepfake", "heron") in found and ("first-of-issuer", "deepfake", "tern") in found
    assert ("dropped", "deepfake", "heron") in found and ("moved", "hotline", "heron") in found
    moved = next(row for row in timeline(ENTRIES)["changes"] if row["type"] == "moved")
    assert (moved["then"]["act"], moved["now"]["act"], moved["now"]["concreteness"]) == (
        "exchanged-views",
        "agreed",
        ["date"],
    )


def test_nothing_is_dropped_by_a_part_of_a_text() -> None:
    cut = scan("The two sides agreed to a hotline on AI.", complete=False)
    entries = [ENTRIES[0], Entry("cut", "2026-06-02", "heron", "", cut, "00")]
    assert "dropped" not in {row["type"] for row in timeline(entries)["changes"]}


def test_the_monday_page_is_empty_when_nothing_is_new_and_names_sources_when_something_is() -> None:
    assert readouts_time.monday(timeline(ENTRIES, "2026-06-02"), "en") == ""
    assert changes("2026-06-01") == {("dropped", "deepfake", "heron"), ("moved", "hotline", "heron")}
    page = readouts_time.monday(timeline(ENTRIES, "2026-06-01"), "zh")
    assert "热线" in page and "2026-06-01-heron.txt" in page and "agreed to open a hotline" in page


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_chart_is_well_formed_and_marks_each_concept_of_each_text(language: str) -> None:
    found = timeline(ENTRIES)
    root = ET.fromstring(readouts_time.chart(found, language))
    marks = [one for one in root.iter("{http://www.w3.org/2000/svg}g")]
    assert len(marks) == sum(len(row["concepts"]) for row in found["entries"])


def test_the_order_of_files_and_the_names_of_issuers_decide_nothing() -> None:
    assert timeline(ENTRIES) == timeline(ENTRIES[::-1])


def test_a_folder_is_dated_by_its_own_list_and_an_undated_text_is_named(tmp_path: Path) -> None:
    (tmp_path / "x.txt").write_text("The two sides agreed to a hotline on AI.", "utf-8")
    command = [sys.executable, "-m", "detente.cli", "readout", "timeline", str(tmp_path), "--json"]
    refused = subprocess.run(command, capture_output=True, text=True, check=False)
    assert refused.returncode == 64 and json.loads(refused.stdout)["error"]["code"] == "readout-undated"
    row = {"file": "x.txt", "date": "2026-01-02", "issuer": "heron", "occasion": "EXAMPLE"}
    (tmp_path / "dossier.json").write_text(json.dumps({"texts": [row]}), "utf-8")
    found = json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
    assert [(one["date"], one["issuer"]) for one in found["entries"]] == [("2026-01-02", "heron")]


def test_the_manifest_says_of_every_text_whether_it_was_opened_and_holds_none() -> None:
    rows = manifest()
    assert len({(row["date"], row["occasion"]) for row in rows}) >= 15
    assert all(
        set(row) == {"id", "date", "issuer", "occasion", "rank", "language", "url", "sha256", "opened", "note"}
        for row in rows
    )
    assert all(row["opened"] or row["note"] for row in rows) and all(len(json.dumps(row)) < 900 for row in rows)
