"""Founding by command: what is made, what is refused before anything is made, and what a person is told."""

from __future__ import annotations

import json
import os
import stat
import subprocess
import sys
from pathlib import Path
from typing import Any

NAMES = ("--name-en", "Office of Plover", "--name-zh", "鸻鸟办公室")


def detente(*words: str, home: Path | None = None) -> tuple[int, str, str]:
    environment = {**os.environ, "DETENTE_LANG": "en"} | ({"DETENTE_HOME": str(home)} if home else {})
    done = subprocess.run(
        [sys.executable, "-m", "detente.cli", *words],
        env=environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        timeout=120,
    )
    return done.returncode, done.stdout, done.stderr


def init(path: Path, *more: str, party: str = "plover") -> tuple[int, str, str]:
    return detente("init", str(path), "--party", party, "--language", "en", *NAMES, "--json", *more)


def error(out: str) -> Any:
    return json.loads(out)["error"]["code"]


def test_init_makes_two_homes_for_their_owner_alone(tmp_path: Path) -> None:
    code, out, _ = init(tmp_path / "a", "--listen", "0.0.0.0:8440", "--address", "https://plover.invalid:8440")
    assert code == 0
    made = json.loads(out)
    for context in ("live", "exercise"):
        home = Path(made[context])
        assert stat.S_IMODE(home.stat().st_mode) == 0o700
        for path in home.rglob("*"):
            if path.is_file():
                assert stat.S_IMODE(path.stat().st_mode) & 0o077 == 0, path
    told = json.loads((tmp_path / "a-exercise" / "home.json").read_text())["listen"]["address"]
    assert told == "https://plover.invalid:8441", "others are told a name they can reach, not the address listened on"
    sheet = Path(made["sheet"]).read_text(encoding="utf-8")
    assert sheet.count("roots: ") == 4 and "恢复单" in sheet
    assert "PRIVATE" not in sheet and stat.S_IMODE(Path(made["sheet"]).stat().st_mode) == 0o600


def test_init_twice_is_refused_and_the_first_home_is_whole(tmp_path: Path) -> None:
    assert init(tmp_path / "a")[0] == 0
    before = {p: p.read_bytes() for p in tmp_path.rglob("*") if p.is_file()}
    code, out, _ = init(tmp_path / "a", "--sheet", str(tmp_path / "other.txt"))
    assert code == 64 and error(out) == "home-exists"
    assert {p: p.read_bytes() for p in tmp_path.rglob("*") if p.is_file()} == before


def test_a_sheet_that_cannot_be_written_makes_no_home(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    code, out, _ = init(tmp_path / "a", "--sheet", str(tmp_path / "file" / "sheet.txt"))
    assert code == 64 and error(out) == "file-unwritable"
    assert not (tmp_path / "a").exists() and not (tmp_path / "a-exercise").exists()


def test_an_introduction_is_not_kept_until_somebody_has_compared_the_words(tmp_path: Path) -> None:
    for party in ("plover", "dunlin"):
        assert init(tmp_path / party, party=party)[0] == 0
    theirs = tmp_path / "dunlin.detente"
    assert detente("introduce", "-o", str(theirs), home=tmp_path / "dunlin")[0] == 0
    code, out, told = detente("accept", str(theirs), "--json", home=tmp_path / "plover")
    assert code == 64 and error(out) == "words-not-compared"
    assert " 12. " in told, "the words are shown even where nobody can answer"
    assert not (tmp_path / "plover" / "introductions").exists()
    code, out, _ = detente("accept", str(theirs), "--words-compared", "--json", home=tmp_path / "plover")
    said = json.loads(out)
    assert code == 0 and said["kept"] and len(said["numbers"]) == len(said["en"]) == len(said["zh"]) == 12


def test_a_wrong_recovery_code_signs_nothing(tmp_path: Path) -> None:
    for party in ("plover", "dunlin"):
        assert init(tmp_path / party, party=party)[0] == 0
        assert detente("introduce", "-o", str(tmp_path / f"{party}.detente"), home=tmp_path / party)[0] == 0
    introduced = str(tmp_path / "dunlin.detente")
    assert detente("accept", introduced, "--words-compared", home=tmp_path / "plover")[0] == 0
    terms = tmp_path / "terms.detente"
    drafted = ("terms", "draft", "--with", "dunlin", "--profile", "office", "--name-en", "x", "--name-zh", "示例")
    assert detente(*drafted, "-o", str(terms), home=tmp_path / "plover")[0] == 0
    before = terms.read_bytes()
    wrong = str(tmp_path / "dunlin-recovery-sheet.txt")
    code, out, _ = detente("terms", "sign", str(terms), "--recovery", wrong, "--json", home=tmp_path / "plover")
    assert code == 64 and error(out) == "keystore-wrong-code"
    assert terms.read_bytes() == before
    code, out, _ = detente("terms", "show", str(terms), "--json")
    assert code == 0 and json.loads(out)["missing"] == ["dunlin", "plover"]


def test_quotas_of_new_terms_are_read_or_refused_before_anything_is_written(tmp_path: Path) -> None:
    for party in ("plover", "dunlin"):
        assert init(tmp_path / party, party=party)[0] == 0
    assert detente("introduce", "-o", str(tmp_path / "dunlin.detente"), home=tmp_path / "dunlin")[0] == 0
    assert detente("accept", str(tmp_path / "dunlin.detente"), "--words-compared", home=tmp_path / "plover")[0] == 0
    terms = tmp_path / "terms.detente"
    drafted = ("terms", "draft", "--with", "dunlin", "--profile", "office", "--name-en", "x", "--name-zh", "示例")
    for unreadable in ("6,20,200", "6,20,200,0", "6,20,200,many"):
        code, _, err = detente(*drafted, "--quotas", unreadable, "-o", str(terms), home=tmp_path / "plover")
        assert code == 64 and unreadable in err
    assert not terms.exists()
    assert detente(*drafted, "--quotas", "2,0,5,900", "-o", str(terms), home=tmp_path / "plover")[0] == 0
    code, out, _ = detente("terms", "show", str(terms), "--json")
    assert json.loads(out)["lines"]["live"]["fields"]["quotas"] == {"3": 2, "2": 0, "1": 5, "0": 900}
    assert "at once 2" in detente("terms", "show", str(terms))[1]
