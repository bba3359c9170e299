"""Merkle trees, leaves, origins, notes, heads, receipts, and the rules a log keeps."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from typing import Any

from oracle import body, cbor, checkpoint, consistency, fresh, leaf, ml_dsa_44_message, note_line, origin, path, root
from world import LIVE, START, Log, party, shared

from cases import Vector, bad, difference, good

LEAVES = [fresh(f"leaf {n}") for n in range(16)]
TRUST = {"terms": LIVE.terms, "credentials": [LIVE.credential("heron"), LIVE.credential("ibis")]}


def cases() -> Iterator[Vector]:
    yield from trees()
    yield from leaves()
    yield from heads()
    yield from receipts()
    yield from rules()


def trees() -> Iterator[Vector]:
    for size in (0, 1, 2, 3, 4, 5, 7, 8, 13):
        yield good(
            f"merkle_root_{size}",
            f"The root of {size} leaves.",
            "merkle.root",
            root(LEAVES[:size]).hex(),
            leaves=LEAVES[:size],
        )
    for index, size in (
        (0, 1),
        (0, 2),
        (1, 2),
        (2, 3),
        (0, 3),
        (3, 4),
        (4, 5),
        (5, 7),
        (6, 7),
        (7, 8),
        (12, 13),
        (8, 13),
    ):
        yield good(
            f"path_size{size}_index{index}",
            f"The path of leaf {index} of {size}.",
            "merkle.inclusion",
            leaf=LEAVES[index],
            index=index,
            size=size,
            path=path(index, LEAVES[:size]),
            root=root(LEAVES[:size]),
        )
    whole = {"leaf": LEAVES[2], "index": 2, "size": 5, "path": path(2, LEAVES[:5]), "root": root(LEAVES[:5])}
    shape, absent = "proof-path-shape", "proof-not-included"
    for name, what, code, other in (
        ("path_other_leaf_refused", "Another leaf.", absent, {"leaf": LEAVES[3]}),
        ("path_other_index_refused", "The index beside it.", absent, {"index": 3}),
        (
            "path_size_one_more_same_walk",
            "Size 6 asks for the same walk as 5 here; only the head's own size counts.",
            None,
            {"size": 6},
        ),
        ("path_short_refused", "A step left out.", shape, {"path": whole["path"][:-1]}),
        ("path_long_refused", "A step more.", shape, {"path": [*whole["path"], bytes(32)]}),
        ("path_element_short_refused", "An element of 31 bytes.", shape, {"path": [*whole["path"][:-1], bytes(31)]}),
        ("path_index_beyond_size_refused", "An index that is not in the tree.", shape, {"index": 5}),
        ("path_negative_index_refused", "A negative index.", shape, {"index": -1}),
        (
            "path_swapped_refused",
            "Two steps exchanged.",
            absent,
            {"path": [whole["path"][1], whole["path"][0], whole["path"][2]]},
        ),
    ):
        if code is None:
            yield good(name, what, "merkle.inclusion", **whole | other)
        else:
            yield bad(name, what, "merkle.inclusion", code, **whole | other)
    for old, new in ((1, 1), (1, 2), (2, 3), (3, 7), (4, 7), (6, 8), (7, 13), (8, 13)):
        yield good(
            f"consistency_{old}_{new}",
            f"The tree of {new} begins with the tree of {old}.",
            "merkle.consistency",
            old=old,
            old_root=root(LEAVES[:old]),
            new=new,
            new_root=root(LEAVES[:new]),
            path=consistency(old, LEAVES[:new]),
        )
    rewritten = [LEAVES[0], LEAVES[5], *LEAVES[2:7]]
    given: dict[str, Any] = {
        "old": 3,
        "old_root": root(LEAVES[:3]),
        "new": 7,
        "new_root": root(LEAVES[:7]),
        "path": consistency(3, LEAVES[:7]),
    }
    for name, what, other in (
        (
            "consistency_rewritten_past_refused",
            "A tree whose second leaf was replaced.",
            {"new_root": root(rewritten), "path": consistency(3, rewritten)},
        ),
        ("consistency_backwards_refused", "From the larger to the smaller.", {"old": 7, "new": 3}),
        ("consistency_from_zero_refused", "From an empty log.", {"old": 0}),
        ("consistency_short_refused", "A step left out.", {"path": given["path"][:-1]}),
        ("consistency_long_refused", "A step more.", {"path": [*given["path"], bytes(32)]}),
    ):
        yield bad(name, what, "merkle.consistency", "proof-not-consistent", **given | other)


def leaves() -> Iterator[Vector]:
    log = LIVE.logs["heron"]
    blind, entry = log.openings[3]
    yield good(
        "leaf_blinded",
        'H("leaf", origin, blind, entry) of a said entry.',
        "log.leaf",
        leaf(log.origin, blind, entry).hex(),
        origin=log.origin,
        blind=blind,
        entry=cbor(entry),
    )
    other = LIVE.logs["ibis"].origin
    yield good(
        "leaf_other_log",
        "The same entry and blind in another log: another leaf.",
        "log.leaf",
        leaf(other, blind, entry).hex(),
        origin=other,
        blind=blind,
        entry=cbor(entry),
    )
    epoch = fresh("epoch", 16)
    yield good(
        "origin_spelling",
        "detente.v1 / line in base32 / party / epoch in hexadecimal.",
        "log.origin",
        origin(LIVE.line, "heron", epoch),
        line=LIVE.line,
        party="heron",
        epoch=epoch,
    )
    text = origin(LIVE.line, "heron", epoch)
    yield good(
        "origin_read", "An origin, read.", "log.parse_origin", [LIVE.line.hex(), "heron", epoch.hex()], text=text
    )
    parts = text.split("/")
    spare = (
        parts[1][:-1] + "abcdefghijklmnopqrstuvwxyz234567"["abcdefghijklmnopqrstuvwxyz234567".index(parts[1][-1]) ^ 1]
    )
    for name, what, spelling in (
        ("origin_upper_case_refused", "The line in upper case.", "/".join([parts[0], parts[1].upper(), *parts[2:]])),
        ("origin_spare_bits_refused", "Spare bits of base32 set.", "/".join([parts[0], spare, *parts[2:]])),
        ("origin_epoch_upper_case_refused", "The epoch in upper case.", "/".join([*parts[:3], parts[3].upper()])),
        ("origin_other_version_refused", "Another version.", "/".join(["detente.v2", *parts[1:]])),
        ("origin_trailing_slash_refused", "A slash at the end.", text + "/"),
        ("origin_scheme_refused", "With a scheme.", "https://" + text),
        ("origin_party_empty_refused", "No party.", "/".join([*parts[:2], "", parts[3]])),
    ):
        yield bad(name, what, "log.parse_origin", "head-origin", text=spelling)


def heads() -> Iterator[Vector]:
    log, size = LIVE.logs["heron"], 5
    top = root(log.leaves[:size])
    ed, ml = party("heron").log_keys
    yield good(
        "head_body", "Three lines.", "head.body", body(log.origin, size, top), origin=log.origin, size=size, root=top
    )
    yield good(
        "head_ml_dsa_44_message",
        "cosigned_message with time zero and the origin twice.",
        "head.ml_dsa_44_message",
        ml_dsa_44_message(log.origin, size, top).hex(),
        origin=log.origin,
        size=size,
        root=top,
    )
    whole = LIVE.checkpoint("heron")
    yield good(
        "head_valid",
        "Two signatures over one body.",
        "head.check",
        ["heron", log.epoch.hex(), size, top.hex()],
        checkpoint=whole,
        **TRUST,
    )
    text = body(log.origin, size, top)
    first = note_line(log.origin, 1, ed.public, ed.sign(text.encode()))
    value = bytes(8) + ml.sign(ml_dsa_44_message(log.origin, size, top))
    second = note_line(log.origin, 6, ml.public, value)
    assert (text + "\n" + first + second).encode() == whole
    timed = (1_790_000_000).to_bytes(8, "big") + ml.sign(ml_dsa_44_message(log.origin, size, top, 1_790_000_000))
    ibis = party("ibis").log_keys
    stranger = origin(LIVE.line, "stork", log.epoch)
    elsewhere = origin(bytes(32), "heron", log.epoch)
    bent = bytearray(ed.sign(text.encode()))
    bent[5] ^= 1
    bent_ml = bytearray(value)
    bent_ml[50] ^= 1

    def note(words: str, *lines: str) -> bytes:
        return (words + "\n" + "".join(lines)).encode()

    empty = body(log.origin, 0, root([]))
    rows: list[tuple[str, str, str, bytes]] = [
        ("head_mldsa_missing_refused", "The Ed25519 signature alone.", "head-lines", note(text, first)),
        ("head_ed25519_missing_refused", "The ML-DSA-44 signature alone.", "head-lines", note(text, second)),
        ("head_order_refused", "The lines in the other order.", "head-key", note(text, second, first)),
        (
            "head_name_with_plus_refused",
            "A name that no note's signature may have.",
            "note-name",
            note(text, first.replace("/heron/", "/he+on/"), second),
        ),
        ("head_third_line_refused", "A third signature.", "head-lines", note(text, first, second, first)),
        ("head_ed25519_twice_refused", "The same line twice.", "head-key", note(text, first, first)),
        (
            "head_extension_line_refused",
            "A line more, which ML-DSA-44 does not cover.",
            "head-body",
            note(text + "hello\n", first, second),
        ),
        (
            "head_name_refused",
            "A signature under another name.",
            "head-lines",
            note(text, first.replace("/heron/", "/ibis/"), second),
        ),
        (
            "head_time_refused",
            "A time in the ML-DSA-44 signature, honestly signed.",
            "head-time",
            note(text, first, note_line(log.origin, 6, ml.public, timed)),
        ),
        (
            "head_ed25519_bent_refused",
            "A bit of the Ed25519 signature.",
            "head-signature",
            note(text, note_line(log.origin, 1, ed.public, bytes(bent)), second),
        ),
        (
            "head_mldsa_bent_refused",
            "A bit of the ML-DSA-44 signature.",
            "head-signature",
            note(text, first, note_line(log.origin, 6, ml.public, bytes(bent_ml))),
        ),
        (
            "head_ed25519_short_refused",
            "A signature a byte short.",
            "head-signature",
            note(text, note_line(log.origin, 1, ed.public, bytes(bent[:-1])), second),
        ),
        (
            "head_other_members_keys_refused",
            "Heron's log signed with ibis's keys.",
            "head-key",
            checkpoint(log.origin, size, top, *ibis),
        ),
        (
            "head_of_a_stranger_refused",
            "A party that is no member.",
            "head-not-a-member",
            checkpoint(stranger, size, top, ed, ml),
        ),
        (
            "head_of_another_line_refused",
            "Another line.",
            "head-of-another-line",
            checkpoint(elsewhere, size, top, ed, ml),
        ),
        (
            "head_other_root_refused",
            "Another root under the same signatures.",
            "head-signature",
            note(body(log.origin, size, bytes(32)), first, second),
        ),
        (
            "head_other_size_refused",
            "Another size under the same signatures.",
            "head-signature",
            note(body(log.origin, size + 1, top), first, second),
        ),
        ("head_size_zero_refused", "An empty log.", "head-size", note(empty, first, second)),
        (
            "head_size_leading_zero_refused",
            "A leading zero.",
            "head-size",
            note(text.replace("\n5\n", "\n05\n"), first, second),
        ),
        (
            "head_size_too_large_refused",
            "Beyond 2^40.",
            "head-size",
            note(text.replace("\n5\n", f"\n{2**40 + 1}\n"), first, second),
        ),
        (
            "head_root_short_refused",
            "A root of 31 bytes.",
            "head-root",
            note(f"{log.origin}\n5\n{base64.b64encode(top[:31]).decode()}\n", first, second),
        ),
        (
            "head_carriage_return_refused",
            "Lines ending as on another system.",
            "note-form",
            whole.replace(b"\n", b"\r\n"),
        ),
        (
            "head_carriage_return_in_text_refused",
            "A carriage return in the text alone.",
            "note-control",
            whole.replace(b"\n5\n", b"\r\n5\n"),
        ),
        (
            "head_no_empty_line_refused",
            "Nothing between text and signatures.",
            "note-form",
            (text + first + second).encode(),
        ),
        ("head_no_last_newline_refused", "Cut short by one byte.", "note-form", whole[:-1]),
        ("head_trailing_bytes_refused", "Something after the end.", "note-form", whole + b"x\n"),
        ("head_hyphen_for_dash_refused", "A hyphen for the dash.", "note-form", whole.replace("\u2014".encode(), b"-")),
        ("head_not_utf8_refused", "Bytes that are not UTF-8.", "note-not-utf8", whole[:-1] + b"\xff\n"),
        (
            "head_base64_spare_bits_refused",
            "The signature spelled with spare bits.",
            "note-signature",
            note(text, spare_bit(first), second),
        ),
        (
            "head_seventeen_lines_refused",
            "More lines than a note may have.",
            "note-too-many-lines",
            note(text, *([first] * 17)),
        ),
        ("head_too_large_refused", "More than 8 KiB.", "note-too-large", note(text, first, second, second, second)),
    ]
    for name, what, code, data in rows:
        yield bad(name, what, "head.check", code, checkpoint=difference("checkpoint-heron", whole, data), **TRUST)


def spare_bit(line: str) -> str:
    """The last character before the padding with a bit set that stands for nothing."""
    alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
    assert line.endswith("=\n") and not line.endswith("==\n")
    return line[:-3] + alphabet[alphabet.index(line[-3]) | 1] + "=\n"


def receipts() -> Iterator[Vector]:
    check = "receipt.check"
    proof = LIVE.proof("ibis", 3)
    entry = proof["opening"][1]
    yield good(
        "receipt_valid",
        "A heard entry under a head: the receipt.",
        check,
        cbor(entry).hex(),
        proof=cbor(proof),
        **TRUST,
    )
    assert shared()["receipt"] == cbor(proof)
    authorship = LIVE.proof("heron", 3)
    yield good(
        "authorship_valid",
        "A said entry under its author's head: authorship.",
        check,
        cbor(authorship["opening"][1]).hex(),
        proof=cbor(authorship),
        **TRUST,
    )
    blind = proof["opening"][0]
    for name, what, code, other in (
        (
            "receipt_other_index_refused",
            "The entry says another index than the one it stands at.",
            "proof-not-included",
            {"opening": [blind, entry | {"i": 2}]},
        ),
        (
            "receipt_index_missing_refused",
            "An entry without its index.",
            "proof-index",
            {"opening": [blind, {k: v for k, v in entry.items() if k != "i"}]},
        ),
        (
            "receipt_index_beyond_head_refused",
            "An index beyond the head.",
            "proof-index",
            {"opening": [blind, entry | {"i": 5}]},
        ),
        (
            "receipt_index_true_refused",
            "The truth value true for the index 1.",
            "proof-index",
            {"opening": [blind, entry | {"i": True}]},
        ),
        ("receipt_other_size_refused", "Another size than the head's.", "proof-size", {"size": 4}),
        ("receipt_other_blind_refused", "Another blind.", "proof-not-included", {"opening": [bytes(32), entry]}),
        (
            "receipt_other_verdict_refused",
            "Another verdict in the entry.",
            "proof-not-included",
            {"opening": [blind, entry | {"verdict": "refused", "reason": "expired"}]},
        ),
        (
            "receipt_under_the_authors_head_refused",
            "The receiver's entry under the author's head.",
            "proof-not-included",
            {"head": LIVE.checkpoint("heron")},
        ),
        ("receipt_path_short_refused", "A path a step short.", "proof-path-shape", {"path": proof["path"][:-1]}),
        (
            "receipt_opening_of_three_refused",
            "An opening with a third member.",
            "shape",
            {"opening": [blind, entry, b""]},
        ),
    ):
        data = difference("receipt", cbor(proof), cbor(proof | other))
        yield bad(name, what, check, code, proof=data, **TRUST)


def rules() -> Iterator[Vector]:
    def log() -> Log:
        return Log(LIVE.line, "heron", fresh("epoch of rules", 16))

    def first(made: Log) -> Log:
        made.add(role="epoch", at=START, reason="founded", reported=[])
        return made

    cred = LIVE.credential_digest("heron")
    said = {"role": "said", "n": 1, "at": START + 1, "what": fresh("what"), "cred": cred, "seen": []}

    def admitted(name: str, what: str, made: Log, broken: list[str | None]) -> Vector:
        return good(
            name,
            what,
            "log.admit",
            {"broken": broken, "root": root(made.leaves).hex()},
            line=LIVE.line,
            party="heron",
            epoch=made.epoch,
            openings=[cbor(opening) for opening in made.openings],
        )

    made = first(log())
    made.add(**said)
    yield admitted("entries_regular", "An epoch's first entry and one message.", made, [None, None])
    made = log()
    made.add(**said)
    yield admitted(
        "entry_first_not_epoch",
        "An epoch must open with its own entry; the leaf is kept, without effect.",
        made,
        ["entry-index"],
    )
    made = first(log())
    made.add(role="epoch", at=START, reason="founded", reported=[])
    yield admitted(
        "entry_epoch_twice",
        "An epoch entry that is not first has index 0 and stands at 1.",
        made,
        [None, "entry-shape"],
    )
    made = first(log())
    made.openings.append([fresh("b"), {"i": 2, **said}])
    yield admitted("entry_index_skipped", "An entry that names another index.", made, [None, "entry-index"])
    made = first(log())
    made.add(**said | {"n": 2})
    yield admitted("entry_number_skipped", "A message numbered 2 where 1 is due.", made, [None, "entry-number"])
    for name, what, numbers, broken in (
        ("entry_number_skipped_once", "After a number skipped, the one after it is due.", (1, 5, 6, 7), [1]),
        ("entry_number_repeated_once", "After a number repeated, the one after it is due.", (1, 2, 1, 2, 3), [2]),
        (
            "entry_number_skipped_and_filled",
            "Going back to what was skipped is irregular too.",
            (1, 5, 2, 6),
            [1, 2, 3],
        ),
    ):
        made = first(log())
        for n in numbers:
            made.add(**said | {"n": n})
        yield admitted(
            name, what, made, [None, *("entry-number" if i in broken else None for i in range(len(numbers)))]
        )
    made = first(log())
    for n, time in ((1, START + 1), (2, START), (3, START + 2)):
        made.add(**said | {"n": n, "at": time})
    yield admitted(
        "entry_time_went_back_keeps_the_number",
        "An irregular time is irregular once: its number has been shown.",
        made,
        [None, None, "entry-time-went-back", None],
    )
    made = first(log())
    made.add(**said | {"at": START - 1})
    yield admitted("entry_time_went_back", "A time before the last entry's.", made, [None, "entry-time-went-back"])
    made = first(log())
    made.add(**said | {"at": START})
    yield admitted("entry_time_equal", "The same millisecond is not before.", made, [None, None])
    made = first(log())
    made.add(role="shouted", at=START)
    made.add(**said)
    yield admitted(
        "entry_role_unknown_never_blocks_the_next",
        "A role nobody knows; the next entry counts.",
        made,
        [None, "entry-shape", None],
    )
    over = {"role": "heard", "at": START, "from": ["ibis", fresh("e", 16), 4], "what": fresh("w"), "verdict": "refused"}
    over |= {"reason": "over-quota", "run": [[5, 9], fresh("names")]}
    for name, what, other, broken in (
        ("entry_run", "One refusal of three messages over quota.", {}, None),
        ("entry_run_accepted", "A run of what was accepted.", {"verdict": "accepted"}, "entry-shape"),
        ("entry_run_other_reason", "A run refused for something else.", {"reason": "expired"}, "entry-shape"),
        ("entry_run_of_itself", "A run that names its first again.", {"run": [[4, 5], fresh("n")]}, "entry-shape"),
        ("entry_run_not_in_order", "A run in another order.", {"run": [[9, 5], fresh("n")]}, "entry-shape"),
        ("entry_run_empty", "A run of one is no run.", {"run": [[], fresh("n")]}, "entry-shape"),
        ("entry_run_too_long", "More than 1024.", {"run": [list(range(5, 1029)), fresh("n")]}, "entry-shape"),
    ):
        made = first(log())
        made.add(**over | other)
        yield admitted(name, what, made, [None, broken])
    made = first(log())
    made.add(**said | {"x": 1})
    yield admitted("entry_extra_member", "A member nobody knows.", made, [None, "entry-shape"])
    made = first(log())
    made.add(**said | {"seen": [["ibis", fresh("e", 16), 0, fresh("r")]]})
    yield admitted("entry_seen_size_zero", "A head of size 0 cannot be seen.", made, [None, "entry-shape"])
