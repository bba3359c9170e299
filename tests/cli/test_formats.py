"""`detente formats`: the files it makes, one message of the record on its form, and what it says when it cannot."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import docx
import pypdfium2

from support import Home

ROOT = Path(__file__).resolve().parents[2]


def detente(*words: str, home: Home | None = None, lang: str = "en", typed: str = "") -> tuple[int, str, str]:
    environment = {**os.environ, "DETENTE_LANG": lang, **({"DETENTE_HOME": str(home.path)} if home else {})}
    done = subprocess.run(
        [sys.executable, "-m", "detente.cli", *words],
        cwd=ROOT, env=environment, input=typed, capture_output=True, encoding="utf-8", timeout=120, check=False,
    )  # fmt: skip
    return done.returncode, done.stdout, done.stderr


def words_of(path: Path) -> list[str]:
    pages = [page.get_textpage().get_text_bounded() for page in pypdfium2.PdfDocument(path)]
    return [page.replace("\u00a0", " ") for page in pages]


def test_one_form_is_made_blank_and_with_its_example_for_both_papers_and_orders(tmp_path: Path) -> None:
    code, out, err = detente("formats", "F9", "--out", str(tmp_path), "--json")
    assert code == 0, err
    files = [Path(name) for name in json.loads(out)["files"]]
    assert sorted(files) == sorted(path for path in tmp_path.rglob("*") if path.is_file())
    assert len(files) == 2 * 2 * 2 * 2 and not any(path.name.startswith("annex") for path in files)
    for path in files:
        if path.suffix == ".pdf":
            (page,) = words_of(path)
            assert ("EXAMPLE 示例" in page) == (".example." in path.name)
        else:
            assert docx.Document(str(path)).tables


def test_a_message_goes_on_its_form_with_its_number_and_its_words(homes: dict[str, Home], tmp_path: Path) -> None:
    heron = homes["heron"]
    code, out, err = detente("notify", "examples/notices/a-agent.en.json", "--yes", "--wait", "0", "--json", home=heron)
    assert code == 0, err
    name = json.loads(out)["reference"]
    code, _out, err = detente("show", name, "--form", str(tmp_path / "notice.pdf"), home=heron)
    assert code == 0, err
    shown = words_of(tmp_path / "notice.pdf")
    assert name in shown[0] and "heron" in shown[0] and "otter" in shown[0]
    whole = " ".join(" ".join(shown).split())
    said = json.loads((ROOT / "examples/notices/a-agent.en.json").read_text("utf-8"))
    for part in ("prose", "system", "measures", "harm"):
        for field, value in said[part].items():
            if field not in ("language", "weights", "cause"):
                assert " ".join(value.split())[:40] in whole, field
    code, out, err = detente(
        "formats", "--message", name, "--out", str(tmp_path), "--as", "docx", "--first", "zh", "--json", home=heron
    )
    assert code == 0, err
    (path,) = json.loads(out)["files"]
    assert path.endswith(f"F1-{name}.zh-en.docx") and docx.Document(path).tables
    code, out, err = detente("formats", "F2", "--message", name, "--out", str(tmp_path), "--json", home=heron)
    assert code == 64 and json.loads(out)["error"]["code"] == "form-other", err


def test_a_draft_goes_on_its_form_without_a_home(tmp_path: Path) -> None:
    draft = json.dumps({"coded": {"answer": "full"}, "prose": {"language": "en", "plain": "EXAMPLE — in one line."}})
    code, out, err = detente(
        "formats", "F7", "--draft", "-", "--as", "pdf", "--out", str(tmp_path), "--json", typed=draft
    )
    assert code == 0, err
    (page,) = words_of(Path(json.loads(out)["files"][0]))
    assert "EXAMPLE — in one line." in page


def test_what_cannot_be_made_is_said_and_nothing_is_written(tmp_path: Path) -> None:
    for arguments, expected in (
        (("F13",), "form-unknown"),
        (("--draft", "-", "--kind", "roster"), "form-none"),
        (("F1", "--example", "--examples", str(tmp_path / "none")), "file-missing"),
    ):
        code, out, _err = detente("formats", *arguments, "--out", str(tmp_path / "out"), "--json", typed="{}")
        assert code == 64 and json.loads(out)["error"]["code"] == expected
    code, _out, err = detente("formats", "--draft", "a", "--message", "b", lang="zh")
    assert code == 64 and "不可同时" in err
    assert not (tmp_path / "out").exists()
