"""Keys after keys on a real line: what each case does at once, and what must not pass for it.

Every test is on real nodes over real stores; the other side is told by the next envelope, or by a file.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from attacks.hostile import refusal
from detente.bundle.delivery import verify_delivery
from detente.bundle.verify import Report, verify_bundle
from detente.codec.errors import Damaged, DetenteError, Local, Remote
from detente.codec.shape import pack
from detente.line.machine import Line
from detente.line.sending import OFFERED
from detente.line.shapes import Payload
from detente.line.state import Received
from detente.node import keys, paper, records, rootkeys
from detente.node.audit import audit
from detente.node.delivering import delivery
from detente.node.found import CONTEXTS, Pair
from detente.node.home import Home
from detente.node.node import Node
from detente.proof.head import Head
from detente.trust.succession import Succession
from support import LATER, Clock, Seeded, acknowledge, copy_homes, exchange, introduce_pair, notify, receipts, start


class Office:
    """heron with its sheet, and otter: a founded line between them, each node closed and opened as it is needed."""

    def __init__(self, founded: Path, root: Path, codes: dict[str, rootkeys.Codes]) -> None:
        self.homes = copy_homes(founded, root, whole=True)
        self.codes, self.otter_codes = codes["heron"], codes["otter"]
        self.at = LATER
        self.otter = start(self.homes["otter"], LATER, "otter")
        self.heron = start(self.homes["heron"], LATER, "heron")

    def pair(self) -> Pair:
        self.heron.close()
        self.at += 10_000_000
        return Pair(self.homes["heron"], now=Clock(self.at), random=Seeded(f"pair/{self.at}"))

    def back(self) -> Node:
        self.at += 10_000_000
        self.heron = start(self.homes["heron"], self.at, f"heron/{self.at}")
        return self.heron

    def renewed(self, emergency: bool = False) -> Succession:
        with self.pair() as pair:
            done = rootkeys.renew(pair, self.codes, emergency)
        self.back()
        return next(one.carried for one in done if one.context == "live")

    def changed_roots(self) -> Succession:
        with self.pair() as pair:
            kept: list[rootkeys.Codes] = []
            done = rootkeys.change_roots(pair, self.codes, kept.append)
            [self.codes] = kept
        self.back()
        return next(one.carried for one in done if one.context == "live")

    def reopen_otter(self) -> Node:
        self.otter.close()
        self.at += 10_000_000
        self.otter = start(self.homes["otter"], self.at, f"otter/{self.at}")
        return self.otter

    def speak(self, text: str) -> bytes:
        """heron says something, and the two exchange both ways."""
        what = notify(self.heron, text).what
        exchange(self.heron, self.otter)
        exchange(self.otter, self.heron)
        return what


@pytest.fixture(scope="module")
def sheets(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, rootkeys.Codes]]:
    root = tmp_path_factory.mktemp("founded")
    return root, dict(introduce_pair(root, ["heron", "otter"]))


@pytest.fixture
def office(sheets: tuple[Path, dict[str, rootkeys.Codes]], tmp_path: Path) -> Iterator[Office]:
    one = Office(sheets[0], tmp_path / "homes", sheets[1])
    yield one
    one.heron.close()
    one.otter.close()


def proven(data: bytes) -> Report:
    return verify_bundle(data)


def test_after_a_routine_succession_the_line_goes_on_without_anybody_at_the_other_side(office: Office) -> None:
    first = office.speak("EXAMPLE 示例 before")
    office.renewed()
    second = office.speak("EXAMPLE 示例 after")
    third = notify(office.otter, "EXAMPLE 示例 theirs").what
    exchange(office.otter, office.heron)
    exchange(office.heron, office.otter)
    for node in (office.heron, office.otter):
        assert receipts(node.line(), first) == [node.line().others[0]] or node.me == "otter"
        found = proven(node.export(node.line()))
        assert {m.what for m in found.messages} >= {first, second, third}
        assert audit(node, node.line())["messages"] >= 5
    assert receipts(office.heron.line(), second) == ["otter"]
    assert receipts(office.otter.line(), third) == ["heron"]
    assert not office.otter.line().pending


def test_a_message_nobody_had_receipted_before_the_succession_arrives_after_it(office: Office) -> None:
    """It was signed with the keys before, and stands in the log before: it comes with that log's own proof."""
    waiting = notify(office.heron, "EXAMPLE 示例 waiting").what
    office.renewed()
    after = office.speak("EXAMPLE 示例 after")
    assert receipts(office.heron.line(), waiting) == ["otter"] == receipts(office.heron.line(), after)
    row = next(i for i in office.otter.store.items(office.otter.line().id) if i["what"] == waiting)
    assert row["verdict"] == "accepted"


def test_a_succession_lasts_over_a_restart_of_both_sides(office: Office) -> None:
    office.renewed()
    office.speak("EXAMPLE 示例 one")
    office.renewed()
    office.heron.close()
    office.back()
    office.reopen_otter()
    second = office.speak("EXAMPLE 示例 two")
    assert receipts(office.heron.line(), second) == ["otter"]
    assert [len(node.line().successions["heron"]) for node in (office.heron, office.otter)] == [2, 2]
    assert audit(office.otter, office.otter.line())["messages"] == audit(office.heron, office.heron.line())["messages"]


def test_the_keys_before_are_gone_from_the_disk(office: Office) -> None:
    before = {path.name for path in (office.homes["heron"].path / "keys").glob("*.key")}
    office.renewed()
    after = {path.name for path in (office.homes["heron"].path / "keys").glob("*.key")}
    assert len(before) == len(after) == 4 and not before & after


def test_an_old_log_is_not_continued_with_the_keys_it_had(office: Office, tmp_path: Path) -> None:
    """A copy of the home from before, and whoever has it goes on in the old log: nothing of it is taken."""
    office.speak("EXAMPLE 示例 before")
    office.heron.close()
    stolen = copy_homes(office.homes["heron"].path.parent, tmp_path / "stolen", whole=True)["heron"]
    office.back()
    office.renewed()
    office.speak("EXAMPLE 示例 after")
    thief = start(stolen, office.at, "thief")
    forged = notify(thief, "EXAMPLE 示例 forged").what
    envelope = thief.outgoing(thief.line(), "otter")
    assert refusal(office.otter.receive, envelope) == "head-after-succession"
    assert not [i for i in office.otter.store.items(office.otter.line().id) if i["what"] == forged]
    thief.close()


def test_an_emergency_ends_the_old_keys_at_once_and_the_new_ones_wait_for_the_words(
    office: Office, tmp_path: Path
) -> None:
    office.speak("EXAMPLE 示例 before")
    office.heron.close()
    stolen = copy_homes(office.homes["heron"].path.parent, tmp_path / "stolen", whole=True)["heron"]
    office.back()
    office.renewed(emergency=True)
    mine = notify(office.heron, "EXAMPLE 示例 under the new keys").what
    envelope = office.heron.outgoing(office.heron.line(), "otter")
    assert refusal(office.otter.receive, envelope) == "head-key"  # it learned of the emergency all the same
    assert set(office.otter.line().pending) == {"heron"}
    thief = start(stolen, office.at, "thief")
    notify(thief, "EXAMPLE 示例 forged")
    assert refusal(office.otter.receive, thief.outgoing(thief.line(), "otter")) == "head-after-succession"
    thief.close()
    with pytest.raises(Local, match="credential-not-compared"):  # nothing is sealed to keys that may be another's
        office.otter.outgoing(office.otter.line(), "heron")
    office.reopen_otter()
    assert set(office.otter.line().pending) == {"heron"}
    here, there = office.otter.line().words_of("heron"), office.otter.line()
    assert here[0] != here[1]
    office.otter.commit(there.compared("heron", office.otter.now()))
    exchange(office.heron, office.otter)
    exchange(office.otter, office.heron)
    assert receipts(office.heron.line(), mine) == ["otter"]
    office.reopen_otter()
    office.speak("EXAMPLE 示例 later")
    assert audit(office.otter, office.otter.line())["messages"]


def test_a_paper_signed_with_stolen_keys_proves_nothing_once_an_emergency_is_known(
    office: Office, tmp_path: Path
) -> None:
    """While the new keys wait for their words, and after; a paper signed with the new ones counts when they do."""
    office.heron.close()
    stolen = copy_homes(office.homes["heron"].path.parent, tmp_path / "stolen", whole=True)["heron"]
    thief = start(stolen, office.at, "thief")
    forged = paper.seal(thief, thief.line(), b"EXAMPLE forged")["frame"]
    thief.close()
    assert paper.check(office.otter, office.otter.line(), forged)["party"] == "heron"  # nobody knows yet
    office.back()
    office.renewed(emergency=True)
    mine = paper.seal(office.heron, office.heron.line(), b"EXAMPLE ours")["frame"]
    assert refusal(office.otter.receive, office.heron.outgoing(office.heron.line(), "otter")) == "head-key"
    for _ in range(2):
        for frame in (forged, mine):
            with pytest.raises(Remote, match="paper-signature"):
                paper.check(office.otter, office.otter.line(), frame)
        office.reopen_otter()
    office.otter.commit(office.otter.line().compared("heron", office.otter.now()))
    assert paper.check(office.otter, office.otter.line(), mine)["party"] == "heron"
    with pytest.raises(Remote, match="paper-signature"):
        paper.check(office.otter, office.otter.line(), forged)


def test_what_was_not_receipted_before_an_emergency_is_not_sent_under_keys_that_are_over(office: Office) -> None:
    waiting = notify(office.heron, "EXAMPLE 示例 waiting").what
    office.renewed(emergency=True)
    with pytest.raises(Remote, match="head-key"):
        office.otter.receive(office.heron.outgoing(office.heron.line(), "otter"))
    office.otter.commit(office.otter.line().compared("heron", office.otter.now()))
    office.speak("EXAMPLE 示例 after")
    assert not [i for i in office.otter.store.items(office.otter.line().id) if i["what"] == waiting]
    assert proven(office.heron.export(office.heron.line()))


@pytest.mark.parametrize("case", ["routine", "root-change"])
def test_what_stood_in_a_log_that_ended_on_the_way_can_be_shown_by_whoever_heard_it(office: Office, case: str) -> None:
    """otter held a part of the old log alone: it is given the end of it, and can show anybody what it heard there."""
    waiting = notify(office.heron, "EXAMPLE 示例 waiting").what
    office.changed_roots() if case == "root-change" else office.renewed()
    [old, _] = [log for (party, _), log in office.heron.line().logs.items() if party == "heron"]
    assert office.otter.line().logs[("heron", old.epoch)].size < old.size
    office.speak("EXAMPLE 示例 after")
    exchange(office.heron, office.otter)
    line = office.otter.line()
    assert line.logs[("heron", old.epoch)].size == old.size
    report = proven(office.otter.export(line))
    assert waiting in {message.what for message in report.messages}
    [row] = [row for row in records.queue(office.otter, line) if row["what"] == waiting]
    assert verify_delivery(delivery(office.otter, line, row)).message.what == waiting
    assert office.heron.line().lacks("otter") == (0, 0)


def test_a_member_that_never_takes_the_end_of_an_old_log_holds_up_nothing(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As other software may: it goes on saying that it holds less, and messages go with their own proofs."""
    waiting = notify(office.heron, "EXAMPLE 示例 waiting").what
    office.renewed()
    [old, _] = [log for (party, _), log in office.heron.line().logs.items() if party == "heron"]
    take = type(office.otter.line())._mirror

    def leaves_it(line: Line, payload: Payload, head: Head, now: int, result: Received) -> bool:
        return True if head.epoch == old.epoch else take(line, payload, head, now, result)

    monkeypatch.setattr(Line, "_mirror", leaves_it)
    for _ in range(OFFERED + 4):
        exchange(office.heron, office.otter)
    assert receipts(office.heron.line(), waiting) == ["otter"]
    assert office.heron.line().lacks("otter") == (0, 0)
    monkeypatch.undo()


def test_whoever_says_less_and_more_by_turns_is_not_sent_the_end_of_an_old_log_for_ever(office: Office) -> None:
    notify(office.heron, "EXAMPLE 示例 waiting")
    office.renewed()
    line = office.heron.line()
    [old, _] = [log for (party, _), log in line.logs.items() if party == "heron"]
    for turn in range(2 * OFFERED + 4):
        line._peer_had("otter", old.epoch, 1 + turn % 2)
    assert line._tail("otter") is None
    line._peer_had("otter", old.epoch, 3)
    assert line._tail("otter") == (old, 3), "more than it ever said is a beginning"


def test_what_stands_under_keys_that_are_over_is_owed_to_nobody_whatever_receipts_others_lose(office: Office) -> None:
    """Both declare their keys stolen: otter's receipts are gone, and heron does not owe for ever what nobody may take."""
    office.speak("EXAMPLE 示例 before")
    office.renewed(emergency=True)
    office.otter.close()
    with Pair(office.homes["otter"], now=Clock(office.at + 1), random=Seeded("otter pair")) as pair:
        rootkeys.renew(pair, office.otter_codes, emergency=True)
    office.reopen_otter()
    for _ in range(3):
        for one, other in ((office.heron, office.otter), (office.otter, office.heron)):
            for party in list(one.line().pending):
                keys.compared(one, one.line(), party)
            with contextlib.suppress(DetenteError):
                exchange(one, other)
    for one, other in ((office.heron, "otter"), (office.otter, "heron")):
        assert one.line().lacks(other) == (0, 0)


def test_new_roots_are_those_announced_and_what_follows_is_signed_by_them(office: Office) -> None:
    before = office.codes
    office.changed_roots()
    office.speak("EXAMPLE 示例 one")
    with pytest.raises(Local, match="keystore-wrong-code"), office.pair() as pair:
        rootkeys.renew(pair, before)
    office.back()
    office.renewed()
    second = office.speak("EXAMPLE 示例 two")
    assert receipts(office.heron.line(), second) == ["otter"]
    office.changed_roots()
    third = office.speak("EXAMPLE 示例 three")
    assert receipts(office.heron.line(), third) == ["otter"]
    assert len(office.otter.line().trust.root_sets("heron")) == 4
    found = proven(office.otter.export(office.otter.line()))
    assert {second, third} <= {m.what for m in found.messages}


def test_a_home_put_back_from_before_its_succession_does_not_speak(office: Office, tmp_path: Path) -> None:
    office.heron.close()
    keys = {p.name: p.read_bytes() for p in (office.homes["heron"].path / "keys").iterdir()}
    office.back()
    office.renewed()
    office.heron.close()
    for path in (office.homes["heron"].path / "keys").iterdir():
        path.unlink()
    for name, data in keys.items():
        (office.homes["heron"].path / "keys" / name).write_bytes(data)
    with pytest.raises(Damaged, match="keys-before-succession"):
        office.back()


# -- bundles: each shape, before and after each case -----------------------------------------------------------------

SHAPES = ("line", "matter", "message", "sections")
CASES = ("routine", "emergency", "root-change")


def shown(node: Node, shape: str, what: bytes, answer: bytes) -> bytes:
    line = node.line()
    if shape == "line":
        return node.export(line)
    only = [what, answer] if shape == "matter" else [what]
    return node.export(line, only, ["prose"] if shape == "sections" else [])


@pytest.mark.slow
@pytest.mark.parametrize("case", CASES)
def test_a_bundle_of_any_shape_verifies_whether_made_before_or_after(office: Office, case: str) -> None:
    """Years later too: nothing is asked of a clock, and what is shown is judged by the keys of its own place."""
    what = office.speak("EXAMPLE 示例 before")
    held = next(i for i in office.otter.store.items(office.otter.line().id) if i["what"] == what)
    answer = acknowledge(office.otter, type("Kept", (), {"what": held["what"]})()).what
    exchange(office.otter, office.heron)
    exchange(office.heron, office.otter)
    nodes = {"heron": lambda: office.heron, "otter": lambda: office.otter}
    before = {(n, s): shown(nodes[n](), s, what, answer) for n in nodes for s in SHAPES}
    if case == "root-change":
        office.changed_roots()
    else:
        office.renewed(emergency=case == "emergency")
    if case == "emergency":
        with pytest.raises(Remote, match="head-key"):
            office.otter.receive(office.heron.outgoing(office.heron.line(), "otter"))
        office.otter.commit(office.otter.line().compared("heron", office.otter.now()))
    later = office.speak("EXAMPLE 示例 after")
    after = {(n, s): shown(nodes[n](), s, what, answer) for n in nodes for s in SHAPES}
    for files in (before, after):
        for (name, shape), data in files.items():
            found = proven(data)
            named = {m.what for m in found.messages}
            assert what in named and (answer in named) == (shape in ("line", "matter")), (name, shape)
            one = next(m for m in found.messages if m.what == what)
            assert found.receipted(one), (name, shape)
            assert ("prose" in one.sections) == (shape != "sections")
    for name, node in nodes.items():
        found = proven(shown(node(), "message", later, answer))
        assert [m.what for m in found.messages] == [later], name
        assert found.receipted(found.messages[0])


def test_a_bundle_with_entries_written_after_the_theft_does_not_prove_them(office: Office, tmp_path: Path) -> None:
    """What a thief writes with the old keys stands in no other member's log: shown with the succession it proves nothing."""
    what = office.speak("EXAMPLE 示例 before")
    office.heron.close()
    stolen = copy_homes(office.homes["heron"].path.parent, tmp_path / "stolen", whole=True)["heron"]
    thief = start(stolen, office.at, "thief")
    forged = notify(thief, "EXAMPLE 示例 forged and dated back").what
    office.back()
    carried = office.renewed(emergency=True)
    honest = proven(thief.export(thief.line()))
    assert forged in {m.what for m in honest.messages}  # whoever does not hear of the succession cannot know
    bent = _with_successions(thief.export(thief.line()), [carried])
    assert refusal(verify_bundle, bent) == "bundle-message-not-said"
    assert what in {m.what for m in honest.messages}
    thief.close()


def _with_successions(data: bytes, carried: list[Succession]) -> bytes:
    import hashlib

    import msgspec

    from detente.bundle.export import seal_file
    from detente.bundle.shapes import Bundle
    from detente.codec.limits import MAX_BUNDLE
    from detente.codec.shape import unpack

    assert hashlib.sha256(data[:-32]).digest() == data[-32:]
    bundle = unpack(Bundle, data[:-32], MAX_BUNDLE)
    return seal_file(pack(msgspec.structs.replace(bundle, successions=carried)))


def test_roots_alone_cannot_change_keys_quietly(office: Office) -> None:
    """Without the outgoing node key only an emergency is possible, which the other side's persons hear of."""
    carried = office.renewed()
    from detente.codec.cose import assemble, parse

    frame = parse(carried.credential)
    roots = {key.id for key in office.heron.line().trust.root_set("heron").roots}
    quiet = assemble(frame.payload, [s for s in frame.signatures if s.kid in roots])
    bent = Succession(v=1, credential=quiet.encode(), fields=carried.fields)
    line = office.otter.line()
    assert refusal(line.hear_succession, bent, office.otter.now()) == "signature-missing"
    assert not line.pending and not line.successions


def test_two_successors_of_one_credential_are_not_both_taken(office: Office, tmp_path: Path) -> None:
    office.heron.close()
    twin = copy_homes(office.homes["heron"].path.parent, tmp_path / "twin", whole=True)["heron"]
    office.back()
    first = office.renewed()
    with Pair(twin, now=Clock(office.at), random=Seeded("twin")) as pair:
        second = next(d.carried for d in rootkeys.renew(pair, office.codes) if d.context == "live")
    line = office.otter.line()
    office.otter.commit(line.hear_succession(first, office.otter.now()))
    assert refusal(line.hear_succession, second, office.otter.now()) == "credential-differs"
    assert line.hear_succession(first, office.otter.now()) == []


def test_a_field_of_roots_that_was_not_signed_is_refused(office: Office) -> None:
    carried = office.changed_roots()
    bent = Succession(v=1, credential=carried.credential, fields={})
    assert refusal(office.otter.line().hear_succession, bent, office.otter.now()) == "signature-unknown-key"
    assert set(CONTEXTS) == {"live", "exercise"} and isinstance(office.homes["heron"], Home)
