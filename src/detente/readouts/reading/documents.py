"""One document from a path, from bytes or from an address: its text, whether all of it is there, and how it was read."""

from __future__ import annotations

import hashlib
import http.client
import json
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from detente.codec.errors import Damaged, Local
from detente.readouts.reading import encodings

MOST_BYTES = 64 * 1024 * 1024  # of a file that is read at once; longer plain text goes through `stream`
MOST_PARSED = 32 * 1024 * 1024  # of HTML, PDF or DOCX
MOST_CHARACTERS = 20_000_000  # that a parser may give back
SECONDS = 30  # wall time of a parser
_HTML = (b"<!doctype html", b"<html", b"<head", b"<body", b"<?xml", b"<meta", b"<article", b"<div", b"<p>", b"<p ")


@dataclass(frozen=True, slots=True)
class Document:
    """`notes` are codes with a sentence in the catalogue (`readout.note.CODE`); `meta` is what `scan` takes."""

    name: str
    text: str
    complete: bool
    kind: str
    sha256: str
    encoding: str | None = None
    notes: tuple[str, ...] = ()
    meta: dict[str, Any] = field(default_factory=dict)


def document(source: str) -> Document:
    """A path, `-` for standard input, or an address with http or https."""
    if source.startswith(("http://", "https://")):
        return from_url(source)
    if source == "-":
        return from_bytes(sys.stdin.buffer.read(MOST_BYTES + 1), "-")
    try:
        with Path(source).open("rb") as file:
            data = file.read(MOST_BYTES + 1)
    except FileNotFoundError as error:
        raise Local("file-missing", path=source) from error
    except OSError as error:
        raise Damaged("file-unreadable", path=source, why=error.strerror) from error
    return from_bytes(data, source)


def from_url(url: str) -> Document:
    """What an address the user gave holds now, in `SECONDS` in all. Nothing else is ever fetched: no link, no picture.

    `Damaged` with `readout-address` where nothing came, not all of it, or not in time; `file-too-large` above `MOST_PARSED`.
    """
    asked = urllib.request.Request(url, headers={"User-Agent": "detente-readout", "Accept": "text/html,*/*"})
    opener = urllib.request.build_opener(_Redirects)
    until = time.monotonic() + SECONDS
    try:
        with opener.open(asked, timeout=SECONDS) as answer:
            data = _taken(answer, until)
    except (OSError, ValueError, http.client.HTTPException) as error:
        raise Damaged("readout-address", url=url, why=str(getattr(error, "reason", error)).split("\n")[0]) from error
    if len(data) > MOST_PARSED:  # what was cut off is not there to be read: nothing is said of a part
        raise Damaged("file-too-large", path=url, limit=MOST_PARSED)
    made = from_bytes(data, url)
    return Document(
        made.name,
        made.text,
        made.complete,
        made.kind,
        made.sha256,
        made.encoding,
        made.notes,
        {**made.meta, "url": url},
    )


class _Redirects(urllib.request.HTTPRedirectHandler):
    """Follows to http and https only: an address on the net names no file and no other service."""

    def redirect_request(
        self, req: urllib.request.Request, fp: Any, code: int, msg: str, headers: Any, newurl: str
    ) -> urllib.request.Request | None:
        if not newurl.startswith(("http://", "https://")):
            raise urllib.error.URLError(f"redirected to {urllib.parse.urlsplit(newurl).scheme}")
        return super().redirect_request(req, fp, code, msg, headers, newurl)


def _taken(answer: http.client.HTTPResponse, until: float) -> bytes:
    """The body, until above the limit; `TimeoutError` where it is too slow, `IncompleteRead` where it breaks off."""
    parts, size = [], 0
    while size <= MOST_PARSED:
        if time.monotonic() > until:
            raise TimeoutError("timed out")
        part = answer.read1(1 << 16)
        if not part:
            if answer.length:
                raise http.client.IncompleteRead(b"", answer.length)
            break
        parts.append(part)
        size += len(part)
    return b"".join(parts)


def kind_of(data: bytes) -> str:
    """`pdf`, `docx`, `html`, `text`, or `binary` for what is none of them."""
    head = data[:1024].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if b"%pdf-" in data[:1024].lower():
        return "pdf"
    if data[:4] == b"PK\x03\x04":
        return "docx" if b"word/" in data[:4096] or b"word/document.xml" in data[-65536:] else "binary"
    if head.startswith(_HTML) or b"<html" in head:
        return "html"
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return "text"
    controls = sum(byte < 9 or 13 < byte < 27 for byte in data[:4096])
    if controls * 50 > len(data[:4096]):
        return "text" if _utf16(data) else "binary"
    return "text"


def _utf16(data: bytes) -> bool:
    zeros = [at % 2 for at, byte in enumerate(data[:400]) if byte == 0]
    return len(zeros) * 4 > len(data[:400]) and len(set(zeros)) == 1


def from_bytes(data: bytes, name: str) -> Document:
    """`Damaged` with a code when there is no text in it that can be read."""
    if not data.strip():
        raise Damaged("readout-empty", path=name)
    if len(data) > MOST_BYTES:
        raise Damaged("file-too-large", path=name, limit=MOST_BYTES)
    kind, digest = kind_of(data), hashlib.sha256(data).hexdigest()
    if kind == "binary":
        raise Damaged("readout-not-text", path=name)
    if kind == "text":
        encoding, broken = encodings.detect(data)
        text = data.decode(encoding, "replace")
        broken = max(broken, text.count("\ufffd"))
        notes = ("bytes-unreadable",) if broken else ()
        return Document(name, text, not broken, kind, digest, encoding, notes)
    if len(data) > MOST_PARSED:
        raise Damaged("file-too-large", path=name, limit=MOST_PARSED)
    said = _parsed(kind, data, name)
    if not said["text"].strip():
        raise Damaged("readout-no-text-layer" if kind == "pdf" else "readout-empty", path=name)
    return Document(
        name, said["text"], said["complete"], kind, digest, said.get("encoding"), tuple(said["notes"]), said["meta"]
    )


def _parsed(kind: str, data: bytes, name: str) -> dict[str, Any]:
    """What the limited process gives back."""
    command = [sys.executable, "-I", "-m", "detente.readouts.reading.worker", kind]
    try:
        run = subprocess.run(command, input=data, capture_output=True, timeout=SECONDS, check=False)
    except subprocess.TimeoutExpired as error:
        raise Damaged("readout-parser-time", path=name, seconds=SECONDS) from error
    if run.returncode == 3:
        raise Local("readout-extra", kind=kind)
    if run.returncode:
        raise Damaged("readout-parser-stopped", path=name, kind=kind)
    try:
        said: dict[str, Any] = json.loads(run.stdout)
    except ValueError as error:
        raise Damaged("readout-parser-stopped", path=name, kind=kind) from error
    return said
