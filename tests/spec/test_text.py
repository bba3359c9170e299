"""What the specification lists is what the code has: error codes, verdicts, limits, algorithms, refused characters."""

from __future__ import annotations

import ast
import json
import re
import subprocess
import sys
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import get_args

import pytest

import detente
from detente.codec import limits
from detente.codec.errors import Remote
from detente.codec.text import check_text
from detente.crypto.suites import ALGORITHMS, SUITES
from detente.kinds import TABLE
from detente.trust.statements import Use

PACKAGE = Path(detente.__file__).parent
SPEC = Path(__file__).resolve().parents[2] / "spec"
TEXT = (SPEC / "protocol.md").read_text("utf-8")
ROOMS = ("codec", "proof", "crypto", "trust", "kinds", "line", "bundle")
FAULTS = {"Remote": "refused", "Damaged": "damaged", "Local": "own", "_local": "own"}


def part(heading: str) -> str:
    return TEXT.split(f"\n## {heading}", 1)[1].split("\n## ", 1)[0]


def rows(heading: str) -> list[list[str]]:
    """Cells of every table in a part, without its heading rows."""
    found = [line.strip().strip("|").split(" | ") for line in part(heading).splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in row] for row in found if not set(row[0]) <= set("-|")][1:]


def trees() -> Iterator[tuple[str, ast.Module]]:
    for room in ROOMS:
        for path in sorted((PACKAGE / room).rglob("*.py")):
            yield path.relative_to(PACKAGE).as_posix(), ast.parse(path.read_bytes())


def constants(node: ast.expr) -> list[str]:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return [node.value]
    if isinstance(node, ast.IfExp):
        return [*constants(node.body), *constants(node.orelse)]
    return []  # a code passed on: it is found where it is first named


def raised() -> set[tuple[str, str]]:
    found = set()
    for _, tree in trees():
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in FAULTS:
                argument = node.args[1] if node.func.id == "_local" else node.args[0]
                found |= {(code, FAULTS[node.func.id]) for code in constants(argument)}
    return found


def test_every_error_code_is_in_the_specification_and_the_other_way() -> None:
    table = {(row[0].strip("`"), row[1]) for row in rows("22 Error codes")}
    assert table - raised() == set(), "in the table, raised nowhere"
    assert raised() - table == set(), "raised, not in the table"


def test_every_reason_of_a_verdict_is_in_the_specification_and_the_other_way() -> None:
    reasons: set[str] = set()
    for name, tree in trees():
        for node in ast.walk(tree):
            if name == "line/judge.py" and isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                if node.func.id == "refused":
                    reasons |= set(constants(node.args[0]))
                if node.func.id == "Verdict" and len(node.args) > 1:
                    reasons |= set(constants(node.args[1]))
            if (
                name in ("line/content.py", "line/destroyed.py")
                and isinstance(node, ast.FunctionDef)
                and node.name in OPENING
            ):
                calls = (n for n in ast.walk(node) if isinstance(n, ast.Call) and ast.unparse(n.func) == "Remote")
                reasons |= {code for call in calls for code in constants(call.args[0])}
            if name.startswith("kinds/") and isinstance(node, ast.FunctionDef) and node.name in KIND_RULES:
                returns = (n for n in ast.walk(node) if isinstance(n, ast.Return) and n.value is not None)
                reasons |= {code for n in returns if n.value is not None for code in constants(n.value)}
    table = {code for row in rows("13 Verdicts") for code in re.findall("`([a-z0-9-]+)`", row[3])}
    assert table == reasons


KIND_RULES = {"rule", "common", "calendar_fault", "dated_fault"}
OPENING = {"open_sections", "open_left", "typed_sections", "check_commitments"}  # what the judge opens a message with


def test_the_rules_of_a_log_are_those_of_the_specification() -> None:
    tree = dict(trees())["line/log.py"]
    codes = {
        n.value
        for n in ast.walk(tree)
        if isinstance(n, ast.Constant) and isinstance(n.value, str) and re.fullmatch("entry-[a-z-]+", n.value)
    }
    assert codes == set(re.findall("`(entry-[a-z-]+)`", part("10 Logs")))
    assert codes == set(re.findall("`(entry-[a-z-]+)`", part("22 Error codes")))


def test_the_limits_are_those_of_the_code() -> None:
    table = {row[0].strip("`"): [int(n) for n in row[1].split(", ")] for row in rows("21 Limits")}
    code = {name: getattr(limits, name) for name in dir(limits) if name.isupper()}
    assert table == {name: list(value) if isinstance(value, tuple) else [value] for name, value in code.items()}


def test_the_algorithms_are_those_of_the_code() -> None:
    table = {}
    for name, number, public, size, _ in rows("3 Signatures"):
        sizes = [int(re.match("[0-9]+", cell)[0]) for cell in (public, size)]  # type: ignore[index]
        table[int(number.replace("\u2212", "-"))] = (name, *sizes)
    assert table == {n: (row.name, row.public_size, row.signature_size) for n, row in ALGORITHMS.items()}
    assert {row[0].strip("`") for row in rows("4 Keys") if row[0].startswith("`") and len(row) == 3} == set(
        get_args(Use)
    )
    assert {number for number, suite in SUITES.items() if suite.real} == {1}


def test_the_kinds_are_those_of_the_code() -> None:
    table = {}
    for named, sections, *_ in rows("16 Kinds"):
        kind, schema = re.match("`([a-z-]+)`, ([0-9]+)", named).groups()  # type: ignore[union-attr]
        required = set(re.findall("[a-z0-9-]+", sections.split("**")[1]))
        table[(kind, int(schema))] = required
    assert table == {key: set(kind.required) for key, kind in TABLE.items()}


def test_the_refused_characters_are_those_of_the_code() -> None:
    listed = re.search(r"None of these code points \(`text-invisible`\): (.*?)\.\n5\.", part("2 Text"), re.S)
    assert listed
    refused: set[int] = set()
    for first, last in re.findall("U\\+([0-9A-F]+)(?:\u2013([0-9A-F]+))?", listed[1]):
        refused |= set(range(int(first, 16), int(last or first, 16) + 1))
    found = set()
    for number in range(0x110000):
        try:
            check_text(chr(number))
        except Remote as error:
            if error.code == "text-invisible":
                found.add(number)
            elif error.code == "text-control":
                assert unicodedata.category(chr(number)) == "Cc" and number not in (9, 10)
    assert found == refused


def test_the_functions_of_the_vectors_are_those_their_page_lists() -> None:
    page = (SPEC / "vectors" / "README.md").read_text("utf-8").split("## Functions")[1].split("## Where")[0]
    listed = {
        name for line in page.splitlines() for name in re.findall("`([a-z]+\\.[a-z0-9_]+)`", line.split(" | ")[0])
    }
    used = {json.loads(path.read_text("ascii")).get("function") for path in (SPEC / "vectors").glob("*.json")} - {None}
    assert listed == used


def test_vectors_are_made_without_this_package() -> None:
    for path in [*SPEC.glob("*.py"), *SPEC.glob("cases/*.py")]:
        names = {
            name.split(".")[0]
            for node in ast.walk(ast.parse(path.read_bytes()))
            if isinstance(node, ast.Import | ast.ImportFrom)
            for name in ([node.module or ""] if isinstance(node, ast.ImportFrom) else [a.name for a in node.names])
        }
        assert "detente" not in names and "cbor2" not in names, path.name


@pytest.mark.slow
def test_the_worked_bytes_are_made_again(tmp_path: Path) -> None:
    script = SPEC / "make_worked.py"
    subprocess.run([sys.executable, script, "--out", tmp_path / "worked.md"], check=True, timeout=600)
    assert (tmp_path / "worked.md").read_text("utf-8") == (SPEC / "worked.md").read_text("utf-8")
