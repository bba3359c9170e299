"""Delivery records: what a writer, or either member, can bend, and that it gains nothing by it."""

from __future__ import annotations

import hashlib
import itertools
import random
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from detente.bundle.delivery import BEGINS, MAGIC, TAG, Delivery, Report, is_delivery, seal_delivery, verify_delivery
from detente.bundle.export import LogSource
from detente.bundle.shapes import DAMAGE_CHECK
from detente.bundle.telling import told
from detente.bundle.verify import verify_bundle
from detente.codec.cbor import decode, encode
from detente.codec.cose import parse
from detente.codec.errors import Damaged, Local, Remote
from detente.codec.limits import MAX_BUNDLE
from detente.codec.shape import pack, readable, unpack
from detente.kinds import answer
from detente.kinds.explanation import Coded
from detente.kinds.kind import Words
from detente.line.delivery import State
from detente.line.shelf import Differ
from detente.locale.delivery import parts, sentence, written
from detente.node import delivering, giving, records
from detente.node.home import Home
from detente.node.node import Node
from detente.trust.signing import sign
from support import LATER, Clock, acknowledge, copy_homes, give, notify, put_back, start, turn

Open = Callable[..., Node]
HOUR = 3_600_000


def made(node: Node, what: bytes, at: int | None = None, withhold: tuple[str, ...] = ()) -> bytes:
    line = node.line()
    [row] = {r["what"]: r for r in records.queue(node, line) if r["what"] == what}.values()
    return delivering.delivery(node, line, row, at, withhold)


def one(data: bytes) -> Any:
    [member] = verify_delivery(data).members
    return member


def states(data: bytes) -> dict[str, str]:
    return {member.party: str(member.finding.state) for member in verify_delivery(data).members}


def words(report: Report, lang: str = "en") -> list[str]:
    plain = readable(told(report))
    assert isinstance(plain, dict)
    shown = [sentence(plain, lang)]
    for part in parts(plain, lang):
        shown += [part.title, *(f"{label}: {value}" for label, value in part.rows)]
    return shown


def refused(data: bytes) -> str:
    with pytest.raises(Remote) as caught:
        verify_delivery(data)
    return caught.value.code


def plain_of(data: bytes) -> dict[str, Any]:
    found: dict[str, Any] = decode(parse(decode(data[:-DAMAGE_CHECK], MAX_BUNDLE)[1], MAX_BUNDLE).payload, MAX_BUNDLE)
    return found


def resigned(node: Node, plain: dict[str, Any]) -> bytes:
    """As its writer would make it who wants it so: well encoded, signed by the node, with its damage check."""
    kid, signer = node.keyring.signer(node.line().id, "node")
    return seal_delivery(sign(TAG, node.line().id, encode(plain), {kid: signer}).encode())


def bent(node: Node, data: bytes, change: Callable[[dict[str, Any]], Any]) -> bytes:
    plain = plain_of(data)
    change(plain)
    return resigned(node, plain)


def log_of(plain: dict[str, Any], party: str) -> dict[str, Any]:
    [found] = [part for part in plain["logs"] if f"/{party}/".encode() in part["head"]]
    assert isinstance(found, dict)
    return found


# -- what is said ------------------------------------------------------------------------------------------------------


def unanswered(heron: Node, otter: Node) -> tuple[Any, int]:
    """A notice that otter's node stored, entries of both after it, and a time between."""
    turn(heron, otter)
    kept = notify(heron)
    turn(heron, otter)
    notify(otter, "EXAMPLE, of something else")
    turn(otter, heron)
    by = otter.now()
    notify(otter, "EXAMPLE, later")
    turn(otter, heron)
    return kept, by


def test_no_acknowledgement_by_the_time_is_shown_by_every_entry_up_to_it(heron: Node, otter: Node) -> None:
    kept, by = unanswered(heron, otter)
    data = made(heron, kept.what, by)
    member = one(data)
    assert (member.finding.state, member.finding.heard is not None) == (State.NONE_BY, True)
    assert member.finding.last.at > by
    assert b"of something else" not in data and b"EXAMPLE, later" not in data, "contents of others stay closed"
    assert states(made(otter, kept.what, by)) == {"otter": "none-by"}


def test_both_sides_are_told_the_same_words_of_one_message(heron: Node, otter: Node) -> None:
    """But for the routes, which the author's node alone knows and states."""
    kept, by = unanswered(heron, otter)
    for lang, stated in (("en", "as the node of heron states"), ("zh", "据 heron 节点所述")):
        rows = [words(verify_delivery(made(node, kept.what, by)), lang) for node in (heron, otter)]
        assert rows[0][0] == rows[1][0]
        assert [row for row in rows[0] if stated not in row] == rows[1] and len(rows[0]) == len(rows[1]) + 1


def test_an_acknowledgement_in_time_and_one_that_came_late(heron: Node, otter: Node) -> None:
    kept, by = unanswered(heron, otter)
    answer = acknowledge(otter, kept)
    turn(otter, heron)
    late = one(made(heron, kept.what, by)).finding
    assert (late.state, late.late, late.none_before) == (State.ACKNOWLEDGED, True, True)
    assert late.acknowledged.at == answer.said.at
    member = one(made(heron, kept.what))
    assert (member.basis, member.finding.late) == ("due", False)
    assert member.finding.by == member.finding.heard[1].at + 1_800_000


def test_another_reply_before_the_acknowledgement_is_neither_opened_nor_taken_for_it(heron: Node, otter: Node) -> None:
    """An answer to a notice is a word to its author: a record of delivery opens acknowledgements and explanations alone."""
    kept = notify(heron)
    turn(heron, otter)
    line = otter.line()
    sections = {
        "coded": answer.Coded(answer="full"),
        "prose": Words(language="en", plain="EXAMPLE 示例 — for heron alone."),
    }
    replied = otter.say(line, otter.write(line, "answer", sections, 0, re=[kept.what], thread=kept.what))
    turn(otter, heron)
    for node in (heron, otter):
        data = made(node, kept.what)
        assert b"for heron alone" not in data and states(data) == {"otter": "no-word-after"}
    acknowledged = acknowledge(otter, kept)
    turn(otter, heron)
    for node in (heron, otter):
        data = made(node, kept.what)
        finding = one(data).finding
        assert b"for heron alone" not in data and finding.state == State.ACKNOWLEDGED
        assert finding.acknowledged.place == acknowledged.place and acknowledged.place.index > replied.place.index


def test_a_message_that_was_given_to_no_route_is_not_sent_and_says_so_by_its_author_alone(heron: Node) -> None:
    kept = notify(heron)
    data = made(heron, kept.what)
    assert states(data) == {"otter": "not-sent"}
    assert [part["head"] for part in plain_of(data)["logs"]] == [
        heron.checkpoint(heron.line().own, heron.line().own.size)
    ]
    giving.give(heron, heron.line(), "otter", [kept.what], "https", "otter.invalid")
    assert states(made(heron, kept.what)) == {"otter": "no-word-after"}
    [way] = one(made(heron, kept.what)).carried
    assert (way.way, way.to) == ("https", "otter.invalid")


def test_what_a_route_was_given_is_kept_once_before_it_leaves(heron: Node, otter: Node) -> None:
    turn(heron, otter)
    kept = notify(heron)
    envelope, aboard = giving.owed(heron, heron.line(), "otter", "https", None)
    assert aboard == [kept.what] and envelope is not None
    for _ in range(3):
        giving.give(heron, heron.line(), "otter", aboard, "https", "otter.invalid")
    assert len(heron.store.carriage(heron.line().id, kept.what)) == 1
    other = notify(otter)
    giving.answer(otter, envelope)
    assert [row["way"] for row in otter.store.carriage(otter.line().id, other.what)] == ["answer"]


def test_what_was_said_before_routes_were_kept_is_never_called_not_sent(heron: Node) -> None:
    kept = notify(heron)
    giving.give(heron, heron.line(), "otter", [kept.what], delivering.UNRECORDED)
    data = made(heron, kept.what)
    assert "carried" not in plain_of(data) and states(data) == {"otter": "no-word-after"}


def test_what_a_restored_record_says_again_is_never_called_not_sent(heron: Node) -> None:
    kept = notify(heron)
    line = heron.line()
    heron.commit(line.open_epoch(heron.random(16), heron.now(), heron.blind, "restored"))
    assert states(made(heron, kept.what)) == {"otter": "no-word-after"}


def test_only_what_a_person_is_asked_to_acknowledge_has_a_delivery_record(heron: Node, otter: Node) -> None:
    turn(heron, otter)
    kept = notify(heron)
    turn(heron, otter)
    answer = acknowledge(otter, kept)
    with pytest.raises(Local, match="delivery-kind"):
        made(otter, answer.what)
    data = made(heron, kept.what)
    turn(otter, heron)
    assert refused(bent(heron, data, lambda d: d.update(message=answer.what))) == "delivery-row"


def test_an_explanation_of_either_side_stands_beside_it_and_changes_nothing(heron: Node, otter: Node) -> None:
    kept, by = unanswered(heron, otter)
    before = one(made(heron, kept.what, by)).finding
    for node, why in ((otter, "EXAMPLE. The office was closed."), (heron, "EXAMPLE. It was sent late.")):
        sections = {"coded": Coded(explains=["duty-hours"]), "prose": Words(language="en", plain=why)}
        line = node.line()
        node.say(line, node.write(line, "explanation", sections, 0, re=[kept.what], thread=kept.what))
        turn(node, heron if node is otter else otter)
    data = made(heron, kept.what, by)
    report = verify_delivery(data)
    assert [(e.content.author, e.sections["prose"].plain) for e in report.explanations] == [
        ("heron", "EXAMPLE. It was sent late."), ("otter", "EXAMPLE. The office was closed."),
    ]  # fmt: skip
    assert (one(data).finding.state, one(data).finding.heard) == (before.state, before.heard)
    hidden = verify_delivery(made(heron, kept.what, by, ("prose",)))
    assert all(e.withheld == ["prose"] for e in hidden.explanations) and hidden.message.withheld == ["prose"]

    def other(d: dict[str, Any]) -> None:
        rows = [row for part in d["logs"] for row, _path in part.get("apart", []) if "open" in row]
        [row] = [row for row in rows if b"sent late" in encode(row)]
        row["open"]["prose"][1] = encode({"language": "en", "plain": "EXAMPLE. Another text."})

    assert refused(bent(heron, data, other)) == "section-not-committed"


@pytest.fixture
def three(three_homes: dict[str, Home], opened: Open) -> dict[str, Node]:
    return {party: opened(home) for party, home in three_homes.items()}


def test_of_several_members_each_has_a_row_of_its_own(three: dict[str, Node]) -> None:
    heron, otter, stork = (three[p] for p in ("heron", "otter", "stork"))
    for a, b in itertools.permutations(three.values(), 2):
        give(a, b)
    kept = notify(heron)
    turn(heron, otter)
    acknowledge(otter, kept)
    turn(otter, heron)
    data = made(heron, kept.what)
    assert states(data) == {"otter": "acknowledged", "stork": "not-sent"}
    turn(heron, stork)
    notify(stork)
    turn(stork, heron)
    assert states(made(heron, kept.what, stork.now() - HOUR)) == {"otter": "acknowledged", "stork": "none-by"}


# -- exchanged parties ---------------------------------------------------------------------------------------------------


STORIES: dict[str, Callable[[Node, Node], tuple[Any, int | None]]] = {}


def story(function: Callable[[Node, Node], tuple[Any, int | None]]) -> Callable[[Node, Node], tuple[Any, int | None]]:
    STORIES[function.__name__] = function
    return function


@story
def none_by(a: Node, b: Node) -> tuple[Any, int | None]:
    return unanswered(a, b)


@story
def acknowledged(a: Node, b: Node) -> tuple[Any, int | None]:
    kept, _by = unanswered(a, b)
    acknowledge(b, kept)
    turn(b, a)
    return kept, None


@story
def late(a: Node, b: Node) -> tuple[Any, int | None]:
    kept, by = unanswered(a, b)
    acknowledge(b, kept)
    turn(b, a)
    return kept, by


@story
def no_word_after(a: Node, b: Node) -> tuple[Any, int | None]:
    turn(a, b)
    kept = notify(a)
    turn(a, b)
    return kept, LATER + HOUR


@story
def not_sent(a: Node, b: Node) -> tuple[Any, int | None]:
    turn(a, b)
    return notify(a), None


@pytest.mark.parametrize("name", STORIES)
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_exchanging_the_parties_exchanges_their_names_and_nothing_else(
    two_founded: Path, tmp_path: Path, name: str, lang: str
) -> None:
    told_of = []
    for first, second in (("heron", "otter"), ("otter", "heron")):
        homes = copy_homes(two_founded, tmp_path / first)
        nodes = {party: start(home, name=name) for party, home in homes.items()}
        try:
            kept, by = STORIES[name](nodes[first], nodes[second])
            told_of.append([written_of(nodes[first], kept.what, by, lang), *words(
                verify_delivery(made(nodes[first], kept.what, by)), lang
            )])  # fmt: skip
        finally:
            for node in nodes.values():
                node.close()
    swapped = [row.replace("heron", "\0").replace("otter", "heron").replace("\0", "otter") for row in told_of[1]]
    assert told_of[0] == swapped


def written_of(node: Node, what: bytes, by: int | None, lang: str) -> str:
    plain = readable(told(verify_delivery(made(node, what, by))))
    assert isinstance(plain, dict)
    return written(plain, lang)


SAYS_TOO_MUCH = (
    "not received", "unread", "nobody", "not read", "has read", "silence", "silent", "ignored", "refused to", "fail",
    "did not answer", "未收到", "未阅", "沉默", "拒", "无人", "忽视", "未答复", "逾期",
)  # fmt: skip


@pytest.mark.parametrize("name", STORIES)
def test_it_never_says_what_no_log_can_show(heron: Node, otter: Node, name: str) -> None:
    kept, by = STORIES[name](heron, otter)
    for lang in ("en", "zh"):
        shown = " ".join(words(verify_delivery(made(heron, kept.what, by)), lang)).lower()
        assert not [word for word in SAYS_TOO_MUCH if word in shown], shown


# -- bytes -----------------------------------------------------------------------------------------------------------------


@pytest.fixture
def shown(heron: Node, otter: Node) -> bytes:
    kept, by = unanswered(heron, otter)
    return made(heron, kept.what, by)


def test_it_is_known_by_its_first_bytes_and_is_no_bundle(shown: bytes, heron: Node) -> None:
    assert is_delivery(shown) and shown.startswith(BEGINS)
    assert not is_delivery(heron.export(heron.line()))
    with pytest.raises(Remote):
        verify_bundle(shown)
    assert refused(heron.export(heron.line())) == "shape"


def test_whatever_parses_encodes_to_the_same_bytes(shown: bytes, heron: Node) -> None:
    magic, carried = decode(shown[:-DAMAGE_CHECK], MAX_BUNDLE)
    frame = parse(carried, MAX_BUNDLE)
    delivery = unpack(Delivery, frame.payload, MAX_BUNDLE)
    assert magic == MAGIC and pack(delivery) == frame.payload
    assert seal_delivery(frame.encode()) == shown


@pytest.mark.parametrize("left", [0, 31, 32, 33, 1000, -33, -1])
def test_a_file_cut_short_is_damaged(shown: bytes, left: int) -> None:
    with pytest.raises(Damaged, match="damaged"):
        verify_delivery(shown[:left])


def flip(data: bytes, bit: int) -> str | None:
    body = bytearray(data[:-DAMAGE_CHECK])
    body[bit // 8] ^= 1 << bit % 8
    whole = bytes(body) + hashlib.sha256(body).digest()
    try:
        (verify_delivery if is_delivery(whole) else verify_bundle)(whole)
    except Remote as error:
        return error.code
    except Damaged as error:
        return f"Damaged {error.code}"
    return None


def test_every_sampled_flipped_bit_is_refused_behind_a_recomputed_damage_check(shown: bytes) -> None:
    bits = (len(shown) - DAMAGE_CHECK) * 8
    sample = [*range(len(BEGINS) * 8 + 200), *sorted(random.Random(1).sample(range(bits), 1500))]
    codes = {bit: flip(shown, bit) for bit in sample}
    assert [bit for bit, code in codes.items() if code is None or "amaged" in code] == []


# -- what its writer can try -------------------------------------------------------------------------------------------------


def test_an_entry_left_out_of_the_range_is_refused(heron: Node, otter: Node, shown: bytes) -> None:
    rows = len(log_of(plain_of(shown), "otter")["range"][1])
    assert rows == 3
    for at in range(rows):
        code = refused(bent(heron, shown, lambda d, at=at: log_of(d, "otter")["range"][1].pop(at)))
        assert code in ("proof-range-not-included", "proof-range-shape")


def test_two_entries_exchanged_or_a_range_moved_are_refused(heron: Node, shown: bytes) -> None:
    def swap(d: dict[str, Any]) -> None:
        rows = log_of(d, "otter")["range"][1]
        rows[0], rows[1] = rows[1], rows[0]

    def move(d: dict[str, Any]) -> None:
        part = log_of(d, "otter")
        part["range"][0] += 1

    assert refused(bent(heron, shown, swap)) == "proof-range-not-included"
    assert refused(bent(heron, shown, move)) in ("proof-range-not-included", "proof-range-shape")


def acked(heron: Node, otter: Node) -> tuple[Any, int]:
    """Acknowledged at once; then entries of otter after a time that lies behind the acknowledgement."""
    turn(heron, otter)
    kept = notify(heron)
    turn(heron, otter)
    acknowledge(otter, kept)
    by = otter.now()
    turn(otter, heron)
    notify(otter, "EXAMPLE, later")
    turn(otter, heron)
    return kept, by


def test_a_range_that_begins_behind_the_acknowledgement_says_nothing(heron: Node, otter: Node) -> None:
    kept, by = acked(heron, otter)
    data = made(heron, kept.what, by)
    assert states(data) == {"otter": "acknowledged"}
    [log] = [log for (party, _), log in heron.line().logs.items() if party == "otter"]
    held = heron.store.openings(log.key, 0, log.size)

    def later(d: dict[str, Any]) -> None:
        rows = [{"entry": decode(held[i], MAX_BUNDLE)} for i in range(log.size - 2, log.size)]
        log_of(d, "otter")["range"] = [log.size - 2, rows, log.tree.around(log.size - 2, log.size, log.size)]

    assert states(bent(heron, data, later)) == {"otter": "not-held"}


def test_an_acknowledgement_shown_without_its_message_is_not_called_none(heron: Node, otter: Node) -> None:
    """A writer who leaves the acknowledgement closed, or its section, says only that messages are not shown."""
    kept, by = acked(heron, otter)
    [log] = [log for (party, _), log in heron.line().logs.items() if party == "otter"]
    held = heron.store.openings(log.key, 0, log.size)
    data = made(heron, kept.what, by)

    def whole(d: dict[str, Any], signed: bool) -> None:
        shown = {encode(row["entry"]): row for row in log_of(d, "otter")["range"][1]}
        rows = []
        for opening in held:
            row: dict[str, Any] = {"entry": decode(opening, MAX_BUNDLE)}
            if signed and opening in shown and "signed" in shown[opening]:
                row["signed"] = shown[opening]["signed"]
            rows.append(row)
        log_of(d, "otter")["range"] = [0, rows, []]

    for signed in (False, True):
        assert states(bent(heron, data, lambda d, s=signed: whole(d, s))) == {"otter": "not-opened"}


def test_an_acknowledgement_hidden_by_an_older_head_leaves_only_no_word_after(heron: Node, otter: Node) -> None:
    turn(heron, otter)
    kept = notify(heron)
    turn(heron, otter)
    before = made(heron, kept.what, otter.now() + HOUR)
    acknowledge(otter, kept)
    turn(otter, heron)
    assert states(made(heron, kept.what)) == {"otter": "acknowledged"}
    assert states(before) == {"otter": "no-word-after"}, "the older head proves no more than this, whoever kept it"
    member = one(before)
    assert "is held here" in words(verify_delivery(before))[0] and member.finding.last.at <= member.finding.by


def test_an_older_head_than_the_author_has_named_says_nothing(heron: Node, otter: Node) -> None:
    turn(heron, otter)
    kept = notify(heron)
    turn(heron, otter)
    at = otter.now() + HOUR
    old = log_of(plain_of(made(heron, kept.what, at)), "otter")
    acknowledge(otter, kept)
    turn(otter, heron)
    notify(heron, "EXAMPLE: it names otter's log as it is now")
    notice = made(heron, kept.what)

    def older(d: dict[str, Any]) -> None:
        log_of(d, "otter").clear()
        [part] = [part for part in d["logs"] if not part]
        part.update(old)
        d["by"]["otter"] = [at, "asked"]

    assert states(bent(heron, notice, older)) == {"otter": "not-held"}, "heron's own entry, shown, names more of it"


def test_another_members_range_is_refused_under_this_ones_head(three: dict[str, Node]) -> None:
    heron, otter, stork = (three[p] for p in ("heron", "otter", "stork"))
    for a, b in itertools.permutations(three.values(), 2):
        give(a, b)
    kept = notify(heron)
    turn(heron, otter)
    turn(heron, stork)
    data = made(heron, kept.what, heron.now() + HOUR)
    assert states(data) == {"otter": "no-word-after", "stork": "no-word-after"}

    def swap(d: dict[str, Any]) -> None:
        a, b = log_of(d, "otter"), log_of(d, "stork")
        a["range"], b["range"] = b["range"], a["range"]

    assert refused(bent(heron, data, swap)) in ("proof-range-not-included", "proof-range-shape")


def test_a_head_of_another_line_or_an_exercise_is_refused(
    two_founded: Path, tmp_path: Path, heron: Node, shown: bytes
) -> None:
    copy_homes(two_founded, tmp_path / "whole", whole=True)
    drill = start(Home.open(tmp_path / "whole" / "otter-exercise"), name="drill")
    try:
        head = drill.checkpoint(drill.line().own, drill.line().own.size)
    finally:
        drill.close()
    assert refused(bent(heron, shown, lambda d: log_of(d, "otter").update(head=head))) == "head-of-another-line"


def test_a_due_time_that_does_not_follow_from_the_terms_and_the_receipt_is_refused(heron: Node, otter: Node) -> None:
    turn(heron, otter)
    kept = notify(heron)
    turn(heron, otter)
    acknowledge(otter, kept)
    turn(otter, heron)
    data = made(heron, kept.what)
    at, basis = plain_of(data)["by"]["otter"]
    assert basis == "due"
    for by in ([at + 1, "due"], [at - 1, "due"], [at, "calendar"], [0, "due"]):
        assert refused(bent(heron, data, lambda d, by=by: d["by"].update(otter=by))) == "delivery-due"
    assert refused(bent(heron, data, lambda d: d.update(fields={}))) == "delivery-due"
    assert (
        refused(bent(heron, data, lambda d: d["fields"]["deadlines"].__setitem__(1, b"\xf6"))) == "field-not-committed"
    )
    assert states(bent(heron, data, lambda d: d["by"].update(otter=[at, "asked"]))) == {"otter": "acknowledged"}


def test_swapped_parties_are_refused(heron: Node, shown: bytes) -> None:
    assert refused(bent(heron, shown, lambda d: d.update(writer="otter"))) == "signature-unknown-key"
    assert refused(bent(heron, shown, lambda d: d.update(writer="stork"))) == "delivery-members"
    assert refused(bent(heron, shown, lambda d: d.update(by={"heron": [1, "asked"]}))) == "delivery-members"
    both = {"heron": [1, "asked"], "otter": [1, "asked"]}
    assert refused(bent(heron, shown, lambda d: d.update(by=both))) == "delivery-members"


def test_only_the_author_states_routes(heron: Node, otter: Node) -> None:
    kept, by = unanswered(heron, otter)
    data = made(otter, kept.what, by)
    assert "carried" not in plain_of(data)
    for carried in ({"otter": []}, {"heron": []}):
        assert refused(bent(otter, data, lambda d, c=carried: d.update(carried=c))) == "delivery-carried"
    own = made(heron, kept.what, by)
    assert states(bent(heron, own, lambda d: d.update(carried={"otter": []}))) == {"otter": "none-by"}, (
        "it was receipted"
    )


BENT: dict[str, tuple[Callable[[dict[str, Any]], Any], str]] = {
    "another version": (lambda d: d.update(v=2), "shape"),
    "another member": (lambda d: d.update(note="x"), "shape"),
    "another line": (lambda d: d.update(line=bytes(32)), "bundle-line"),
    "another message": (lambda d: d.update(message=bytes(32)), "delivery-row"),
    "logs in another order": (lambda d: d["logs"].reverse(), "bundle-order"),
    "a log twice": (lambda d: d["logs"].append(d["logs"][-1]), "bundle-order"),
    "credentials in another order": (lambda d: d["credentials"].reverse(), "bundle-order"),
    "a part of nothing": (lambda d: log_of(d, "otter").pop("range"), "delivery-part"),
    "an empty range": (lambda d: log_of(d, "otter")["range"][1].clear(), "shape"),
    "one hash more beside it": (lambda d: log_of(d, "otter")["range"][2].append(bytes(32)), "proof-range-shape"),
    "a message under another entry": (lambda d: row_of(d).update(signed=message_of(d)["signed"]), "delivery-row"),
    "a section opened of another message": (lambda d: row_of(d).update(open=message_of(d)["open"]), "delivery-row"),
    "sections of nothing": (lambda d: row_of(d).pop("signed") and row_of(d).update(open=message_of(d)["open"]), "delivery-row"),
    "another value of a section": (lambda d: message_of(d)["open"]["times"].__setitem__(1, b"\xf6"), "section-not-committed"),
    "the author's log as a range": (lambda d: log_of(d, "heron").update(range=log_of(d, "otter")["range"]), ""),
    "a head that differs from itself": (
        lambda d: d.update(differ={"otter": [log_of(d, "otter")["head"]] * 2}),
        "delivery-differ",
    ),
    "a fork of nobody": (lambda d: d.update(differ={"stork": []}), "delivery-members"),
}  # fmt: skip


def message_of(d: dict[str, Any]) -> dict[str, Any]:
    [row] = [row for row, _path in log_of(d, "heron")["apart"] if "open" in row]
    found: dict[str, Any] = row
    return found


def row_of(d: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = next(row for row in log_of(d, "otter")["range"][1] if "signed" in row)
    return found


@pytest.mark.parametrize("attack", BENT)
def test_a_record_that_is_bent_is_refused_with_its_reason(heron: Node, shown: bytes, attack: str) -> None:
    change, code = BENT[attack]
    found = refused(bent(heron, shown, change))
    assert found != "damaged" and code in ("", found), found


def test_a_record_signed_by_nobody_or_by_an_officer_is_refused(heron: Node, shown: bytes) -> None:
    payload = parse(decode(shown[:-DAMAGE_CHECK], MAX_BUNDLE)[1], MAX_BUNDLE).payload
    line = heron.line().id
    assert refused(seal_delivery(sign(TAG, line, payload, {}).encode())) == "signature-missing"
    for use, tag, code in (("officer", TAG, "signature-unknown-key"), ("node", "content", "signature-invalid")):
        kid, signer = heron.keyring.signer(line, use)
        assert refused(seal_delivery(sign(tag, line, payload, {kid: signer}).encode())) == code


# -- forks and epochs ----------------------------------------------------------------------------------------------------------


def test_two_histories_of_a_members_log_are_said_with_what_shows_them(
    homes: dict[str, Home], opened: Open, tmp_path: Path
) -> None:
    heron, otter = opened(homes["heron"]), opened(homes["otter"])
    turn(heron, otter)
    kept = notify(heron)
    turn(heron, otter)
    otter.close()
    shutil.copytree(homes["otter"].path, tmp_path / "copy")
    otter = opened(homes["otter"], at=LATER + 10**6)
    notify(otter, "EXAMPLE, one history")
    give(otter, heron)
    otter.close()
    put_back(homes["otter"], tmp_path / "copy")
    otter = opened(homes["otter"], at=LATER + 2 * 10**6)
    notify(otter, "EXAMPLE, another history")
    heron.receive(otter.outgoing(otter.line(), "heron"))
    assert [row["party"] for row in heron.store.differences(heron.line().id)] == ["otter"]
    data = made(heron, kept.what, LATER + 3 * 10**6)
    member = one(data)
    assert member.differ and "two histories" in " ".join(words(verify_delivery(data)))
    assert len(plain_of(data)["differ"]["otter"]) == 2, "two heads of one size, both signed by otter"


def test_a_fork_whose_heads_are_of_two_sizes_is_the_writers_statement(heron: Node, otter: Node) -> None:
    kept, by = unanswered(heron, otter)
    line = heron.line()
    [log] = [log for (party, _), log in line.logs.items() if party == "otter"]
    head = heron.store.checkpoint(log.key)
    heron.commit([Differ(line.id, "otter", b"", head or b"")])
    data = made(heron, kept.what, by)
    assert plain_of(data)["differ"] == {"otter": []} and one(data).differ


def restored(heron: Node, otter: Node) -> tuple[Any, int]:
    """otter opens a new epoch between its receipt and the time asked about."""
    turn(heron, otter)
    kept = notify(heron)
    turn(heron, otter)
    line = otter.line()
    otter.commit(line.open_epoch(otter.random(16), otter.now(), otter.blind, "restored"))
    turn(otter, heron)
    by = otter.now()
    notify(otter, "EXAMPLE, in the new log")
    turn(otter, heron)
    return kept, by


def test_a_new_log_that_follows_the_old_one_is_shown_with_it(heron: Node, otter: Node) -> None:
    kept, by = restored(heron, otter)
    data = made(heron, kept.what, by)
    assert states(data) == {"otter": "none-by"}
    assert len([part for part in plain_of(data)["logs"] if "range" in part]) == 2


def test_without_the_log_before_it_a_new_log_says_nothing_of_that_time(heron: Node, otter: Node) -> None:
    kept, by = restored(heron, otter)
    data = made(heron, kept.what, by)

    def without(d: dict[str, Any], which: int) -> None:
        found = [part for part in d["logs"] if b"/otter/" in part["head"]]
        first = [part for part in found if "follows" not in part["range"][1][0]["entry"][1]]
        gone = first[0] if which == 0 else next(part for part in found if part is not first[0])
        d["logs"].remove(gone)

    assert states(bent(heron, data, lambda d: without(d, 0))) == {"otter": "not-held"}
    assert states(bent(heron, data, lambda d: without(d, 1))) == {"otter": "no-word-after"}


def test_an_acknowledgement_in_the_new_log_counts(heron: Node, otter: Node) -> None:
    kept, by = restored(heron, otter)
    acknowledge(otter, kept)
    turn(otter, heron)
    found = one(made(heron, kept.what, by)).finding
    assert (found.state, found.late, found.none_before) == (State.ACKNOWLEDGED, True, True)
    assert one(made(heron, kept.what, otter.now() + HOUR)).finding.late is False


def test_entries_dated_back_are_shown_as_the_claim_they_are_and_bounded_by_what_names_them(
    homes: dict[str, Home], opened: Open
) -> None:
    heron, otter = opened(homes["heron"]), opened(homes["otter"])
    turn(heron, otter)
    kept = notify(heron)
    turn(heron, otter)
    heron.now = Clock(LATER + 4 * HOUR)
    notify(heron, "EXAMPLE: four hours on, it names otter's log without an answer")
    turn(heron, otter)
    answer = acknowledge(otter, kept)  # otter's clock says that no time has passed
    turn(otter, heron)
    notify(heron, "EXAMPLE: it names the answer")
    data = made(heron, kept.what)
    member = one(data)
    assert member.finding.acknowledged.at == answer.said.at < LATER + HOUR, "the claim"
    assert member.bounds.before >= LATER + 4 * HOUR and member.bounds.after > member.bounds.before
    assert "does not yet name it" in " ".join(words(verify_delivery(data)))


def test_a_log_under_an_older_head_is_held_as_it_was(heron: Node, otter: Node) -> None:
    """`Held` takes no more openings than its head covers."""
    kept, _by = unanswered(heron, otter)
    [held] = [held for (party, _), held in delivering.logs(heron, heron.line()).items() if party == "otter"]
    source: LogSource = replace(held.source, size=3)
    assert len(type(held).of(source).entries) == 3 and kept
