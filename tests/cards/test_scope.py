"""One side's draft of the scope, and two of them side by side."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.cards.scope import AREAS, STANDS, Draft, Exclusion, Sheet, compare, read_sheet, sheet_bytes, sheet_of
from detente.codec.cbor import decode, encode
from detente.codec.errors import Remote

Command = Callable[..., tuple[int, str, str]]
TEXTS = st.sampled_from(["EXAMPLE one", "示例", "a", "x" * 1000])
DRAFTS = st.dictionaries(
    st.sampled_from(AREAS),
    st.builds(
        Draft,
        stand=st.sampled_from(STANDS),
        exclusions=st.lists(st.builds(Exclusion, en=TEXTS, zh=TEXTS), max_size=3),
        note=st.none() | TEXTS,
    ),
)
SHEETS = st.builds(sheet_of, st.sampled_from(["heron", "otter"]), st.sampled_from(["en", "zh"]), DRAFTS)


@given(SHEETS, SHEETS)
@settings(max_examples=40, deadline=None)
def test_a_draft_is_read_back_exactly_and_exchanging_two_exchanges_the_columns(one: Sheet, other: Sheet) -> None:
    assert read_sheet(sheet_bytes(one)) == one
    here, there = compare(one, other), compare(other, one)
    assert [(r.area, r.standing, r.first, r.second) for r in here] == [
        (r.area, r.standing, r.second, r.first) for r in there
    ]
    assert {row.area for row in here} == set(AREAS)


def test_what_is_no_draft_is_refused() -> None:
    good = decode(sheet_bytes(sheet_of("heron", "en", {})), 1000)
    for change in ({"areas": {"Q": {"stand": "in"}}}, {"areas": {"A": {"stand": "maybe"}}}, {"sheet": "cards"}):
        with pytest.raises(Remote) as raised:
            read_sheet(encode(good | change))
        assert raised.value.code == "shape"


@pytest.mark.parametrize("where", ["note", "exclusion"])
def test_a_file_of_the_other_side_brings_no_text_that_a_screen_would_obey(where: str) -> None:
    """Their file, not written by us: what turns text round, or moves a cursor, is refused as in a message."""
    bad = {"note": "\x1b[2J"} if where == "note" else {"exclusions": [{"en": "\u202eEXAMPLE", "zh": "示例"}]}
    area = {"stand": "in", **bad}
    plain = {"v": 1, "sheet": "scope", "party": "otter", "language": "en", "areas": {"A": area}}
    with pytest.raises(Remote, match="text-"):
        read_sheet(encode(plain))


def test_two_sides_draft_the_scope_alone_and_see_it_side_by_side(command: Command, tmp_path: Path) -> None:
    heron, otter = tmp_path / "heron", tmp_path / "otter"
    assert command(heron, "scope", "mark", "A", "in")[0] == 0
    assert command(heron, "scope", "mark", "B", "in", "--except", "EXAMPLE military use", "示例：军事用途")[0] == 0
    assert command(otter, "scope", "mark", "A", "in")[0] == 0
    assert command(otter, "scope", "mark", "B", "undecided", "--note", "示例：有待讨论")[0] == 0
    for home in (heron, otter):
        assert command(home, "scope", "sheet", str(tmp_path / f"{home.name}.sheet"), "--party", home.name)[0] == 0
    sheets = [str(tmp_path / f"{name}.sheet") for name in ("heron", "otter")]
    said = json.loads(command(heron, "scope", "compare", *sheets, "--json")[1])
    assert [(row["area"], row["standing"]) for row in said["areas"]] == [
        ("B", "differ"),
        ("A", "same"),
        ("C", "neither"),
        ("M", "neither"),
    ]
    paper, page = tmp_path / "page.pdf", tmp_path / "page.html"
    assert command(heron, "scope", "compare", *sheets, "--pdf", str(paper), "--html", str(page), lang="zh")[0] == 0
    text = "".join(one.get_textpage().get_text_range() for one in pypdfium2.PdfDocument(paper))
    for words in ("EXAMPLE military use", "军事用途", "有待讨论", "undecided", "未定"):
        assert words in text and words in page.read_text("utf-8")
    status, out, _ = command(tmp_path / "new", "scope", "compare", sheets[0], "--json")
    assert status == 64 and json.loads(out)["error"]["code"] == "scope-unmarked"
