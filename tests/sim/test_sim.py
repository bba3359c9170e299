"""The simulated world keeps its own promises: it repeats exactly, it finds what is broken, and it cannot leak into a real node.

Stand-in signatures are for a whole process, so every test here runs one of its own.
"""

from __future__ import annotations

import ast
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from support import Home

SIM = [sys.executable, "-m", "detente.sim"]


def run(*command: str, cwd: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    env = os.environ | environment
    return subprocess.run(
        [*command], capture_output=True, text=True, check=False, cwd=cwd, env=env, stdin=subprocess.DEVNULL
    )


def test_a_seed_replays_exactly_whatever_python_hashes(tmp_path: Path) -> None:
    stories = [run(*SIM, "--seed", "21", "--whole", cwd=tmp_path, PYTHONHASHSEED=seed) for seed in ("1", "2")]
    assert [story.returncode for story in stories] == [0, 0], stories[0].stderr
    assert stories[0].stdout == stories[1].stdout
    assert len(stories[0].stdout.splitlines()) > 20


def test_a_hostile_world_tries_every_lie_there_is() -> None:
    from detente.sim.plan import LIES, draw
    from detente.sim.ruled import ALL

    assert len(ALL) <= LIES
    plan = next(plan for plan in map(draw, range(1, 100)) if plan.hostile)
    assert {b % len(ALL) for name, _, b, _ in plan.steps if name == "forge"} == set(range(len(ALL)))


def test_every_rule_of_every_kind_has_a_transition_and_a_lie_against_it() -> None:
    """Codes are read from the rules' own sources, so that a kind added later is wanting here until somebody lies about it."""
    from detente import kinds
    from detente.sim.ruled import ALL
    from detente.sim.transitions import REFUSED, table

    codes: set[str] = set()
    for path in Path(kinds.__file__).parent.glob("*.py"):
        for work in ast.walk(ast.parse(path.read_text("utf-8"))):
            if (
                isinstance(work, ast.FunctionDef)
                and work.returns is not None
                and ast.unparse(work.returns) == "str | None"
            ):
                returned = [node for node in ast.walk(work) if isinstance(node, ast.Return) and node.value is not None]
                branches = [b for node in returned for b in _branches(node.value)]
                codes |= {b.value for b in branches if isinstance(b, ast.Constant) and isinstance(b.value, str)}
    assert len(codes) > 20 and codes <= set(REFUSED), codes - set(REFUSED)
    lied = {
        "acknowledgement-names-one-message": "two-acknowledged-at-once",
        "notice-asks": "asks-nothing-and-something",
    }
    assert {lied.get(code, f"against-{code}") for code in codes} <= set(ALL)
    elsewhere = {"roster", "proposal", "stance", "progress", "deposit", "opening"}  # in worlds and tests of their own
    assert {f"kind {name}" for name in kinds.LATEST} - set(table()["kinds"]) == {f"kind {name}" for name in elsewhere}


def _branches(value: ast.expr) -> list[ast.expr]:
    return [*_branches(value.body), *_branches(value.orelse)] if isinstance(value, ast.IfExp) else [value]


BROKEN = """
from detente.sim import standin; standin.install()
from detente.sim.plan import draw
from detente.sim.run import play, shrink
{sabotage}
for seed in range(1, 60):
    plan = draw(seed)
    seen = play(plan)
    if seen.violations:
        small = shrink(plan, 120)
        print(seen.violations[0][0], len(plan.steps), len(small.steps))
        play(small, print)
        break
"""
SABOTAGE = {
    "a receipt given before anything is heard twice": (
        "from detente.sim.disk import Disk; Disk.is_heard = lambda *a: False; Disk.heard_elsewhere = lambda *a: None"
    ),
    "a commit that fails is taken for done": (
        "from detente.sim import disk; disk.Disk.commit, real = (lambda s, c: None if s.armed else real(s, c)), disk.Disk.commit"
    ),
    "an epoch is never opened when others hold more": (
        "from detente.line.state import State; State._own_head = lambda self, theirs, result: True"
    ),
    "whoever signs, signs for the office": (
        "from detente.trust.decisions import LineTrust; LineTrust.check_release = lambda *a: None"
    ),
}


@pytest.mark.slow
@pytest.mark.parametrize("rule", SABOTAGE)
def test_a_rule_taken_away_is_found_and_told_as_a_short_story(rule: str, tmp_path: Path) -> None:
    done = run(sys.executable, "-c", BROKEN.format(sabotage=SABOTAGE[rule]), cwd=tmp_path)
    assert done.returncode == 0 and done.stdout, done.stderr
    first, *story = done.stdout.splitlines()
    _promise, whole, short = first.split()
    assert int(short) < int(whole) and any("BROKEN" in line for line in story)


def test_a_process_with_stand_in_signatures_opens_no_home(homes: dict[str, Home], tmp_path: Path) -> None:
    script = (
        "import sys; from pathlib import Path; from detente.sim import standin; standin.install()\n"
        "from detente.node.home import Home; from detente.node.node import Node\n"
        "try: Node(Home.open(Path(sys.argv[1])))\n"
        "except Exception as error: print(error.code, error.values['name'])"
    )
    done = run(sys.executable, "-c", script, str(homes["heron"].path), cwd=tmp_path)
    assert done.stdout.split() == ["suite-not-real", "detente-1"], done.stderr


def test_a_real_process_refuses_the_stand_in_suite_by_name(tmp_path: Path) -> None:
    script = (
        "from detente.sim.bent import Founders; from detente.codec.cbor import encode\n"
        "from detente.trust.decisions import read_terms\n"
        "try: read_terms(encode(Founders(sign_by=2**50, suite=0).terms()))\n"
        "except Exception as error: print(error.code, error.values['name'])"
    )
    done = run(sys.executable, "-c", script, cwd=tmp_path)
    assert done.stdout.split() == ["suite-not-real", "sim-0"], done.stderr


def test_some_worlds_keep_every_promise(tmp_path: Path) -> None:
    done = run(*SIM, "--seeds", "24", "--from", "1", "--jobs", "1", cwd=tmp_path)
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.splitlines()[-1].endswith("24 seeds, 0 violations")
    assert "transitions not taken: " in done.stdout  # so few cannot take them all, and that is said


@pytest.mark.slow
def test_worlds_of_every_weather_keep_every_promise_and_take_every_transition(tmp_path: Path) -> None:
    done = run(*SIM, "--seeds", "160", "--from", "1", cwd=tmp_path)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "transitions not taken" not in done.stdout, done.stdout
    report = json.loads((tmp_path / "build" / "simulate" / "counts.json").read_text("utf-8"))
    assert report["said"] > 20_000 and report["faults"] > 5_000 and not report["broken"]


STORIES = """
import json, sys
from detente.sim import standin; standin.install()
from detente.sim.plan import Plan
from detente.sim.run import play
for told in json.load(open(sys.argv[1], encoding="utf-8")):
    plan = Plan(told["seed"], told["weather"], told["members"], tuple(tuple(step) for step in told["steps"]))
    for promise, what in play(plan).violations:
        print(told["what"], promise, what)
"""


def test_what_once_broke_a_promise_keeps_it(tmp_path: Path) -> None:
    """Stories to which failing seeds were shrunk, each named by the rule that was wanting."""
    done = run(sys.executable, "-c", STORIES, str(Path(__file__).with_name("stories.json")), cwd=tmp_path)
    assert (done.returncode, done.stdout) == (0, ""), done.stdout + done.stderr
