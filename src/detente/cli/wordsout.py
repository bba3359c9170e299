"""`detente words export` and `import`: the scheme in the forms of other tools, and what a file that comes in would change."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from detente.cli import console
from detente.cli.casework import me, who_option
from detente.cli.common import client, json_option, lang_option, language, read_file, write_file
from detente.cli.homework import file_option, homework, homework_path, resolve
from detente.cli.words import SUBJECT, known_lists
from detente.codec.errors import Local, Remote
from detente.locale import text
from detente.locale.errors import explain
from detente.node.casebook import FILE as CASES
from detente.node.casebook import open_book
from detente.vocabulary import current
from detente.words.building import MOST
from detente.words.forms import FORMS
from detente.words.scheme import Scheme, scheme_of
from detente.words.standing import BOUND, laid_over
from detente.words.taking import MEANT, Change, judge, not_taken


def scheme_here(ctx: click.Context, file: str | None) -> Scheme:
    """The newest vocabulary with every mapping that counts here; where this home has a line, as its members have agreed."""
    scheme = scheme_of(current(), known_lists(ctx, file))
    root = ctx.find_root().obj
    if not root or not (Path(root) / "home.json").exists():
        return scheme
    try:
        rows = client(ctx).get("/v1/dialogue")["terms"]
    except Local as error:
        if error.code != "line-none":
            raise
        return scheme
    return laid_over(scheme, rows)


def form_of(named: str | None, path: str) -> str:
    """The form that is named, or that a file's name ends like. `Local("words-form")` otherwise."""
    if named:
        return named
    ending = Path(path).suffix.lower()
    for name, form in FORMS.items():
        if ending in form.endings:
            return name
    raise Local("words-form", path=path, forms=sorted(FORMS))


@click.command()
@click.argument("out", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--to", "form", type=click.Choice(sorted(FORMS)))
@file_option
@json_option
@lang_option
@click.pass_context
def export(ctx: click.Context, out: Path, form: str | None, file: str | None, as_json: bool, lang: str | None) -> None:
    scheme = scheme_here(ctx, file)
    form = form_of(form, str(out))
    data = FORMS[form].write(scheme)
    write_file(out, data)
    if as_json:
        console.as_json({"file": str(out), "form": form, "words": len(scheme.words), "bytes": len(data)})
        return
    console.err(text("words.exported", language(lang), path=out, count=len(scheme.words)))


@click.command(name="import")
@click.argument("source", type=click.Path())
@click.option("--from", "form", type=click.Choice(sorted(FORMS)))
@click.option("--base", type=click.Path())
@click.option("--agreed", multiple=True, metavar="CODE")
@click.option("--look", is_flag=True)
@who_option
@file_option
@json_option
@lang_option
@click.pass_context
def import_(
    ctx: click.Context,
    source: str,
    form: str | None,
    base: str | None,
    agreed: tuple[str, ...],
    look: bool,
    who: str | None,
    file: str | None,
    as_json: bool,
    lang: str | None,
) -> None:
    reader = language(lang)
    incoming = FORMS[form_of(form, source)].read(read_file(source, MOST))
    known = scheme_here(ctx, file) if base is None else FORMS[form_of(None, base)].read(read_file(base, MOST))
    bound = {word.code for word in known.words if word.status in BOUND}
    bound |= {resolve(code, [word.code for word in known.words]) for code in agreed}
    changes = judge(known, incoming, bound, _in_use(ctx, file))
    bad = not_taken(changes)
    taken = [change for change in changes if change.kind in ("changed", "new")]
    if not bad and not look and taken:
        with homework(ctx, file) as opened:
            before = {name: row.body for name, row in opened.counting(SUBJECT).items()}
            rows = [(SUBJECT, change.code, _reading(change, incoming, before, source, reader)) for change in taken]
            opened.keep_all([(subject, name, body) for subject, name, body in rows if body], me(who))
    if as_json:
        console.as_json(
            {
                "words": [_plain(change) for change in changes if change.kind != "same"],
                "same": sum(change.kind == "same" for change in changes),
                "kept": not bad and not look and len(taken),
                "refused": len(bad),
            }
        )
    else:
        for line in _lines(changes, reader):
            console.out(line)
    if bad:
        raise Remote("words-refused", count=len(bad))
    if not as_json:
        console.err(text("words.looked" if look else "words.imported", reader, count=len(taken)))


def _in_use(ctx: click.Context, file: str | None) -> set[str]:
    """Words that cases of this side carry. Words of messages are looked at where a line's own words are worked on."""
    path = homework_path(ctx, file).with_name(CASES)
    if not path.exists():
        return set()
    book = open_book(path, create=False)
    try:
        return {str(kept.body.get("class", "")) for kept in book.all()}
    finally:
        book.close()


def _reading(
    change: Change, incoming: Scheme, before: dict[str, dict[str, Any]], source: str, reader: str
) -> dict[str, Any]:
    """A change as one's own reading: nothing of what was written before is lost, for rows are only added."""
    [word] = [one for one in incoming.words if one.code == change.code]
    names = [name for name in MEANT if name != "area" and name in change.fields]
    note = text("words.from-file", reader, path=Path(source).name)
    old = before.get(change.code, {}).get("note")
    return {
        "position": "differs",
        "language": reader,
        **{name: getattr(word, name)[:4000] for name in names},
        "note": f"{old}\n{note}" if old and note not in old else old or note,
    }


def _plain(change: Change) -> dict[str, Any]:
    return {
        "word": change.code,
        "kind": change.kind,
        "fields": {name: {"now": now[:400], "file": then[:400]} for name, (now, then) in change.fields.items()},
        "refused": change.refused,
    }


def _lines(changes: list[Change], reader: str) -> list[str]:
    found = []
    for change in changes:
        if change.kind in ("same", "missing"):
            continue
        found.append(f"{change.code}: {text(f'words.change.{change.kind}', reader)}")
        for name, (now, then) in change.fields.items():
            found += [f"    {name}", f"      - {now[:200] or '—'}", f"      + {then[:200] or '—'}"]
        if change.refused:
            found.append("    " + explain(change.refused, {"word": change.code}, reader)[0])
    same = sum(change.kind == "same" for change in changes)
    absent = sum(change.kind == "missing" for change in changes)
    return [*found, text("words.same-and-missing", reader, same=same, absent=absent)]
