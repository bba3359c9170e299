#!/usr/bin/env python3
"""`docs/kinds.md`: every kind of message, from the table of kinds, the vocabulary and `examples/kinds`. `--check` only compares.

Exit codes: 0 done or equal, 1 the page is another.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import Any

import msgspec
from ruamel.yaml import YAML

from detente.codec.shape import to_plain
from detente.kinds import KINDS
from detente.kinds.keys import Announced, Route, SealingKey
from detente.kinds.kind import Kind
from detente.locale.render import preview
from detente.node import proposing
from detente.node.compose import sections_of
from detente.node.roster import roster_sections
from detente.vocabulary import current

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "kinds.md"
TOGETHER = ("proposal", "stance", "progress", "deposit", "opening")  # said by commands of their own
NOW = 1_790_000_000_000  # ms UTC: the page does not change with the day
HEAD = """# Kinds of message

*Made by `scripts/kinds_page.py` from the table of kinds and the vocabulary; a test compares. Change those, not this page.*

What each kind does to others, and when a message has no effect: `spec/protocol.md`, section 16. A message cleared elsewhere is a
YAML or JSON file of the form shown (`detente VERB -f FILE`, `detente notify FILE`). A time is RFC 3339 with its offset, or an
ISO 8601 span from now (`-PT3H`, `+P1D`). Everything in the examples is invented: EXAMPLE 示例.
"""


def value(of: Any) -> str:
    """What a field may hold, in a few words."""
    info = msgspec.inspect
    if isinstance(of, info.UnionType):
        return value(next(one for one in of.types if not isinstance(one, info.NoneType)))
    if isinstance(of, info.LiteralType):
        return " · ".join(f"`{one}`" for one in of.values)
    if isinstance(of, info.StructType):
        held = [f"`{one.encode_name}`{'' if one.required else '?'} ({value(one.type)})" for one in of.fields]
        return f"{{{', '.join(held)}}}"
    if isinstance(of, info.ListType):
        return f"a list of: {value(of.item_type)}"
    if isinstance(of, info.IntType):
        if of.ge is not None and of.le is not None and of.ge < 0:
            return f"a number from {of.ge} to {of.le}"
        return f"{of.ge}–{of.le}" if of.le is not None and of.le < 100 else "a number"
    if isinstance(of, info.StrType):
        if of.pattern and of.pattern.startswith("^[0-9]{4}-"):
            return "a date"
        return "code" if of.pattern else f"text, at most {of.max_length:,}"
    if isinstance(of, info.DictType):
        return f"by {value(of.key_type)}: {value(of.value_type)}"
    return "bytes" if isinstance(of, info.BytesType) else type(of).__name__


def names(words: dict[str, Any], name: str) -> str:
    row = words.get(name, {})
    return f"{row.get('en', name)} | {row.get('zh', '')}"


def table(kind: Kind) -> list[str]:
    """The fields of a kind: section, field, both labels, what it may hold. Bold: a section that may not be absent."""
    words = current()
    rows = ["| section | field | English | 中文 | value |", "|---|---|---|---|---|"]
    for section, shape in kind.sections.items():
        if section.startswith("support-") and section != "support-1":
            continue
        shown = f"**{section}**" if section in kind.required else section
        about = msgspec.inspect.type_info(shape)
        assert isinstance(about, msgspec.inspect.StructType)
        for one in about.fields:
            field, times = one.encode_name, section == "times"
            held = "time" if times else value(one.type)
            rows.append(f"| {shown} | `{field}`{'' if one.required else '?'} | {names(words.fields, field)} | {held} |")
    return rows


def read(kind: str, draft: dict[str, Any]) -> tuple[dict[str, Any], int]:
    """The sections of an example, and how urgent it is."""
    if kind == "roster":
        return dict(roster_sections(draft, {})), 0
    if kind in TOGETHER:
        wanted = draft.pop("wanted", 0)
        return proposing.sections_of(kind, draft, NOW), wanted
    return sections_of(kind, draft, NOW)  # type: ignore[return-value]


def example(kind: Kind) -> list[str]:
    """The example file as each side reads it."""
    if kind.name == "keys":
        return ["As it is read · 各方所见：", "", *read_by_both({"keys": announced()}, 0)]
    file = ROOT / "examples" / ("notices/a-agent.en.json" if kind.name == "notice" else f"kinds/{kind.name}.yaml")
    text = file.read_text("utf-8")
    draft = json.loads(text) if file.suffix == ".json" else YAML(typ="safe", pure=True).load(text)
    sections, wanted = read(kind.name, draft)
    plain = {name: to_plain(section) for name, section in sections.items()}
    where = file.relative_to(ROOT)
    return [f"[`{where}`](../{where}), as it is read · 各方所见：", "", *read_by_both(plain, wanted)]


def announced() -> dict[str, Any]:
    """What a node announces by itself; nobody writes it into a file, and these bytes are nobody's keys."""
    key = SealingKey(id=bytes.fromhex("a0b1") * 8, suite=1, pub=bytes(1216), start=NOW, until=NOW + 14 * 86_400_000)
    route = Route(way="https", address="https://heron.example:8443", certificate=b"EXAMPLE")
    shown: dict[str, Any] = to_plain(Announced([key], {"otter": bytes.fromhex("c2d3") * 8}, [route]))
    return shown


def read_by_both(plain: dict[str, Any], wanted: int) -> list[str]:
    rows: list[str] = []
    for language in ("en", "zh"):
        rows.append("```text")
        for part in preview(plain, wanted, language):
            rows.append(part.title)
            rows += [f"  {label}: {said}" for label, said in part.rows]
        rows += ["```", ""]
    return rows


def page() -> str:
    words = current()
    rows = [HEAD, "| kind | English | 中文 | opens a matter | awaits | replies |", "|---|---|---|---|---|---|"]
    for kind in KINDS:
        row = words.codes["kind"][kind.name]
        awaits = ", ".join(sorted(kind.awaits)) or "–"
        anchor = f"[`{kind.name}`](#{kind.name})"
        opens = "yes" if kind.opens else "–"
        rows.append(f"| {anchor} | {row['en']} | {row['zh']} | {opens} | {awaits} | {kind.replies or '–'} |")
    for kind in KINDS:
        about = sys.modules[f"detente.kinds.{kind.name.replace('-', '_')}"].__doc__ or ""
        row = words.codes["kind"][kind.name]
        rows += [
            "",
            f"## {kind.name}",
            "",
            f"*{row['en']} · {row['zh']}.* {about.strip()}",
            "",
            *table(kind),
            "",
            *example(kind),
        ]
    return "\n".join(rows).rstrip() + "\n"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true")
    made = page()
    if parser.parse_args().check:
        return 0 if PAGE.read_text("utf-8") == made else 1
    PAGE.write_text(made, "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
