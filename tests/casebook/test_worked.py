"""Three fictional cases replayed from first report to close; the ends of clocks stand in the examples, worked out by hand."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from detente.cli.main import root

EXAMPLES = sorted((Path(__file__).resolve().parents[2] / "examples" / "cases").glob("*.json"))


def run(book: Path, *arguments: str, given: str | None = None) -> str:
    words = ["case", arguments[0], *arguments[1:], "--file", str(book)]
    done = CliRunner().invoke(root(), words, input=given, env={"DETENTE_LANG": "en"}, catch_exceptions=False)
    assert done.exit_code == 0, (words, done.output, done.stderr)
    return str(done.stdout)


def rows_of(book: Path, id: str, at: str) -> dict[str, dict[str, Any]]:
    """Clocks by `regime/clock`, and the first row of each regime by its name alone."""
    found = json.loads(run(book, "clocks", id, "--json", "--at", at))
    rows: dict[str, dict[str, Any]] = {}
    for row in (*found["clocks"], *found["would_start"]):
        rows.setdefault(row["regime"], row)
        rows[f"{row['regime']}/{row['clock']}"] = row
    return rows


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_a_worked_case_runs_from_first_report_to_close_as_its_page_says(path: Path, tmp_path: Path) -> None:
    story = json.loads(path.read_text("utf-8"))
    assert story["inspired_by"] and story["case"]["example"] and "EXAMPLE" in story["case"]["plain"]
    book = tmp_path / "cases.db"
    id = json.loads(run(book, "new", "--json", "-", given=json.dumps(story["case"])))["id"]
    for step in story["steps"]:
        for command, *rest in step.get("run", []):
            run(book, command, id, *rest)
        rows = rows_of(book, id, step["at"])
        for name, expected in step["clocks"].items():
            if expected is None:
                assert name not in rows or rows[name]["status"] == "waiting", (step["say"], name)
                continue
            status, due = expected
            assert (rows[name]["status"], rows[name]["due"]) == (status, due), (step["say"], name, rows[name])
    kept = json.loads(run(book, "show", id, "--json"))
    assert kept["closed"] and kept["case"]["resolved"]
    page = (Path(__file__).resolve().parents[2] / "docs" / "cases-worked.md").read_text("utf-8")
    for step in story["steps"]:
        for expected in step["clocks"].values():
            if expected and expected[1]:
                assert expected[1][:16].replace("T", " ") in page, expected  # the working of every end is shown


def test_there_are_three_of_them() -> None:
    assert [path.stem for path in EXAMPLES] == ["agent", "platform", "weights"]
