"""`python -m fuzz`: fuzz targets for some seconds each, then say how many inputs each has had. Needs atheris (`make fuzz`).

    python -m fuzz [--seconds N] [--each N] [TARGET ...]    fuzz, one process a target, one after another
    python -m fuzz --keep [TARGET ...]                       make the kept corpus smaller without losing a branch
    python -m fuzz --figures                                 branches of each decoder that the kept corpus reaches

What is found lies in `build/fuzz/TARGET` (inputs), `build/fuzz/crash-TARGET-*` (faults) and `build/fuzz/runs.tsv`. Exit 1 when
an input was a fault.
"""

from __future__ import annotations

import argparse
import os
import re
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
OUT = ROOT / "build" / "fuzz"


def fuzz(name: str, seconds: int, runs: int) -> tuple[int, int]:
    """(inputs, exit code) of one process."""
    folder = OUT / name
    folder.mkdir(parents=True, exist_ok=True)
    command = [
        sys.executable, "-m", "fuzz.one", name, str(folder), f"-max_total_time={seconds}", f"-runs={runs}", "-timeout=20",
        "-rss_limit_mb=2048", "-print_final_stats=1", f"-artifact_prefix={OUT}/crash-{name}-", "-verbosity=1", "-reload=0",
    ]  # fmt: skip
    log = OUT / f"{name}.log"
    with log.open("wb") as out:
        code = subprocess.run(command, cwd=ROOT, stdin=subprocess.DEVNULL, stdout=out, stderr=out).returncode
    said = log.read_text("utf-8", "replace")
    found = re.findall(r"number_of_executed_units: (\d+)", said) or re.findall(r"^#(\d+)\s", said, re.MULTILINE)
    return int(found[-1]) if found else 0, code


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m fuzz", description=__doc__)
    parser.add_argument("targets", nargs="*")
    parser.add_argument("--seconds", type=int, default=60, help="in all, shared evenly")
    parser.add_argument("--runs", type=int, default=-1, help="at most so many inputs a target")
    parser.add_argument("--keep", action="store_true")
    parser.add_argument("--figures", action="store_true")
    asked = parser.parse_args()
    if asked.keep or asked.figures:
        from fuzz import corpus

        return corpus.keep(asked.targets) if asked.keep else corpus.figures(asked.targets)
    from fuzz.targets import TARGETS

    names = asked.targets or list(TARGETS)
    OUT.mkdir(parents=True, exist_ok=True)
    faults = 0
    for name in names:
        began = time.monotonic()
        inputs, code = fuzz(name, max(1, asked.seconds // len(names)), asked.runs)
        took = time.monotonic() - began
        faults += code != 0
        with (OUT / "runs.tsv").open("a", encoding="utf-8") as rows:
            rows.write(f"{name}\t{inputs}\t{took:.0f}\t{code}\n")
        print(
            f"{name:<20} {inputs:>10} inputs in {took:.0f} s{'' if code == 0 else f'  exit {code}: see build/fuzz/{name}.log'}",
            flush=True,
        )
    return 1 if faults else 0


if __name__ == "__main__":
    os.chdir(ROOT)
    sys.exit(main())
