"""Completion by the shell itself."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from detente.cli.main import root


@pytest.mark.skipif(shutil.which("bash") is None, reason="no bash on this machine")
def test_bash_completes_commands_and_groups(tmp_path: Path) -> None:
    script = tmp_path / "completion"
    script.write_text(CliRunner().invoke(root(), ["completion", "bash"]).output, "utf-8")
    asked = (
        f"source {script}; COMP_WORDS=(detente {{}}); COMP_CWORD={{}}; COMPREPLY=(); "
        "_detente_completion detente; echo ${{COMPREPLY[@]}}"
    )
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"

    def completed(words: str, at: int) -> set[str]:
        shown = subprocess.run(
            ["bash", "-c", asked.format(words, at)],
            env={**os.environ, "PATH": path},
            capture_output=True,
            text=True,
            check=True,
        )
        return set(shown.stdout.split())

    assert completed("doc", 1) == {"doctor"}
    assert completed("line st", 2) == {"status"}
    assert completed("doctor --j", 2) == {"--json"}
