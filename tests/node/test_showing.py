"""Showing a record outside: by the terms' rule, never beyond it in silence, and nothing withheld can be found out."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from detente.bundle.export import _shown
from detente.bundle.verify import Proven, verify_bundle
from detente.cli.records import left_out
from detente.codec.errors import Local
from detente.codec.limits import MAX_MESSAGE
from detente.codec.shape import pack, unpack
from detente.kinds import TABLE
from detente.line.content import read_signed
from detente.line.shapes import Message
from detente.node import found, records, showing
from detente.node.destroying import consent, proposals
from detente.node.showing import Part
from detente.trust.disclosure import RULES, rule_of
from support import START, Clock, Node, Seeded, copy_homes, exchange, found_line, notify, start

Pair = dict[str, Node]
VECTORS = Path(__file__).resolve().parents[2] / "spec" / "vectors"
SHARED = json.loads((VECTORS / "shared.json").read_text("ascii"))


@pytest.fixture(scope="module")
def lines(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """One founded pair for each rule on disclosure."""
    made = {}
    for rule in RULES:
        root = tmp_path_factory.mktemp(rule)
        found_line(root / "homes", ["heron", "otter"], Seeded(f"showing/{rule}"), Clock(), disclosure=rule)
        made[rule] = root / "homes"
    return made


@pytest.fixture
def pair(lines: dict[str, Path], tmp_path: Path) -> Iterator[Callable[[str], Pair]]:
    """Two nodes on a line of one rule, each with a notice of its own stored on both sides."""
    nodes: list[Node] = []

    def open_pair(rule: str) -> Pair:
        homes = copy_homes(lines[rule], tmp_path / rule)
        both = {party: start(home, name=f"showing/{rule}") for party, home in homes.items()}
        nodes.extend(both.values())
        notify(both["heron"], "EXAMPLE 示例 — heron's words.")
        exchange(both["heron"], both["otter"])
        notify(both["otter"], "EXAMPLE 示例 — otter's words.")
        exchange(both["otter"], both["heron"])
        exchange(both["heron"], both["otter"])
        return both

    yield open_pair
    for node in nodes:
        node.close()


def notices(data: bytes) -> dict[str, Proven]:
    return {m.content.author: m for m in verify_bundle(data).messages if m.content.kind == "notice"}


def messages(node: Node) -> int:
    return len(node.store.messages(node.line().id))


def test_members_are_shown_everything_whatever_the_rule(pair: Callable[[str], Pair]) -> None:
    for rule in RULES:
        heron = pair(rule)["heron"]
        assert showing.rule(heron, heron.line()) == rule
        shown = notices(showing.to_members(heron, heron.line(), Part(None)))
        assert all(not m.withheld and "prose" in m.sections for m in shown.values()) and len(shown) == 2


def test_parties_only_shows_nothing_outside(pair: Callable[[str], Pair]) -> None:
    heron = pair("parties-only")["heron"]
    before = messages(heron)
    for part in (Part(None), Part([notify(heron).what])):
        with pytest.raises(Local, match="disclosure-parties-only"):
            showing.outside(heron, heron.line(), part)
    assert messages(heron) == before + 1, "nothing was said either"


def test_each_may_disclose_own_opens_only_ones_own_messages(pair: Callable[[str], Pair]) -> None:
    nodes = pair("each-may-disclose-own")
    for me, other in (("heron", "otter"), ("otter", "heron")):
        node = nodes[me]
        data = showing.outside(node, node.line(), Part(None))
        shown = notices(data)
        assert "prose" in shown[me].sections and shown[other].sections == {}
        assert set(shown[other].withheld) == set(shown[other].content.sections)
        assert f"{other}'s words".encode() not in data


def test_each_may_disclose_opens_both(pair: Callable[[str], Pair]) -> None:
    heron = pair("each-may-disclose")["heron"]
    shown = notices(showing.outside(heron, heron.line(), Part(None, ["system"])))
    assert all("prose" in m.sections and m.withheld == ["system"] for m in shown.values())


def test_by_agreement_opens_exactly_what_all_agreed_to(pair: Callable[[str], Pair]) -> None:
    nodes = pair("by-agreement")
    heron, otter = nodes["heron"], nodes["otter"]
    line = heron.line()
    [ours] = [r for r in records.queue(heron, line) if r["party"] == "heron"]
    with pytest.raises(Local, match="disclosure-not-agreed"):
        showing.outside(heron, line, Part([ours["what"]]))
    asked = showing.disclose(
        heron, line, Part([ours["what"]], ["system"]), "asked", "A parliament", "They asked.", "en"
    )
    exchange(heron, otter)

    def request(node: Node) -> Any:
        [found_] = [p for p in proposals(node, node.line()) if p.what == asked.what]
        return found_

    with pytest.raises(Local, match="disclosure-not-agreed"):
        showing.outside(heron, line, Part(None), request(heron))
    consent(otter, otter.line(), request(otter), True)
    exchange(otter, heron)
    data = showing.outside(heron, line, Part(None), request(heron))
    shown = notices(data)
    assert set(shown) == {"heron"} and "prose" in shown["heron"].sections and shown["heron"].withheld == ["system"]
    assert b"otter's words" not in data and b"They asked." in data, "the request is shown as it was agreed"
    with pytest.raises(Local, match="disclosure-not-asked"):  # it was heron that was given leave
        showing.outside(otter, otter.line(), Part(None), request(otter))


def test_leave_for_one_rule_is_none_under_another(pair: Callable[[str], Pair]) -> None:
    """An agreement gives leave wherever the terms need one; without it nothing does."""
    nodes = pair("parties-only")
    heron, otter = nodes["heron"], nodes["otter"]
    [ours] = [r for r in records.queue(heron, heron.line()) if r["party"] == "heron"]
    asked = showing.disclose(heron, heron.line(), Part([ours["what"]]), "asked", "A court", "An order.", "en")
    exchange(heron, otter)
    [request] = [p for p in proposals(heron, heron.line()) if p.what == asked.what]
    with pytest.raises(Local, match="disclosure-not-agreed"):
        showing.outside(heron, heron.line(), Part(None), request)


def test_a_unilateral_disclosure_is_on_the_record_of_all_before_there_is_a_file(pair: Callable[[str], Pair]) -> None:
    nodes = pair("parties-only")
    heron, otter = nodes["heron"], nodes["otter"]
    line = heron.line()
    part = Part(None, ["system"])
    said = showing.disclose(heron, line, part, "unilateral", "The press", "It was asked for in public.", "en")
    exchange(heron, otter)
    told = records.message(otter, otter.line(), records.row(otter, otter.line(), "heron", said.what))
    assert told["verdict"] == "accepted" and told["sections"]["prose"]["to"] == "The press"
    assert told["sections"]["coded"]["ground"] == "unilateral" and told["sections"]["coded"]["scope"] == "record"
    assert "system" not in told["sections"]["coded"]["sections"]
    report = verify_bundle(showing.beyond(heron, line, part, said))
    kinds = [m.content.kind for m in report.messages]
    assert "disclosure" in kinds, "whoever is shown it sees that it was a unilateral disclosure"


def test_a_unilateral_disclosure_that_cannot_be_said_is_not_made(
    pair: Callable[[str], Pair], monkeypatch: pytest.MonkeyPatch
) -> None:
    heron = pair("parties-only")["heron"]
    for to, reason in (("", "because"), ("The press", " ")):
        with pytest.raises(Local, match="disclosure-to-whom"):
            showing.disclose(heron, heron.line(), Part(None), "unilateral", to, reason, "en")
    with pytest.raises(Local, match="disclosure-names-messages"):
        showing.disclose(heron, heron.line(), Part(None), "asked", "The press", "because", "en")


def test_a_rule_that_nobody_knows_is_read_as_parties_only() -> None:
    assert [rule_of(value) for value in ("everybody", None, 3, "each-may-disclose")] == [
        "parties-only", "parties-only", "parties-only", "each-may-disclose",
    ]  # fmt: skip
    with pytest.raises(Local, match="disclosure-rule-unknown"):
        found.drafted({}, "watch", {"en": "x", "zh": "示例"}, START, Seeded("x"), disclosure="everybody")


# -- sections withheld, of every kind ------------------------------------------------------------------------------


def full_messages() -> list[tuple[str, Message]]:
    """Of every kind the fullest message that the vectors have."""
    found_: dict[str, Message] = {}
    for path in sorted(VECTORS.glob("*_valid.json")):
        row = json.loads(path.read_text("ascii"))
        if row["function"] != "message.judge" or row["expect"].get("ok", {}).get("verdict") != "accepted":
            continue
        data = row["input"]["message"]
        if not isinstance(data, str):
            continue
        carried = bytes.fromhex(SHARED[data[1:]] if data.startswith("@") else data)
        message = unpack(Message, carried, MAX_MESSAGE)
        kind = read_signed(message.signed)[0].kind
        if kind not in found_ or len(message.values) > len(found_[kind].values):
            found_[kind] = message
    return sorted(found_.items())


FULL = full_messages()


def test_there_is_a_message_of_every_kind_to_withhold_sections_of() -> None:
    assert {name for name, _message in FULL} == {name for name, _schema in TABLE}


@pytest.mark.parametrize(("kind", "message"), FULL, ids=[name for name, _message in FULL])
def test_what_is_withheld_of_any_kind_gives_nothing_away(kind: str, message: Message) -> None:
    """Neither value, nor salt, nor the secret it follows from; and what is shown still opens its commitment."""
    content = read_signed(message.signed)[0]
    for hidden in content.sections:
        shown = _shown(pack(message), lambda _author, _kind, section, hidden=hidden: section == hidden)
        data = pack(shown)
        assert hidden not in shown.open and message.secret not in data
        assert hmac.digest(message.secret, hidden.encode(), hashlib.sha256) not in data
        value = message.values.get(hidden, b"")
        assert len(value) < 12 or value not in data or any(value in row.value for row in shown.open.values())
        assert set(shown.open) == (set() if kind == "keys" else set(content.sections) - {hidden})


def test_verify_says_what_is_withheld_in_both_languages(pair: Callable[[str], Pair]) -> None:
    heron = pair("each-may-disclose")["heron"]
    shown = notices(showing.outside(heron, heron.line(), Part(None, ["system", "support-2"])))
    said = {lang: left_out(shown["heron"], lang) for lang in ("en", "zh")}
    [english], [chinese] = said["en"], said["zh"]
    assert english.startswith("withheld: system") and english.endswith("supporting item 2")
    assert chinese.startswith("未出示：系统信息") and chinese.endswith("佐证材料 2")
