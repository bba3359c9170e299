"""`detente doctor` on a real home."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from detente.cli.main import root
from detente.locale.doctor import width
from detente.node.home import Home


def run(home: Home, *arguments: str) -> Result:
    environment = {"DETENTE_LANG": "en", "DETENTE_HOME": str(home.path)}
    return CliRunner().invoke(root(), list(arguments), env=environment)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_home_whose_node_stands_still_says_what_to_do_on_one_screen(homes: dict[str, Home], language: str) -> None:
    shown = run(homes["heron"], "doctor", "--lang", language)
    assert shown.exit_code == 1, shown.output
    lines = shown.output.splitlines()
    assert len(lines) <= 24 and all(width(line) <= 80 for line in lines), shown.output
    assert "detente serve" in shown.output and "detente backup" in shown.output
    assert not list(homes["heron"].path.glob("doctor-*")), "the file of the write test is gone"


def test_a_backup_made_is_a_backup_known(homes: dict[str, Home], tmp_path: Path) -> None:
    def told() -> dict[str, str]:
        found = json.loads(run(homes["heron"], "doctor", "--json").stdout)
        return {row["part"]: row["code"] for row in found["rows"]}

    assert told()["backup"] == "none"
    made = run(homes["heron"], "backup", str(tmp_path / "one.backup"), "--code-file", str(tmp_path / "code"))
    assert made.exit_code == 0, made.output
    assert told()["backup"] == "made"
