"""Each kind by its command: options read off the shapes, files in JSON and YAML, and what a file may not do."""

from __future__ import annotations

import json
import os
import shlex
import subprocess
import sys
from pathlib import Path
from typing import Any

import click
import pytest

from detente.cli import guide
from detente.cli.main import COMMANDS, root
from detente.cli.verbs import VERBS, command
from detente.kinds import KINDS, LATEST
from detente.node.drafting import draft_of, fields
from detente.node.home import Home

ROOT = Path(__file__).resolve().parents[2]
EXAMPLES = ROOT / "examples" / "kinds"


def detente(home: Path, *words: str, lang: str = "en", typed: str = "") -> tuple[int, str, str]:
    environment = {**os.environ, "DETENTE_LANG": lang, "DETENTE_HOME": str(home)}
    done = subprocess.run(
        [sys.executable, "-m", "detente.cli", *words],
        env=environment, input=typed, capture_output=True, encoding="utf-8", timeout=120, check=False,
    )  # fmt: skip
    return done.returncode, done.stdout, done.stderr


def said(home: Path, *words: str) -> dict[str, Any]:
    code, out, err = detente(home, *words, "--json")
    assert code == 0, err
    found: dict[str, Any] = json.loads(out)
    return found


def test_every_kind_a_person_says_has_one_command() -> None:
    apart = {"notice", "acknowledgement"}  # with commands of their own
    persons = {kind.name for kind in KINDS if not kind.machine}
    assert set(VERBS.values()) <= persons
    assert set(VERBS.values()) | apart >= {"update", "correction", "close", "question", "answer", "withdraw"}


@pytest.mark.parametrize("verb", VERBS)
def test_the_options_of_a_command_are_the_fields_of_its_kind(verb: str) -> None:
    options = {param.name for param in command(verb).params}
    for section, name, of, needed in fields(VERBS[verb]):
        one = getattr(of, "values", (1, 2))
        assert name in options or (needed and len(one) == 1), (section, name)


def test_options_make_a_draft_with_what_has_only_one_value_filled_in() -> None:
    made = draft_of("inquiry", "en", "EXAMPLE", {"area": "B", "seen": "not-stated", "handling": "parties-only"})
    assert made["coded"]["position"] == "none-implied" and made["prose"] == {"language": "en", "plain": "EXAMPLE"}


def test_a_question_is_asked_answered_and_followed_up_by_command(homes: dict[str, Home]) -> None:
    home = homes["heron"].path
    asked = said(home, "ask", "-m", "EXAMPLE 示例 — Is it over?", "--about", "facts")
    assert asked["kind"] == "question" and asked["unanswered"] == ["otter"]
    more = said(home, "ask", asked["reference"], "-m", "EXAMPLE 示例 — And where?")
    assert more["re"] == [asked["reference"]]
    code, out, _ = detente(home, "matter", asked["reference"])
    assert code == 0 and "open" in out and "Is it over?" in out and "And where?" in out
    code, out, _ = detente(home, "matter", asked["reference"], "--lang", "zh")
    assert code == 0 and "进行中" in out
    code, _, err = detente(home, "answer", asked["reference"], "--answer", "full", "-m", "EXAMPLE")
    assert code == 64 and "our own" in err


def test_text_comes_from_standard_input_too(homes: dict[str, Home]) -> None:
    code, out, err = detente(
        homes["heron"].path, "contact", "--area", "A", "-m", "-", "--json", typed="EXAMPLE 示例\n第二行\n"
    )
    assert code == 0, err
    assert json.loads(out)["sections"]["prose"]["plain"] == "EXAMPLE 示例\n第二行"


@pytest.mark.parametrize("name", ["advance-notice", "inquiry", "suspend", "withdraw"])
def test_a_file_cleared_elsewhere_is_sent_as_it_is(homes: dict[str, Home], name: str) -> None:
    verb = next(v for v, kind in VERBS.items() if kind == name)
    made = said(homes["heron"].path, verb, "-f", str(EXAMPLES / f"{name}.yaml"))
    assert made["kind"] == name and made["sections"]["coded"]


BAD = {
    "alias.yaml": "coded: &a {area: A}\nprose: *a\n",
    "bomb.yaml": "a: &a [x,x]\nb: &b [*a,*a]\nc: [*b,*b]\n",
    "twice.yaml": "wanted: 1\nwanted: 2\n",
    "twice.json": '{"wanted": 1, "wanted": 2}',
    "tag.yaml": "prose: !!python/object/apply:os.system ['true']\n",
    "list.yaml": "- 1\n",
    "deep.json": "[" * 100_000,
    "broken.yaml": "coded: [unclosed\n",
    "latin.yaml": "prose: {plain: caf\udce9}\n",
}


@pytest.mark.parametrize("name", BAD)
def test_a_file_that_is_no_draft_sends_nothing(homes: dict[str, Home], tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(BAD[name].encode("utf-8", "surrogateescape"))
    code, _, err = detente(homes["heron"].path, "contact", "-f", str(path))
    assert code == 64 and "Nothing was sent" in err, err


def test_a_yaml_no_is_a_text_and_a_yaml_time_keeps_its_offset(homes: dict[str, Home], tmp_path: Path) -> None:
    path = tmp_path / "update.yaml"
    first = said(homes["heron"].path, "ask", "-m", "EXAMPLE")
    path.write_text(
        "coded: {going_on: no}\nprose: {language: en, plain: EXAMPLE}\ntimes: {confirmed: 2026-09-01T08:00:00+08:00}\n"
    )
    made = said(homes["heron"].path, "update", first["reference"], "-f", str(path))
    assert made["sections"]["coded"]["going_on"] == "no"
    assert made["sections"]["times"]["confirmed"] == 1_788_220_800_000


def test_help_of_every_command_is_in_both_languages(homes: dict[str, Home]) -> None:
    for verb in ("hold", "answer", "suspend"):
        for lang, word in (("en", "plain statement"), ("zh", "情况简述")):
            code, out, _ = detente(homes["heron"].path, verb, "--help", lang=lang)
            assert code == 0 and word in out


def test_the_page_of_kinds_is_made_of_the_table_of_kinds() -> None:
    run = subprocess.run([sys.executable, ROOT / "scripts" / "kinds_page.py", "--check"], check=False)
    assert run.returncode == 0, "run scripts/kinds_page.py"


def test_every_kind_that_is_shown_has_an_example_in_both_languages() -> None:
    have = {path.stem for path in EXAMPLES.glob("*.yaml")} | {"notice"}
    assert have == set(LATEST) - {"keys"}  # which no file holds: a node announces them by itself
    page = (ROOT / "docs" / "kinds.md").read_text("utf-8")
    for kind in LATEST:
        assert page.split(f"\n## {kind}\n", 1)[1].split("\n## ", 1)[0].count("```text") == 2, kind


def test_the_overview_names_every_command_once() -> None:
    named = [name for names in guide.SECTIONS.values() for name in names]
    assert sorted(named) == sorted({name.partition(".")[0] for name in COMMANDS})


@pytest.mark.parametrize("verb", guide.EXAMPLES)
def test_the_line_to_begin_from_is_one_the_command_takes(verb: str) -> None:
    program, *words = shlex.split(guide.EXAMPLES[verb])
    found: click.Command | None = root()
    for name in verb.split("."):
        assert isinstance(found, click.Group) and words.pop(0) == name
        found = found.get_command(click.Context(found), name)
    assert program == "detente" and found is not None
    found.make_context(verb, words)  # a word or option that it does not take is an error here
