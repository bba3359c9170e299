"""`detente`: the table of commands. Each command's module is imported only when it runs, so help is quick.

Exit codes: 0 done or proven, 1 refused or not proven, 2 damaged or unreadable input, 64 misuse (docs/contracts.md).
"""

from __future__ import annotations

import importlib
import os
import sys
from typing import Any

import click

from detente.cli import options
from detente.cli.console import language
from detente.cli.guide import EXAMPLES, SECTIONS

# name → (module, function); a name with a dot stands in a group. Help texts are the catalogue's `cli.NAME`.
COMMANDS: dict[str, str] = {
    "init": "founding:init",
    "introduce": "founding:introduce",
    "accept": "founding:accept",
    "terms.draft": "founding:draft",
    "terms.sign": "founding:sign",
    "terms.show": "founding:show",
    "terms.profiles": "roster:profiles",
    "serve": "serving:serve",
    "notify": "messages:notify",
    "advise": "verbs:advise",
    "contact": "verbs:contact",
    "inquire": "verbs:inquire",
    "update": "verbs:update",
    "correct": "verbs:correct",
    "close": "verbs:close",
    "ack": "messages:ack",
    "read-back": "verbs:read_back",
    "hold": "verbs:hold",
    "decline": "verbs:decline",
    "explain": "verbs:explain",
    "ask": "verbs:ask",
    "answer": "verbs:answer",
    "followup": "verbs:followup",
    "confirm": "verbs:confirm",
    "assist": "verbs:assist",
    "service": "verbs:service",
    "suspend": "verbs:suspend",
    "resume": "verbs:resume",
    "withdraw": "verbs:withdraw",
    "inbox": "inbox:inbox",
    "show": "messages:show",
    "formats": "formats:formats",
    "matter": "matters:matter",
    "roster.announce": "roster:announce",
    "roster.show": "roster:show",
    "roster.calendars": "roster:calendars",
    "due": "roster:due",
    "words.show": "words:show",
    "words.mark": "words:mark",
    "words.compare": "words:compare_",
    "words.sheet": "words:sheet",
    "words.register": "words:register_",
    "words.mappings": "words:mappings",
    "words.export": "wordsout:export",
    "words.import": "wordsout:import_",
    "words.look-up": "wording:words",
    "words.propose": "wordsacts:propose_",
    "words.counter": "wordsacts:counter",
    "words.agree": "acts:agree",
    "words.decline": "acts:decline",
    "words.differ": "wordsacts:differ",
    "words.reserve": "acts:reserve",
    "words.retire": "wordsacts:retire",
    "words.version": "wordsversion:version",
    "scope.propose": "scopeacts:propose_",
    "scope.counter": "scopeacts:counter",
    "scope.agree": "acts:agree",
    "scope.decline": "acts:decline",
    "scope.reserve": "acts:reserve",
    "meeting.group": "scopeacts:group",
    "meeting.propose": "meetings:propose_",
    "meeting.counter": "meetings:counter",
    "meeting.agree": "acts:agree",
    "meeting.decline": "acts:decline",
    "meeting.reserve": "acts:reserve",
    "meeting.cancel": "meetings:cancel",
    "meeting.held": "meetings:held",
    "meeting.done": "meetings:done",
    "meeting.readout": "meetings:readout",
    "meeting.calendar": "meetings:calendar",
    "exchange.propose": "exchangeacts:propose_",
    "exchange.deposit": "exchangeacts:deposit",
    "exchange.open": "exchangeacts:open_",
    "dialogue.show": "dialogue:show",
    "translate": "wording:translate",
    "line.status": "records:status",
    "line.test": "testing:test",
    "line.tests": "testing:tests",
    "line.availability": "testing:availability",
    "line.witness.add": "witnesses:add",
    "line.witness.list": "witnesses:listed",
    "line.witness.remove": "witnesses:remove",
    "line.witness.ask": "witnesses:ask",
    "test-reply": "testing:reply",
    "doctor": "doctor:doctor",
    "completion": "completion:completion",
    "ladder.show": "ladder:show",
    "ladder.check": "ladder:check",
    "ladder.test": "ladder:test",
    "ladder.now": "ladder:now",
    "handover.prepare": "handover:prepare",
    "handover.take": "handover:take",
    "handover.list": "handover:listed",
    "handover.show": "handover:show",
    "handover.verify": "handover:verify",
    "call-words": "telephone:call_words",
    "record.verify": "records:audit",
    "record.rebuild": "records:rebuild",
    "record.export": "agreements:export",
    "record.receipts": "proofs:receipts",
    "record.differences": "differing:differences",
    "delivery.show": "delivery:show",
    "delivery.export": "delivery:export",
    "verify": "records:verify",
    "destroy": "agreements:destroy",
    "disclose": "agreements:disclose",
    "readout.scan": "readout:scan",
    "readout.compare": "readout:compare",
    "readout.timeline": "readout:timeline",
    "desk.officer.add": "officers:add",
    "desk.officer.list": "officers:listed",
    "desk.officer.password": "officers:password",
    "desk.officer.close": "officers:close",
    "desk.ceiling": "officers:ceiling",
    "desk.release": "officers:release",
    "desk.log": "officers:log",
    "keys.show": "keys:show",
    "keys.renew": "keys:renew",
    "keys.emergency": "keys:emergency",
    "keys.roots": "keys:roots",
    "keys.take": "keys:take",
    "keys.compare": "keys:compare",
    "backup": "safekeeping:backup",
    "restore": "safekeeping:restore",
    "scope.ours": "scope:ours",
    "scope.mark": "scope:mark",
    "scope.sheet": "scope:sheet",
    "scope.compare": "scope:compare_",
    "cards.show": "cards:show",
    "cards.answer": "cards:answer",
    "cards.print": "cards:print_",
    "cards.sheet": "cards:sheet",
    "cards.compare": "cards:compare_",
    "case.new": "casenew:new",
    "case.list": "cases:listed",
    "case.show": "cases:show",
    "case.edit": "cases:edit",
    "case.clocks": "caseclocks:clocks",
    "case.laws": "caseclocks:laws",
    "case.note": "cases:note",
    "case.passed": "cases:passed",
    "case.told": "cases:told",
    "case.reply": "cases:reply",
    "case.attach": "cases:attach",
    "case.import": "casein:take_in",
    "case.form": "caseforms:form",
    "case.send": "casesend:send",
    "case.verify": "casesend:verify",
    "case.export": "caseforms:export",
    "case.close": "cases:close",
    "case.backup": "casekeep:backup",
    "case.restore": "casekeep:restore",
    "conformance.prepare": "conformance:prepare",
    "conformance.run": "conformance:run",
    "conformance.rules": "conformance:rules",
}
# Group → the command that is asked where its first word names none: `detente words incident`, `detente conformance https://…`.
OTHERWISE: dict[str, str] = {"words.": "look-up", "conformance.": "run"}
MISUSE = 64


def _help(name: str) -> str:
    from detente.locale import text

    return text(f"cli.{name}", language())


class Group(click.Group):
    """Commands below a prefix of the table, imported when needed."""

    def __init__(self, prefix: str = "", **options: Any) -> None:
        super().__init__(**options)
        self.prefix = prefix

    def list_commands(self, ctx: click.Context) -> list[str]:
        below = [name.removeprefix(self.prefix) for name in COMMANDS if name.startswith(self.prefix)]
        return list(dict.fromkeys(name.partition(".")[0] for name in below))

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        name = self.prefix + cmd_name
        where = COMMANDS.get(name)
        if where is not None:
            module, _, function = where.partition(":")
            found = getattr(importlib.import_module(f"detente.cli.{module}"), function)
            assert isinstance(found, click.Command)
            found.help = _help(name)
            options.explain(name, found, language())
            if name in EXAMPLES:
                found.epilog = EXAMPLES[name]
            return found
        if any(other.startswith(name + ".") for other in COMMANDS):
            return Group(name + ".", name=cmd_name, help=_help(name))
        return None

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        other = OTHERWISE.get(self.prefix)
        if other is not None and args and not args[0].startswith("-") and self.get_command(ctx, args[0]) is None:
            args = [other, *args]
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        from detente.locale import text

        reader = language()
        sections = SECTIONS if not self.prefix else {"": tuple(self.list_commands(ctx))}
        for section, names in sections.items():
            with formatter.section(text(f"cli.section.{section}" if section else "cli.commands", reader)):
                formatter.write_dl([(name, _help(self.prefix + name)) for name in names])


def _version(ctx: click.Context, _option: click.Parameter, asked: bool) -> None:
    if asked:
        from detente import __version__

        click.echo(f"detente {__version__}")
        ctx.exit()


@click.pass_context
def _start(ctx: click.Context, home: str | None, lang: str | None) -> None:
    if lang:
        os.environ["DETENTE_LANG"] = lang
    ctx.obj = home


def root() -> Group:
    """The whole command."""
    return Group(
        name="detente",
        callback=_start,
        params=[
            click.Option(["--home"], envvar="DETENTE_HOME", type=click.Path(), help=_help("home")),
            click.Option(["--lang"], type=click.Choice(["en", "zh"]), help=_help("lang")),
            click.Option(
                ["--version"], is_flag=True, is_eager=True, expose_value=False, callback=_version, help=_help("version")
            ),
        ],
        help=_help("about"),
        context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    )


def main(arguments: list[str] | None = None) -> None:
    """Run, and turn every error raised on purpose into its sentence and exit code."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="replace")
    os.umask(0o077)  # whatever a command creates is for this user alone
    arguments = sys.argv[1:] if arguments is None else arguments
    options.speak(arguments)
    try:
        code = root().main(arguments, prog_name="detente", standalone_mode=False)
    except click.exceptions.Abort:
        sys.exit(130)
    except click.ClickException as error:
        error.show()
        sys.exit(MISUSE)
    except KeyboardInterrupt:
        sys.exit(130)
    except BrokenPipeError:  # the reader of our output has gone, as `head` does
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
    except Exception as error:
        from detente.cli.faults import report

        sys.exit(report(error, "--json" in arguments))
    sys.exit(code if isinstance(code, int) else 0)
