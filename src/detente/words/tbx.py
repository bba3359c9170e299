"""A scheme as TBX (ISO 30042:2019), dialect TBX-Basic in its style with data categories as attributes (`dca`).

What TBX-Basic has no category for (what both labels assert, status, mappings) stands in notes that begin with `detente:`; other
tools show them as notes. Reading is strict: no document type, so no entity of anybody's is ever opened; UTF-8 only.
"""

from __future__ import annotations

import json
import re
import xml.etree.ElementTree as ET
from typing import Any
from xml.sax.saxutils import escape, quoteattr

import msgspec

from detente.codec.errors import Damaged, Remote
from detente.words.building import KINDS, MOST, as_struct, assembled
from detente.words.graph import TAGS
from detente.words.scheme import Scheme, Word
from detente.words.tables import text_of

NS = "urn:iso:std:iso:30042:ed-2"
NOTED = ("asserts", "evidence", "status", "reason")
MARK = "detente:"
_XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


def _compact(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def write(scheme: Scheme) -> bytes:
    """The whole file; the same scheme is the same bytes."""
    head = {"name": scheme.name, "version": scheme.version, "digest": scheme.digest}
    about = [f"{MARK}scheme {_compact(head)}"]
    for kind, things in (("area", scheme.areas), ("source", scheme.sources), ("target", scheme.targets)):
        about += [f"{MARK}{kind} {_compact(msgspec.structs.asdict(thing))}" for thing in things]
    said = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        f'<tbx type="TBX-Basic" style="dca" xml:lang="en" xmlns="{NS}">',
        " <tbxHeader><fileDesc>",
        f"  <titleStmt><title>{escape(scheme.name or 'words')}</title></titleStmt>",
        "  <sourceDesc>",
        *(f"   <p>{escape(one)}</p>" for one in about),
        "  </sourceDesc>",
        " </fileDesc></tbxHeader>",
        " <text><body>",
        *(line for word in scheme.words for line in _entry(word)),
        " </body></text>",
        "</tbx>",
        "",
    ]
    return "\n".join(said).encode("utf-8")


def _id(code: str) -> str:
    """An XML name may not begin with a digit."""
    return "w-" + code


def _entry(word: Word) -> list[str]:
    said = [f'  <conceptEntry id="{_id(word.code)}">']
    if word.area:
        said.append(f'   <descrip type="subjectField">{escape(word.area)}</descrip>')
    said += [f'   <admin type="source">{escape(source)}</admin>' for source in word.sources]
    for target, what in ((word.broader, "broader"), (word.replaced_by, "replaced by")):
        if target:
            said.append(f'   <ref type="crossReference" target="{_id(target)}">{what}</ref>')
    for match in word.matches:
        if match.url.startswith(("http://", "https://")):
            label = escape(f"{match.code} {match.label}".strip())
            said.append(f'   <xref type="externalCrossReference" target={quoteattr(match.url)}>{label}</xref>')
    said += [f"   <note>{MARK}{name} {escape(getattr(word, name))}</note>" for name in NOTED if getattr(word, name)]
    said += [f"   <note>{MARK}match {escape(_compact(msgspec.structs.asdict(match)))}</note>" for match in word.matches]
    for tongue, tag in TAGS.items():
        note = getattr(word, f"note_{tongue}")
        status = "deprecatedTerm-admn-sts" if word.status == "retired" else "preferredTerm-admn-sts"
        said += [
            f'   <langSec xml:lang="{tag}">',
            f'    <descrip type="definition">{escape(getattr(word, f"define_{tongue}"))}</descrip>',
            *([f"    <note>{escape(note)}</note>"] if note else []),
            f"    <termSec><term>{escape(getattr(word, tongue))}</term>"
            '<termNote type="partOfSpeech">noun</termNote>'
            f'<termNote type="administrativeStatus">{status}</termNote></termSec>',
            "   </langSec>",
        ]
    return [*said, "  </conceptEntry>"]


def read(data: bytes) -> Scheme:
    """Inverse of `write`, and of any TBX-Basic file in `dca` style whose entries have both languages."""
    if len(data) > MOST:
        raise Remote("words-too-large", size=len(data), limit=MOST)
    text = text_of(data)
    if "<!DOCTYPE" in text or "<!ENTITY" in text:
        raise Remote("words-doctype")
    declared = re.match(r"\s*<\?xml[^>]*encoding=[\"']([^\"']+)", text)
    if declared and declared[1].lower() not in ("utf-8", "utf8"):
        raise Damaged("words-encoding", at=0, looks=declared[1][:20])
    try:
        root = ET.fromstring(text.encode("utf-8"))
    except ET.ParseError as error:
        raise Damaged("words-unreadable", form="TBX", why=str(error)) from error
    if root.tag != f"{{{NS}}}tbx" or root.get("style") != "dca" or root.get("type") != "TBX-Basic":
        raise Remote("words-tbx-dialect", found=f"{root.tag[:80]} {root.get('type')} {root.get('style')}")
    head: dict[str, str] = {}
    found: dict[str, list[Any]] = {kind: [] for kind in KINDS}
    for one in root.iter(f"{{{NS}}}p"):
        kind, plain = _marked(one)
        if kind == "scheme":
            head = {str(name): str(value) for name, value in plain.items()}
        elif kind in ("area", "source", "target"):
            found[kind].append(as_struct(KINDS[kind], plain))
    matches: dict[str, list[Any]] = {}
    for entry in root.iter(f"{{{NS}}}conceptEntry"):
        plain = _word(entry, matches)
        found["word"].append(as_struct(KINDS["word"], plain))
    return assembled(head, found, matches)


def _said(element: ET.Element | None) -> str:
    return "" if element is None else "".join(element.itertext())


def _marked(element: ET.Element) -> tuple[str, dict[str, Any]]:
    """What stands in a paragraph or note of ours as JSON; ("", {}) for anything else."""
    text = _said(element)
    kind, _, rest = text.removeprefix(MARK).partition(" ")
    if not text.startswith(MARK) or not rest.startswith("{"):
        return "", {}
    try:
        value = json.loads(rest)
    except (ValueError, RecursionError) as error:
        raise Damaged("words-unreadable", form="TBX", why=str(error)[:160]) from error
    return (kind, value) if isinstance(value, dict) else ("", {})


def _word(entry: ET.Element, matches: dict[str, list[Any]]) -> dict[str, Any]:
    code = (entry.get("id") or "").removeprefix("w-")
    plain: dict[str, Any] = {"code": code, "area": "", "sources": []}
    sources = []
    for one in entry:
        tag, kind = one.tag.rpartition("}")[2], one.get("type")
        if (tag, kind) == ("descrip", "subjectField"):
            plain["area"] = _said(one)
        elif (tag, kind) == ("admin", "source"):
            sources.append(_said(one))
        elif (tag, kind) == ("ref", "crossReference"):
            plain["replaced_by" if _said(one) == "replaced by" else "broader"] = (one.get("target") or "").removeprefix(
                "w-"
            )
        elif tag == "note":
            _noted(one, code, plain, matches)
        elif tag == "langSec":
            _section(one, code, plain)
    plain["sources"] = " | ".join(sources)
    return plain


def _noted(note: ET.Element, code: str, plain: dict[str, Any], matches: dict[str, list[Any]]) -> None:
    kind, value = _marked(note)
    if kind == "match":
        matches.setdefault(code, []).append(as_struct(KINDS["match"], value))
        return
    name, _, rest = _said(note).removeprefix(MARK).partition(" ")
    if _said(note).startswith(MARK) and name in NOTED:
        plain[name] = rest


def _section(section: ET.Element, code: str, plain: dict[str, Any]) -> None:
    tongue = (section.get(_XML_LANG) or "").lower().split("-")[0]
    if tongue not in TAGS:
        return
    terms = list(section.iter(f"{{{NS}}}term"))
    if len(terms) > 1 or tongue in plain:
        raise Remote("words-twice", word=code, field=f"term@{tongue}")
    plain[tongue] = _said(terms[0]) if terms else ""
    for one in section.iter(f"{{{NS}}}descrip"):
        if one.get("type") == "definition":
            plain[f"define_{tongue}"] = _said(one)
    notes = [_said(one) for one in section if one.tag == f"{{{NS}}}note"]
    if notes:
        plain[f"note_{tongue}"] = "\n".join(notes)
