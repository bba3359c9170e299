"""`detente words` of one party alone, as its user meets it."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pypdfium2
import pytest

import support
from detente.locale.words import register_lines
from detente.node.homework import lists, open_homework
from detente.vocabulary import current
from detente.words.diverging import register
from detente.words.reading import read_sheet

Command = Callable[..., tuple[int, str, str]]


def done(command: Command, home: Path, *words: str, lang: str = "en") -> str:
    status, out, err = command(home, *words, lang=lang)
    assert status == 0, err
    return out


def test_a_word_is_shown_whole_in_both_languages_with_what_it_asserts(command: Command, tmp_path: Path) -> None:
    row = current().concepts["loss-of-control"]
    for lang in ("en", "zh"):
        out = done(command, tmp_path, "words", "show", "loss-of", lang=lang)
        for said in (row["en"], row["zh"], row["define_en"], row["define_zh"], row["same"], "3.2.4(c)"):
            assert said in out
        assert out.index(row["zh" if lang == "zh" else "en"]) < out.index(row["en" if lang == "zh" else "zh"])
    assert not (tmp_path / "homework.db").exists(), "looking writes nothing"
    found = json.loads(done(command, tmp_path, "words", "show", "--area", "M", "--json"))["words"]
    assert {one["area"] for one in found} == {"M"}
    assert [
        one["code"]
        for one in json.loads(done(command, tmp_path, "words", "show", "--search", "提示注入", "--json"))["words"]
    ] == ["prompt-injection"]


def test_two_sides_read_words_alone_and_see_them_side_by_side(command: Command, tmp_path: Path) -> None:
    heron, otter = tmp_path / "heron", tmp_path / "otter"
    done(
        command, heron, "words", "mark", "loss-of-control", "--differs", "--in", "en", "--define", "EXAMPLE no way left"
    )
    done(command, heron, "words", "mark", "prompt-injection", "--ours")
    done(command, otter, "words", "mark", "loss-of-control", "--differs", "--in", "zh", "--define", "示例：仍可停止")
    done(command, otter, "words", "mark", "prompt-injection", "--ours")
    done(command, otter, "words", "mark", "own-word", "--new", "--in", "zh", "--label", "示例用语")
    for home in (heron, otter):
        done(command, home, "words", "sheet", str(tmp_path / f"{home.name}.sheet"), "--party", home.name)
    sheets = [str(tmp_path / "heron.sheet"), str(tmp_path / "otter.sheet")]
    assert read_sheet(Path(sheets[0]).read_bytes()).readings["loss-of-control"].define_en == "EXAMPLE no way left"
    here = json.loads(done(command, heron, "words", "compare", *sheets, "--json"))
    there = json.loads(done(command, heron, "words", "compare", *sheets[::-1], "--json"))
    assert [(row["word"], row["standing"]) for row in here["words"]] == [
        ("loss-of-control", "differ"),
        ("own-word", "one-side"),
        ("prompt-injection", "same"),
    ]
    assert [(r["word"], r["second"], r["first"]) for r in here["words"]] == [
        (r["word"], r["first"], r["second"]) for r in there["words"]
    ]
    page, paper = tmp_path / "page.html", tmp_path / "page.pdf"
    done(command, heron, "words", "compare", *sheets, "--html", str(page), "--pdf", str(paper), "--example")
    html = page.read_text("utf-8")
    text = "".join(one.get_textpage().get_text_range() for one in pypdfium2.PdfDocument(paper))
    assert "<script" not in html and "http" not in html
    for said in ("EXAMPLE 示例", "EXAMPLE no way left", "仍可停止", "People can no longer reliably", "own-word"):
        assert said in html and said.split()[0] in text
    done(command, heron, "words", "compare", "--party", "heron", "--pdf", str(paper))
    assert "EXAMPLE no way left" in "".join(one.get_textpage().get_text_range() for one in pypdfium2.PdfDocument(paper))


def test_a_word_is_one_side_s_own_again_and_what_was_written_is_kept(command: Command, tmp_path: Path) -> None:
    done(command, tmp_path, "words", "mark", "security", "--label", "EXAMPLE own label", "--in", "en")
    done(command, tmp_path, "words", "mark", "security", "--note", "EXAMPLE a note")
    out = json.loads(done(command, tmp_path, "words", "mark", "security", "--ours", "--json"))
    assert out["reading"] == {"position": "ours", "language": "en", "note": "EXAMPLE a note"}
    done(command, tmp_path, "words", "mark", "security", "--take-back")
    opened = open_homework(tmp_path / "homework.db")
    assert [row.body.get("en") for row in opened.history("word", "security")] == ["EXAMPLE own label"] * 2 + [None] * 2
    assert not opened.counting("word")
    opened.close()


@pytest.mark.parametrize("name", ["words.csv", "words.ttl", "words.jsonld", "words.tbx"])
def test_a_file_that_was_changed_comes_in_as_one_s_own_reading_and_the_scheme_stays(
    command: Command, tmp_path: Path, name: str
) -> None:
    file = tmp_path / name
    done(command, tmp_path, "words", "export", str(file))
    old, new = "People can no longer reliably direct", "EXAMPLE Nobody can any longer direct"
    text = file.read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, new), "utf-8")
    before = file.read_bytes()
    looked = json.loads(done(command, tmp_path, "words", "import", str(file), "--look", "--json"))
    assert looked["kept"] == 0 and not (tmp_path / "homework.db").exists()
    found = json.loads(done(command, tmp_path, "words", "import", str(file), "--json"))
    assert (found["kept"], found["refused"], found["same"]) == (1, 0, 58)
    shown = json.loads(done(command, tmp_path, "words", "show", "loss-of-control", "--json"))["words"][0]
    assert new in shown["reading"]["define_en"] and old in shown["define_en"]
    status, out, err = command(tmp_path, "words", "import", str(file), "--agreed", "loss-of-control", "--json")
    assert status == 1 and "may not be changed this way" in err
    assert json.loads(out.splitlines()[0])["refused"] == 1
    assert file.read_bytes() == before


def test_a_word_that_a_case_carries_is_not_retired_by_a_file(command: Command, tmp_path: Path) -> None:
    case = tmp_path / "case.json"
    case.write_text(json.dumps({"class": "security", "plain": "EXAMPLE 示例", "area": "A"}), "utf-8")
    status, _, err = command(tmp_path, "case", "new", "--json", str(case))
    assert status == 0, err
    file = tmp_path / "words.csv"
    done(command, tmp_path, "words", "export", str(file))
    rows = file.read_text("utf-8-sig").split("\r\n")
    status_at = rows[0].split(",").index("status")
    assert status_at > 0
    import csv
    import io

    table = list(csv.reader(io.StringIO("\r\n".join(rows), newline="")))
    for row in table:
        if row[0] == "word" and row[1] == "security":
            row[status_at] = "retired"
    held = io.StringIO(newline="")
    csv.writer(held).writerows(table)
    file.write_bytes(held.getvalue().encode())
    status, out, _ = command(tmp_path, "words", "import", str(file), "--json")
    assert status == 1
    [bad] = json.loads(out.splitlines()[0])["words"]
    assert (bad["word"], bad["refused"]) == ("security", "words-in-use")
    assert not (tmp_path / "homework.db").exists()


def test_the_register_and_the_mappings_are_there_in_both_languages_and_keep_to_the_never_lists(
    command: Command, tmp_path: Path
) -> None:
    found, wrong = lists()
    assert not wrong and set(found) == {"atlas", "eu-ai-act", "misp", "mit-airisk", "oecd", "tc260"}
    said = []
    for one in found.values():
        relations = {row.relation for row in one.rows}
        assert "none" in relations, "what was looked for and is not there is said too"
        said += [one.name.en, one.name.zh, one.how.en, one.how.zh]
        said += [text for row in one.rows for text in (row.why.en, row.why.zh)]
    assert {"false-friend", "partial"} <= {row.relation for one in found.values() for row in one.rows}
    for reader in ("en", "zh"):
        said += register_lines(register(), reader)
    assert len(register()) >= 20 and not [
        (text, support.never_words(text)) for text in said if support.never_words(text)
    ]
    out = done(command, tmp_path, "words", "mappings", "--to", "atl", lang="zh")
    assert "AML.T0051" in out and "貌似而实异" in out and "2026-12-01" in out
    assert "失控" in done(command, tmp_path, "words", "register")


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("words", "mark", "loss-of-control"), "mark-how"),
        (("words", "mark", "No Such", "--new", "--label", "x"), "shape"),
        (("words", "mark", "zzz", "--ours"), "word-none"),
        (("words", "sheet", "x"), "words-unmarked"),
        (("words", "export", "words.pdf"), "words-form"),
        (("words", "import", "not-there.csv"), "file-missing"),
    ],
)
def test_what_cannot_be_done_is_said_with_a_code(
    command: Command, tmp_path: Path, words: tuple[str, ...], code: str
) -> None:
    status, out, _ = command(tmp_path, *words, "--json")
    assert status in (1, 64) and json.loads(out)["error"]["code"] == code
