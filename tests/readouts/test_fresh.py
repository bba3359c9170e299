"""The fresh set stays as it was frozen before the rules were changed (its datasheet says what that is worth)."""

import json
import runpy
from pathlib import Path

from detente.readouts.lexicon import concepts

SET = Path(__file__).resolve().parent / "fresh"
RULES = runpy.run_path(str(SET.parent / "test_untuned.py"))  # how a set is digested, and the words of its labels
ACTS, CONCRETE, DISAGREEMENTS = RULES["ACTS"], RULES["CONCRETE"], RULES["DISAGREEMENTS"]


def test_no_file_of_the_fresh_set_has_changed() -> None:
    assert RULES["digest"](SET) == (SET / "DIGEST").read_text(encoding="ascii").strip()


def test_its_labels_are_words_of_the_scheme_and_its_planted_spans_stand_in_its_texts_once() -> None:
    rows = [json.loads(line) for line in (SET / "sentences.jsonl").read_text(encoding="utf-8").splitlines()]
    assert len(rows) == len({row["text"] for row in rows}) >= 150
    for row in rows:
        assert all(concepts()[concept].scheme for concept in (*row["concepts"], *row["also"])), row["id"]
        assert (row["act"] in ACTS) == bool(row["concepts"]), row["id"]
        assert set(row["concreteness"]) <= CONCRETE, row["id"]
    places = sorted((SET / "pairs").iterdir())
    assert len(places) == 10
    for place in places:
        for planted in json.loads((place / "labels.json").read_text(encoding="utf-8"))["planted"]:
            assert planted["type"] in DISAGREEMENTS, place.name
            for side in "ab":
                text = (place / f"{side}.txt").read_text(encoding="utf-8")
                assert planted[side] is None or text.count(planted[side]) == 1, (place.name, planted)
