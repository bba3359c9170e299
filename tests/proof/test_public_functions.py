"""The public proof functions on the whole-tree cases of transparency-dev/merkle (tests/vectors/merkle)."""

from __future__ import annotations

import base64
import json
from pathlib import Path
from typing import Any

import pytest

from detente.proof import ProofError, verify_consistency, verify_inclusion
from detente.proof.tree import Tree, leaf_hash

CASES: dict[str, dict[str, Any]] = json.loads(
    (Path(__file__).resolve().parents[1] / "vectors" / "merkle" / "cases.json").read_text("utf-8")
)
# Accepted there and refused here, with the reason.
DIFFERENCES = {
    "consistency/additional/sizes-are-equal-one-and-proof-is-empty.json": "its roots have 12 bytes: no SHA-256 has",
}


def run(case: dict[str, Any]) -> bool:
    """Whether the proof is accepted. The function gives back nothing either way."""
    raw = {name: base64.b64decode(case.get(name) or "") for name in ("root", "root1", "root2", "leafHash")}
    proof = [base64.b64decode(item) for item in case["proof"] or []]
    try:
        if "leafIdx" in case:
            verify_inclusion(raw["leafHash"], case["leafIdx"], case["treeSize"], proof, raw["root"])
        else:
            verify_consistency(case["size1"], case["size2"], raw["root1"], raw["root2"], proof)
    except ProofError:
        return False
    return True


def test_all_195_whole_tree_cases_agree_and_the_one_with_short_roots_is_refused() -> None:
    differ = {name for name, case in CASES.items() if run(case) == case["wantErr"]}
    assert len(CASES) == 196
    assert differ == set(DIFFERENCES)
    assert sum(run(case) for case in CASES.values()) == sum(not case["wantErr"] for case in CASES.values()) - 1 > 5


def test_every_proof_of_a_tree_of_twenty_is_accepted_for_its_place_and_for_no_other() -> None:
    leaves = [bytes([n]) * 32 for n in range(20)]
    tree = Tree(leaves)
    for size in range(1, 21):
        for index in range(size):
            proof, root = tree.path(index, size), tree.root(size)
            verify_inclusion(leaf_hash(leaves[index]), index, size, proof, root)
            for wrong in ((index + 1) % 20, index ^ 1):
                with pytest.raises(ProofError):
                    verify_inclusion(leaf_hash(leaves[wrong]), index, size, proof, root)
        for later in range(size, 21):
            verify_consistency(size, later, tree.root(size), tree.root(later), tree.consistency(size, later))


@pytest.mark.parametrize("index", [-1, 2**60, True, 1.0, None])
def test_a_place_that_is_no_whole_number_in_the_tree_is_refused(index: Any) -> None:
    with pytest.raises(ProofError):
        verify_inclusion(bytes(32), index, 2, [bytes(32)], bytes(32))
