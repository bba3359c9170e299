"""What fuzzing kept: every input that reaches a new way through a decoder is read again, and some changes of each are too."""

from __future__ import annotations

import ast
from pathlib import Path
from random import Random

import pytest
from fuzz import mutator, seeds, targets

from detente.trust import decisions, keysets, signing

SOURCE = Path(__file__).resolve().parents[2] / "src" / "detente"
CHANGES = 150  # of each target; half of them if it looks at signatures


def _blind(data: bytes, most: int) -> bytes:
    chance = Random(len(data))
    changed = bytearray(data or b"\0")
    changed[chance.randrange(len(changed))] ^= 1 << chance.randrange(8)
    return bytes(changed[:most])


@pytest.mark.parametrize("name", targets.TARGETS)
def test_what_fuzzing_kept_and_changes_of_it_are_read_or_refused(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Anything but `Remote` and `Damaged` goes up and fails here, as does what does not encode to the bytes it came from."""
    target = targets.TARGETS[name]
    for module, function in ((keysets, "check_public"), (signing, "verify"), (decisions, "verify")):
        monkeypatch.setattr(module, function, getattr(module, function))  # put back afterwards
    (targets.believe if target.believes else targets.once)()
    begins = list(dict.fromkeys([*target.seeds(), *seeds.kept(name)]))
    assert begins, "a target begins from something"
    for data in begins:
        targets.attempt(target, data)
    change = mutator.mutator(begins, target.checked, target.size_class, _blind)
    chance, made = Random(name), set(begins)
    for number in range(CHANGES // (1 + target.checked)):
        data = change(chance.choice(begins), target.most, number)
        made.add(data)
        targets.attempt(target, data)
    assert len(made) > len(begins) + CHANGES // 8, "the mutator makes other inputs"


def test_what_a_target_covers_is_there() -> None:
    for name, target in targets.TARGETS.items():
        for file, functions in target.covers.items():
            tree = ast.parse((SOURCE / file).read_bytes())
            classes = [node for node in tree.body if isinstance(node, ast.ClassDef)]
            there = {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}
            there |= {f"{c.name}.{f.name}" for c in classes for f in c.body if isinstance(f, ast.FunctionDef)}
            assert set(functions) <= there, f"{name} {file}"
