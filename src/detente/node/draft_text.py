"""The text of a draft: JSON or YAML 1.2, in the shape of its kind (docs/kinds.md).

YAML is read with ruamel.yaml in its safe form: 1.2, where `no` is a text; no tags of its own, no aliases (a few of them can stand
for gigabytes), no key twice. A time may be written as YAML writes it, with its offset.
"""

from __future__ import annotations

import datetime
import json
from typing import Any

from detente.codec.errors import Local

MAX_DEPTH = 8


def draft_in(data: bytes, path: str) -> dict[str, Any]:
    """The draft in a file's bytes; `path` names it in what goes wrong. `Local("draft-unreadable")`, with the line where known."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Local("draft-unreadable", path=path, why=f"byte {error.start}: not UTF-8") from error
    value = _json(text, path) if text.lstrip().startswith("{") else _yaml(text, path)
    if not isinstance(value, dict):
        raise Local("draft-unreadable", path=path)
    return value


def _json(text: str, path: str) -> Any:
    def pairs(rows: list[tuple[str, Any]]) -> dict[str, Any]:
        if len(dict(rows)) != len(rows):
            raise ValueError("a key stands twice")
        return dict(rows)

    try:
        return json.loads(text, object_pairs_hook=pairs)
    except (ValueError, RecursionError) as error:
        raise Local("draft-unreadable", path=path, why=str(error)) from error


def _yaml(text: str, path: str) -> Any:
    from ruamel.yaml import YAML
    from ruamel.yaml.error import MarkedYAMLError, YAMLError
    from ruamel.yaml.events import AliasEvent, CollectionEndEvent, CollectionStartEvent

    depth = 0
    try:
        for event in YAML(typ="safe", pure=True).parse(
            text
        ):  # first only looked through: it stops at what it may not hold
            depth += isinstance(event, CollectionStartEvent) - isinstance(event, CollectionEndEvent)
            if isinstance(event, AliasEvent) or depth > MAX_DEPTH:
                raise Local(
                    "draft-unreadable", path=path, why=f"line {event.start_mark.line + 1}: an alias, or too deep"
                )
        return _plain(YAML(typ="safe", pure=True).load(text))
    except MarkedYAMLError as error:
        at = error.problem_mark
        where = "" if at is None else f"line {at.line + 1}: "
        raise Local("draft-unreadable", path=path, why=f"{where}{error.problem}") from error
    except (YAMLError, ValueError, RecursionError) as error:
        raise Local("draft-unreadable", path=path, why=str(error)) from error


def _plain(value: Any) -> Any:
    """As JSON would have it: a time as RFC 3339, which says its offset or is not one."""
    if isinstance(value, datetime.datetime):
        return value.isoformat()
    if isinstance(value, dict):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_plain(item) for item in value]
    return value
