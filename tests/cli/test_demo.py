"""The demo, run as `make demo` runs it: both ways round, with nobody at the terminal."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import support

ROOT = Path(__file__).resolve().parents[2]


def demo(where: Path, swap: str) -> tuple[str, Path]:
    """The demo's output, and its folder."""
    where.mkdir()
    (where / "examples").symlink_to(ROOT / "examples")
    done = subprocess.run(
        [sys.executable, "-m", "detente.demo"],
        cwd=where,
        env={**os.environ, "SWAP": swap, "COLUMNS": "110"},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        timeout=600,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout, where / "build" / "demo"


def verify(record: Path) -> dict[str, Any]:
    command = [sys.executable, "-m", "detente.cli", "verify", "--json", str(record)]
    done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, encoding="utf-8", timeout=300)
    value: dict[str, Any] = json.loads(done.stdout)
    return {"exit": done.returncode, **value}


@pytest.mark.slow
def test_the_demo_exchanges_every_part_when_the_parties_are_exchanged(tmp_path: Path) -> None:
    told, parts, words = {}, {}, {}
    for swap in ("", "1"):
        out, built = demo(tmp_path / f"swap{swap}", swap)
        proven = verify(built / "record.detente")
        assert proven["exit"] == 0 and proven["verdict"] == "proven"
        parts[swap] = [(m["kind"], m["area"], m["author"], m["receipted"]) for m in proven["messages"]]
        assert [p[1] for p in parts[swap] if p[0] == "notice"] == ["A", "B", "C"]
        assert verify(built / "one-byte-flipped.detente")["exit"] == 1
        assert (built / "a" / "home.json").exists() and (built / "b-exercise" / "home.json").exists()
        assert not any((built / side / "local.sock").exists() for side in ("a", "b")), "the nodes were stopped"
        told[swap] = out
        assert support.never_words(out) == []
        words[swap] = re.findall(r"(heron|tern) reads: (.+)", out)
    exchange = {"heron": "tern", "tern": "heron"}
    said = [p for p in parts[""] if p[0] != "keys"]
    assert [(kind, area, exchange[author], r) for kind, area, author, r in said] == [
        p for p in parts["1"] if p[0] != "keys"
    ]
    # The steps are the same lines but for the parties, the languages, and what is random or measured.
    assert steps(told[""], {}) == steps(told["1"], exchange)


def steps(out: str, exchange: dict[str, str]) -> list[str]:
    """The demo's step lines without times, numbers and words drawn, with the parties exchanged."""
    lines = [line for line in out.splitlines() if re.match(r" *\d+\.\d s ", line)]
    found = []
    for line in lines:
        line = re.sub(r"^ *\d+\.\d s +\+ *\d+\.\d +", "", line)
        line = re.sub(r"reads: .*", "reads:", line)
        line = re.sub(r"\b(heron|tern)\b", lambda m: exchange.get(m[0], m[0]), line)
        line = re.sub(r"Office of (Heron|Tern) \S+", "Office", line)
        line = re.sub(r"reads it in (English|中文)", "reads it", line)
        line = re.sub(r"build/demo/[ab] ", "its home ", line)
        line = re.sub(r"[\d,]+ bytes|port \d+|\(\S+-\S+\)$", "", line)
        found.append(line.strip())
    return found
