"""A process that parses one untrusted file from standard input and prints JSON: `python -I -m …worker html|pdf|docx`.

It limits itself before it reads a byte: processor seconds, memory, no file may be written. Exit codes: 0 done,
3 the library for this kind is not installed, anything else stopped or failed (the caller says which limits there are).
"""

from __future__ import annotations

import io
import json
import re
import sys
import zipfile
from html.parser import HTMLParser
from typing import Any

CPU_SECONDS = 20
MEMORY = 1536 * 1024 * 1024
MOST_CHARACTERS = 20_000_000
MOST_UNPACKED = 128 * 1024 * 1024
MOST_PAGES = 2_000


def limit() -> bool:
    """Whether this platform has limits; they hold from here on."""
    try:
        import resource
    except ImportError:
        return False
    for what, most in (
        (resource.RLIMIT_CPU, CPU_SECONDS),
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(what, (most, most))
    return True


class _Words(HTMLParser):
    """All text of a page where no main text was told apart: scripts, styles and navigation left out."""

    _BLOCKS = frozenset(
        ["p", "div", "br", "li", "tr", "h1", "h2", "h3", "h4", "h5", "h6", "section", "article", "td", "blockquote"]
    )
    _LEFT_OUT = frozenset(["script", "style", "nav", "footer", "header", "aside", "noscript", "form", "button", "svg"])

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self.out = 0
        self.title = ""
        self.in_title = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.out += tag in self._LEFT_OUT
        self.in_title = tag == "title"
        if tag in self._BLOCKS:
            self.parts.append("\n")

    def handle_endtag(self, tag: str) -> None:
        self.out = max(0, self.out - (tag in self._LEFT_OUT))
        self.in_title = False
        if tag in self._BLOCKS:
            self.parts.append("\n")

    def handle_data(self, data: str) -> None:
        if self.in_title:
            self.title += data
        elif not self.out:
            self.parts.append(data)


def html(data: bytes) -> dict[str, Any]:
    from detente.readouts.reading import encodings

    declared = re.search(rb"<meta[^>]{0,200}charset=[\"']?([A-Za-z0-9_-]{2,20})", data[:4096], re.IGNORECASE)
    name, broken = encodings.detect(data)
    if declared and name == "cp1252":
        name = declared[1].decode()
    if name.startswith("utf-8") or name in ("gb18030", "big5hkscs", "utf-16", "cp1252"):
        page = data.decode(name, "replace")
    else:
        page = data.decode("utf-8", "replace")
    notes = ["bytes-unreadable"] if broken else []
    text: str | None = None
    meta: dict[str, Any] = {}
    try:
        import trafilatura
    except ImportError:
        sys.exit(3)
    try:
        read: Any = trafilatura.bare_extraction(page, include_comments=False, include_tables=True, with_metadata=True)
        if read is not None:
            text = read.text
            meta = {"title": read.title, "date": read.date}
    except Exception:
        text = None
    words = _Words()
    words.feed(page)
    whole = re.sub(r"[ \t]+", " ", "".join(words.parts)).strip()
    if not text or len(text) * 10 < len(whole):
        text, notes = whole, [*notes, "main-text-not-told-apart"]
        meta.setdefault("title", words.title.strip() or None)
    return {"text": text, "complete": not broken, "notes": notes, "meta": meta, "encoding": name}


def pdf(data: bytes) -> dict[str, Any]:
    try:
        import pypdfium2  # type: ignore[import-untyped]
    except ImportError:
        sys.exit(3)
    opened = pypdfium2.PdfDocument(data)
    pages, empty = [], 0
    for number in range(min(len(opened), MOST_PAGES)):
        said = opened[number].get_textpage().get_text_range()
        empty += not said.strip()
        pages.append(said.replace("\r\n", "\n").replace("\ufffe", "-"))
    notes = ["pages-without-text"] if empty else []
    if len(opened) > MOST_PAGES:
        notes.append("pages-left-out")
    title = opened.get_metadata_dict().get("Title") or None
    return {"text": "\n".join(pages), "complete": not notes, "notes": notes, "meta": {"title": title}}


def docx(data: bytes) -> dict[str, Any]:
    try:
        import docx as reader
    except ImportError:
        sys.exit(3)
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        if sum(one.file_size for one in packed.infolist()) > MOST_UNPACKED:
            sys.exit(4)
    opened = reader.Document(io.BytesIO(data))
    lines = [part.text for part in opened.paragraphs]
    for table in opened.tables:
        lines += [" ".join(cell.text for cell in row.cells) for row in table.rows]
    about = opened.core_properties
    return {"text": "\n".join(lines), "complete": True, "notes": [], "meta": {"title": about.title or None}}


def main() -> None:
    limited = limit()
    said = {"html": html, "pdf": pdf, "docx": docx}[sys.argv[1]](sys.stdin.buffer.read())
    if len(said["text"]) > MOST_CHARACTERS:
        said.update(text=said["text"][:MOST_CHARACTERS], complete=False, notes=[*said["notes"], "text-cut"])
    if not limited:
        said["notes"] = [*said["notes"], "parser-not-limited"]
    sys.stdout.write(json.dumps(said))


if __name__ == "__main__":
    main()
