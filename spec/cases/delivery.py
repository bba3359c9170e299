"""Delivery records, and the proof that a range of a log is all that stands there."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from delivered import (
    ANSWER,
    BY,
    EMPTY,
    LATER,
    LINE,
    ROSTER,
    WHAT,
    Story,
    acknowledged,
    explained,
    late,
    no_word_after,
    none_by,
    not_sent,
    other_line_head,
    said_before,
    two_logs,
)
from oracle import around, cbor, fresh, root
from world import party, shared

from cases import Vector, bad, damaged, difference, good, xor

LEAVES = [fresh(f"leaf {n}") for n in range(16)]


def cases() -> Iterator[Vector]:
    yield from ranges()
    yield from valid()
    yield from refused()


def ranges() -> Iterator[Vector]:
    for start, stop, size in (
        (0, 1, 1),
        (0, 7, 7),
        (2, 5, 7),
        (6, 7, 7),
        (0, 3, 8),
        (5, 8, 8),
        (3, 4, 13),
        (1, 12, 13),
    ):
        yield good(
            f"range_size{size}_from{start}_to{stop}",
            f"Leaves {start} to {stop - 1} of {size} are all that stands there.",
            "merkle.range",
            leaves=LEAVES[start:stop],
            start=start,
            size=size,
            outside=around(start, stop, LEAVES[:size]),
            root=root(LEAVES[:size]),
        )
    whole: dict[str, Any] = {
        "leaves": LEAVES[2:6],
        "start": 2,
        "size": 7,
        "outside": around(2, 6, LEAVES[:7]),
        "root": root(LEAVES[:7]),
    }
    shape, absent = "proof-range-shape", "proof-range-not-included"
    swapped = [LEAVES[3], LEAVES[2], *LEAVES[4:6]]
    longer = {"leaves": [*LEAVES[2:6], LEAVES[9]], "outside": around(2, 7, LEAVES[:7])}
    for name, what, code, other in (
        (
            "range_leaf_left_out_refused",
            "One leaf of the middle left out.",
            absent,
            {"leaves": [LEAVES[2], *LEAVES[4:6]], "outside": around(2, 5, LEAVES[:7])},
        ),
        (
            "range_leaf_added_refused",
            "One leaf more.",
            absent,
            longer,
        ),
        ("range_leaves_exchanged_refused", "Two leaves exchanged.", absent, {"leaves": swapped}),
        ("range_other_start_refused", "The same leaves one place further.", absent, {"start": 3}),
        ("range_hash_missing_refused", "A hash beside it left out.", shape, {"outside": whole["outside"][:-1]}),
        ("range_hash_more_refused", "A hash more.", shape, {"outside": [*whole["outside"], bytes(32)]}),
        ("range_empty_refused", "Nothing.", shape, {"leaves": []}),
        ("range_beyond_size_refused", "Beyond the end.", shape, {"start": 4}),
        ("range_negative_start_refused", "Before the beginning.", shape, {"start": -1}),
    ):
        yield bad(name, what, "merkle.range", code, **whole | other)


def shows(state: str, **other: Any) -> dict[str, Any]:
    row = {"party": "ibis", "state": state, "by": BY, "basis": "due", "stored": 3, "acknowledged": None, "late": False}
    return {"message": WHAT.hex(), "writer": "heron", "members": [row | other], "explanations": []}


def record(name: str, what: str, story: Story, shown: dict[str, Any], **options: Any) -> Vector:
    data = difference("delivery", shared()["delivery"], story.file(**options), recheck=True)
    return good(f"delivery_{name}", what, "delivery.verify", shown, file=data)


def valid() -> Iterator[Vector]:
    yield record(
        "none_seen_valid", "Every entry to one dated after the time; none acknowledges.", none_by(), shows("none-by")
    )
    yield record("acknowledged_valid", "Acknowledged in time.", acknowledged(), shows("acknowledged", acknowledged=4))
    yield record(
        "acknowledged_late_valid", "Acknowledged behind an entry dated after the time; none before.", late(),
        shows("acknowledged", acknowledged=5, late=True),
    )  # fmt: skip
    story = late()
    story.logs["ibis"].openings[5][1]["at"] = BY - 1000
    yield record(
        "acknowledged_dated_back_is_late", "Dated before the time, and behind an entry dated after it.", story,
        shows("acknowledged", acknowledged=5, late=True),
    )  # fmt: skip
    yield record(
        "no_word_after_valid", "The log as held ends before the time.", no_word_after(), shows("no-word-after")
    )
    yield record(
        "not_sent_valid", "The author's node states that no route was given it.", not_sent(),
        shows("not-sent", basis="asked", stored=None),
    )  # fmt: skip
    yield record("new_log_valid", "A new log that follows the first, both shown.", two_logs(), shows("none-by"))
    alone = two_logs()
    alone.shown, alone.by = [("ibis again", 0, 2)], (BY, "asked")
    alone.other = {"by": {"ibis": [BY, "asked"]}}
    yield record(
        "new_log_alone_not_held", "The new log without the one that it follows.", alone,
        shows("not-held", basis="asked", stored=None),
    )  # fmt: skip
    behind = late()
    behind.shown, behind.by = [("ibis", 3, 5)], (BY, "due")
    yield record(
        "begins_too_late_not_held", "A range that begins after the message was written.", behind, shows("not-held")
    )
    cut = none_by()
    cut.shown = [("ibis", 0, 4)]
    yield record(
        "stops_before_its_end_not_held", "A range that ends before the time and the head.", cut, shows("not-held")
    )
    closed = acknowledged()
    say_later(closed)
    closed.without = {"sections"}
    closed.shown = [("ibis", 0, 6)]
    yield record(
        "answer_without_its_section_not_opened", "An acknowledgement whose section is not opened.", closed,
        shows("not-opened"), change=reopen,
    )  # fmt: skip
    yield record(
        "explained_valid", "An explanation of the other side beside it.", explained(),
        shows("none-by") | {"explanations": ["ibis"]},
    )  # fmt: skip
    hidden = none_by()
    hidden.hidden = {"prose", "system"}
    yield record("sections_withheld_valid", "Two sections of the notice withheld.", hidden, shows("none-by"))
    yield record(
        "acknowledgement_left_empty_is_none", "An acknowledgement whose section was left empty.", said_before(EMPTY),
        shows("none-by"),
    )  # fmt: skip
    yield record(
        "calendar_without_dates_counts_for_nothing", "A roster whose calendar covers from a date that is none.",
        said_before(ROSTER), shows("none-by"),
    )  # fmt: skip
    by_ibis = none_by()
    by_ibis.writer = "ibis"
    yield record(
        "written_by_the_reader_valid",
        "Written by the other side: the same.",
        by_ibis,
        shows("none-by") | {"writer": "ibis"},
    )
    routes = none_by()
    routes.other = {
        "carried": {"ibis": [{"way": "https", "first": BY, "to": "ibis.invalid"}, {"way": "answer", "first": BY}]}
    }
    yield record("routes_valid", "Two routes, as the author's node states.", routes, shows("none-by"))


def say_later(story: Story) -> None:
    """ibis says something else after the time."""
    LINE.say(story.logs["ibis"], LATER, BY + 1000, [])


def reopen(plain: dict[str, Any]) -> None:
    """The notice opened again, where only the acknowledgement is to be closed."""
    [row] = [row for part in none_by().plain()["logs"] for row, _path in part.get("apart", [])]
    for part in plain["logs"]:
        for one in part.get("apart", []):
            one[0].update(open=row["open"])


def of(plain: dict[str, Any], name: str) -> dict[str, Any]:
    found: dict[str, Any] = next(part for part in plain["logs"] if f"/{name}/".encode() in part["head"])
    return found


def refused() -> Iterator[Vector]:
    check, base = "delivery.verify", shared()["delivery"]
    heron = party("heron")

    def bent(name: str, what: str, code: str, change: Callable[[dict[str, Any]], Any], **options: Any) -> Vector:
        story = options.pop("story", None) or none_by()
        data = difference("delivery", base, story.file(change, **options), recheck=True)
        return bad(f"delivery_{name}_refused", what, check, code, file=data)

    def rows(d: dict[str, Any]) -> list[Any]:
        found: list[Any] = of(d, "ibis")["range"][1]
        return found

    def without(index: int, story: Story) -> Callable[[dict[str, Any]], Any]:
        """The entry left out, and the hashes beside it those of a range so much shorter."""

        def change(d: dict[str, Any]) -> None:
            leaves = story.logs["ibis"].leaves
            del rows(d)[index]
            of(d, "ibis")["range"][2] = around(0, len(rows(d)), leaves)

        return change

    yield bent("gap", "An entry of the range left out.", "proof-range-not-included", without(2, none_by()))
    yield bent("gap_of_the_answer", "The acknowledgement left out, and an entry behind it shown.", "proof-range-not-included",
               without(4, answered_between()), story=answered_between())  # fmt: skip
    yield bent("range_moved", "The same entries one place on.", "proof-range-shape",
               lambda d: of(d, "ibis")["range"].__setitem__(0, 1))  # fmt: skip
    yield bent(
        "entries_exchanged",
        "Two entries exchanged.",
        "proof-range-not-included",
        lambda d: rows(d).insert(1, rows(d).pop(3)),
    )
    yield bent("range_of_another_log", "The entries of the one under the head of the other.", "proof-range-not-included",
               lambda d: of(d, "heron").update(range=of(d, "ibis")["range"]))  # fmt: skip
    yield bent("head_of_an_exercise", "A head of the exercise.", "head-of-another-line",
               lambda d: of(d, "ibis").update(head=other_line_head()))  # fmt: skip
    yield bent("due_a_second_later", "Another time than follows from terms and receipt.", "delivery-due",
               lambda d: d["by"].update(ibis=[BY + 1000, "due"]))  # fmt: skip
    yield bent("due_over_a_calendar", "A calendar, where every hour counts.", "delivery-due",
               lambda d: d["by"].update(ibis=[BY, "calendar"]))  # fmt: skip
    yield bent("due_without_times", "Due by terms that are not shown.", "delivery-due", lambda d: d.update(fields={}))
    yield bent("due_without_receipt", "Due from a receipt that is not shown.", "delivery-due",
               lambda d: d["by"].update(ibis=[BY, "due"]), story=not_sent())  # fmt: skip
    yield bent("members_swapped", "The author in place of the other.", "delivery-members",
               lambda d: d.update(by={"heron": [BY, "asked"]}))  # fmt: skip
    yield bent("writer_swapped", "The other as its writer.", "signature-unknown-key", lambda d: d.update(writer="ibis"))
    yield bent("writer_a_stranger", "A stranger as its writer.", "delivery-members", lambda d: d.update(writer="stork"))
    yield bent("signed_by_an_officer", "An officer's signature.", "signature-unknown-key", lambda d: None,
               key=heron.officers[0])  # fmt: skip
    yield bent(
        "signed_for_something_else",
        "The node's signature over content.",
        "signature-invalid",
        lambda d: None,
        tag="content",
    )
    yield bent("routes_by_the_reader", "Routes stated by who was sent it.", "delivery-carried",
               lambda d: d.update(carried={"ibis": []}), story=by("ibis"))  # fmt: skip
    yield bent("row_of_another_message", "A message that its entry does not name.", "delivery-row",
               lambda d: rows(d)[4].update(signed=ANSWER["signed"]))  # fmt: skip
    yield bent("section_of_another_message", "A section of a message that is not about it.", "delivery-row",
               lambda d: rows(d)[4].update(open={}))  # fmt: skip
    yield bent("section_with_another_value", "A section that does not open.", "section-not-committed",
               lambda d: notice_row(d)["open"]["prose"].__setitem__(1, cbor({"language": "en", "plain": "EXAMPLE"})))  # fmt: skip
    yield bent("answer_apart", "An acknowledgement apart from the entries before it.", "delivery-part", lambda d: None,
               story=apart())  # fmt: skip
    yield bent(
        "message_not_shown", "Another message than any shown.", "delivery-row", lambda d: d.update(message=bytes(32))
    )
    yield bent("logs_order", "Logs in another order.", "bundle-order", lambda d: d["logs"].reverse())
    yield bent("head_twice_no_fork", "A fork of one head.", "delivery-differ",
               lambda d: d.update(differ={"ibis": [of(d, "ibis")["head"]] * 2}))  # fmt: skip
    yield bent("version_2", "Another version.", "shape", lambda d: d.update(v=2))
    at = base.index(b"detente/1/delivery") + 40
    yield bad("delivery_flipped_bit_refused", "A bit of the signed part, checked again.", check, "signature-invalid",
              file=xor("delivery", base, base.index(b"founded"), recheck=True))  # fmt: skip
    yield damaged(
        "delivery_damaged", "A bit, with the damage check as it was.", check, "damaged", file=xor("delivery", base, at)
    )


def by(writer: str) -> Story:
    story = none_by()
    story.writer = writer
    return story


def answered_between() -> Story:
    """Acknowledged in time, with an entry dated after the time behind it, and all of it shown."""
    story = acknowledged()
    LINE.say(story.logs["ibis"], LATER, BY + 1000, [])
    story.shown = [("ibis", 0, 6)]
    return story


def apart() -> Story:
    story = late()
    story.shown, story.apart = [("ibis", 0, 5)], [("heron", 3), ("ibis", 5)]
    return story


def notice_row(plain: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = of(plain, "heron")["apart"][0][0]
    return found
