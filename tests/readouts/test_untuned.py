"""The untuned set stays as it was frozen, and its labels have the shape its rules promise.

`python tests/readouts/test_untuned.py` prints the digest of the files as they are.
"""

import csv
import hashlib
import json
import re
from collections import Counter
from pathlib import Path
from typing import Any

SET = Path(__file__).resolve().parent / "untuned"
ACTS = {"mentioned", "exchanged-views", "concern", "willingness", "principle", "agreed"}
CONCRETE = {"body", "date", "verification"}
WHO = {"issuer", "other-side", "both", "third"}
DISAGREEMENTS = {
    "said-by-one",
    "further-act",
    "further-concreteness",
    "different-word",
    "same-word-different-thing",
    "number",
    "date",
    "name",
    "negation",
}
KEYS = {"id", "lang", "issuer", "text", "concepts", "also", "act", "concreteness", "attribution", "trap"}


def digest(root: Path) -> str:
    """SHA-256, hex, over name, NUL, length, NUL and bytes of each file but DIGEST, sorted by POSIX name."""
    total = hashlib.sha256()
    files = {path.relative_to(root).as_posix(): path for path in root.rglob("*") if path.is_file()}
    for name in sorted(files):
        if name != "DIGEST":
            data = files[name].read_bytes().replace(b"\r\n", b"\n")  # a checkout may turn line ends
            total.update(f"{name}\0{len(data)}\0".encode() + data)
    return total.hexdigest()


def sentences() -> list[dict[str, Any]]:
    return [json.loads(line) for line in (SET / "sentences.jsonl").read_text(encoding="utf-8").splitlines()]


def pairs() -> list[tuple[str, dict[str, str], dict[str, Any]]]:
    """Each pair as (number, its two texts by "a" and "b", its labels)."""
    found = []
    for place in sorted((SET / "pairs").iterdir()):
        texts = {side: (place / f"{side}.txt").read_text(encoding="utf-8") for side in "ab"}
        found.append((place.name, texts, json.loads((place / "labels.json").read_text(encoding="utf-8"))))
    return found


def scheme() -> set[str]:
    """The ids a label may use: every concept of the draft scheme, listed beside the set."""
    with (SET / "concepts.csv").open(encoding="utf-8", newline="") as rows:
        return {row["id"] for row in csv.DictReader(rows)}


def test_no_file_of_the_frozen_set_has_changed() -> None:
    assert digest(SET) == (SET / "DIGEST").read_text(encoding="ascii").strip()


def test_a_changed_word_a_new_file_and_a_renamed_file_each_change_the_digest(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("one", encoding="utf-8")
    seen = {digest(tmp_path)}
    (tmp_path / "a").write_text("two", encoding="utf-8")
    seen.add(digest(tmp_path))
    (tmp_path / "b").write_text("", encoding="utf-8")
    seen.add(digest(tmp_path))
    (tmp_path / "b").rename(tmp_path / "c")
    seen.add(digest(tmp_path))
    assert len(seen) == 4


def test_every_sentence_is_labelled_with_words_of_the_rules_and_concepts_of_the_scheme() -> None:
    known = scheme()
    rules = (SET / "LABELLING.md").read_text(encoding="utf-8")
    for row in sentences():
        assert set(row) == KEYS, row["id"]
        assert set(row["concepts"]) | set(row["also"]) <= known, row["id"]
        assert not set(row["concepts"]) & set(row["also"]), row["id"]
        assert len(set(row["concepts"])) == len(row["concepts"]), row["id"]
        assert set(row["concreteness"]) <= CONCRETE, row["id"]
        assert row["trap"] is None or f"`{row['trap']}`" in rules, row["id"]
        assert row["issuer"] in {"us", "cn", "eu", "uk", "tw", "joint"}, row["id"]
        if row["concepts"]:
            assert row["act"] in ACTS, row["id"]
            assert row["attribution"] in WHO, row["id"]
        else:
            assert (row["act"], row["attribution"], row["concreteness"], row["also"]) == (None, None, [], []), row["id"]


def test_the_sentences_are_many_in_both_languages_never_twice_and_a_quarter_say_nothing() -> None:
    rows = sentences()
    assert len({row["id"] for row in rows}) == len({row["text"] for row in rows}) == len(rows) >= 220
    for lang in ("en", "zh"):
        mine = [row for row in rows if row["lang"] == lang]
        assert len(mine) >= 110
        assert 0.2 <= sum(not row["concepts"] for row in mine) / len(mine) <= 0.3
        assert all(bool(re.search(r"[\u4e00-\u9fff]", row["text"])) == (lang == "zh") for row in mine)
        assert {row["act"] for row in mine} == ACTS | {None}
        assert {row["attribution"] for row in mine} == WHO | {None}


def test_every_kind_of_trap_has_a_sentence() -> None:
    rules = (SET / "LABELLING.md").read_text(encoding="utf-8")
    named = set(re.findall(r"`([a-z-]+)`", rules.split("## Traps")[1].split("## Pairs")[0])) - {"trap"}
    assert named == {row["trap"] for row in sentences()} - {None}


def test_every_planted_disagreement_is_of_a_known_kind_and_quotes_its_texts_once() -> None:
    known, kinds, clean, languages = scheme(), Counter[str](), 0, Counter[str]()
    for number, texts, labels in pairs():
        clean += not labels["planted"]
        languages[labels["a"]["lang"] + labels["b"]["lang"]] += 1
        assert len(labels["planted"]) <= 4, number
        for side in "ab":
            count = len(re.findall(r"。|\.(?=\s)", texts[side]))
            assert 8 <= count <= 20, (number, side, count)
        for planted in labels["planted"]:
            kinds[planted["type"]] += 1
            assert planted["concept"] is None or planted["concept"] in known, number
            spans = [(side, planted[side]) for side in "ab" if planted[side] is not None]
            assert len(spans) == (1 if planted["type"] == "said-by-one" else 2), number
            assert all(texts[side].count(span) == 1 for side, span in spans), (number, planted)
    assert set(kinds) == DISAGREEMENTS
    assert clean == 4
    assert sum(languages.values()) >= 16
    assert languages["zhen"] + languages["enzh"] > languages["zhzh"] + languages["enen"] > 0


if __name__ == "__main__":
    print(digest(SET))
