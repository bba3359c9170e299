"""Once the protocol is frozen, a changed byte is a new version: what notices it, on a copy, and on the real one."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import pytest

SPEC = Path(__file__).resolve().parents[2] / "spec"
freeze = sys.modules["freeze_tool"]


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """The specification with a few of its vectors, frozen as version 1."""
    for name in ("detente.cddl", "protocol.md", "notice.json"):
        shutil.copy(SPEC / name, tmp_path / name)
    (tmp_path / "vectors").mkdir()
    for path in sorted((SPEC / "vectors").glob("merkle_root_*.json")):
        shutil.copy(path, tmp_path / "vectors" / path.name)
    assert freeze.main(["--spec", str(tmp_path), "--write", "1"]) == 0
    assert freeze.main(["--spec", str(tmp_path), "--check"]) == 0
    return tmp_path


def change(path: Path, before: str, after: str) -> None:
    text = path.read_text("utf-8")
    assert before in text
    path.write_text(text.replace(before, after, 1), "utf-8")


@pytest.mark.parametrize(
    ("name", "before", "after"),
    [
        ("vectors/merkle_root_3.json", '"ok": "', '"ok": "0'),
        ("detente.cddl", "seq: count,", "seq: ms,"),
        ("protocol.md", "| `MAX_ENVELOPE` | 2097152 |", "| `MAX_ENVELOPE` | 4194304 |"),
        ("protocol.md", "| `leaf` | origin, blind, entry (a map) |", "| `leaf` | origin, entry (a map) |"),
        ("protocol.md", "| `damaged` | damaged |", "| `damaged` | refused |"),
        ("protocol.md", "key ‖ commitment = HKDF", "commitment ‖ key = HKDF"),
    ],
)
def test_a_frozen_byte_that_changes_is_noticed(copy: Path, name: str, before: str, after: str) -> None:
    change(copy / name, before, after)
    assert freeze.main(["--spec", str(copy), "--check"]) == 1
    assert freeze.main(["--spec", str(copy), "--write", "1"]) == 1  # not without a new version
    assert freeze.main(["--spec", str(copy), "--write", "2"]) == 0
    assert freeze.main(["--spec", str(copy), "--check"]) == 0


def test_a_vector_that_goes_is_noticed_and_one_that_comes_is_not(copy: Path) -> None:
    shutil.copy(copy / "vectors" / "merkle_root_3.json", copy / "vectors" / "one_more.json")
    assert freeze.main(["--spec", str(copy), "--check"]) == 0
    (copy / "vectors" / "merkle_root_3.json").unlink()
    assert freeze.main(["--spec", str(copy), "--check"]) == 1


def test_a_sentence_can_be_made_clearer(copy: Path) -> None:
    change(copy / "protocol.md", "What two nodes exchange and what a third person can check", "What two nodes exchange")
    change(copy / "detente.cddl", "; a C2SP signed note", "; a signed note as C2SP has it")
    assert freeze.main(["--spec", str(copy), "--check"]) == 0


def test_a_frozen_file_that_is_none_is_said(copy: Path) -> None:
    (copy / "FROZEN").write_text("version 1\nnothing\n", "ascii")
    assert freeze.main(["--spec", str(copy), "--check"]) == 1


def test_the_specification_is_as_it_was_frozen_or_is_not_frozen_yet() -> None:
    assert freeze.main(["--check"]) == 0
