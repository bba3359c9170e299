"""What members have agreed stands in exports, and binds imports."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from detente.node.home import Home
from detente.node.node import Node
from detente.node.proposing import propose, take_stance
from detente.vocabulary import current
from detente.words.forms import FORMS
from detente.words.scheme import Scheme, Word, scheme_of
from detente.words.standing import laid_over
from support import exchange

Command = Callable[..., tuple[int, str, str]]
BASE = scheme_of(current())


def row(name: str, subject: str, status: str, text: dict[str, str] | None = None) -> dict[str, Any]:
    return {"name": name, "subject": subject, "status": status, "text": text}


def word(scheme: Scheme, code: str) -> Word:
    [found] = [one for one in scheme.words if one.code == code]
    return found


def test_the_wording_that_stands_takes_the_place_of_the_scheme_s_and_the_firmest_row_counts() -> None:
    label = {"en": "Control lost", "zh": "失去控制"}
    made = laid_over(
        BASE,
        [
            row("loss-of-control", "label", "agreed", label),
            row("loss-of-control", "definition", "proposed"),
            row("security", "label", "crossed"),
            row("new-word", "label", "agreed", {"en": "New", "zh": "新"}),
        ],
    )
    changed = word(made, "loss-of-control")
    assert (changed.en, changed.zh, changed.status) == ("Control lost", "失去控制", "agreed")
    assert changed.define_en == word(BASE, "loss-of-control").define_en
    assert word(made, "security").status == "bracketed"
    assert len(made.words) == len(BASE.words), "a word without a definition is no word yet"
    rows = [row("new-word", what, "agreed", {"en": "New", "zh": "新"}) for what in ("label", "definition")]
    assert word(laid_over(BASE, rows), "new-word").status == "agreed"
    assert laid_over(BASE, []) == BASE
    for form in FORMS.values():
        assert form.read(form.write(made)) == made


def both(*nodes: Node) -> None:
    for _ in range(3):
        for one in nodes:
            for other in nodes:
                if one is not other:
                    exchange(one, other)


@pytest.mark.slow
def test_a_word_that_two_members_agreed_is_exported_so_and_a_file_that_changes_it_is_refused(
    heron: Node, otter: Node, command: Command, tmp_path: Path
) -> None:
    draft = {
        "coded": {"subject": "label", "form": "text", "name": "loss-of-control"},
        "wording": {"en": "Control lost", "zh": "失去控制"},
    }
    kept = propose(heron, heron.line(), draft)
    both(heron, otter)
    take_stance(otter, otter.line(), kept.what.hex(), "agreed")
    both(heron, otter)
    home: Home = heron.home
    heron.close()
    file = tmp_path / "words.csv"
    status, _, err = command(home.path, "words", "export", str(file))
    assert status == 0, err
    agreed = word(FORMS["csv"].read(file.read_bytes()), "loss-of-control")
    assert (agreed.en, agreed.status) == ("Control lost", "agreed")
    file.write_text(file.read_text("utf-8").replace("Control lost", "Control regained"), "utf-8")
    status, out, _ = command(home.path, "words", "import", str(file), "--json")
    assert status == 1
    said = json.loads(out.splitlines()[0])
    assert [(one["word"], one["refused"]) for one in said["words"]] == [("loss-of-control", "words-agreed")]
