"""Take each check of the verifier away, one at a time, and see that the attack named for it is noticed: `make bindings`.

For each row of `faults.binding_checks` the sources are copied, one expression or statement is found in one function by what it
says (its syntax tree, so spacing and place do not matter) and replaced, and the named test of tests/bundle/test_bindings.py runs
in that copy. It must fail there, as it must pass in the sources as they are. What the bundle came to instead is written beside:
believed, refused for another reason, or an error. The list with its outcome is docs/bindings.md.

    python -m faults.bindings [--jobs N] [--sample N] [--draw N] [TEST ...]

Exit 0 when every check taken away was noticed, 1 when one was not, 64 for a name that is not in the table.
"""

from __future__ import annotations

import argparse
import ast
import compileall
import contextlib
import json
import os
import queue
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from random import Random

from faults.binding_checks import CHECKS, Check

ROOT = Path(__file__).resolve().parents[1]
SOURCE = ROOT / "src"
PAGE = ROOT / "docs" / "bindings.md"
TESTS = "tests/bundle/test_bindings.py"


class NotFound(Exception):
    """The check stands nowhere, or more than once, in the function named for it: the table is out of date."""


class _Put(ast.NodeTransformer):
    def __init__(self, find: str, put: str) -> None:
        statement = ast.parse(find).body[0]
        self.find = ast.dump(statement.value if isinstance(statement, ast.Expr) else statement)
        self.put = ast.parse(put).body[0]
        self.count = 0

    def visit(self, node: ast.AST) -> ast.AST:
        whole = isinstance(node, ast.Expr) and ast.dump(node.value) == self.find and not isinstance(self.put, ast.Expr)
        if whole or ast.dump(node) == self.find:
            self.count += 1
            new: ast.AST = self.put.value if isinstance(node, ast.expr) and isinstance(self.put, ast.Expr) else self.put
            return ast.copy_location(new, node)
        return self.generic_visit(node)


def _function(tree: ast.Module, name: str) -> ast.AST:
    """The function `name` or `Class.name`; the module itself for an empty name."""
    at: ast.AST = tree
    for part in name.split(".") if name else []:
        inner = [
            node
            for node in ast.iter_child_nodes(at)
            if isinstance(node, ast.FunctionDef | ast.ClassDef) and node.name == part
        ]
        if len(inner) != 1:
            raise NotFound(name)
        at = inner[0]
    return at


def without(source: str, function: str, find: str, put: str) -> str:
    """The file's text with one check replaced."""
    tree = ast.parse(source)
    change = _Put(find, put)
    change.generic_visit(_function(tree, function))
    if change.count != 1:
        raise NotFound(f"{function}: {find!r} stands {change.count} times")
    return ast.unparse(ast.fix_missing_locations(tree)) + "\n"


def copied(to: Path) -> Path:
    """A copy of the sources, compiled, so that each run reads only what was changed again."""
    shutil.copytree(SOURCE, to, ignore=shutil.ignore_patterns("__pycache__"))
    compileall.compile_dir(to, quiet=2)
    return to


@contextlib.contextmanager
def taken_away(check: Check, source: Path) -> Iterator[None]:
    """The copy at `source` without this check, and as it was again afterwards."""
    before: dict[Path, str] = {}
    try:
        for file, function, find, put in check.edits:
            path = source / "detente" / file
            text = path.read_text("utf-8")
            before.setdefault(path, text)
            path.write_text(without(text, function, find, put), encoding="utf-8")
        yield
    finally:
        for path, text in before.items():
            path.write_text(text, encoding="utf-8")


@dataclass(frozen=True)
class Outcome:
    noticed: bool
    came_to: str  # what the bundle came to without the check


def run_test(test: str, shared: Path, source: Path) -> Outcome:
    """The test named, in a process of its own that imports the package from `source`."""
    environment = os.environ | {"DETENTE_BINDINGS_FROM": str(shared), "PYTHONPATH": str(source)}
    environment["PYTHONDONTWRITEBYTECODE"] = (
        "1"  # a file changed twice in one second must not be taken for the one before
    )
    command = [sys.executable, "-m", "faults.binding_one", test]
    done = subprocess.run(
        command, cwd=ROOT, env=environment, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=600
    )
    if done.returncode != 0:
        raise RuntimeError(done.stdout[-2000:] + done.stderr[-2000:])
    found = json.loads(done.stdout)
    if Path(found["source"]) != source / "detente":
        raise RuntimeError(f"the package was imported from {found['source']}")
    return Outcome(found["failed"], found["came_to"])


def one(check: Check, shared: Path, copies: queue.SimpleQueue[Path]) -> Outcome:
    source = copies.get()
    try:
        with taken_away(check, source):
            return run_test(check.test, shared, source)
    finally:
        copies.put(source)


def page(rows: Sequence[tuple[Check, Outcome]]) -> str:
    """docs/bindings.md."""
    lines = [
        HEAD,
        "| binding | check taken away | test that fails then | what the bundle came to |",
        "|---|---|---|---|",
    ]
    for check, outcome in rows:
        places = "; ".join(
            f"`{file}` {function or 'module'}: `{find.replace('|', chr(92) + '|')}`"
            for file, function, find, _ in check.edits
        )
        lines.append(f"| {check.binding} | {places} | `{check.test}` | {outcome.came_to} |")
    noticed = sum(outcome.noticed for _, outcome in rows)
    return (
        "\n".join(lines)
        + f"\n\n{len(rows)} checks, each taken away by itself: {noticed} noticed, {len(rows) - noticed} not.\n"
    )


HEAD = """# What binds a bundle together

Made by `make bindings`; not written by hand. Each row is one check of the verifier. It was taken away in a copy of the
sources, all else left as it is, and the test named beside it, which passes with the check in place, failed. The bundle in
that test is a real export that was made again with one thing wrong: everything that follows from it is computed and signed
again (`faults/forge.py`), so that no other check stands in for the one that is missing. What it came to without the check:

- *believed*: the false thing was shown as proven;
- *refused*: something else noticed, with another reason;
- *an error*: what came after relied on the check.

Where a digest or the signed bytes leave something out, the bundle is made by the same changed code, so that it is whole in
every other way. A check that another one wholly stands in for has no row: taking it away alone changes nothing.
"""


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m faults.bindings", description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("names", nargs="*", help="only the checks of these tests")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--sample", type=int, default=0, help="so many, drawn by --draw")
    parser.add_argument("--draw", type=int, default=1)
    asked = parser.parse_args()
    chosen = [check for check in CHECKS if not asked.names or check.test in asked.names]
    if asked.names and len({check.test for check in chosen}) < len(set(asked.names)):
        print("no check has such a test", file=sys.stderr)
        return 64
    if asked.sample:
        chosen = Random(asked.draw).sample(chosen, min(asked.sample, len(chosen)))
    with tempfile.TemporaryDirectory() as scratch, ThreadPoolExecutor(asked.jobs) as pool:
        shared = Path(scratch) / "shared"
        shared.mkdir()
        whole, said = _all_pass(shared)
        if not whole:
            print(said, file=sys.stderr)
            return 1
        copies: queue.SimpleQueue[Path] = queue.SimpleQueue()
        for number in range(asked.jobs):
            copies.put(copied(Path(scratch) / f"src{number}"))
        rows = []
        for check, outcome in zip(chosen, pool.map(lambda check: one(check, shared, copies), chosen), strict=True):
            rows.append((check, outcome))
            noticed = "noticed" if outcome.noticed else "NOT NOTICED"
            print(f"{noticed:<12} {check.binding:<10} {check.test:<70} {outcome.came_to}", flush=True)
    if not asked.names and not asked.sample:
        PAGE.write_text(page(rows), encoding="utf-8")
    missed = sum(not outcome.noticed for _, outcome in rows)
    print(f"{len(rows)} checks taken away, {len(rows) - missed} noticed, {missed} not")
    return 1 if missed else 0


def _all_pass(shared: Path) -> tuple[bool, str]:
    """Every test passes with every check in place; also makes the exports that the others share."""
    environment = os.environ | {"DETENTE_BINDINGS_FROM": str(shared)}
    command = [sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider", "-p", "no:xdist", TESTS]
    done = subprocess.run(command, cwd=ROOT, env=environment, stdin=subprocess.DEVNULL, capture_output=True, text=True)
    return done.returncode == 0, done.stdout[-4000:]


if __name__ == "__main__":
    sys.exit(main())
