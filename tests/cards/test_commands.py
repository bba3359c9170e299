"""`detente cards` as its user meets it: one side alone, then two sides side by side, on a screen and on paper."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pypdfium2
import pytest

from detente.cards.sheet import read_sheet
from detente.codec.errors import Local
from detente.node.homework import open_homework
from detente.store.book import Overtaken

Command = Callable[..., tuple[int, str, str]]


def answered(command: Command, home: Path, *words: str) -> None:
    status, _, err = command(home, "cards", "answer", *words)
    assert status == 0, err


def test_two_sides_answer_alone_and_read_each_other_side_by_side(command: Command, tmp_path: Path) -> None:
    heron, otter = tmp_path / "heron", tmp_path / "otter"
    answered(
        command,
        heron,
        "a-copies",
        "--tell",
        "notice",
        "--class",
        "autonomous-rep",
        "--soon",
        "within-24h",
        "--note",
        "EXAMPLE ours",
    )
    answered(command, otter, "a-copies", "--tell", "no", "--note", "示例：无危害")
    for home in (heron, otter):
        assert command(home, "cards", "sheet", str(tmp_path / f"{home.name}.sheet"), "--party", home.name)[0] == 0
    sheets = [str(tmp_path / "heron.sheet"), str(tmp_path / "otter.sheet")]
    assert read_sheet(Path(sheets[0]).read_bytes()).answers["a-copies"].class_ == "autonomous-replication"
    status, out, _ = command(heron, "cards", "compare", *sheets, "--json")
    said = json.loads(out)
    assert status == 0 and said["parties"] == ["heron", "otter"]
    assert said["cards"][0]["card"] == "a-copies" and said["cards"][0]["standing"] == "differ"
    ours = json.loads(command(heron, "cards", "compare", sheets[1], "--party", "heron", "--json")[1])
    assert ours == said, "our homework says what our sheet says"
    page, paper = tmp_path / "page.html", tmp_path / "page.pdf"
    asked = ("cards", "compare", *sheets, "--html", str(page), "--pdf", str(paper), "--example")
    assert command(heron, *asked)[0] == 0
    html = page.read_text("utf-8")
    assert "<script" not in html and "http" not in html and "EXAMPLE 示例" in html
    text = "".join(one.get_textpage().get_text_range() for one in pypdfium2.PdfDocument(paper))
    for words in ("by a notice", "发出情况通报", "EXAMPLE ours", "示例：无危害", "heron", "otter"):
        assert words in html
        assert words.replace("：", "") in text.replace("：", "").replace(":", "")
    again = tmp_path / "again.pdf"
    command(heron, "cards", "compare", *sheets, "--pdf", str(again), "--example")
    assert again.read_bytes() == paper.read_bytes(), "the same sheets give the same page"


def test_every_earlier_answer_is_kept_and_a_change_of_mind_counts(command: Command, tmp_path: Path) -> None:
    answered(command, tmp_path, "m-orders", "--tell", "no", "--note", "EXAMPLE first thought")
    answered(command, tmp_path, "m-orders", "--tell", "notice")
    opened = open_homework(tmp_path / "homework.db")
    history = opened.history("card", "m-orders")
    assert [row.body["tell"] for row in history] == ["no", "notice"]
    assert history[1].body["note"] == "EXAMPLE first thought", "what was not asked again stands"
    with pytest.raises(Overtaken):
        opened.keep("card", "m-orders", {"tell": "no"}, "x", began=history[0].entry)
    opened.close()
    answered(command, tmp_path, "m-orders", "--take-back")
    [card] = [c for c in json.loads(command(tmp_path, "cards", "show", "--json")[1])["cards"] if c["id"] == "m-orders"]
    assert card["answer"] is None


def test_a_card_is_answered_at_the_keyboard(command: Command, tmp_path: Path) -> None:
    typed = "informally\nfalse-warning\nwithin-4h\nEXAMPLE typed\n"
    status, out, err = command(tmp_path, "cards", "answer", "b-six", typed=typed)
    assert status == 0, err
    assert "informally, not counted" in out and "within 4 hours" in out and "EXAMPLE typed" in out
    assert "Six minutes" in err, "the case is shown before it is answered"


def test_a_party_adds_cards_of_its_own_and_one_with_a_mistake_is_named_and_left_out(
    command: Command, tmp_path: Path
) -> None:
    from importlib import resources

    folder = tmp_path / "cards"
    folder.mkdir()
    shipped = (resources.files("detente.cards") / "set" / "a-copies.yaml").read_text("utf-8")
    (folder / "a-own.yaml").write_text(shipped.replace("id: a-copies", "id: a-own"), "utf-8")
    (folder / "a-bad.yaml").write_text(shipped.replace("area: A", "area: Q"), "utf-8")
    status, out, err = command(tmp_path, "cards", "show", "--json")
    ids = [card["id"] for card in json.loads(out)["cards"]]
    assert status == 0 and "a-own" in ids and "a-bad" not in ids and len(ids) == 13
    assert "a-bad.yaml, line 3" in err
    answered(command, tmp_path, "a-own", "--tell", "undecided")


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_every_card_fits_one_page_of_either_paper(command: Command, tmp_path: Path, lang: str) -> None:
    for paper in ("a4", "letter"):
        made = tmp_path / f"{paper}.pdf"
        assert command(tmp_path, "cards", "print", "--blank", "--pdf", str(made), "--paper", paper, lang=lang)[0] == 0
        assert len(pypdfium2.PdfDocument(made)) == 12


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("cards", "answer", "nothing-like-it", "--tell", "no"), "word-none"),
        (("cards", "answer", "a-copies", "--tell", "no", "--class", "zzz"), "word-none"),
        (("cards", "answer", "a-copies", "--soon", "within-1h"), "card-tell-first"),
        (("cards", "answer", "a-copies", "--tell", "no", "--note", "x" * 2001), "note-too-long"),
        (("cards", "sheet", "out"), "cards-unanswered"),
    ],
)
def test_what_cannot_be_done_is_said_with_a_code_and_nothing_is_kept(
    command: Command, tmp_path: Path, words: tuple[str, ...], code: str
) -> None:
    status, out, _ = command(tmp_path, *words, "--json")
    assert status == 64 and json.loads(out)["error"]["code"] == code
    status, out, _ = command(tmp_path, "cards", "show", "--json")
    assert not [card for card in json.loads(out)["cards"] if card["answer"]]


def test_a_file_that_is_no_homework_is_left_as_it_is(command: Command, tmp_path: Path) -> None:
    file = tmp_path / "homework.db"
    file.write_bytes(b"not a database, and nobody's to overwrite" * 100)
    before = file.read_bytes()
    status, out, _ = command(tmp_path, "cards", "answer", "a-copies", "--tell", "no", "--json")
    assert status == 2 and json.loads(out)["error"]["code"] == "homework-damaged"
    assert file.read_bytes() == before
    with pytest.raises(Local) as raised:
        open_homework(tmp_path / "none.db", create=False)
    assert raised.value.code == "homework-missing"


def test_the_examples_answer_the_cards_as_they_stand(command: Command, tmp_path: Path) -> None:
    folder = Path(__file__).resolve().parents[2] / "examples" / "homework"
    sheets = [str(folder / f"{name}.cards") for name in ("heron", "otter")]
    said = json.loads(command(tmp_path, "cards", "compare", *sheets, "--json")[1])
    standings = [card["standing"] for card in said["cards"]]
    assert "other-card" not in standings, "examples/homework/make.sh makes them anew"
    assert {word: standings.count(word) for word in set(standings)} == {"differ": 8, "same": 3, "neither": 1}
    for what in ("words", "scope"):
        pair = [str(folder / f"{name}.{what}") for name in ("heron", "otter")]
        status, out, err = command(tmp_path, what, "compare", *pair, lang="zh")
        assert status == 0 and "示例" in out, err
