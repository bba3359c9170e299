"""What others say of what leaves a case: a grammar of CAP 1.2, `stix2` and `pymisp`; and somebody with the wheel alone."""

from __future__ import annotations

import datetime
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from detente.cases.case import HARM, JURISDICTIONS, read_case
from detente.cases.exports import FORMATS
from detente.vocabulary import current

ROOT = Path(__file__).resolve().parents[2]
AT = datetime.datetime(2027, 2, 1, 8, tzinfo=datetime.UTC)
NAMESPACE = "urn:oasis:names:tc:emergency:cap:1.2"
STAMP = r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[-+]\d\d:\d\d"


# -- CAP 1.2 -------------------------------------------------------------------------------------------------------------


def element(name: str, kind: str = "xs:string", most: str = "1", least: str = "1") -> str:
    return f'<xs:element name="{name}" type="{kind}" minOccurs="{least}" maxOccurs="{most}"/>'


def of(name: str, values: str) -> str:
    listed = "".join(f'<xs:enumeration value="{value}"/>' for value in values.split())
    return f'<xs:simpleType name="{name}"><xs:restriction base="xs:string">{listed}</xs:restriction></xs:simpleType>'


def matching(name: str, base: str, pattern: str) -> str:
    return (
        f'<xs:simpleType name="{name}"><xs:restriction base="{base}"><xs:pattern value="{pattern}"/>'
        "</xs:restriction></xs:simpleType>"
    )


def sequence(name: str, *parts: str) -> str:
    return f'<xs:complexType name="{name}"><xs:sequence>{"".join(parts)}</xs:sequence></xs:complexType>'


def optional(*names: str, kind: str = "xs:string") -> str:
    return "".join(element(name, kind, least="0") for name in names)


def grammar() -> etree.XMLSchema:
    """The element tables of CAP 1.2 (section 3.2) as a schema of our own: names, order, how often, and which values."""
    pair = sequence("pair", element("valueName"), element("value"))
    area = sequence(
        "area",
        element("areaDesc"),
        element("polygon", most="unbounded", least="0"),
        element("circle", most="unbounded", least="0"),
        element("geocode", "pair", "unbounded", "0"),
        optional("altitude", "ceiling", kind="xs:decimal"),
    )
    resource = sequence(
        "resource",
        element("resourceDesc"),
        element("mimeType"),
        optional("size", kind="xs:integer"),
        optional("uri", kind="xs:anyURI"),
        optional("derefUri", "digest"),
    )
    info = sequence(
        "info",
        optional("language", kind="xs:language"),
        element("category", "category", "unbounded"),
        element("event"),
        element("responseType", "responseType", "unbounded", "0"),
        element("urgency", "urgency"),
        element("severity", "severity"),
        element("certainty", "certainty"),
        optional("audience"),
        element("eventCode", "pair", "unbounded", "0"),
        optional("effective", "onset", "expires", kind="stamp"),
        optional("senderName", "headline", "description", "instruction"),
        optional("web", kind="xs:anyURI"),
        optional("contact"),
        element("parameter", "pair", "unbounded", "0"),
        element("resource", "resource", "unbounded", "0"),
        element("area", "area", "unbounded", "0"),
    )
    alert = sequence(
        "alert",
        element("identifier", "plain"),
        element("sender", "plain"),
        element("sent", "stamp"),
        element("status", "status"),
        element("msgType", "msgType"),
        optional("source"),
        element("scope", "scope"),
        optional("restriction", "addresses"),
        element("code", most="unbounded", least="0"),
        optional("note", "references", "incidents"),
        element("info", "info", "unbounded", "0"),
    )
    types = [
        *(pair, area, resource, info, alert),
        matching("plain", "xs:string", r"[^\s,&lt;&amp;]+"),
        matching("stamp", "xs:dateTime", STAMP),
        of("status", "Actual Exercise System Test Draft"),
        of("msgType", "Alert Update Cancel Ack Error"),
        of("scope", "Public Restricted Private"),
        of("category", "Geo Met Safety Security Rescue Fire Health Env Transport Infra CBRNE Other"),
        of("responseType", "Shelter Evacuate Prepare Execute Avoid Monitor Assess AllClear None"),
        of("urgency", "Immediate Expected Future Past Unknown"),
        of("severity", "Extreme Severe Moderate Minor Unknown"),
        of("certainty", "Observed Likely Possible Unlikely Unknown"),
    ]
    text = (
        f'<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns="{NAMESPACE}" targetNamespace="{NAMESPACE}"'
        f' elementFormDefault="qualified"><xs:element name="alert" type="alert"/>{"".join(types)}</xs:schema>'
    )
    return etree.XMLSchema(etree.fromstring(text.encode()))


SCHEMA = grammar()
WORDS = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Cf", "Co", "Cn")), max_size=40).map(
    str.strip
)
CASES = st.fixed_dictionaries(
    {"class": st.sampled_from(sorted(current().concepts)), "plain": WORDS, "detected": st.just("2027-02-01T08:00:00Z")},
    optional={
        "title": WORDS,
        "office": WORDS,
        "confirmed": st.just("2027-02-01T10:00:00+08:00"),
        "occurred": st.just("2027-01-31T23:59:59-05:00"),
        "harm": st.lists(st.sampled_from([harm for harm in HARM if harm != "none"]), max_size=3, unique=True),
        "jurisdictions": st.lists(st.sampled_from(JURISDICTIONS), max_size=3, unique=True),
        "imminent_danger": st.sampled_from(["yes", "no"]),
        "infrastructure": st.sampled_from(["yes", "no"]),
        "going_on": st.sampled_from(["yes", "no"]),
        "language": st.sampled_from(["en", "zh"]),
        "example": st.booleans(),
    },
)


@settings(max_examples=150, deadline=None)
@given(row=CASES)
def test_an_alert_of_any_case_is_one_under_the_grammar_of_the_standard(row: dict[str, Any]) -> None:
    SCHEMA.assertValid(etree.fromstring(FORMATS["cap"][0](read_case(row), "C2027-1", AT, None)))


def test_the_grammar_refuses_what_is_none() -> None:
    good = FORMATS["cap"][0](read_case({"class": "loss-of-control", "plain": "x"}), "C2027-1", AT, None).decode()
    for was, becomes in (
        ("<sent>", "<sent>x"),
        ("<scope>Restricted</scope>", ""),
        ("<msgType>Alert</msgType>", "<msgType>Alarm</msgType>"),
        ("<identifier>", "<identifier>a b"),
    ):
        assert was in good, was
        assert not SCHEMA.validate(etree.fromstring(good.replace(was, becomes).encode())), becomes


# -- STIX 2.1 and MISP, by packages of others ----------------------------------------------------------------------------

READ_BACK = """
import json, sys, stix2, pymisp
bundle = stix2.parse(open(sys.argv[1], encoding="utf-8").read(), allow_custom=True)
event = pymisp.MISPEvent()
event.load_file(sys.argv[2])
print(json.dumps({
    "types": sorted(one["type"] for one in bundle.objects),
    "patterns": sorted(one["pattern"] for one in bundle.objects if one["type"] == "indicator"),
    "info": event.info,
    "attributes": sorted([a.type, a.value] for a in event.attributes),
}))
"""


@pytest.mark.slow
def test_indicators_are_read_back_by_packages_of_others(tmp_path: Path) -> None:
    """In an environment of its own, since nothing of ours needs them: `stix2` 3.0.2, `pymisp` 2.5.34.4, BSD both."""
    found = [{"type": "ipv4", "value": "192.0.2.7"}, {"type": "domain", "value": "example.org"}]
    case = read_case(
        {
            "class": "autonomous-network-intrusion",
            "plain": "EXAMPLE 示例",
            "detected": "2027-02-01T08:00:00Z",
            "indicators": found,
        }
    )
    for shape in ("stix", "misp"):
        (tmp_path / shape).write_bytes(FORMATS[shape][0](case, "C2027-1", AT, None))
    subprocess.run([sys.executable, "-m", "venv", tmp_path / "theirs"], check=True)
    python = tmp_path / "theirs" / "bin" / "python"
    install = [
        sys.executable,
        "-m",
        "uv",
        "pip",
        "install",
        "--quiet",
        "--python",
        python,
        "stix2==3.0.2",
        "pymisp==2.5.34.4",
    ]
    subprocess.run(install, check=True)
    (tmp_path / "read.py").write_text(READ_BACK, "utf-8")
    command = [python, "-I", tmp_path / "read.py", tmp_path / "stix", tmp_path / "misp"]
    done = subprocess.run(command, capture_output=True, encoding="utf-8")
    assert done.returncode == 0, done.stderr
    read = json.loads(done.stdout)
    assert len(read["patterns"]) == 2 and any("192.0.2.7" in pattern for pattern in read["patterns"])
    assert {value for _, value in read["attributes"]} >= {"192.0.2.7", "example.org"} and read["info"]


# -- only the wheel ------------------------------------------------------------------------------------------------------


@pytest.mark.slow
def test_from_the_wheel_in_an_empty_environment_to_the_first_clocks(tmp_path: Path) -> None:
    """The walk that docs/cases.md times, with hands that wait for nothing."""
    sys.path.insert(0, str(ROOT / "scripts"))
    try:
        import first_clocks
    finally:
        sys.path.pop(0)
    record = first_clocks.main(0, False, tmp_path / "record.txt", tmp_path)
    assert record.count("asked: ") == record.count("typed: ") == 7 and " done\n" in record
    assert "left  California SB 53: tell a competent authority at once" in record
    assert (tmp_path / "record.txt").read_text("utf-8").startswith("    0.0 s  python -m venv fresh")
