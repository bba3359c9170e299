"""A file of a law with a mistake: named with its line, and nothing else affected."""

from __future__ import annotations

from pathlib import Path

import pytest

from detente.cases.case import read_case
from detente.cases.conditions import Condition, holds
from detente.cases.regime import MOST, read_regime, read_regimes
from detente.codec.errors import Local

FOLDER = Path(__file__).resolve().parents[2] / "src" / "detente" / "cases" / "regimes"
GOOD = (FOLDER / "us-ca-sb53.yaml").read_bytes()


def line_of(text: bytes) -> int:
    return next(n for n, line in enumerate(GOOD.splitlines(), 1) if text in line)


MISTAKES = {
    "a tab": (b"kind: clock", b"kind:\tclock: x", b"kind: clock"),
    "a kind nobody knows": (b"kind: clock", b"kind: watch", b"kind: clock"),
    "a field nobody knows": (b"languages: [en]", b"lang: [en]", b"v: 1"),
    "a time of no case": (
        b"from: [detected, confirmed]\n    within: {days: 15}",
        b"from: [noon]\n    within: {days: 15}",
        b"from: [detected",
    ),
    "no unit": (b"within: {days: 15}", b"within: {}", b"within: {days: 15}"),
    "two units": (b"within: {days: 15}", b"within: {days: 15, hours: 2}", b"within: {days: 15}"),
    "a negative count": (b"within: {days: 15}", b"within: {days: -1}", b"within: {days: 15}"),
    "a field of no case": (b"in: [frontier-developer]", b"in: []", b"field: roles"),
    "one language only": (
        b'names: {en: "California SB 53", zh: "',
        b'names: {en: "California SB 53", de: "',
        b"names:",
    ),
    "a day that is none": (b"checked_on: 2026-12-01", b"checked_on: 2026-13-30", b"checked_on: 2026-12-01"),
    "an answer from nowhere": (b"from: [internal_use]", b"from: [weather]", b"from: [internal_use]"),
}


@pytest.mark.parametrize("name", MISTAKES)
def test_a_mistake_is_named_with_its_line_and_affects_no_other_file(name: str) -> None:
    was, becomes, where = MISTAKES[name]
    assert was in GOOD
    files = {path.name: path.read_bytes() for path in FOLDER.glob("*.yaml")} | {
        "us-ca-sb53.yaml": GOOD.replace(was, becomes, 1)
    }
    found, wrong = read_regimes(files)
    [error] = wrong
    assert error.code == "regime-bad" and error.values["file"] == "us-ca-sb53.yaml" and error.values["why"]
    near = error.values["line"]
    assert isinstance(near, int) and abs(near - line_of(where)) <= 2, (near, line_of(where), error)
    assert set(found) == {name.removesuffix(".yaml") for name in files} - {"us-ca-sb53"}


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\xff\xfe",
        b"[]",
        b"v: 1",
        b"a: &x [1]\nb: *x",
        b"v: 1\nv: 1",
        b"!!python/object:os.system x",
        b"{" * 5000,
        b"x" * (MOST + 1),
        b"%YAML 9.9\n--- x",
    ],
)
def test_no_bytes_bring_the_reader_down(data: bytes) -> None:
    with pytest.raises(Local) as refused:
        read_regime(data, "x.yaml")
    assert refused.value.code == "regime-bad" and refused.value.values["line"]


def test_a_file_is_called_after_its_regime() -> None:
    with pytest.raises(Local) as refused:
        read_regime(GOOD, "other.yaml")
    assert refused.value.values["line"] == line_of(b"id: us-ca-sb53")


def test_not_known_is_neither_true_nor_false() -> None:
    say = {"en": "x", "zh": "某"}
    death = Condition(field="harm", of=("death",), say=say)
    public = Condition(field="public", of=("yes",), say=say)
    case, blank = read_case({"harm": ["injury"], "public": "yes"}), read_case({})
    assert holds(death, blank) is None and holds(death, case) is False and holds(public, case) is True
    assert holds(Condition(any=(death, public)), case) is True and holds(Condition(any=(death, public)), blank) is None
    assert holds(Condition(all=(death, public)), case) is False
    assert holds(Condition(none=(death,)), case) is True and holds(Condition(none=(public,)), case) is False
