"""A case in the shapes of others: STIX 2.1, MISP, CAP 1.2, the AI Incident Database's and the OECD framework's fields.

One table. Each takes what is known and invents nothing; notes of one's own, who inside was told and replies are in none.
Identifiers follow from the case and what it holds, so the same version gives the same bytes.
"""

from __future__ import annotations

import datetime
import hashlib
import json
import xml.etree.ElementTree as ET
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from detente.cases.case import Case, instant
from detente.cases.forms import asked
from detente.cases.regime import Regime
from detente.codec.errors import Local
from detente.vocabulary import current

# Kind of indicator → the STIX pattern and MISP's type and category.
INDICATORS: dict[str, tuple[str, str, str]] = {
    "ipv4": ("ipv4-addr:value", "ip-dst", "Network activity"),
    "ipv6": ("ipv6-addr:value", "ip-dst", "Network activity"),
    "domain": ("domain-name:value", "domain", "Network activity"),
    "url": ("url:value", "url", "Network activity"),
    "email": ("email-addr:value", "email", "Payload delivery"),
    "md5": ("file:hashes.MD5", "md5", "Payload delivery"),
    "sha256": ("file:hashes.'SHA-256'", "sha256", "Payload delivery"),
    "file-name": ("file:name", "filename", "Payload delivery"),
}
_SPACE = bytes.fromhex("6ba7b8119dad11d180b400c04fd430c8")  # RFC 4122, names that are URLs
CAP = "urn:oasis:names:tc:emergency:cap:1.2"


def _uuid(*names: str) -> str:
    """A name-based UUID, version 5 (RFC 4122): the same names give the same one."""
    made = bytearray(
        hashlib.sha1(_SPACE + "\0".join(("detente", *names)).encode(), usedforsecurity=False).digest()[:16]
    )
    made[6], made[8] = made[6] & 0x0F | 0x50, made[8] & 0x3F | 0x80
    text = made.hex()
    return "-".join((text[:8], text[8:12], text[12:16], text[16:20], text[20:]))


def _json(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, indent=1).encode() + b"\n"


def _time(value: str, at: datetime.datetime) -> str:
    when = instant(value, "at") if value else at
    return when.astimezone(datetime.UTC).strftime("%Y-%m-%dT%H:%M:%S.000Z")


def _name(case: Case, lang: str = "en") -> str:
    words = current()
    return (
        case.title or (words.concept(case.what, lang) if case.what in words.concepts else case.what) or case.plain[:80]
    )


def stix(case: Case, id: str, at: datetime.datetime, _: Regime | None) -> bytes:
    """A bundle: who says it, the incident, an indicator for each one kept, and that they are related."""
    made = _time("", at)
    base = {"spec_version": "2.1", "created": made, "modified": made}
    who = f"identity--{_uuid(id, 'office')}"
    incident = f"incident--{_uuid(id, 'incident')}"
    objects: list[dict[str, Any]] = [
        {"type": "identity", "id": who, **base, "name": case.office or "not stated", "identity_class": "organization"},
        {
            "type": "incident",
            "id": incident,
            **base,
            "created_by_ref": who,
            "name": _name(case),
            "description": case.plain,
        },
    ]
    for row in case.indicators:
        pattern, _type, _category = _indicator(row)
        quoted = row["value"].replace("\\", "\\\\").replace("'", "\\'")
        one = f"indicator--{_uuid(id, row['type'], row['value'])}"
        objects.append(
            {
                "type": "indicator",
                "id": one,
                **base,
                "created_by_ref": who,
                "pattern": f"[{pattern} = '{quoted}']",
                "pattern_type": "stix",
                "valid_from": _time(case.detected, at),
            }
        )
        objects.append(
            {
                "type": "relationship",
                "id": f"relationship--{_uuid(id, row['type'], row['value'], 'related')}",
                **base,
                "created_by_ref": who,
                "relationship_type": "related-to",
                "source_ref": one,
                "target_ref": incident,
            }
        )
    return _json({"type": "bundle", "id": f"bundle--{_uuid(id, made)}", "objects": objects})


def _indicator(row: Mapping[str, str]) -> tuple[str, str, str]:
    if row.get("type") not in INDICATORS or not row.get("value"):
        raise Local("case-indicator", value=str(dict(row))[:80], known=sorted(INDICATORS))
    return INDICATORS[row["type"]]


def misp(case: Case, id: str, at: datetime.datetime, _: Regime | None) -> bytes:
    """An event, unpublished and for this organisation only, with an attribute for each indicator and one for the text."""
    stamp = str(int(at.timestamp()))
    rows = []
    for row in case.indicators:
        _pattern, kind, category = _indicator(row)
        rows.append((kind, category, row["value"], True))
    if case.plain:
        rows.append(("comment", "Other", case.plain, False))
    return _json(
        {
            "Event": {
                "uuid": _uuid(id, "misp"),
                "info": _name(case),
                "date": _time(case.detected, at)[:10],
                "timestamp": stamp,
                "threat_level_id": "4",
                "analysis": "2" if case.resolved else "0",
                "distribution": "0",
                "published": False,
                "Attribute": [
                    {
                        "uuid": _uuid(id, "misp", kind, value),
                        "type": kind,
                        "category": category,
                        "value": value,
                        "to_ids": to_ids,
                        "distribution": "5",
                        "timestamp": stamp,
                    }
                    for kind, category, value, to_ids in rows
                ],
                "Tag": [{"name": "tlp:amber+strict"}],
            }
        }
    )


def cap(case: Case, id: str, at: datetime.datetime, _: Regime | None) -> bytes:
    """An alert whose scope is restricted, with one `info` in each language; severity unknown, since nobody rated it."""
    root = ET.Element("alert", xmlns=CAP)

    def add(parent: ET.Element, name: str, value: str) -> None:
        ET.SubElement(parent, name).text = value

    sent = at.astimezone(datetime.UTC).strftime("%Y-%m-%dT%H:%M:%S-00:00")
    add(root, "identifier", f"detente-{id}-{int(at.timestamp())}")
    add(root, "sender", "case@detente.invalid")
    add(root, "sent", sent)
    add(root, "status", "Exercise" if case.example else "Actual")
    add(root, "msgType", "Alert")
    add(root, "scope", "Restricted")
    add(root, "restriction", "As agreed between sender and recipient.")
    if case.example:
        add(root, "note", "EXAMPLE")
    certainty = "Observed" if case.confirmed else "Possible"
    urgency = "Immediate" if case.imminent_danger == "yes" else ("Past" if case.resolved else "Unknown")
    for lang, tag in (("en", "en-US"), ("zh", "zh-CN")):
        info = ET.SubElement(root, "info")
        add(info, "language", tag)
        add(info, "category", "Infra" if case.infrastructure == "yes" else "Other")
        add(info, "event", _name(case, lang))
        add(info, "urgency", urgency)
        add(info, "severity", "Unknown")
        add(info, "certainty", certainty)
        if case.detected:
            onset = instant(case.occurred or case.detected, "occurred").astimezone(datetime.UTC)
            add(info, "onset", onset.strftime("%Y-%m-%dT%H:%M:%S-00:00"))
        if case.office:
            add(info, "senderName", case.office)
        add(info, "headline", _name(case, lang)[:160])
        add(info, "description", case.plain)
    ET.indent(root, " ")
    made: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return made + b"\n"


def aiid(case: Case, id: str, at: datetime.datetime, _: Regime | None) -> bytes:
    """The fields of the AI Incident Database's incidents and of a report about one, for whoever may publish it."""
    date = _time(case.occurred or case.detected, at)[:10]
    developer = [case.system.developer] if case.system.developer else []
    return _json(
        {
            "incident": {
                "title": _name(case),
                "description": case.plain,
                "date": date,
                "Alleged deployer of AI system": [case.system.deployment] if case.system.deployment else [],
                "Alleged developer of AI system": developer,
                "Alleged harmed or nearly harmed parties": [case.fields["affected"]]
                if "affected" in case.fields
                else [],
            },
            "report": {
                "title": _name(case),
                "text": case.plain,
                "language": case.language,
                "incident_date": date,
                "date_submitted": _time("", at)[:10],
                "authors": [case.office] if case.office else [],
                "tags": [f"case:{id}"],
            },
        }
    )


def oecd(case: Case, id: str, at: datetime.datetime, regime: Regime | None) -> bytes:
    """The criteria of the OECD framework that are offered here, as far as known; what is not known is null."""
    if regime is None:
        raise Local("regime-none", name="oecd-crf", known=[])
    criteria = {
        one.field.id: [str(part.value) if not isinstance(part.value, tuple) else list(part.value) for part in one.parts]
        or None
        for one in asked(case, regime)
    }
    return _json({"framework": regime.law, "case": id, "made": _time("", at), "criteria": criteria})


Writer = Callable[[Case, str, datetime.datetime, Regime | None], bytes]
FORMATS: dict[str, tuple[Writer, str]] = {
    "stix": (stix, "json"),
    "misp": (misp, "json"),
    "cap": (cap, "xml"),
    "aiid": (aiid, "json"),
    "oecd": (oecd, "json"),
}


def names() -> Sequence[str]:
    return tuple(FORMATS)
