#!/usr/bin/env python3
"""The catalogue of sentences: `src/detente/locale/en.po` and `zh.po`, one entry a key, sorted, never wrapped.

    scripts/catalogue.py build [en] [zh]                    write the .mo files that the software reads
    scripts/catalogue.py check                              say what is not in order, and change nothing
    scripts/catalogue.py add KEY ENGLISH CHINESE            a new entry, in its place (--replace changes one)
    scripts/catalogue.py remove KEY ...                     take entries out
    scripts/catalogue.py from-json FILE ... [--replace]     entries from {KEY: {en, zh}} or {CODE: {en: {what …}, zh: …}}
    scripts/catalogue.py sort                               put both files in order; keeps both sides of git's conflict marks
    scripts/catalogue.py show [WORD]                        key, English and Chinese side by side, parted by tabs

Exit codes: 0 done, 1 the catalogue is not in order or an entry differs, 64 misuse.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import polib

ROOT = Path(__file__).resolve().parent.parent
LOCALE = ROOT / "src" / "detente" / "locale"
LANGUAGES = ("en", "zh")
PARTS = ("what", "safe", "next")
KEY = re.compile(r"[a-z0-9]+([._-][a-z0-9]+)*\Z")
MARKS = re.compile(r"^(?:<{7} .*|={7}|>{7} .*)\n", re.MULTILINE)
BASES = re.compile(
    r"^\|{7} .*?(?=^={7}$)", re.MULTILINE | re.DOTALL
)  # what both sides had before, in git's diff3 style


class Disorder(Exception):
    """What is wrong with a file of the catalogue, in a sentence."""


def source(language: str, locale: Path = LOCALE) -> Path:
    """Where one language's entries stand."""
    return locale / f"{language}.po"


def built(language: str, locale: Path = LOCALE) -> Path:
    """Where gettext looks for them: LANGUAGE/LC_MESSAGES/DOMAIN.mo."""
    return locale / language / "LC_MESSAGES" / "detente.mo"


def parser_source(locale: Path = LOCALE) -> Path:
    """The Chinese of the option parser's own messages, whose English is the library's."""
    return locale / "click-zh.po"


def parser_built(locale: Path = LOCALE) -> Path:
    return locale / "zh" / "LC_MESSAGES" / "click.mo"


def _parsed(text: str, name: str) -> polib.POFile:
    try:
        return polib.pofile(text, encoding="utf-8", wrapwidth=0, check_for_duplicates=True)
    except (OSError, ValueError) as error:
        raise Disorder(f"{name}: {error}") from None


def read(language: str, locale: Path = LOCALE) -> polib.POFile:
    """One file as it stands."""
    path = source(language, locale)
    return _parsed(path.read_text("utf-8"), path.name)


def entries(language: str, locale: Path = LOCALE) -> dict[str, str]:
    """Key → sentence."""
    return {entry.msgid: entry.msgstr for entry in read(language, locale)}


def in_order(file: polib.POFile) -> str:
    """The one way a file may be written: sorted by key, one line a sentence."""
    file.sort(key=lambda entry: entry.msgid)
    return str(file)


def disorder(locale: Path = LOCALE) -> list[str]:
    """Everything that would keep the catalogue from being built."""
    found: list[str] = []
    keys: dict[str, set[str]] = {}
    for language in LANGUAGES:
        name = source(language, locale).name
        try:
            file = read(language, locale)
        except Disorder as error:
            found.append(str(error))
            continue
        keys[language] = {entry.msgid for entry in file}
        for entry in file:
            if not KEY.match(entry.msgid):
                found.append(f"{name}: {entry.msgid!r} is not a key")
            if entry.obsolete or entry.fuzzy or entry.msgid_plural or entry.msgctxt is not None:
                found.append(f"{name}: {entry.msgid} is obsolete, fuzzy, plural or has a context")
            if not entry.msgstr.strip() or entry.msgstr == entry.msgid:
                found.append(f"{name}: {entry.msgid} says nothing")
        if source(language, locale).read_text("utf-8") != in_order(file):
            found.append(f"{name} is not in order: scripts/catalogue.py sort")
    parser = parser_source(locale)
    if parser.exists():
        try:
            file = _parsed(parser.read_text("utf-8"), parser.name)
        except Disorder as error:
            return [*found, str(error)]
        said = [(e.msgid, [e.msgstr] if not e.msgid_plural else [e.msgstr_plural.get(0, "")]) for e in file]
        found += [f"{parser.name}: {key!r} says nothing" for key, says in said if not all(says)]
        if parser.read_text("utf-8") != in_order(file):
            found.append(f"{parser.name} is not in order: scripts/catalogue.py sort")
    for one, other in (("en", "zh"), ("zh", "en")):
        for key in sorted(keys.get(one, set()) - keys.get(other, set())):
            found.append(f"{key} is in {one}.po and not in {other}.po")
    return found


def _write(path: Path, data: bytes) -> None:
    """Whole or not at all: several test processes may build at once."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    with os.fdopen(handle, "wb") as file:
        file.write(data)
    os.chmod(name, 0o644)
    os.replace(name, path)


def save(file: polib.POFile, language: str, locale: Path = LOCALE) -> None:
    """Write one language's entries in order."""
    _write(source(language, locale), in_order(file).encode())


def build(locale: Path = LOCALE, languages: tuple[str, ...] = LANGUAGES) -> list[Path]:
    """Write the .mo files; the same entries give the same bytes. `Disorder` and nothing written if anything is wrong."""
    if found := disorder(locale):
        raise Disorder("\n".join(found))
    for language in languages:
        _write(built(language, locale), read(language, locale).to_binary())
        if language == "zh" and parser_source(locale).exists():
            file = _parsed(parser_source(locale).read_text("utf-8"), "click-zh.po")
            _write(parser_built(locale), file.to_binary())
    return [built(language, locale) for language in languages]


def build_if_older(locale: Path = LOCALE) -> None:
    """Build what is not there or older than its .po."""
    pairs = [(language, source(language, locale), built(language, locale)) for language in LANGUAGES]
    if parser_source(locale).exists():
        pairs.append(("zh", parser_source(locale), parser_built(locale)))
    stale = tuple(
        sorted({name for name, po, mo in pairs if not mo.exists() or mo.stat().st_mtime < po.stat().st_mtime})
    )
    if stale:
        build(locale, stale)


def put(new: dict[str, dict[str, str]], replace: bool, locale: Path = LOCALE) -> tuple[int, list[str]]:
    """Add entries, each with both languages. Returns how many were written, and the keys left alone because they differ."""
    files = {language: read(language, locale) for language in LANGUAGES}
    there = {language: {entry.msgid: entry for entry in file} for language, file in files.items()}
    written, differ = 0, []
    for key, row in new.items():
        if not KEY.match(key) or set(row) != set(LANGUAGES) or not all(isinstance(row[x], str) for x in LANGUAGES):
            raise Disorder(f"{key!r} is not a key with English and Chinese")
        old = {language: there[language][key].msgstr for language in LANGUAGES if key in there[language]}
        if old == row:
            continue
        if old and not replace:
            differ.append(key)
            continue
        written += 1
        for language in LANGUAGES:
            if key in there[language]:
                there[language][key].msgstr = row[language]
            else:
                files[language].append(polib.POEntry(msgid=key, msgstr=row[language]))
    for language in LANGUAGES:
        save(files[language], language, locale)
    return written, differ


def flat(data: dict[str, dict[str, object]]) -> Iterator[tuple[str, dict[str, str]]]:
    """Entries of either JSON shape: a sentence for a key, or three for a code (`error.CODE.what`, `.safe`, `.next`)."""
    for key, row in data.items():
        if set(row) == set(LANGUAGES) and all(isinstance(row[x], dict) for x in LANGUAGES):
            for part in PARTS:
                yield f"error.{key}.{part}", {x: row[x][part] for x in LANGUAGES}  # type: ignore[index]
        else:
            yield key, row  # type: ignore[misc]


def sort(locale: Path = LOCALE) -> None:
    """Both files in order. Of a conflict both sides stay; an entry that both sides changed is named, and nothing is written."""
    files = {}
    for language in LANGUAGES:
        path = source(language, locale)
        text = BASES.sub("", path.read_text("utf-8"))
        files[language] = _parsed(MARKS.sub("", text), path.name)
    for language, file in files.items():
        save(file, language, locale)
    if parser_source(locale).exists():
        file = _parsed(parser_source(locale).read_text("utf-8"), "click-zh.po")
        _write(parser_source(locale), in_order(file).encode())


def main(arguments: list[str] | None = None) -> int:
    """The command at the top of this file."""
    parser = argparse.ArgumentParser(
        prog="catalogue.py", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("what", choices=["build", "check", "add", "remove", "from-json", "sort", "show"])
    parser.add_argument("words", nargs="*")
    parser.add_argument("--replace", action="store_true", help="change entries that are there with other words")
    asked = parser.parse_intermixed_args(arguments)
    words: list[str] = asked.words
    if asked.what == "build":
        if set(words) - set(LANGUAGES):
            parser.error("a language is en or zh")
        build(languages=tuple(words) or LANGUAGES)
    elif asked.what == "check":
        if found := disorder():
            raise Disorder("\n".join(found))
    elif asked.what in ("add", "from-json"):
        new: dict[str, dict[str, str]] = {}
        if asked.what == "from-json":
            for name in words:
                new |= dict(flat(json.loads(Path(name).read_text("utf-8"))))
        elif len(words) == 3:
            new[words[0]] = {"en": words[1], "zh": words[2]}
        else:
            parser.error("add takes KEY ENGLISH CHINESE")
        written, differ = put(new, asked.replace)
        print(f"{written} written, {len(new) - written - len(differ)} there already")
        if differ:
            raise Disorder("there with other words (--replace changes them): " + " ".join(differ))
    elif asked.what == "remove":
        for language in LANGUAGES:
            file = read(language)
            if unknown := sorted(set(words) - {entry.msgid for entry in file}):
                raise Disorder(f"not in {language}.po: " + " ".join(unknown))
            file[:] = [entry for entry in file if entry.msgid not in words]
            save(file, language)
    elif asked.what == "sort":
        sort()
    else:
        chinese = entries("zh")
        for key, english in entries("en").items():
            row = "\t".join((key, english, chinese.get(key, "")))
            if not words or words[0].casefold() in row.casefold():
                print(row)
    return 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except Disorder as error:
        print(error, file=sys.stderr)
        sys.exit(1)
