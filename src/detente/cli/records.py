"""Commands on the record: line status, record verify, record export, verify."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import click

from detente.cli import console
from detente.cli.common import client, json_option, lang_option, language, name_in, read_file
from detente.cli.differing import print_shown
from detente.cli.witnesses import rows as witnessed
from detente.codec.errors import Damaged, DetenteError, Remote
from detente.codec.limits import MAX_BUNDLE
from detente.locale import text
from detente.locale.announced import announcements
from detente.locale.availability import health
from detente.locale.errors import explain
from detente.locale.render import party_name, section_name
from detente.locale.times import span, utc
from detente.vocabulary import current

if TYPE_CHECKING:
    from detente.bundle.delivery import Report as DeliveryReport
    from detente.bundle.differing import Shown
    from detente.bundle.verify import Report as BundleReport

ROUTE_FAULTS = ("unknown", "unreachable", "timeout", "certificate", "cut", "not-taken", "answer", "no-progress")

BEGUN_AGAIN = ("lost-entries", "restored", "copied", "unmarked")


@click.command()
@json_option
@lang_option
@click.pass_context
def status(ctx: click.Context, as_json: bool, lang: str | None) -> None:
    state = client(ctx).get("/v1/status")
    if as_json:
        console.as_json(state)
        return
    lang = language(lang)
    if not state["lines"]:
        console.out(text("status.no-line", lang))
    for words in _ladder(state["ladder"], lang):
        console.out(words)
    for line in state["lines"]:
        context = current().code("context", line["context"], lang)
        name = name_in(line["terms"]["name"], lang)
        console.out(text("status.line", lang, name=name, line=line["line"][:12], context=context))
        ours = next(m for m in line["members"] if m["party"] == state["party"])
        for member in line["members"]:
            named = party_name(member["party"], line["terms"]["members"], lang)
            row = {**member, "party": named, "last": utc(member["last"], lang)}
            console.out("  " + text("status.member", lang, **row))
            if member["party"] != state["party"]:
                holds = text(
                    "status.holds",
                    lang,
                    party=member["party"],
                    holds=member["holds_ours"],
                    entries=ours["entries"],
                    waiting=member["not_receipted"],
                )
                console.out("  " + holds)
            console.out("    " + text("status.fingerprint", lang, key=member["fingerprint"]))
        for route in (r for r in state["routes"] if r["line"] == line["line"]):
            console.out("  " + _route(route, lang))
        for words in health(line["tests"], line["terms"]["members"], lang):
            console.out("  " + words)
        begun = line["begun"]
        if begun["reason"] in BEGUN_AGAIN:
            console.out("  " + text(f"status.begun.{begun['reason']}", lang, at=utc(begun["at"], lang)))
        for words in _clocks(line["clocks"], lang):
            console.out("  " + words)
        for words in witnessed(line["witnesses"], ours["entries"], lang):
            console.out("  " + words)
        for party in line["keys_wait"]:
            console.out("  " + text("status.keys-wait", lang, party=party))
        for words in announcements(line["announced"], lang):
            console.out("  " + words)
        for party in line["records_differ"]:
            console.out("  " + text("status.differ", lang, party=party))
        for party in sorted({row["party"] for row in line["differences"]} - set(line["records_differ"])):
            console.out("  " + text("status.differ-settled", lang, party=party))


def _ladder(state: dict[str, Any] | None, lang: str) -> list[str]:
    """Who is called up, while a node runs that could: nobody, and why, is said as plainly as what failed."""
    if state is None:
        return []
    if state["why"] is not None:
        return [text("status.ladder-why", lang, why=explain(state["why"], {}, lang)[0])]
    if not state["steps"]:
        return [text("status.ladder-none", lang)]
    found, failed = [text("status.ladder", lang, steps=state["steps"])], state["failed"]
    if failed is not None:
        why, at = explain(failed["why"], {}, lang)[0], utc(failed["at"], lang)
        found.append(text("status.ladder-failed", lang, step=failed["step"], at=at, why=why))
    return found


def _clocks(clocks: dict[str, Any], lang: str) -> list[str]:
    found = []
    if clocks["ours_behind"]:
        found.append(text("status.clock-behind", lang, span=span(clocks["ours_behind"], lang)))
    for party, apart in clocks["theirs"].items():
        key = "status.clock-theirs-ahead" if apart > 0 else "status.clock-theirs-behind"
        found.append(text(key, lang, party=party, span=span(apart, lang)))
    return found


def _route(route: dict[str, Any], lang: str) -> str:
    if route["failing_since"] is not None:
        at = utc(route["failing_since"], lang)
        known = route["why"] in ROUTE_FAULTS
        why = text(f"route.{route['why']}", lang) if known else explain(route["why"], {}, lang)[0].rstrip(".。")
        return text("status.route-failing", lang, party=route["peer"], at=at, why=why)
    if route["last_good"] is None:
        return text("status.route-none", lang, party=route["peer"])
    return text("status.route-good", lang, party=route["peer"], at=utc(route["last_good"], lang))


@click.command()
@json_option
@click.pass_context
def audit(ctx: click.Context, as_json: bool) -> None:
    found = client(ctx).get("/v1/audit")
    if as_json:
        console.as_json({"verdict": "proven", **found})
    else:
        members = ", ".join(found["members"])
        console.out(
            text("record.verified", language(), members=members, entries=found["entries"], messages=found["messages"])
        )


@click.command()
@json_option
@click.pass_context
def rebuild(ctx: click.Context, as_json: bool) -> None:
    done = client(ctx).post("/v1/rebuild", {})
    if as_json:
        console.as_json(done)
    else:
        console.out(text("record.rebuilt", language(), messages=done["messages"]))


@click.command()
@click.argument("file", required=False)
@json_option
@click.option("--stream", is_flag=True)
@lang_option
@click.pass_context
def verify(ctx: click.Context, file: str | None, as_json: bool, stream: bool, lang: str | None) -> None:
    from detente.bundle.delivery import Report as DeliveryReport
    from detente.bundle.differing import Shown
    from detente.bundle.telling import not_proven, proven

    lang = language(lang)
    if stream:
        _stream()
        return
    if file is None:
        raise click.MissingParameter(ctx=ctx, param=ctx.command.params[0])
    try:
        report = _look(file)
    except (Damaged, Remote) as error:
        if as_json:
            console.as_json(not_proven(error))
        console.err(text("verify.damaged" if isinstance(error, Damaged) else "verify.refused", lang))
        if as_json:
            ctx.exit(error.exit_code)
        raise
    if as_json:
        console.as_json(proven(report))
        return
    if isinstance(report, DeliveryReport):
        _delivery(report, lang)
        return
    if isinstance(report, Shown):
        print_shown(report, lang)
        return
    words = current()
    names = ", ".join(party for party, _key in report.parties)
    context = words.code("context", report.trust.terms.context, lang)
    console.out(text("verify.proven", lang, count=len(report.messages), parties=names, context=context))
    for message in report.messages:
        receipted = text("verify.receipted", lang) if report.receipted(message) else ""
        kind = message.name
        spelled = words.code("kind", kind, lang) if message.kind is not None else kind
        at = utc(message.said.at, lang)
        author = message.author
        console.out("  " + text("verify.message", lang, kind=spelled, author=author, at=at, receipted=receipted))
        if message.circular:
            console.out("    " + text("verify.circular", lang))
        for line in left_out(message, lang):
            console.out("    " + line)
    for party, key in report.parties:
        console.out(text("verify.fingerprint", lang, party=party, key=key))
    for party, seq, case in report.successions:
        console.out(text("verify.succession", lang, party=party, seq=seq, case=text(f"keys.case.{case}", lang)))


def left_out(message: Any, lang: str) -> list[str]:
    """What a proven message does not show: withheld by whoever made the bundle, or destroyed by all members."""
    words, separator = current(), text("list.separator", lang)

    def named(names: Iterable[str]) -> str:
        return separator.join(section_name(name, words, lang) for name in names)

    found = [text("verify.withheld", lang, sections=named(message.withheld))] if message.withheld else []
    for at in sorted(set(message.destroyed.values())):
        names = [name for name, agreed in message.destroyed.items() if agreed == at]
        gone = [name for name in names if name not in message.sections]
        kept = [name for name in names if name in message.sections]
        for key, which in (("verify.destroyed", gone), ("verify.destroyed-shown", kept)):
            if which:
                found.append(text(key, lang, sections=named(which), at=utc(at, lang)))
    return found


def _look(path: str) -> BundleReport | DeliveryReport | Shown:
    from detente.bundle.delivery import is_delivery, verify_delivery
    from detente.bundle.differing import is_differ, verify_differ
    from detente.cli.sharing import verified

    data = read_file(path, MAX_BUNDLE)
    if is_delivery(data):
        return verify_delivery(data)
    return verify_differ(data) if is_differ(data) else verified(data)


def _stream() -> None:
    """One path a line on standard input, one verdict a line on standard output, whatever a file holds."""
    from detente.bundle.telling import not_proven, proven

    for line in sys.stdin:
        path = line.rstrip("\n")
        if not path:
            continue
        try:
            console.as_json(proven(_look(path)))
        except DetenteError as error:
            console.as_json(not_proven(error))


def _delivery(report: DeliveryReport, lang: str) -> None:
    """A delivery record: what it shows in one neutral sentence, and what that rests on."""
    from detente.bundle.telling import told
    from detente.cli.delivery import print_delivery

    about = told(report)
    console.out(text("verify.delivery", lang, context=current().code("context", about["context"], lang)))
    print_delivery(about, lang)
    for party, key in report.parties:
        console.out(text("verify.fingerprint", lang, party=party, key=key))
