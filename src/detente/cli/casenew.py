"""`case new`: five questions first, then the clocks, then what else is known. An answer is durable before the next question."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from typing import Any

import click

from detente.cases.case import HARM, Case, from_others, read_case, stamp
from detente.cli import console
from detente.cli.casework import book, case_of, file_option, known, me, now, read_json, remarks, rows_of, who_option
from detente.cli.choosing import Among
from detente.cli.common import language
from detente.codec.errors import Local
from detente.locale import cases as said
from detente.locale import text
from detente.locale.errors import explain
from detente.node.casebook import typed
from detente.store.book import Book
from detente.vocabulary import current

FIRST = ("class", "plain", "detected", "jurisdictions", "harm")
THEN = (
    *(
        "imminent_danger",
        "danger",
        "confirmed",
        "occurred",
        "going_on",
        "roles",
        "infrastructure",
        "public",
        "internal_use",
    ),
    *("high_risk", "grade", "level", "next_word_by", "office"),
)
PLACES = ("us-ca", "us-ny", "us-il", "eu", "cn")
ROLES = ("frontier-developer", "provider", "operator", "manufacturer", "financial-entity", "state-organ", "other")


@click.command()
@click.option("--json", "path", default=None, metavar="FILE|-")
@click.option("--fresh", is_flag=True)
@file_option
@who_option
@click.pass_context
def new(ctx: click.Context, path: str | None, fresh: bool, file: str | None, who: str | None) -> None:
    lang = language()
    with book(ctx, file) as opened:
        if path is not None:
            given = read_json(path)
            case = from_others(given)
            id = opened.open(dict(_plain(case)), me(who))
            console.as_json({"id": id})
            if strange := [name for name in given if name in case.fields]:
                console.err(text("case.kept-beside", lang, names=said.joined(strange, lang)))
            for line in remarks(case, lang):
                console.err(line)
            return
        if not sys.stdin.isatty():
            raise Local("case-nobody")
        ask(ctx, opened, file, who, fresh, lang)


def _plain(case: Case) -> dict[str, Any]:
    import msgspec

    found: dict[str, Any] = msgspec.to_builtins(case)
    return found


def ask(ctx: click.Context, opened: Book, file: str | None, who: str | None, fresh: bool, lang: str) -> None:
    draft, answers = _resumed(opened, fresh, lang)
    console.err(text("case.q.begin", lang))
    for name in FIRST:
        if name not in answers:
            answers.update(question(name, lang, answers))
            draft = opened.keep_draft(draft, answers)
    case = read_case(answers)
    id = opened.open(_plain(case), me(who), draft)
    console.err("")
    console.err(text("case.opened", lang, id=id, path=str(opened.path)))
    laws = known(ctx, file)
    kept = opened.get(id)
    for line in said.clock_lines(rows_of(opened, kept, laws, now()), now(), lang):
        console.out(line)
    for line in remarks(case, lang):
        console.err(line)
    console.err("")
    if click.confirm(text("case.q.more", lang), default=True, err=True):
        more(opened, id, who, lang)
        kept = opened.get(id)
        for line in said.clock_lines(rows_of(opened, kept, laws, now()), now(), lang):
            console.out(line)
        for line in remarks(case_of(kept), lang):
            console.err(line)


def _resumed(opened: Book, fresh: bool, lang: str) -> tuple[int | None, dict[str, Any]]:
    """The draft that was left, if its writer wants it."""
    found = opened.draft()
    if found is None or fresh:
        return None, {}
    draft, began, answers = found
    from detente.locale.times import utc

    console.err(text("case.q.resume", lang, at=utc(began, lang), count=sum(name in answers for name in FIRST)))
    if click.confirm(text("case.q.go-on", lang), default=True, err=True):
        return draft, answers
    return None, {}


def more(opened: Book, id: str, who: str | None, lang: str) -> None:
    """The further questions, each answer a version of its own, so that none is lost; an empty answer leaves a field as it is."""
    console.err(text("case.q.skip", lang))
    for name in THEN:
        kept = opened.get(id)
        case = case_of(kept)
        if said.value(case, name, lang) or (name == "danger" and case.imminent_danger != "yes"):
            continue
        given = question(name, lang, kept.body, needed=False)
        if given:
            opened.edit(id, kept.version, _plain(read_case(given, case)), me(who))


# -- one question ----------------------------------------------------------------------------------------------------


def question(name: str, lang: str, answers: dict[str, Any], needed: bool = True) -> dict[str, Any]:
    """Ask until the answer can be read; the fields it gives. Without `needed` an empty answer gives none."""
    if name == "class":
        return {"class": _concept(lang)}
    if name == "harm":
        return _harm(lang, needed)
    if name == "jurisdictions":
        return _several(name, PLACES, lang, needed)
    if name == "roles":
        return _several(name, ROLES, lang, needed)
    while True:
        value = _prompt(name, lang, needed)
        if not value:
            return {}
        try:
            if name in ("detected", "danger", "confirmed", "occurred", "next_word_by"):
                when = typed(value, now(), name)
                console.err("  " + said.moment(when, lang))
                return {name: stamp(when)}
            read_case({name: value})
        except Local as error:
            _again(error, lang)
        else:
            return {name: value} if name != "plain" else {name: value, "language": lang}


def _prompt(name: str, lang: str, needed: bool) -> str:
    return str(click.prompt(text(f"case.q.{name}", lang), default=None if needed else "", show_default=False, err=True))


def _again(error: Local, lang: str) -> None:
    what, _, then = explain(error.code, error.values, lang)
    console.err(f"  {what} {then}")


def _concept(lang: str) -> str:
    """A concept of the vocabulary: its area, then its number."""
    words = current()
    for code in sorted(words.areas):
        console.err(f"  {code}  {words.area(code, lang)}")
    area = click.prompt(text("case.q.area", lang), type=Among(sorted(words.areas)), show_choices=False, err=True)
    offered = [code for code, row in words.concepts.items() if row["area"] == area]
    for number, code in enumerate(offered, 1):
        console.err(f"  {number:>2}  {words.concept(code, lang)}")
    asked = Among(offered, numbered=True)
    return str(click.prompt(text("case.q.class", lang), type=asked, show_choices=False, err=True))


def _pick(name: str, codes: Sequence[str], label: Callable[[str], str], lang: str, needed: bool) -> list[str]:
    """Some of a numbered list: `1 3`, or how they begin."""
    for number, code in enumerate(codes, 1):
        console.err(f"  {number:>2}  {label(code)}")
    choice = Among(list(codes), numbered=True)
    while True:
        value = _prompt(name, lang, needed)
        words = value.replace(",", " ").replace("，", " ").replace("、", " ").split()
        if not words:
            return []
        try:
            return list(dict.fromkeys(choice.convert(item, None, None) for item in words))
        except click.BadParameter as error:
            console.err("  " + error.format_message())


def _several(name: str, codes: Sequence[str], lang: str, needed: bool) -> dict[str, Any]:
    picked = _pick(name, codes, lambda code: said.word(name, code, lang), lang, needed)
    return {name: picked} if picked else {}


def _harm(lang: str, needed: bool) -> dict[str, Any]:
    """What harm so far; that somebody is in imminent danger is asked with it, because the shortest clocks hang on it."""
    codes = ("none", "imminent", *(code for code in HARM if code != "none"))
    while True:
        picked = _pick("harm", codes, lambda code: said.word("harm", code, lang), lang, needed)
        harm = [code for code in picked if code not in ("imminent", "none")] or (["none"] if picked else [])
        given: dict[str, Any] = {"harm": harm} if picked else {}
        if "imminent" in picked:
            given["imminent_danger"] = "yes"
        return given
