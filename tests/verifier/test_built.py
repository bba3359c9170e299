"""What is committed of the second verifier is what its sources give, with the project's own words and no address of anybody."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import support

VERIFIER = Path(__file__).resolve().parents[2] / "verifier"
SCRIPT = VERIFIER.parent / "scripts" / "verifier_words.py"
BUILT = ("cli.mjs", "detente-verifier.html", "LICENSES.txt")


def test_the_words_it_shares_are_those_of_the_catalogue() -> None:
    done = subprocess.run([sys.executable, SCRIPT, "--check"], timeout=120, check=False)
    assert done.returncode == 0, "run scripts/verifier_words.py, then make verifier"


def test_its_own_words_are_in_both_languages_and_none_is_on_the_never_lists() -> None:
    words = json.loads((VERIFIER / "page" / "words.json").read_text("utf-8"))
    for key, (english, chinese) in words.items():
        assert english and chinese, key
        assert not support.never_words(english) and not support.never_words(chinese), key
        assert set(re.findall(r"\{[a-z_]+\}", english)) == set(re.findall(r"\{[a-z_]+\}", chinese)), key


def test_every_word_the_sources_ask_for_is_there() -> None:
    words = json.loads((VERIFIER / "page" / "words.json").read_text("utf-8"))
    known = set(words) | set(json.loads((VERIFIER / "page" / "data.json").read_text("utf-8"))["sentences"])
    asked: set[str] = set()
    for source in [*VERIFIER.glob("page/*.mjs"), *VERIFIER.glob("src/*.mjs")]:
        asked |= set(re.findall(r"""\b(?:t|text)\("([a-z.-]+)"[,)]""", source.read_text("utf-8")))
    assert len(asked) > 30
    assert asked <= known, asked - known


def test_the_page_asks_for_nothing_and_may_connect_to_nothing() -> None:
    page = (VERIFIER / "detente-verifier.html").read_text("utf-8")
    policy = re.search(r'http-equiv="Content-Security-Policy" content="([^"]+)"', page)
    assert policy is not None
    assert policy[1].startswith("default-src 'none'; script-src 'sha256-")
    assert "connect-src" not in policy[1] and "unsafe" not in policy[1]
    assert not re.search(r"""(src|href)\s*=\s*["']?(https?:)?//""", page)
    assert not re.search(r"\b(fetch|XMLHttpRequest|WebSocket|EventSource|sendBeacon|importScripts)\b\s*\(", page)


def test_nothing_committed_names_an_index() -> None:
    for name in ("package.json", "package-lock.json", ".npmrc"):
        assert "://" not in (VERIFIER / name).read_text("utf-8"), name
    assert "omit-lockfile-registry-resolved=true" in (VERIFIER / ".npmrc").read_text("utf-8")


def test_no_code_is_shared_with_the_software() -> None:
    for source in [*VERIFIER.glob("src/*.mjs"), *VERIFIER.glob("page/*.mjs")]:
        for module in re.findall(r'^import .*?from "([^"]+)"', source.read_text("utf-8"), re.MULTILINE):
            assert re.fullmatch(
                r"@noble/[a-z-]+/[a-z0-9-]+\.js|node:[a-z]+|\.{1,2}/(src/|page/)?[A-Za-z]\w*\.(mjs|json)", module
            ), module


def test_each_package_that_is_bundled_is_there_with_its_licence() -> None:
    licences = (VERIFIER / "LICENSES.txt").read_text("utf-8")
    for name in ("@noble/curves", "@noble/hashes", "@noble/post-quantum"):
        assert re.search(rf"^{re.escape(name)} [0-9.]+ \(MIT\)$", licences, re.MULTILINE)
    assert licences.count("Permission is hereby granted, free of charge") >= 3


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("npm") is None, reason="npm is not installed, so the verifier cannot be built again")
def test_the_committed_bytes_are_those_its_sources_give(tmp_path: Path) -> None:
    copy = tmp_path / "verifier"
    shutil.copytree(VERIFIER, copy, ignore=shutil.ignore_patterns("node_modules", *BUILT))
    before = (copy / "package-lock.json").read_bytes()
    quiet = ["--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
    environment = {**os.environ, "npm_config_cache": str(tmp_path / "cache")}
    got = subprocess.run(["npm", "ci", *quiet], cwd=copy, capture_output=True, text=True, timeout=600, env=environment)
    if got.returncode != 0:
        pytest.skip(f"npm could not install the locked packages here: {got.stderr.strip().splitlines()[-1:]}")
    assert (copy / "package-lock.json").read_bytes() == before
    subprocess.run(["node", "build.mjs"], cwd=copy, check=True, timeout=300)
    for name in BUILT:
        assert (copy / name).read_bytes() == (VERIFIER / name).read_bytes(), f"{name}: run make verifier"
