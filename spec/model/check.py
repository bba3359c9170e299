"""Run the model with spin: the sound rules within each bound, then every variant with one rule taken away.

`python spec/model/check.py [--out FOLDER] [NAME ...]`; nothing is asked, it ends by itself. Exit 0 only when every sound
search was complete and found nothing, and every variant was refuted by a property, not by a bound. Standard library only.
For each refuted variant FOLDER holds the story that refutes it, in order.
"""

from __future__ import annotations

import argparse
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

MODEL = Path(__file__).resolve().parent / "line.pml"
DEPTH = 100_000
MEGABYTES = 4000
COMPILE = ["-w", "-DCOLLAPSE", "-DSAFETY", "-DNOREDUCE", "-DVECTORSZ=2048", f"-DMEMLIM={MEGABYTES}"]
LONGEST = 600  # seconds for one search

# What an assertion of line.pml says, by a piece of its text as pan prints it, in this order.
PROPERTIES = (
    ("used<", "bound"),
    ("epochs<", "bound"),
    ("kept", "a receipt stands on no disk"),
    ("==i_)", "a receipt names what is not held"),
    ("kind[n_]!=1", "twice in one log"),
    ("busy_", "never quiet"),
    ("mir[cur_]", "current log not held alike"),
    ("same_", "no receipt"),
    ("ok_", "message lost"),
)


@dataclass(frozen=True)
class Case:
    """`rule` is the flag of line.pml that takes a rule away; none for the sound rules."""

    name: str
    bounds: dict[str, int]
    rule: str | None = None
    by_bound: bool = False  # the variant runs on without end: reaching the bound is how that shows


ONE = {"SLOTS": 1, "RESTORES_0": 1, "RESTORES_1": 0, "COPIES_0": 0}
BOTH = {"SLOTS": 1, "RESTORES_0": 1, "RESTORES_1": 1, "COPIES_0": 0}
NONE = {"SLOTS": 2, "RESTORES_0": 0, "COPIES_0": 0, "SAYS_0": 2, "SAYS_1": 1}
OVERTAKEN = {"SLOTS": 2, "RESTORES_0": 1, "RESTORES_1": 0, "COPIES_0": 0}
TOLD = {"SLOTS": 2, "RESTORES_0": 1, "COPIES_0": 1, "SAYS_0": 0, "RESTORE_OPENS": 1}

CASES = (
    Case("sound-network", NONE),
    Case("sound-restores", BOTH),
    Case("sound-told", TOLD),
    Case("no-dedup", NONE, "NO_DEDUP"),
    Case("sent-before-commit", NONE, "SEND_FIRST"),
    Case("outbox-emptied-on-send", NONE, "OUT_ON_SEND"),
    Case("closed-log-continued", ONE, "CONTINUE"),
    Case("not-said-again", BOTH, "NOT_SAID_AGAIN"),
    Case("receipt-not-given-again", BOTH, "NOT_GIVEN_AGAIN"),
    Case("reports-forgotten", ONE, "NOT_REPORTED", by_bound=True),
    Case("not-queued-again", ONE, "NOT_QUEUED_AGAIN"),
    Case("unknown-log-passed-over", BOTH, "UNKNOWN_PASSED_OVER"),
    Case("first-receipt-kept", OVERTAKEN, "FIRST_RECEIPT_KEPT"),
    Case("silent-have", BOTH, "SILENT_HAVE"),
    Case("lost-receipt-taken", TOLD, "LOST_RECEIPT_TAKEN"),
    Case("nobody-speaks-first", ONE, "QUIET"),
)
NOT_YET = ("ODD_CLOSES",)  # a rule that the code does not have: README, "still open"


@dataclass
class Found:
    case: Case
    states: int = 0
    transitions: int = 0
    depth: int = 0
    seconds: float = 0.0
    megabytes: float = 0.0
    broken: str | None = None
    story: list[str] = field(default_factory=list)
    complete: bool = False

    @property
    def good(self) -> bool:
        if self.case.rule is None:
            return self.complete and self.broken is None
        return self.broken is not None and (self.broken != "bound" or self.case.by_bound)

    @property
    def verdict(self) -> str:
        if self.broken is not None:
            how = "runs on without end" if self.broken == "bound" and self.case.by_bound else self.broken
            return f"refuted: {how}; {len(self.story)} steps"
        return "no violation, full search" if self.complete else "SEARCH NOT COMPLETE"


def run(command: list[str], where: Path) -> str:
    done = subprocess.run(
        command, cwd=where, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=LONGEST, check=False
    )
    tells = command[0] == "./pan" or "-t" in command  # these say by their status that a property is violated
    if done.returncode != 0 and not tells:
        raise SystemExit(f"model: {' '.join(command)} failed:\n{done.stdout}{done.stderr}")
    return done.stdout + done.stderr


def number(pattern: str, text: str) -> float:
    found = re.search(pattern, text)
    return float(found.group(1)) if found else 0.0


def check(case: Case, out: Path) -> Found:
    """One search, in its own folder. Every figure is pan's."""
    where = out / case.name
    shutil.rmtree(where, ignore_errors=True)
    where.mkdir(parents=True)
    shutil.copy(MODEL, where / MODEL.name)
    flags = [f"-D{name}={value}" for name, value in case.bounds.items()] + ([f"-D{case.rule}"] if case.rule else [])
    run(["spin", "-a", *flags, MODEL.name], where)
    effort = "-O0" if case.rule else "-O2"  # making the program takes longer than most refutations do
    run(["cc", effort, *COMPILE, "-o", "pan", "pan.c"], where)
    said = run(["./pan", f"-m{DEPTH}"], where)
    (where / "pan.txt").write_text(said, "utf-8")
    found = Found(
        case,
        states=int(number(r"(\d+) states, stored", said)),
        transitions=int(number(r"(\d+) transitions", said)),
        depth=int(number(r"depth reached (\d+)", said)),
        seconds=number(r"elapsed time ([\d.]+) seconds", said),
        megabytes=number(r"([\d.]+)\s+total actual memory usage", said),
    )
    cut = ("Search not completed", "max search depth too small", "out of memory", "Partial")
    found.complete = "errors: 0" in said and "Full statespace search" in said and not any(c in said for c in cut)
    violated = re.search(r"pan:1: (.*)", said)
    if violated:
        text = violated.group(1)
        found.broken = next((name for piece, name in PROPERTIES if piece in text), text)
        told = run(["spin", "-t", "-B", *flags, MODEL.name], where)
        found.story = [line.strip() for line in told.splitlines() if re.match(r"\s+(\d |the network)", line)]
        (out / f"{case.name}.txt").write_text("\n".join([text, *found.story, ""]), "utf-8")
    return found


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("names", nargs="*", help="only these cases")
    parser.add_argument("--out", type=Path, default=Path("build/model"))
    asked = parser.parse_args()
    missing = [tool for tool in ("spin", "cc") if shutil.which(tool) is None]
    if missing:
        print(
            f"model: {' and '.join(missing)} not found. On Debian: apt-get install spin gcc libc6-dev", file=sys.stderr
        )
        return 2
    unknown = set(asked.names) - {case.name for case in CASES}
    if unknown:
        print(f"model: no case called {', '.join(sorted(unknown))}", file=sys.stderr)
        return 2
    good = True
    print(run(["spin", "-V"], Path.cwd()).strip())
    print(f"{'case':<24}{'states':>10}{'transitions':>13}{'depth':>7}{'MB':>6}{'s':>6}  verdict", flush=True)
    for case in CASES:
        if asked.names and case.name not in asked.names:
            continue
        found = check(case, asked.out.resolve())
        good = good and found.good
        print(
            f"{case.name:<24}{found.states:>10}{found.transitions:>13}{found.depth:>7}{found.megabytes:>6.0f}"
            f"{found.seconds:>6.1f}  {'' if found.good else 'NOT AS IT SHOULD BE: '}{found.verdict}",
            flush=True,
        )
    print("model: the rules hold, and every variant is refuted" if good else "model: NOT as it should be", flush=True)
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
