"""Every code the software raises or gives as a reason has its three sentences, in both languages, in words that may be shown."""

import ast
import functools
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import catalogue_tool
import pytest

import support
from detente.locale.errors import explain

PACKAGE = Path(__file__).resolve().parents[2] / "src" / "detente"
HAN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff]")
PLACEHOLDER = re.compile(r"\{([^{}]*)\}")
LANGUAGES = ("en", "zh")
PARTS = ("what", "safe", "next")

# Which argument of which call is a code.
CODE_AT = {
    "Local": 0,
    "Remote": 0,
    "Damaged": 0,
    "Counted": 0,
    "refused": 0,
    "_local": 1,
    "Cannot": 1,
    "Verdict": 1,
    "Overtaken": 0,
    "Yaml": 2,
    "Change": 3,
}
# Functions that return a code: (room, what they are declared to return).
RULES = {("kinds", "str | None"), ("line", "tuple[Entry | None, str | None]")}
# Codes put together while running -> where.
COMPUTED = {
    "witness-conflict": "api/witnessing.py keeps it as what went wrong",
    "witness-unreachable": "likewise",
    **{
        f"irregular-entry-{rule}": "line/machine.py counts f'irregular-{broken}'"
        for rule in ("shape", "index", "number", "time-went-back")
    },
}
# Arguments that are no literal: a code passed on that stands as a literal elsewhere, or one of COMPUTED.
PASSED_ON = {
    "None",
    "bound",
    "broken",
    "code",
    "error.code",
    "f'irregular-{broken}'",
    "name",
    "reason",
    "self.code",
    "first_fault(*error.read) or error.code",
}

ENTRIES = {language: catalogue_tool.entries(language) for language in LANGUAGES}


@functools.cache
def catalogue() -> dict[str, dict[str, dict[str, str]]]:
    """Code → language → part → sentence, of the entries `error.CODE.PART`."""
    found: dict[str, dict[str, dict[str, str]]] = {}
    for language in LANGUAGES:
        for key, sentence in ENTRIES[language].items():
            if key.startswith("error."):
                _, code, part = key.split(".")
                found.setdefault(code, {}).setdefault(language, {})[part] = sentence
    return found


def literals(node: ast.expr | None) -> Iterator[ast.expr]:
    """The expressions that an argument may come out as."""
    if isinstance(node, ast.IfExp):
        yield from literals(node.body)
        yield from literals(node.orelse)
    elif node is not None:
        yield node


def text_of(node: ast.expr) -> str | None:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None


def call_name(call: ast.Call) -> str:
    return call.func.id if isinstance(call.func, ast.Name) else getattr(call.func, "attr", "")


def arguments(call: ast.Call, position: int) -> Iterator[ast.expr]:
    """The code of a call, and the reason given with it."""
    if len(call.args) > position:
        yield from literals(call.args[position])
    for keyword in call.keywords:
        if keyword.arg == "why":
            yield from (
                e for e in literals(keyword.value) if text_of(e) and re.fullmatch("[a-z0-9-]+", text_of(e) or "")
            )


def declared(function: ast.FunctionDef) -> str:
    return "" if function.returns is None else ast.unparse(function.returns)


def returned(function: ast.FunctionDef) -> Iterator[ast.expr]:
    """What a rule returns: a code, or a code beside something else. Another rule's answer passed on is found there."""
    for node in ast.walk(function):
        if isinstance(node, ast.Return) and node.value is not None and not isinstance(node.value, ast.Call):
            value = node.value
            yield from literals(value.elts[-1] if isinstance(value, ast.Tuple) else value)


def scan() -> tuple[dict[str, set[str]], dict[str, str], dict[str, set[str]]]:
    """Code -> where it stands; arguments that are no literal -> where; code -> names of values it is raised with."""
    found: dict[str, set[str]] = defaultdict(set)
    others: dict[str, str] = {}
    values: dict[str, set[str]] = defaultdict(set)
    for path in sorted(PACKAGE.rglob("*.py")):
        file = path.relative_to(PACKAGE).as_posix()
        for node in ast.walk(ast.parse(path.read_bytes())):
            codes: list[ast.expr] = []
            names: set[str] = set()
            if isinstance(node, ast.Call) and call_name(node) in CODE_AT:
                codes = list(arguments(node, CODE_AT[call_name(node)]))
                names = {keyword.arg for keyword in node.keywords if keyword.arg}
                if call_name(node) in ("refused", "Verdict"):
                    names.add("why")
                if call_name(node) == "Change":
                    names = {"word"}  # told beside the word it is about
                if call_name(node) == "Yaml":
                    names = {"file", "line", "why"}  # of whatever is wrong in that file
            elif isinstance(node, ast.FunctionDef) and (file.split("/")[0], declared(node)) in RULES:
                codes = list(returned(node))
            for code in codes:
                text = text_of(code)
                if text is None:
                    others[ast.unparse(code)] = f"{file}:{code.lineno}"
                else:
                    found[text].add(f"{file}:{code.lineno}")
                    values[text] |= names
    return found, others, values


FOUND, OTHERS, VALUES = scan()


def sentences() -> Iterator[tuple[str, str, str]]:
    """(code/language/part, language, sentence) of the whole file."""
    for code, row in catalogue().items():
        for language, parts in row.items():
            for part, sentence in parts.items():
                yield f"{code}/{language}/{part}", language, sentence


def placeholders(code: str, language: str, part: str) -> set[str]:
    return set(PLACEHOLDER.findall(catalogue()[code][language][part]))


def test_the_scan_finds_each_form_in_which_a_code_stands() -> None:
    for code in ("cbor-tag", "line-none", "line-which", "damaged", "wrong-line", "kind", "notice-asks", "head-root"):
        assert code in FOUND, code
    for code in ("entry-index", "key-gone", "could-not-open", "signature-invalid"):
        assert code in FOUND, code


def test_every_code_has_an_entry() -> None:
    bad = {code: sorted(where) for code, where in FOUND.items() if code not in catalogue()}
    assert not bad, bad


def test_every_entry_is_used() -> None:
    assert not sorted(set(catalogue()) - set(FOUND) - set(COMPUTED))
    assert not sorted(set(COMPUTED) & set(FOUND))


def test_a_code_is_a_literal_or_passed_on_from_one() -> None:
    assert not {what: where for what, where in OTHERS.items() if what not in PASSED_ON}


def test_every_entry_has_three_parts_in_both_languages() -> None:
    for code, row in catalogue().items():
        assert re.fullmatch("[a-z0-9-]{1,64}", code), code
        assert tuple(row) == LANGUAGES, code
        for language in LANGUAGES:
            assert set(row[language]) == set(PARTS), (code, language)


def test_chinese_is_chinese_and_english_is_english() -> None:
    for where, language, sentence in sentences():
        assert sentence == sentence.strip() and sentence, where
        plain = re.sub(r"\[[^\]]*\]", "", sentence)
        if language == "zh":
            assert HAN.search(sentence) and plain.endswith("。"), where
        else:
            assert not HAN.search(sentence) and plain.endswith("."), where


def test_both_languages_show_the_same_values() -> None:
    for code in catalogue():
        for part in PARTS:
            assert placeholders(code, "en", part) == placeholders(code, "zh", part), (code, part)


def test_a_placeholder_is_a_value_the_code_is_raised_with() -> None:
    for code in sorted(set(FOUND) & set(catalogue())):
        shown = {name for part in PARTS for name in placeholders(code, "en", part)}
        assert shown <= VALUES[code], (code, shown - VALUES[code])


def test_no_text_holds_a_word_of_the_never_lists() -> None:
    assert not {where: words for where, _, said in sentences() if (words := support.never_words(said))}


def test_every_text_can_be_shown_on_a_chinese_terminal() -> None:
    for where, _language, sentence in sentences():
        sentence.encode("gbk")
        assert unicodedata.is_normalized("NFC", sentence), where


@pytest.mark.parametrize("language", LANGUAGES)
def test_sentences_are_whole_with_and_without_their_values(language: str) -> None:
    for code in catalogue():
        names = {name for part in PARTS for name in placeholders(code, language, part)}
        for values in ({}, dict.fromkeys(names), {name: "heron" for name in names}):
            parts = explain(code, values, language)
            assert len(parts) == 3
            for part in parts:
                assert part and not re.search(r"[\[\]{}?]", part), (code, values, part)
        assert names == set() or "heron" in "".join(explain(code, dict.fromkeys(names, "heron"), language)), code


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_code_without_an_entry_is_still_named(language: str) -> None:
    what, safe, then = explain("no-such-code", {"x": 1}, language)
    assert "no-such-code" in what and safe and then
    assert bool(HAN.search(what + safe + then)) == (language == "zh")


def test_bytes_are_shown_by_their_first_digits() -> None:
    digest = bytes(range(32))
    assert "000102030405)" in explain("signature-missing", {"key": digest}, "en")[0]


def test_lists_are_shown_as_lists() -> None:
    assert "heron, osprey" in explain("founding-member-missing", {"members": ["heron", "osprey"]}, "en")[0]
    assert "heron、osprey" in explain("founding-member-missing", {"members": ["heron", "osprey"]}, "zh")[0]


def test_a_reason_that_is_a_code_becomes_its_sentence() -> None:
    for language in LANGUAGES:
        what = explain("would-be-refused", {"reason": "notice-times", "why": None}, language)[0]
        assert explain("notice-times", {}, language)[0] in what and "notice-times" not in what
    assert "(disk is full)" in explain("store-failed", {"why": "disk is full"}, "en")[0]
    assert "（disk is full）" in explain("store-failed", {"why": "disk is full"}, "zh")[0]


def test_values_from_elsewhere_cannot_play_tricks() -> None:
    what = explain("message-unknown", {"name": "a\x1b[31m\u202eb{key}[x]\n"}, "en")[0]
    assert what.endswith(": a?[31m?b{key}[x]?.")
    assert len(explain("message-unknown", {"name": "x" * 10_000}, "zh")[0]) < 300
    assert len(explain("founding-member-missing", {"members": ["x" * 300] * 50}, "en")[0]) < 400


@pytest.mark.parametrize("language", LANGUAGES)
def test_who_is_over_quota_is_told_when_it_may_write_again(language: str) -> None:
    values = {"reason": "over-quota", "why": None, "when": 1_790_013_600_000}
    what, _, then = explain("would-be-refused", values, language)
    assert explain("over-quota", {}, language)[0] in what
    assert "2026-09-21 18:00:00 UTC" in then
    assert "UTC" not in explain("would-be-refused", values | {"when": None}, language)[2]
