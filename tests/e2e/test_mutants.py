"""Mutants of line/ and trust/ (docs/mutants.md): how they are made, and that the simulated world notices known ones.

The short form of `make mutants`.
"""

import ast
from pathlib import Path

import pytest
from faults.mutants import counted, kept, many
from faults.mutations import SOURCE, Mutant, everything, files, mutants, mutated, sample


def changed(before: ast.AST, after: ast.AST) -> int:
    """How many separate places differ: the topmost nodes of which neither is like the other."""
    if type(before) is not type(after):
        return 1
    found = 0
    for name in before._fields:
        one, other = getattr(before, name, None), getattr(after, name, None)
        if isinstance(one, list) and isinstance(other, list) and len(one) == len(other):
            pairs = list(zip(one, other, strict=True))
        else:
            pairs = [(one, other)]
        for a, b in pairs:
            if isinstance(a, ast.AST) and isinstance(b, ast.AST):
                found += changed(a, b)
            else:
                found += a != b
    return found


def test_the_same_mutants_are_made_every_time_under_names_of_their_own() -> None:
    assert [m.id for m in everything().values()] == [m.id for m in everything().values()]
    assert sum(len(mutants(file)) for file in files()) == len(everything()) > 500
    assert sample(120, 1) == sample(120, 1) != sample(120, 2)


def test_a_sample_takes_from_every_file_in_proportion() -> None:
    chosen, total = sample(120, 1), len(everything())
    assert len(chosen) == len({m.id for m in chosen}) == 120
    for file in files():
        share = 120 * len(mutants(file)) / total
        assert abs(sum(m.file == file for m in chosen) - share) < 1, file


def one_change_each(chosen: list[Mutant]) -> None:
    made: dict[str, str] = {}
    for mutant in chosen:
        tree = mutated(mutant)
        compile(tree, mutant.file, "exec", dont_inherit=True)
        assert changed(ast.parse((SOURCE / mutant.file).read_bytes()), tree) == 1, mutant.id
        other = made.setdefault(mutant.file + ast.dump(tree), mutant.id)
        assert other == mutant.id, f"{mutant.id} and {other} are the same"


def test_every_mutant_of_a_sample_is_its_file_with_one_change_and_can_be_compiled() -> None:
    one_change_each(sample(60, 1))


@pytest.mark.slow
@pytest.mark.parametrize("file", files())
def test_every_mutant_is_its_file_with_one_change_and_can_be_compiled(file: str) -> None:
    one_change_each(mutants(file))


def test_what_an_error_says_and_the_shapes_of_types_are_left_alone() -> None:
    for file in files():
        tree = ast.parse((SOURCE / file).read_bytes())
        spared: set[tuple[int, int]] = set()
        for node in ast.walk(tree):
            inside = []
            if isinstance(node, ast.Raise):
                inside = [n for n in ast.walk(node) if n is not node]
            elif isinstance(node, ast.AnnAssign):
                inside = list(ast.walk(node.annotation))
            elif isinstance(node, (ast.FunctionDef, ast.ClassDef)):
                inside = [n for decorator in node.decorator_list for n in ast.walk(decorator)]
            spared |= {(n.lineno, n.col_offset + 1) for n in inside if hasattr(n, "lineno")}
        assert not [m.id for m in mutants(file) if (m.line, m.column) in spared]


def known(file: str, statement: str, operator: str) -> Mutant:
    """The mutant of that kind in the one line of a file that reads so."""
    lines = (SOURCE / file).read_text(encoding="utf-8").splitlines()
    [number] = [n for n, line in enumerate(lines, 1) if line.strip() == statement]
    [found] = [m for m in mutants(file) if m.line == number and m.operator == operator]
    return found


@pytest.mark.slow
def test_the_simulated_world_finds_known_mutants_and_a_second_run_does_nothing_again(tmp_path: Path) -> None:
    chosen = [
        known(
            "line/machine.py", "if self.shelf.is_heard(self.id, place, said.what):", "negated"
        ),  # heard again and again
        known("trust/signing.py", "if kid not in signed:", "not-in→in"),  # what must sign, and has, is refused
    ]
    out = tmp_path / "rows.tsv"
    rows = many(chosen, 1, 30.0, 1, out)
    assert [row["outcome"] for row in rows] == ["found"] * len(chosen), rows
    assert counted(rows) == f"{len(chosen)} mutants, {len(chosen)} found (100.0 %), 0 survived"
    written = out.read_bytes()
    assert [row["promise"] for row in many(chosen, 1, 30.0, 1, out)] == [row["promise"] for row in rows]
    assert out.read_bytes() == written
    assert set(kept(out)) == {mutant.id for mutant in chosen} | {"unchanged"}
