"""What people say on the telephone, spoken references and call words; and what they give each other on paper."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from typing import Any

from oracle import Key, call_words, cose, fresh, spoken
from world import LIVE, party

from cases import Vector, bad, good

LINE = fresh("a line")
EPOCH = fresh("a later epoch", 16)
DAY = 20_782  # 2026-11-25


def cases() -> Iterator[Vector]:
    yield from references()
    yield from words()
    yield from papers()


def papers() -> Iterator[Vector]:
    """A notice on paper: who signed it, and what else is none."""
    trust = {"terms": LIVE.terms, "credentials": [LIVE.credential("heron"), LIVE.credential("ibis")]}
    heron, ibis = party("heron"), party("ibis")
    notice = "EXAMPLE 示例 a notice on paper.".encode()

    def signed(*keys: Key, tag: str = "paper", line: bytes = LIVE.line) -> dict[str, Any]:
        return {**trust, "frame": cose(tag, line, notice, list(keys))}

    check, code = "paper.check", "paper-signature"
    ok = ["ibis", hashlib.sha256(notice).hexdigest()]
    yield good(
        "paper_valid", "A notice on paper, by an officer's key of one member.", check, ok, **signed(ibis.officers[0])
    )
    bent: list[tuple[str, str, dict[str, Any]]] = [
        ("paper_as_content_refused", "Signed as content of a message.", signed(ibis.officers[0], tag="content")),
        (
            "paper_of_another_line_refused",
            "Signed for another line.",
            signed(ibis.officers[0], line=fresh("another line")),
        ),
        ("paper_by_a_node_key_refused", "Signed by a node, which releases nothing for an office.", signed(ibis.node)),
        ("paper_by_a_stranger_refused", "Signed by a key of nobody's.", signed(Key("a stranger", "officer"))),
        ("paper_by_two_offices_refused", "Two signatures.", signed(ibis.officers[0], heron.officers[0])),
        ("paper_unsigned_refused", "No signature.", signed()),
    ]
    for name, what, given in bent:
        yield bad(name, what, check, code, **given)


def references() -> Iterator[Vector]:
    spell, read = "reference.spell", "reference.read"

    def spelled(name: str, what: str, member: int, n: int, epoch: bytes | None = None) -> Vector:
        return good(name, what, spell, spoken(member, n, epoch), member=member, n=n, epoch=epoch)

    assert spoken(7, 42) == "K7-0042"  # by hand: 2·2 + 4·4 + 0 + 0 + 7·32 = 244 = 22·11 + 2, and 2 is the letter K
    yield spelled("reference_of_a_first_log", "Check letter, author's place, number.", 7, 42)
    yield spelled("reference_of_a_long_number", "More than four digits where they are needed.", 2, 123_456)
    yield spelled("reference_of_a_member_of_two_digits", "The same digits as the next one without its dash.", 12, 42)
    yield spelled(
        "reference_of_a_member_of_one_digit", "The same digits as the one before without its dash.", 1, 20_042
    )
    yield spelled("reference_of_a_later_epoch", "Four digits of the epoch at the end.", 1, 2, EPOCH)
    later = spoken(1, 2, EPOCH)
    taken: list[tuple[str, str, str, Any]] = [
        ("reference_read", "As written.", "K7-0042", [7, 42, None]),
        ("reference_read_small_letter", "A small letter and a space.", "k7 0042", [7, 42, None]),
        ("reference_read_full_width", "As a Chinese keyboard gives it.", "Ｋ７－００４２", [7, 42, None]),
        ("reference_read_later_epoch", "With the digits of an epoch.", later, [1, 2, later[-4:]]),
        ("reference_misheard_digit", "One digit heard as another.", "K7-0043", "misheard"),
        ("reference_misheard_letter", "The check letter heard as another.", "Q7-0042", "misheard"),
        ("reference_misheard_neighbours", "Two neighbouring digits exchanged.", "K7-0024", "misheard"),
        ("reference_without_zeros_is_none", "Four digits at least.", "K7-42", None),
        ("reference_with_a_zero_too_many_is_none", "No leading zero beyond four digits.", "K7-00042", None),
        ("reference_of_member_17_is_none", "A line has at most 16 members.", "K17-0042", None),
        ("reference_of_a_letter_left_out_is_none", "A letter that is never given.", "B7-0042", None),
    ]
    for name, what, text, expect in taken:
        yield good(name, what, read, expect, text=text)


def words() -> Iterator[Vector]:
    secrets = {"heron": fresh("secret of heron's keys"), "ibis": fresh("secret of ibis's keys")}

    def case(
        name: str, what: str, caller: str, callee: str, context: str = "live", day: int = DAY, row: int = 1
    ) -> Vector:
        found = call_words(LINE, secrets, context, day, caller, callee, row)
        given = {"context": context, "day": day, "caller": caller, "callee": callee, "row": row}
        return good(name, what, "callwords.call", found, line=LINE, secrets=secrets, **given)

    yield case("call_words_first_row", "Challenge and reply of the first call of a day.", "heron", "ibis")
    yield case("call_words_other_direction", "Who calls decides: other words.", "ibis", "heron")
    yield case("call_words_second_row", "The next call of the day: other words.", "heron", "ibis", row=2)
    yield case("call_words_next_day", "The next day: other words.", "heron", "ibis", day=DAY + 1)
    yield case("call_words_exercise", "The exercise line: other words.", "heron", "ibis", context="exercise")
    begun = DAY * 86_400_000
    a, b, c = (fresh(f"keys {name}") for name in "abc")
    rows = [[begun - 5000, a], [begun - 1, b], [begun, c]]
    choose = "callwords.counted"
    yield good("call_words_last_before_the_day", "Heard at 00:00 is too late.", choose, b, announced=rows, day=DAY)
    yield good(
        "call_words_next_day_counts_it", "It counts from the next day on.", choose, c, announced=rows, day=DAY + 1
    )
    yield good("call_words_none_yet", "Nothing was announced before.", choose, None, announced=rows, day=DAY - 1)
    two = [[begun - 1, min(a, b)], [begun - 1, max(a, b)]]
    yield good(
        "call_words_two_at_once", "Of two heard at once the greater name.", choose, max(a, b), announced=two, day=DAY
    )
