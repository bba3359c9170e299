"""A home that is not as it was left, by command: exit code, what happened, what is safe, what to do next, in both languages."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from detente.cli.records import BEGUN_AGAIN
from detente.crypto.keystore import recovery_code
from detente.locale import text
from detente.node import backup
from detente.node.home import Home
from detente.node.node import DAY
from support import START, Clock, Seeded, found_line


def detente(home: Path, *words: str, lang: str = "en", typed: str = "") -> tuple[int, str, str]:
    environment = {**os.environ, "DETENTE_LANG": lang, "DETENTE_HOME": str(home)}
    command = [sys.executable, "-m", "detente.cli", *words]
    done = subprocess.run(
        command, env=environment, input=typed, capture_output=True, encoding="utf-8", timeout=120, check=False
    )
    return done.returncode, done.stdout, done.stderr


def corrupt(home: Home) -> None:
    home.database.write_bytes(b"SQLite format 3\0" + os.urandom(8192))


def newer(home: Home) -> None:
    with sqlite3.connect(home.database, isolation_level=None) as db:
        db.execute("PRAGMA user_version=99")
    db.close()


def gone(home: Home) -> None:
    home.database.unlink()


CASES: list[tuple[Callable[[Home], None], str, str, str]] = [
    (corrupt, "store-damaged", "The record of this home is damaged", "记录已损坏"),
    (newer, "store-version", "newer version", "较新版本"),
    (gone, "store-missing", "The record of this home is gone", "记录已不在原处"),
]


@pytest.mark.parametrize(("spoil", "code", "en", "zh"), CASES, ids=[case[1] for case in CASES])
def test_a_record_that_cannot_be_used_is_named_and_left_as_it_is(
    homes: dict[str, Home], spoil: Callable[[Home], None], code: str, en: str, zh: str
) -> None:
    home = homes["heron"]
    spoil(home)
    before = {p.name: p.read_bytes() for p in home.path.iterdir() if p.is_file() and p.name != "lock"}
    status, out, _ = detente(home.path, "inbox", "--json")
    assert status == 2 and json.loads(out)["error"]["code"] == code
    for lang, words, following in (("en", en, "What to do next"), ("zh", zh, "下一步：")):
        status, out, told = detente(home.path, "serve", lang=lang)
        assert status == 2 and out == "" and words in told and following in told and "Traceback" not in told
        assert "restore" in told
    after = {p.name: p.read_bytes() for p in home.path.iterdir() if p.is_file() and p.name != "lock"}
    assert {name: data for name, data in after.items() if name in before} == before
    assert set(after) - set(before) <= {"detente.db-wal", "detente.db-shm"}


def test_a_home_that_was_copied_says_so_where_people_look(homes: dict[str, Home], tmp_path: Path) -> None:
    shutil.copytree(homes["heron"].path, tmp_path / "copy")
    for lang, words in (("en", "this home was copied"), ("zh", "由别处复制或移来")):
        status, out, _ = detente(tmp_path / "copy", "line", "status", lang=lang)
        assert status == 0 and words in out
    status, out, _ = detente(homes["heron"].path, "line", "status", "--json")
    assert status == 0 and json.loads(out)["lines"][0]["begun"]["reason"] == "founded"


@pytest.mark.parametrize("reason", BEGUN_AGAIN)
def test_every_reason_a_log_is_begun_anew_for_has_its_sentence(reason: str) -> None:
    for lang in ("en", "zh"):
        assert "2026" in text(f"status.begun.{reason}", lang, at="2026")


def test_a_backup_from_last_year_is_restored_and_says_whom_it_cannot_reach(tmp_path: Path) -> None:
    """Founded 400 days ago: the keys it knows of the other office have all ended."""
    homes = found_line(tmp_path / "then", ["heron", "otter"], Seeded("then"), Clock(START - 400 * DAY))
    code = recovery_code(bytes(20))
    (tmp_path / "file").write_bytes(b"".join(backup.sealed(homes["heron"], bytes(20), now=Clock(START - 399 * DAY))))
    for lang, words in (("en", "The keys of otter in this backup have ended"), ("zh", "otter 的信封密钥均已到期")):
        there = tmp_path / lang
        status, _, told = detente(there, "restore", str(tmp_path / "file"), str(there), lang=lang, typed=code)
        assert status == 0 and words in told
    status, out, _ = detente(tmp_path / "en", "record", "verify", "--json")
    assert status == 0 and json.loads(out)["messages"] == 3
    status, out, told = detente(tmp_path / "en", "line", "status")
    assert status == 0 and "otter" in out
