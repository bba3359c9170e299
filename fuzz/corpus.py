"""The kept corpus: as few inputs as reach every branch that was reached, and how much of each decoder that is."""

from __future__ import annotations

import ast
import sys
from collections.abc import Callable
from pathlib import Path
from types import FrameType
from typing import Any

import coverage

from fuzz import seeds, targets

ROOT = Path(__file__).resolve().parents[1]
SOURCE = ROOT / "src" / "detente"
OUT = ROOT / "build" / "fuzz"
MOST = 1_200_000  # bytes of all archives together

# One way out of a branch that no bytes given to these targets can take, with why: it is not counted.
NEVER: dict[tuple[str, str], str] = {
    ("codec/cbor.py", "if len(data) > limit:"): "inputs are shorter than the limit of two megabytes",
    ("bundle/differing.py", "if len(data) > MAX_DIFFER:"): "inputs are shorter than the limit of four megabytes",
    ("crypto/webauthn.py", "if alg not in (ESP256, ED25519):"): "the algorithm is a credential's, never the input's",
    ("crypto/webauthn.py", "if not sizes or len(challenge) != 32:"): "the shape has refused other sizes",
    (
        "line/envelope.py",
        "if [use.layer for use in outer.layers] != list(required_layers):",
    ): "the header is fixed in this target; test vectors have layers",
    (
        "proof/tree.py",
        "if not 0 <= index < size <= MAX_LOG or not _all_hashes(path):",
    ): "shape and proof refuse it before",
    ("line/founding.py", "if len({f.payload for f in frames}) != 1:"): "this target merges a file with itself",
    ("trust/decisions.py", "for digest, ed, ml in keys:"): "the fault of the last key is raised within",
}

Arc = tuple[str, int, int]
Trace = Callable[[FrameType, str, Any], Any]


def _lines(file: str, names: tuple[str, ...]) -> set[int]:
    """The lines of the named functions."""
    tree = ast.parse((SOURCE / file).read_bytes())
    found: dict[str, ast.AST] = {}
    for node in tree.body:
        if isinstance(node, ast.FunctionDef):
            found[node.name] = node
        elif isinstance(node, ast.ClassDef):
            found |= {f"{node.name}.{inner.name}": inner for inner in node.body if isinstance(inner, ast.FunctionDef)}
    lines: set[int] = set()
    for name in names:
        node = found[name]
        assert isinstance(node, ast.FunctionDef)
        lines |= set(range(node.body[0].lineno, (node.end_lineno or node.lineno) + 1))  # its body: `def` ran before
    return lines


def _inputs(name: str) -> list[bytes]:
    """Everything there is for a target: seeds, the kept corpus, and what fuzzing on this machine has found."""
    fuzzed = [path.read_bytes() for path in sorted((OUT / name).glob("*"))] if (OUT / name).is_dir() else []
    every = dict.fromkeys([*targets.TARGETS[name].seeds(), *seeds.kept(name), *fuzzed])
    return sorted(every, key=lambda data: (len(data), data))


def _arcs(files: set[str], attempt: Callable[[], None]) -> set[Arc]:
    """The steps from line to line that `attempt` takes in these files. One input at a time: coverage.py is slow to start."""
    found: set[Arc] = set()
    at: dict[FrameType, int] = {}

    def step(frame: FrameType, event: str, _argument: object) -> Trace | None:
        line = frame.f_lineno
        if event == "line":
            found.add((frame.f_code.co_filename, at.get(frame, 0), line))
            at[frame] = line
        elif event == "return":
            found.add((frame.f_code.co_filename, at.pop(frame, 0), 0))
        return step

    def called(frame: FrameType, _event: str, _argument: object) -> Trace | None:
        return step if frame.f_code.co_filename in files else None

    sys.settrace(called)
    try:
        attempt()
    finally:
        sys.settrace(None)
    return found


def _measured(name: str, attempt: Callable[[], None]) -> coverage.Coverage:
    files = [str(SOURCE / file) for file in targets.TARGETS[name].covers]
    found = coverage.Coverage(data_file=None, branch=True, include=files, config_file=False)
    found.start()
    try:
        attempt()
    finally:
        found.stop()
    return found


def _prepared(name: str) -> targets.Target:
    target = targets.TARGETS[name]
    if target.believes:
        targets.believe()
    else:
        targets.once()
    return target


def smallest(name: str) -> list[bytes]:
    """Inputs in order of size, each kept when it reaches a way through the decoder that none before it reached."""
    target = _prepared(name)
    files = {str(SOURCE / file) for file in target.covers}
    reached: set[Arc] = set()
    kept = []
    for data in _inputs(name):
        arcs = _arcs(files, lambda data=data: targets.attempt(target, data))  # type: ignore[misc]
        if arcs - reached:
            reached |= arcs
            kept.append(data)
    return kept


def reached(name: str, inputs: list[bytes]) -> tuple[int, int, dict[str, list[int]]]:
    """(branches reached, branches there are, lines with a branch that was not) in the functions of the decoder."""
    target = _prepared(name)

    def attempt() -> None:
        for data in inputs:
            targets.attempt(target, data)

    found = _measured(name, attempt)
    hit = all_of = 0
    missed: dict[str, list[int]] = {}
    for file, names in target.covers.items():
        lines, source = _lines(file, tuple(names)), (SOURCE / file).read_text("utf-8").splitlines()
        never: set[int] = set()
        for line, (total, taken) in found.branch_stats(str(SOURCE / file)).items():
            if line in lines:
                if taken < total and (file, source[line - 1].strip()) in NEVER:
                    total -= 1
                    never.add(line + 1)  # what stands under it
                all_of, hit = all_of + total, hit + taken
                if taken < total:
                    missed.setdefault(file, []).append(line)
        not_run = set(found.analysis2(str(SOURCE / file))[3]) - never
        missed.setdefault(file, []).extend(sorted(not_run & lines))  # a decoder without branches still has lines
    return hit, all_of, {file: sorted(set(lines)) for file, lines in missed.items() if lines}


def keep(names: list[str]) -> int:
    for name in names or list(targets.TARGETS):
        inputs = smallest(name)
        seeds.keep(name, inputs)
        print(f"{name:<20} {len(inputs):>5} inputs kept", flush=True)
    size = sum(path.stat().st_size for path in seeds.CORPUS.glob("*.tar.xz"))
    print(f"{size} bytes")
    return 0 if size <= MOST else 1


def figures(names: list[str]) -> int:
    """A line a decoder. Exit 1 when one has less than 95 % of its branches reached by the kept corpus."""
    low = 0
    for name in names or list(targets.TARGETS):
        inputs = seeds.kept(name)
        hit, all_of, missed = reached(name, inputs)
        share = 100 * hit / all_of if all_of else 100.0
        low += share < 95
        where = "  ".join(f"{file}:{','.join(map(str, lines))}" for file, lines in missed.items())
        print(f"{name:<20} {len(inputs):>5} inputs  {hit:>4}/{all_of:<4} branches  {share:5.1f} %  {where}", flush=True)
    return 1 if low else 0
