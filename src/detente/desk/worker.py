"""A process that reads one thing that was uploaded, from standard input: `python -I -m detente.desk.worker TASK OF`.

It limits itself before it reads a byte (processor seconds, memory, no file may be written) and prints JSON. Tasks:

    form TYPE    a form with files (multipart/form-data)  → {"fields": {name: [text]}, "files": {name: {"name", "data": base64}}}
    draft        a draft in JSON or YAML                   → the draft
    compare      {"texts": [{"name", "issuer", "data": base64}]} → what `detente readout compare --json` prints, with their marks

Exit codes: 0 done; 1 refused, with {"code", "values"}; anything else stopped or failed.
"""

from __future__ import annotations

import base64
import email.parser
import email.policy
import json
import sys
from email.message import EmailMessage
from typing import Any

from detente.codec.errors import DetenteError, Local
from detente.readouts.reading.worker import limit

MOST_PARTS = 400


def form(data: bytes, of: str) -> dict[str, Any]:
    head = f"Content-Type: {of}\r\nMIME-Version: 1.0\r\n\r\n".encode("latin-1")
    message = email.parser.BytesParser(EmailMessage, policy=email.policy.HTTP).parsebytes(head + data)
    parts = list(message.iter_parts())
    if not message.is_multipart() or len(parts) > MOST_PARTS or message.defects:
        raise Local("request-unreadable", why="not a form")
    fields: dict[str, list[str]] = {}
    files: dict[str, dict[str, str]] = {}
    for part in parts:
        name, held = part.get_param("name", header="content-disposition"), part.get_payload(decode=True)
        if not isinstance(name, str) or not isinstance(held, bytes):
            raise Local("request-unreadable", why="a part without a name")
        called = part.get_filename()
        if called is None:
            fields.setdefault(name, []).append(_text(held).replace("\r\n", "\n"))
        elif called:
            files[name] = {"name": called[:200], "data": base64.b64encode(held).decode()}
    return {"fields": fields, "files": files}


def _text(data: bytes) -> str:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise Local("request-unreadable", why="not UTF-8") from error


def draft(data: bytes, of: str) -> dict[str, Any]:
    from detente.node.draft_text import draft_in

    return draft_in(data, of)


def compare(data: bytes, _of: str) -> dict[str, Any]:
    from detente.readouts.comparing import compare as compared
    from detente.readouts.reading import from_bytes
    from detente.readouts.scanning import scan

    given = json.loads(data)["texts"]
    found = [from_bytes(base64.b64decode(one["data"]), one["name"]) for one in given]
    scans = [
        scan(
            one.text, complete=one.complete, meta={**one.meta, **({"issuer": text["issuer"]} if text["issuer"] else {})}
        )
        for one, text in zip(found, given, strict=True)
    ]
    made: dict[str, Any] = compared(scans, None)
    made["mode"] = "sides"
    abouts = [
        {"source": one.name, "bytes_sha256": one.sha256, "kind": one.kind, "notes": list(one.notes)} for one in found
    ]
    made["plain"] = [one.text for one in found]
    made["texts"] = [{**text, **about} for text, about in zip(made["texts"], abouts, strict=True)]
    return made


TASKS = {"form": form, "draft": draft, "compare": compare}


def main() -> int:
    limit()
    task, of = sys.argv[1], sys.argv[2]
    try:
        made = TASKS[task](sys.stdin.buffer.read(), of)
    except DetenteError as error:
        json.dump({"code": error.code, "values": error.values}, sys.stdout, default=str)
        return 1
    json.dump(made, sys.stdout)
    return 0


if __name__ == "__main__":
    sys.exit(main())
