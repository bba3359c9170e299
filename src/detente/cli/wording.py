"""Words and translations: what a word means in both languages, and a translation of one's own beside a message."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from detente.cli import console
from detente.cli.common import client, json_option, lang_option, language, read_file
from detente.codec.errors import Damaged, Local
from detente.codec.limits import MAX_TEXT
from detente.locale import text
from detente.locale.marking import MarkedField, Meaning, in_message, look_up, meaning_plain
from detente.locale.meaning import question
from detente.locale.render import Part
from detente.locale.translations import working_title

if TYPE_CHECKING:
    from detente.api.client import Client


@click.command()
@click.argument("word")
@json_option
@lang_option
@click.pass_context
def words(ctx: click.Context, word: str, as_json: bool, lang: str | None) -> None:
    found = look_up(word)
    if as_json:
        console.as_json({"word": word, "meanings": [meaning_plain(meaning) for meaning in found]})
        ctx.exit(0 if found else 1)
    if not found:
        raise Local("word-not-here", word=word)
    for meaning in found:
        _say(meaning, language(lang))


def _say(meaning: Meaning, lang: str) -> None:
    """Both languages, the reader's first."""
    console.out("")
    both = [f"{meaning.en}: {meaning.define_en}", f"{meaning.zh}：{meaning.define_zh}"]
    source = text(f"words.{meaning.source}", lang, id=meaning.id)
    for line in both if lang == "en" else both[::-1]:
        console.out(line)
    console.out(f"  {source}")


def print_marked(said: dict[str, Any], lang: str) -> None:
    """Below a message: each word that was found in its prose, once, with both definitions."""
    found: dict[Meaning, list[str]] = {}
    for field in in_message(said):
        for mark in field.marks:
            for meaning in mark.meanings:
                spelled = found.setdefault(meaning, [])
                if mark.said not in spelled:
                    spelled.append(mark.said)
    console.out("")
    console.out(text("words.marked" if found else "words.none-marked", lang))
    for meaning, spelled in found.items():
        _say(meaning, lang)
        console.out("  " + text("words.as-written", lang, said=text("list.separator", lang).join(spelled)))


def marked_plain(said: dict[str, Any]) -> list[dict[str, Any]]:
    """The same as JSON: offsets in Unicode code points, field by field."""
    return [_field_plain(field) for field in in_message(said)]


def _field_plain(field: MarkedField) -> dict[str, Any]:
    from detente.locale.marking import plain

    return {"section": field.section, "field": field.field, "marks": plain(field.marks)}


@click.command()
@click.argument("name")
@click.option("--text", "file")
@click.option("--by", "made_by", type=click.Choice(["person", "machine"]))
@click.option("--checked-by", "checked_by")
@json_option
@lang_option
@click.pass_context
def translate(
    ctx: click.Context,
    name: str,
    file: str | None,
    made_by: str | None,
    checked_by: str | None,
    as_json: bool,
    lang: str | None,
) -> None:
    asked: dict[str, Any] = {"by": made_by, "checked_by": checked_by}
    if file is not None:
        if made_by is None:
            raise Local("translate-by")
        asked["text"] = _text(file)
    said = client(ctx).post(f"/v1/messages/{name}/translation", {k: v for k, v in asked.items() if v is not None})
    if as_json:
        console.as_json(said)
        return
    lang = language(lang)
    console.err(text("translation.kept", lang, reference=said["reference"]))
    from detente.cli.messages import print_parts

    print_parts(working_parts(said, lang))


def _text(file: str) -> str:
    try:
        return read_file(file, MAX_TEXT).decode("utf-8")
    except UnicodeDecodeError as error:
        raise Damaged("file-unreadable", path=file, why="not UTF-8") from error


def meant(api: Client, given: dict[str, Any], draft: dict[str, Any], lang: str) -> dict[str, Any]:
    """*Is this what you meant?* (locale/meaning.py), of the message that a command names."""
    name = given.get("name")
    if not name:
        raise Local("name-needed", kind="question")
    return question(api.get(f"/v1/messages/{name}"), draft, lang)


def working_parts(said: dict[str, Any], lang: str) -> list[Part]:
    """Translations made here, as parts that stand beside the message's own."""
    return [
        Part(working_title(kept, lang), [(text("translation.text", lang), kept["text"])], prose=True)
        for kept in said.get("working", [])
    ]
