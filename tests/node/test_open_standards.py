"""The commands of docs/open-standards.md, run as they stand, in both languages; and what the page says of files is so."""

from __future__ import annotations

import json
import os
import re
import shlex
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from detente.node.home import Home
from detente.node.node import Node
from support import never_words, notify, turn

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "open-standards.md").read_text("utf-8")


@pytest.mark.slow
def test_the_commands_of_the_page_work_and_leave_the_files_it_names(
    homes: dict[str, Home], opened: Callable[..., Node], tmp_path: Path
) -> None:
    heron, otter = opened(homes["heron"]), opened(homes["otter"])
    turn(heron, otter)
    notify(heron, "EXAMPLE 示例")
    turn(heron, otter)
    notify(heron, "EXAMPLE 示例, so that the log has grown")
    heron.close()
    folder = tmp_path / "here"
    folder.mkdir()
    [block] = re.findall(r"```sh\n(.*?)```", PAGE, re.S)
    shown = {}
    for lang in ("en", "zh"):
        environment = {**os.environ, "DETENTE_HOME": str(homes["heron"].path), "DETENTE_LANG": lang}
        for row in block.splitlines():
            program, *words = shlex.split(row)
            assert program == "detente"
            done = subprocess.run(
                [sys.executable, "-m", "detente.cli", *words],
                cwd=folder,
                env=environment,
                capture_output=True,
                text=True,
                check=False,
            )
            assert done.returncode == 0, done.stderr
            assert "--json" in words or never_words(done.stdout) == []
            shown[(row, lang)] = done.stdout
    told = json.loads(shown[("detente record export --tiles logs --json", "en")])
    for log in told["logs"]:
        there = {
            str(path.relative_to(folder / "logs" / log["origin"]))
            for path in (folder / "logs" / log["origin"]).rglob("*")
        }
        assert {"checkpoint", "vkeys", f"tile/0/000.p/{log['size']}", f"tile/entries/000.p/{log['size']}"} <= there
        assert log["state"] == "unchanged"
    names = {path.name for path in (folder / "receipts").iterdir()}
    assert names == {
        *("entry.cbor", "leaf", "vkeys", "inclusion.ed25519.cose", "inclusion.ml-dsa-44.cose"),
        *("consistency.ed25519.cose", "consistency.ml-dsa-44.cose"),
    }
    for name in ("entry.cbor", "leaf", "vkeys", "checkpoint"):
        assert f"`{name}`" in PAGE or f"/{name} " in PAGE
