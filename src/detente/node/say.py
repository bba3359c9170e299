"""Saying something: what a person named and wrote becomes one recorded message, or a plain reason why not.

What is checked here protects whoever writes. What others send is not refused for it, but shown as without effect (views/matters).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from detente.codec.errors import Local
from detente.kinds import LATEST
from detente.line.machine import Line
from detente.line.shelf import MessageKept
from detente.node import records, writing
from detente.node.announced import allowed
from detente.node.compose import sections_of
from detente.node.node import Node
from detente.node.versioning import writes
from detente.node.writing import Unsigned, signed, unsigned
from detente.views import matters

# Kinds that a person says by a command of their own, or a node by itself.
NOT_SAID_SO = frozenset(
    {"keys", "roster", "destruction", "consent", "destroyed", "disclosure"}
    | {"proposal", "stance", "progress", "deposit", "opening"}
)


def say(node: Node, line: Line, kind_name: str, draft: Mapping[str, Any], name: str | None) -> MessageKept:
    """Record a message of a kind. `name`: the message it replies to, corrects or asks about, or any message of its matter."""
    return node.say(line, signed(node, line, written(node, line, kind_name, draft, name)))


def written(node: Node, line: Line, kind_name: str, draft: Mapping[str, Any], name: str | None) -> Unsigned:
    """The message as it would be signed, with everything checked that can be before; nothing is recorded."""
    kind = LATEST.get(kind_name)
    if kind is None or kind.machine or kind_name in NOT_SAID_SO:
        raise Local("kind-unknown", value=kind_name)
    row = None if not name else records.find(node, line, name)
    if row is None and (kind.names == "one" or kind.thread):
        raise Local("name-needed", kind=kind_name)
    re, thread = placed(node, line, kind_name, row)
    sections, wanted = sections_of(kind_name, draft, node.now(), writes(node, line))
    allowed(node, line, kind_name)
    broken = kind.rule(sections, re or []) or kind.common(sections, re or [], thread)
    if broken is not None:
        raise Local("would-be-refused", reason=broken, why=None, when=None)
    return unsigned(node, line, kind_name, sections, wanted, re=re, thread=thread)


def release(node: Node, line: Line, data: bytes, digest: str) -> MessageKept:
    """Sign and record what was kept for release: exactly the bytes whose digest (hexadecimal) its releaser was shown.

    `Local("draft-moved-on")` when it is not those any more.
    """
    message = writing.read(line, data)
    if writing.digest(message).hex() != digest:
        raise Local("draft-moved-on")
    allowed(node, line, str(writing.shown(message)["kind"]))
    return node.say(line, signed(node, line, message))


def placed(
    node: Node, line: Line, kind_name: str, row: dict[str, Any] | None
) -> tuple[list[bytes] | None, bytes | None]:
    """What `re` and `thread` are for a message of a kind about `row`."""
    kind = LATEST[kind_name]
    if row is None:
        return None, None
    thread: bytes = row["thread"] or row["what"]
    if kind.names == "none":
        return None, thread if kind.thread else None
    broken = matters.effect(kind_name, node.me, row["party"], row["kind"])
    if row["verdict"] != "accepted":
        raise Local("reply-not-taken", name=row["reference"])
    if broken == "own-message":
        raise Local("reply-own", name=row["reference"])
    if broken == "not-own":
        raise Local("correct-not-own", name=row["reference"])
    if broken is not None:
        raise Local("reply-awaits-nothing", name=row["reference"])
    if kind_name == "acknowledgement" and any(answer["party"] == node.me for answer in row["answers"]):
        raise Local("acknowledged-already", name=row["reference"])
    of_matter = kind.thread and kind.names != "one"  # it is about the whole matter
    return None if of_matter else [row["what"]], None if kind_name == "resume" else thread
