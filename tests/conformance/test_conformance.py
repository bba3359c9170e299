"""The conformance kit meets real nodes: ours keeps every rule, and a node with one thing wrong fails there and nowhere else."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from conformance.faulty import FAULTS
from detente.cli.conformance import plain, told
from detente.conformance.check import CHECKS, GROUPS
from detente.conformance.run import order
from detente.locale.conformance import named
from support import never_words

from .conftest import Meet, failed, served, unshown

ROOT = Path(__file__).resolve().parents[2]
# Where each faulty node must fail, and it must fail nowhere else.
FAILS: dict[str, set[str]] = {
    "takes-a-receipt-with-another-index": {"a-receipt-with-another-index"},
    "does-not-check-the-line": {"other-line", "the-exercise-on-the-live-line"},
    "opens-the-exercise-on-the-live-line": {"other-context"},
    "takes-what-has-expired": {"placed-late"},
    "takes-what-was-said-before": {"said-twice", "other-words-under-one-id"},
    "takes-any-key-for-any-use": {"the-node-speaks", "the-log-signs-along", "the-office-announces-keys"},
    "has-no-quotas": {
        "more-than-the-quota",
        "more-than-the-quota-of-long-ago",
        "more-than-the-quota-of-next-year",
    },
    "never-gives-a-mirror": {"mirror-joins"},
    "makes-possession-up": {"possession"},
    "receipts-what-stands-nowhere": {"a-path-of-another-place", "a-shorter-path", "another-index", "receipts-name"},
    "receipts-under-another-name": {"receipts-name"},
    "signs-two-heads-of-one-size": {"one-history"},
    "checks-half-of-a-head": {"a-head-with-one-signature"},
    "lets-the-padding-carry": {"padding-that-carries"},
    "takes-whatever-is-inside": {
        "inside-is-for-somebody-else",
        "inside-is-from-somebody-else",
        "inside-is-of-another-line",
        "sent-to-itself",
    },
    "lets-one-bad-message-spoil-the-others": {
        "a-message-of-another-form",
        "a-secret-of-another-type",
        "a-secret-one-byte-short",
    },
    "tells-a-stranger-why": {"a-stranger-learns-nothing", "answers-in-form"},
    "gives-every-answer-one-size": {"smallest-size"},
    "goes-on-in-a-log-that-others-hold-more-of": {
        "a-signed-head-it-does-not-hold-begins-an-epoch",
        "a-claim-costs-one-epoch-an-hour",
    },
    "gives-its-log-once": {"who-has-nothing-is-given-all"},
    "names-heads-it-was-never-given": {"heads-named-truly"},
}


def test_every_faulty_node_has_its_row_and_every_row_names_checks() -> None:
    assert set(FAILS) == set(FAULTS) and len(FAILS) >= 8
    assert all(CHECKS.keys() >= names and names for names in FAILS.values())


def test_every_check_names_a_section_of_the_protocol_and_a_row_of_the_table_of_attacks() -> None:
    sections = set(re.findall(r"^## (\d+) ", (ROOT / "spec" / "protocol.md").read_text("utf-8"), re.M))
    table = (ROOT / "tests" / "attacks" / "README.md").read_text("utf-8")
    rows = {re.sub(r"\*", "", row) for row in re.findall(r"^\| (.+?) \|", table, re.M)}
    for check in order():
        assert check.section.partition("/")[0] in sections, check
        assert check.rule in rows, check
        assert check.group in GROUPS
    assert len(order()) > 120


def test_what_a_check_is_about_is_said_in_both_languages_without_a_word_that_is_never_used() -> None:
    for check in order():
        said = {lang: named(check.name, lang) for lang in ("en", "zh")}
        assert re.search("[\u4e00-\u9fff]", said["zh"]) and not re.search("[\u4e00-\u9fff]", said["en"]), check.name
        assert not [words for text in said.values() if (words := never_words(text))], check.name


@pytest.mark.slow
@pytest.mark.parametrize("context", ["exercise", "live"])
def test_our_node_keeps_every_rule(meet: Meet, context: str) -> None:
    rows = meet(context=context)
    assert set(rows) == set(CHECKS)
    assert (failed(rows), unshown(rows)) == (set(), {})


@pytest.mark.slow
@pytest.mark.parametrize("fault", FAILS)
def test_a_faulty_node_fails_where_it_should_and_nowhere_else(meet: Meet, fault: str) -> None:
    rows = meet(fault)
    assert failed(rows) == FAILS[fault]
    if (
        fault == "never-gives-a-mirror"
    ):  # no receipt can be seen: of most rules nothing is shown, and none is said to fail
        assert set(unshown(rows).values()) == {"no-mirror", "never-seen"} and len(unshown(rows)) > 90
    elif (
        fault == "signs-two-heads-of-one-size"
    ):  # told which it holds, it begins a new log: so another claim is too soon
        assert unshown(rows) == {"a-claim-costs-one-epoch-an-hour": "claimed-lately"}
    else:
        assert unshown(rows) == {}
    for name in FAILS[fault]:
        for lang in ("en", "zh"):
            lines = told(plain(rows[name]), lang, False)
            assert len(lines) == 4 and "?" not in "".join(lines), "the rule, what must come back, and what came"


@pytest.mark.slow
def test_the_command_says_what_it_found_ends_by_itself_and_can_be_run_again(here: Path) -> None:
    def conformance(*words: str, lang: str = "en") -> subprocess.CompletedProcess[bytes]:
        command = [sys.executable, "-m", "detente.cli", "conformance", *words, "--home", str(here / "kit")]
        return subprocess.run(
            command,
            env={**os.environ, "DETENTE_LANG": lang},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=300,
        )

    with served(here / "otter-exercise") as url:
        done = conformance(url, "--json")
        assert done.returncode == 0, done.stderr.decode()
        found = json.loads(done.stdout)
        assert found["counts"] == {"holds": len(CHECKS), "does-not-hold": 0, "not-shown": 0}
        assert found["party"] == "otter" and found["context"] == "exercise" and found["exchanges"] > 200
        some = conformance(url, "--only", "heads", "--only", "conduct", "--every", lang="zh")
        assert "符合" in some.stdout.decode() and some.returncode == 1, "of what was not asked nothing was dropped"
        over = json.loads(conformance(url, "--json", "--only", "words", "--seconds", "1").stdout)
        assert {row["not_shown"] for row in over["checks"] if row["verdict"] == "not-shown"} == {"time-over"}
        lacking = conformance(url, "--only", "weather")
        assert lacking.returncode == 64 and "What to do next" in lacking.stderr.decode()
    for address in (url, "http://127.0.0.1:1", "https://127.0.0.1:99999"):
        nobody = conformance(address)
        assert nobody.returncode == 64 and "What to do next" in nobody.stderr.decode()
        assert b"Traceback" not in nobody.stderr
