"""`scripts/catalogue.py`: two files that merge well, and nothing built of files that are not in order."""

from __future__ import annotations

import gettext
import json
import os
import subprocess
from pathlib import Path

import catalogue_tool
import pytest

HEAD = 'msgid ""\nmsgstr ""\n"Language: {}\\n"\n"Content-Type: text/plain; charset=UTF-8\\n"\n'


@pytest.fixture
def locale(tmp_path: Path) -> Path:
    """A catalogue of one's own with the entries b.one and d.two."""
    for language in catalogue_tool.LANGUAGES:
        (tmp_path / f"{language}.po").write_text(HEAD.format(language), "utf-8")
    new = {"d.two": {"en": "Two", "zh": "二"}, "b.one": {"en": 'One "{name}"', "zh": "一“{name}”"}}
    assert catalogue_tool.put(new, False, tmp_path) == (2, [])
    return tmp_path


def test_an_entry_is_put_in_its_place_and_stands_on_one_line(locale: Path) -> None:
    long = "word " * 60 + "end"
    catalogue_tool.put({"c.long": {"en": long, "zh": "字" * 200}}, False, locale)
    lines = (locale / "en.po").read_text("utf-8").splitlines()
    assert [line for line in lines if line.startswith("msgid")] == [
        'msgid ""',
        'msgid "b.one"',
        'msgid "c.long"',
        'msgid "d.two"',
    ]
    assert f'msgstr "{long}"' in lines
    assert catalogue_tool.disorder(locale) == []


def test_what_is_built_is_what_gettext_reads(locale: Path) -> None:
    for path, said in zip(catalogue_tool.build(locale), ('One "{name}"', "一“{name}”"), strict=True):
        first = path.read_bytes()
        with path.open("rb") as file:
            assert gettext.GNUTranslations(file).gettext("b.one") == said
        catalogue_tool.build(locale)
        assert path.read_bytes() == first
    assert gettext.translation("detente", locale, ["zh"]).gettext("d.two") == "二"


def test_a_changed_file_is_built_again_and_an_unchanged_one_is_not(locale: Path) -> None:
    catalogue_tool.build_if_older(locale)
    built = [catalogue_tool.built(language, locale) for language in catalogue_tool.LANGUAGES]
    for path in built:
        os.utime(path, (2_000_000_000, 2_000_000_000))
    catalogue_tool.build_if_older(locale)
    assert [int(path.stat().st_mtime) for path in built] == [2_000_000_000] * 2
    os.utime(locale / "zh.po", (2_000_000_001, 2_000_000_001))
    catalogue_tool.build_if_older(locale)
    assert int(built[0].stat().st_mtime) == 2_000_000_000
    assert int(built[1].stat().st_mtime) != 2_000_000_000


@pytest.mark.parametrize(
    ("more", "named"),
    [
        ('\nmsgid "b.one"\nmsgstr "again"\n', "en.po"),
        ('\nmsgid "e.three"\nmsgstr "only English"\n', "e.three is in en.po and not in zh.po"),
        ('\nmsgid "e.three"\nmsgstr ""\n', "e.three says nothing"),
        ('\n#, fuzzy\nmsgid "e.three"\nmsgstr "perhaps"\n', "fuzzy"),
        ('\nmsgid "a.none"\nmsgstr "not in its place"\n', "not in order"),
        ('\nmsgid "Not A Key"\nmsgstr "x"\n', "is not a key"),
        ('\nmsgid "e.three"\nmsgstr "no end\n', "en.po"),
    ],
)
def test_nothing_is_built_of_files_that_are_not_in_order(locale: Path, more: str, named: str) -> None:
    path = locale / "en.po"
    path.write_text(path.read_text("utf-8") + more, "utf-8")
    with pytest.raises(catalogue_tool.Disorder, match=named):
        catalogue_tool.build(locale)
    assert not list(locale.rglob("*.mo"))


def test_entries_of_both_json_shapes_are_taken_in(locale: Path) -> None:
    parts = {"what": "A.", "safe": "B.", "next": "C."}
    data = {
        "some-code": {"en": parts, "zh": {"what": "甲。", "safe": "乙。", "next": "丙。"}},
        "x.y": {"en": "Y", "zh": "丁"},
    }
    catalogue_tool.put(dict(catalogue_tool.flat(json.loads(json.dumps(data)))), False, locale)
    assert catalogue_tool.entries("zh", locale)["error.some-code.next"] == "丙。"
    assert catalogue_tool.entries("en", locale)["x.y"] == "Y"


def test_an_entry_with_other_words_is_changed_only_when_asked(locale: Path) -> None:
    other = {"d.two": {"en": "Second", "zh": "二"}}
    assert catalogue_tool.put(other, False, locale) == (0, ["d.two"])
    assert catalogue_tool.entries("en", locale)["d.two"] == "Two"
    assert catalogue_tool.put(other, True, locale) == (1, [])
    assert catalogue_tool.entries("en", locale)["d.two"] == "Second"


@pytest.mark.parametrize("row", [{"en": "only"}, {"en": "x", "zh": "二", "fr": "y"}, {"en": "x", "zh": 2}])
def test_an_entry_needs_both_languages(locale: Path, row: dict[str, str]) -> None:
    with pytest.raises(catalogue_tool.Disorder, match=r"e\.new"):
        catalogue_tool.put({"e.new": row}, False, locale)


def test_two_branches_that_add_entries_in_one_place_are_both_kept(locale: Path) -> None:
    def git(*words: str, check: bool = True) -> None:
        plain = ["-c", "user.name=x", "-c", "user.email=x@example.invalid", "-c", "merge.conflictStyle=diff3"]
        subprocess.run(["git", *plain, *words], cwd=locale, check=check, capture_output=True)

    git("init", "-q", "-b", "main")
    git("add", ".")
    git("commit", "-qm", "one")
    git("checkout", "-qb", "other")
    catalogue_tool.put({"c.theirs": {"en": "Theirs", "zh": "他"}}, False, locale)
    git("commit", "-qam", "theirs")
    git("checkout", "-q", "main")
    catalogue_tool.put({"c.ours": {"en": "Ours", "zh": "我"}}, False, locale)
    git("commit", "-qam", "ours")
    git("merge", "-q", "other", check=False)
    assert "<<<<<<<" in (locale / "en.po").read_text("utf-8")
    catalogue_tool.sort(locale)
    assert catalogue_tool.disorder(locale) == []
    assert list(catalogue_tool.entries("en", locale)) == ["b.one", "c.ours", "c.theirs", "d.two"]


def test_an_entry_changed_on_both_sides_is_for_a_person_to_settle(locale: Path) -> None:
    path = locale / "en.po"
    both = '<<<<<<< ours\nmsgid "d.two"\nmsgstr "Two!"\n=======\nmsgid "d.two"\nmsgstr "2"\n>>>>>>> theirs\n'
    text = path.read_text("utf-8").replace('msgid "d.two"\nmsgstr "Two"\n', both)
    path.write_text(text, "utf-8")
    with pytest.raises(catalogue_tool.Disorder, match=r"d\.two"):
        catalogue_tool.sort(locale)
    assert path.read_text("utf-8") == text
