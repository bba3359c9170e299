"""Parts of a message on a terminal."""

from __future__ import annotations

from detente.cli.messages import print_parts
from detente.locale.render import Part


def test_a_row_without_a_label_goes_on_with_the_one_above() -> None:
    lines: list[str] = []
    print_parts([Part("Meetings", [("models-1", "held"), ("", "chaired by tern")])], lines.append)
    assert lines == ["", "Meetings", "  models-1: held", "      chaired by tern"]
