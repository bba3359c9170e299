"""The model of delivery holds under spin, and takes no rule for granted: each variant with one taken away is refuted."""

from __future__ import annotations

import importlib.util
import re
import shutil
import sys
from pathlib import Path
from types import ModuleType

import pytest

MODEL = Path(__file__).resolve().parents[2] / "spec" / "model"


def load() -> ModuleType:
    spec = importlib.util.spec_from_file_location("model_check", MODEL / "check.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module  # dataclasses look their module up
    spec.loader.exec_module(module)
    return module


check = load()
NAMES = [case.name for case in check.CASES]


@pytest.mark.slow
@pytest.mark.parametrize("name", NAMES)
def test_the_rules_hold_in_a_full_search_and_a_variant_is_refuted(name: str, tmp_path: Path) -> None:
    missing = [tool for tool in ("spin", "cc") if shutil.which(tool) is None]
    if missing:
        pytest.skip(f"{' and '.join(missing)} not found: apt-get install spin gcc libc6-dev")
    [case] = [case for case in check.CASES if case.name == name]
    found = check.check(case, tmp_path)
    assert found.good, found.verdict
    if case.rule is not None:
        assert found.story, "a refutation is told step by step"
    else:
        assert found.states > 10_000, "a bound so small shows nothing"


def test_every_rule_that_the_model_can_do_without_is_a_variant_and_stands_in_its_readme() -> None:
    flags = set(re.findall(r"^#ifn?def ([A-Z_]+)$", (MODEL / "line.pml").read_text("utf-8"), re.MULTILINE))
    bounds = {name for case in check.CASES for name in case.bounds} | {
        "SAYS_1",
        "COPIES_1",
        "NODES",
        "EPOCHS",
        "ROUNDS",
    }
    rules = {case.rule for case in check.CASES if case.rule is not None}
    assert flags - bounds == rules | set(check.NOT_YET)
    readme = (MODEL / "README.md").read_text("utf-8")
    assert not [name for name in NAMES if f"`{name}`" not in readme]
