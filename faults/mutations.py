"""Single-operator mutants of a Python file: each is the file with one operator, constant, check or call changed.

What is changed, one site a mutant:

    comparisons     < <=, > >=, == !=, in not-in, is is-not, each for the other
    conditions      and/or for each other; `not` dropped; the test of an if, while, ?: or comprehension negated, unless one
                    of the changes above already says the same
    arithmetic      + - for each other, // for *, % for //; numbers one more and one less; True and False for each other
    sets            & | for each other, difference for intersection; of two dictionaries merged, the left alone
    calls           min/max and any/all for each other; sorted() dropped; a call made for its effect alone left out
    statements      raise left out; break and continue for each other; an addition to a list left out

Not changed: documentation, annotations and aliases of types, decorators, strings, and what an error says (everything inside a
`raise`). Changes that could only be a TypeError (minus between lists or bytes) are not made: they would be found for nothing.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random

SOURCE = Path(__file__).resolve().parents[1] / "src" / "detente"
ROOMS = ("line", "trust")

_COMPARED: dict[type[ast.cmpop], type[ast.cmpop]] = {}
for _one, _other in (
    (ast.Lt, ast.LtE),
    (ast.Gt, ast.GtE),
    (ast.Eq, ast.NotEq),
    (ast.In, ast.NotIn),
    (ast.Is, ast.IsNot),
):
    _COMPARED |= {_one: _other, _other: _one}
_SAME_AS_NEGATED = (ast.Eq, ast.NotEq, ast.In, ast.NotIn, ast.Is, ast.IsNot)
_COMPUTED: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.FloorDiv: ast.Mult,
    ast.Mult: ast.FloorDiv,
    ast.Mod: ast.FloorDiv,
    ast.BitAnd: ast.BitOr,
    ast.BitOr: ast.BitAnd,
}
_CALLED = {"min": "max", "max": "min", "any": "all", "all": "any", "sorted": ""}
_SIGNS = {
    **{ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">=", ast.Eq: "==", ast.NotEq: "!="},
    **{ast.In: "in", ast.NotIn: "not-in", ast.Is: "is", ast.IsNot: "is-not", ast.And: "and", ast.Or: "or"},
    **{ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.FloorDiv: "//", ast.Mod: "%", ast.BitAnd: "&", ast.BitOr: "|"},
}


@dataclass(frozen=True)
class Mutant:
    """`number` counts the sites of its file in a fixed order. `line` and `column` (from 1) say where the change is."""

    file: str  # below src/detente, as in line/machine.py
    line: int
    column: int
    operator: str
    number: int

    @property
    def id(self) -> str:
        return f"{self.file}:{self.line}:{self.column}:{self.operator}"

    @property
    def module(self) -> str:
        return "detente." + self.file.removesuffix(".py").replace("/", ".").removesuffix(".__init__")


# A site: where it is, what the change is called, and the change, made on the tree that was walked. A change gives back what
# stands in the node's place.
Site = tuple[ast.expr | ast.stmt, str, ast.AST, Callable[[], ast.AST]]


def _is_set(node: ast.expr) -> bool:
    return isinstance(node, (ast.Set, ast.SetComp)) or (
        isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "set"
    )


def _is_sequence(node: ast.expr) -> bool:
    return (
        isinstance(node, (ast.List, ast.ListComp, ast.JoinedStr))
        or (isinstance(node, ast.Constant) and isinstance(node.value, (str, bytes)))
        or (isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Slice))
    )


def _is_type(node: ast.expr) -> bool:
    """`A | B` between names with capitals, None or further such unions: a type written as a value."""
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.BitOr):
        return _is_type(node.left) and _is_type(node.right)
    return isinstance(node, ast.Name) and node.id[:1].isupper()


def _is_count(node: ast.expr) -> bool:
    return any(
        isinstance(n, ast.Constant)
        or (isinstance(n, ast.Call) and isinstance(n.func, ast.Name) and n.func.id in ("len", "int"))
        for n in ast.walk(node)
    ) and not isinstance(node, (ast.List, ast.ListComp))


def _replaced(node: ast.AST, **fields: object) -> ast.AST:
    """The same object with other fields: made by changing it in place, since the tree is this mutant's own."""
    for name, value in fields.items():
        setattr(node, name, value)
    return node


def _tests(node: ast.AST) -> Iterator[tuple[ast.expr, Callable[[ast.expr], None]]]:
    if isinstance(node, (ast.If, ast.While, ast.IfExp)):
        yield node.test, lambda new: setattr(node, "test", new)
    elif isinstance(node, ast.comprehension):
        for i, test in enumerate(node.ifs):
            yield test, lambda new, i=i: node.ifs.__setitem__(i, new)  # type: ignore[misc]


def _own(node: ast.AST) -> Iterator[Site]:
    """The changes at this very node."""
    if isinstance(node, ast.Compare):
        for i, (op, right) in enumerate(zip(node.ops, node.comparators, strict=True)):
            new = _COMPARED[type(op)]
            yield (
                right,
                f"{_SIGNS[type(op)]}→{_SIGNS[new]}",
                node,
                lambda i=i, new=new: _replaced(node, ops=[*node.ops[:i], new(), *node.ops[i + 1 :]]),
            )
    elif isinstance(node, ast.BoolOp):
        other = ast.Or if isinstance(node.op, ast.And) else ast.And
        yield node, f"{_SIGNS[type(node.op)]}→{_SIGNS[other]}", node, lambda: _replaced(node, op=other())
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        yield node, "not-dropped", node, lambda: node.operand
    elif isinstance(node, ast.BinOp) and type(node.op) in _COMPUTED and not _is_type(node):
        sides = (node.left, node.right)
        if isinstance(node.op, ast.Sub) and any(map(_is_set, sides)):
            yield node.right, "difference→&", node, lambda: _replaced(node, op=ast.BitAnd())
        elif isinstance(node.op, ast.BitOr) and any(isinstance(s, (ast.Dict, ast.DictComp)) for s in sides):
            yield node.right, "merged→left", node, lambda: node.left
        elif not any(map(_is_sequence, sides)):
            new_op = _COMPUTED[type(node.op)]
            name = f"{_SIGNS[type(node.op)]}→{_SIGNS[new_op]}"
            yield node.right, name, node, lambda: _replaced(node, op=new_op())
    elif isinstance(node, ast.AugAssign) and isinstance(node.op, ast.Add):
        if _is_count(node.value):
            yield node, "+=→-=", node, lambda: _replaced(node, op=ast.Sub())
        else:
            yield node, "addition-left-out", node, lambda: ast.copy_location(ast.Pass(), node)
    elif isinstance(node, ast.Constant) and type(node.value) is bool:
        yield node, f"{node.value}→{not node.value}", node, lambda: _replaced(node, value=not node.value)
    elif isinstance(node, ast.Constant) and type(node.value) is int:
        yield node, "number+1", node, lambda: _replaced(node, value=node.value + 1)
        yield node, "number-1", node, lambda: _replaced(node, value=node.value - 1)
    elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in _CALLED:
        name = _CALLED[node.func.id]
        if node.func.id == "sorted":
            yield node, "sorted-dropped", node, lambda: _listed(node)
        elif not node.keywords:
            yield node, f"{node.func.id}→{name}", node, lambda: _replaced(node, func=_name(name, node.func))
    elif isinstance(node, ast.Raise):
        yield node, "raise-left-out", node, lambda: ast.copy_location(ast.Pass(), node)
    elif isinstance(node, ast.Expr) and isinstance(node.value, ast.Call):
        yield node, "call-left-out", node, lambda: ast.copy_location(ast.Pass(), node)
    elif isinstance(node, (ast.Continue, ast.Break)):
        to = ast.Break if isinstance(node, ast.Continue) else ast.Continue
        yield node, f"{type(node).__name__.lower()}→{to.__name__.lower()}", node, lambda: ast.copy_location(to(), node)
    for test, put in _tests(node):
        said = isinstance(test, ast.UnaryOp) or (
            isinstance(test, ast.Compare) and len(test.ops) == 1 and isinstance(test.ops[0], _SAME_AS_NEGATED)
        )
        if not said:
            yield test, "negated", node, lambda test=test, put=put: _negate(node, test, put)


def _name(name: str, at: ast.expr) -> ast.Name:
    return ast.copy_location(ast.Name(name, ast.Load()), at)


def _listed(call: ast.Call) -> ast.expr:
    """`[*x]` for `sorted(x, …)`: the same elements as they come."""
    return ast.copy_location(ast.List([ast.Starred(call.args[0], ast.Load())], ast.Load()), call)


def _negate(node: ast.AST, test: ast.expr, put: Callable[[ast.expr], None]) -> ast.AST:
    put(ast.copy_location(ast.UnaryOp(ast.Not(), test), test))
    return node


def _parts(node: ast.AST) -> Iterator[tuple[str, int | None, ast.AST]]:
    """(field, index, child) of what may be changed below a node."""
    if isinstance(node, ast.Raise):
        return
    for name, value in ast.iter_fields(node):
        if name in ("annotation", "returns", "decorator_list", "keywords") and not isinstance(node, ast.Call):
            continue
        if isinstance(node, ast.arguments) and name != "defaults" and name != "kw_defaults":
            continue
        if isinstance(node, ast.Assign) and _is_alias(node):
            continue
        if isinstance(node, (ast.Import, ast.ImportFrom)):
            continue
        for index, child in enumerate(value) if isinstance(value, list) else [(None, value)]:
            if isinstance(child, ast.AST):
                yield name, index, child


def _is_alias(node: ast.Assign) -> bool:
    """`Names = Annotated[…]` and the like: a type, in capitals at the start only."""
    target = node.targets[0]
    return (
        isinstance(target, ast.Name)
        and target.id[:1].isupper()
        and not target.id.isupper()
        and isinstance(node.value, (ast.Subscript, ast.BinOp))
    )


def _sites(tree: ast.AST) -> Iterator[tuple[Site, Callable[[ast.AST], None]]]:
    """Every site in a fixed order, with what puts the changed node into its place."""
    for name, index, child in _parts(tree):

        def put(new: ast.AST, name: str = name, index: int | None = index) -> None:
            if index is None:
                setattr(tree, name, new)
            else:
                getattr(tree, name)[index] = new

        for site in _own(child):
            yield site, put
        yield from _sites(child)


def files() -> list[str]:
    return sorted(p.relative_to(SOURCE).as_posix() for room in ROOMS for p in (SOURCE / room).glob("*.py"))


def _tree(file: str) -> ast.Module:
    return ast.parse((SOURCE / file).read_bytes(), file)


def mutants(file: str) -> list[Mutant]:
    return [
        Mutant(file, at.lineno, at.col_offset + 1, operator, number)
        for number, ((at, operator, _, _), _) in enumerate(_sites(_tree(file)))
    ]


def mutated(mutant: Mutant) -> ast.Module:
    """The file's tree with this one change."""
    tree = _tree(mutant.file)
    for number, ((_, operator, _, change), put) in enumerate(_sites(tree)):
        if number == mutant.number:
            assert operator == mutant.operator
            put(change())
            return ast.fix_missing_locations(tree)
    raise KeyError(mutant.id)


def shown(mutant: Mutant) -> tuple[str, str]:
    """The statement before and after, as one line each (of a compound statement, its head)."""

    def heads(tree: ast.Module) -> list[str]:
        return ast.unparse(tree).splitlines()

    before, after = heads(_tree(mutant.file)), heads(mutated(mutant))
    start = next((i for i, pair in enumerate(zip(before, after, strict=False)) if pair[0] != pair[1]), 0)
    return before[start].strip(), after[start].strip()


def sample(count: int, seed: int) -> list[Mutant]:
    """`count` mutants, from every file in proportion to how many it has; the same ones for the same seed and source."""
    by_file = {file: mutants(file) for file in files()}
    total = sum(map(len, by_file.values()))
    exact = {file: min(count, total) * len(found) / total for file, found in by_file.items()}
    take = {file: int(share) for file, share in exact.items()}
    for file in sorted(exact, key=lambda f: (take[f] - exact[f], f))[: min(count, total) - sum(take.values())]:
        take[file] += 1
    chance = Random(f"detente/mutants/{seed}")
    chosen = [mutant for file, found in by_file.items() for mutant in chance.sample(found, take[file])]
    return sorted(chosen, key=lambda m: (m.file, m.line, m.column, m.operator))


def everything() -> dict[str, Mutant]:
    return {mutant.id: mutant for file in files() for mutant in mutants(file)}
