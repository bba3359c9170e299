"""Sizes and counts at their very edges, where no ordinary world comes: envelopes, messages, sections, runs of excess.

What must follow is found by trying: every padding near a class of size, every message one byte on either side of its bound.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from random import Random
from typing import Any

from detente.codec.cbor import encode, tagged_hash
from detente.codec.errors import Damaged, Local, Remote
from detente.codec.limits import MAX_ENVELOPE, MAX_MESSAGE, MAX_RUN, MAX_SECTION, SIZE_CLASSES
from detente.codec.shape import Shape, pack, to_plain
from detente.crypto import seal
from detente.crypto.seal import ENC_SIZE, LAYER_OVERHEAD, TAG_SIZE, LayerRef
from detente.kinds.kind import Kind
from detente.line.content import pack_sections, secret_of
from detente.line.envelope import Address, close, open_envelope, read_outer
from detente.line.judge import Carried, judge
from detente.line.log import read_entry
from detente.line.quota import Excess, counting_hour, covered, places_of, refusal, runs
from detente.line.shapes import Erased, Message, Mirror, Outer, Payload, Said
from detente.proof.head import Place
from detente.proof.receipt import Opening
from detente.sim.erasures import NOW, Desk
from detente.sim.words import a_notice
from detente.vocabulary import current

DRAWS = 6
LINE = b"l" * 32


def wrong(seed: int) -> Iterator[str]:
    chance = Random(f"detente/bounds/{seed}")
    for _ in range(DRAWS):
        yield from _enveloped(chance)
        yield from _excess(chance)
        yield from _hours(chance)
    yield from _of_messages()


# -- envelopes --------------------------------------------------------------------------------------------------------


def _payload(chance: Random, fill: int) -> Payload:
    mirror = Mirror(0, [Opening(bytes(32), {"i": 0, "x": bytes(fill)})])
    names = {"line": LINE, "author": "heron", "to": chance.choice(["otter", "a" * 32]), "nonce": chance.randbytes(32)}
    return Payload(**names, items=[], mirror=mirror, have=[], cannot=[], head=b"head", pad=b"")  # type: ignore[arg-type]


def _enveloped(chance: Random) -> Iterator[str]:
    """The smallest class that some padding fills exactly; and what was closed opens, for whom it was closed, and to the same."""
    key = chance.randbytes(32)
    seed, public = key, seal.sealing_public(key)
    layers = [LayerRef(layer=7, key=b"k" * 16, salt=chance.randbytes(32))] if chance.random() < 0.3 else []
    secrets = {b"k" * 16: bytes(32)}
    plain = _payload(chance, 0)
    address = Address(LINE, "heron", plain.to, bytes(16), bytes(16), public, 1)
    header = Outer(v=1, suite=1, mailbox=bytes(16), key=bytes(16), layers=layers, commit=bytes(32))
    more = ENC_SIZE + TAG_SIZE + LAYER_OVERHEAD * len(layers)

    def whole(payload: Payload, pad: int) -> int:
        inside = len(encode(to_plain(payload) | {"pad": bytes(pad)}))
        return len(encode([to_plain(header), bytes(inside + more)]))

    size = chance.choice([*SIZE_CLASSES[:2]] * 12 + [SIZE_CLASSES[3]])
    room = size - whole(plain, 0)
    payload = replace_fill(
        plain,
        max(0, room - chance.choice([0, 1, 2, 3, 4, 5, 23, 24, 25, 26, 255, 256, 257, 258, 259, 260, -1, -9, 9000])),
    )
    right = next((s for s in SIZE_CLASSES if any(whole(payload, p) == s for p in _near(s - whole(payload, 0)))), None)
    try:
        envelope = close(payload, address, [b"leaf"], layers, secrets)
    except Local as error:
        if right is not None or error.code != "envelope-too-large":
            yield f"no class of size is found for what {right} holds"
        return
    if len(envelope) != right:
        yield f"an envelope has {len(envelope)} bytes and not {right}"
        return
    outer, sealed = read_outer(envelope)
    need = [layer.layer for layer in layers]
    opened = open_envelope(outer, sealed, seed, LINE, "heron", plain.to, need, secrets)
    if to_plain(opened) | {"pad": b""} != to_plain(payload) or opened.pad.strip(b"\0"):
        yield "an envelope opens to something else"
    if outer.commit != tagged_hash("envelope", payload.nonce, [b"leaf"]) or (outer.mailbox, outer.key) != (
        bytes(16),
        bytes(16),
    ):
        yield "an envelope's header says something else"
    for needed in ([*need, 7], need[1:] if need else [1]):
        if _code(open_envelope, outer, sealed, seed, LINE, "heron", plain.to, needed, secrets) != "layer-missing":
            yield "an envelope with other layers than the terms name is opened"
    if {_code(read_outer, envelope + b"\0"), _code(read_outer, envelope[:-1])} != {"envelope-size"}:
        yield "an envelope of no class is read"


def replace_fill(payload: Payload, fill: int) -> Payload:
    """The payload with so many bytes more, as near as a string's own header lets it be."""
    before = len(encode(bytes(0)))
    return Payload(
        **{f: getattr(payload, f) for f in Payload.__struct_fields__}
        | {
            "mirror": Mirror(
                0, [Opening(bytes(32), {"i": 0, "x": bytes(max(0, fill - (len(encode(bytes(fill))) - fill - before)))})]
            )
        }
    )


def _near(room: int) -> range:
    return range(max(0, room - 12), max(0, room + 1))


def _code(work: Callable[..., Any], *args: Any) -> str:
    try:
        work(*args)
    except (Remote, Local, Damaged) as error:
        return error.code
    return ""


# -- excess -----------------------------------------------------------------------------------------------------------


def _excess(chance: Random) -> Iterator[str]:
    """Runs go on in one log, in order, and no further than their bound; what one refuses is what stands at its places."""
    many = MAX_RUN + 2 if chance.random() < 0.1 else chance.randint(1, 9)
    rows = []
    for _ in range(many):
        place = Place(
            chance.choice(["otter", "stork"]) if many < 10 else "otter",
            b"e" * 16,
            chance.randrange(8 if many < 10 else 10**6),
        )
        said = Said(i=place.index, n=1, at=1, what=chance.randbytes(2) * 16, cred=bytes(32), seen=[])
        rows.append(Excess(place, said, None, None))
    found = runs(rows)
    order = sorted(rows, key=lambda row: (row.place.party, row.place.epoch, row.place.index, row.said.what))
    if [row for run in found for row in run] != order:
        yield "runs of excess leave some out, or turn them round"
    for run in found:
        steps = pairwise(run)
        if len(run) > MAX_RUN or any(
            a.place.party != b.place.party or a.place.index >= b.place.index for a, b in steps
        ):
            yield "a run of excess goes on where it may not"
    for before, after in pairwise(found):
        one, next_one = before[-1].place, after[0].place
        if len(before) < MAX_RUN and one.party == next_one.party and one.index < next_one.index:
            yield "a run of excess ends where it might go on"
    run = found[0]
    entry = refusal(run, 3, 9, None)
    places = [row.place.index for row in run]
    names = {row.place.index: [row.said.what] for row in run}
    if places_of(entry) != places or (entry.run is None) != (len(run) == 1) or (entry.i, entry.at) != (3, 9):
        yield "a refusal names other places than its run"
    if covered(entry, lambda i: names.get(i, [])) != [(i, names[i][0]) for i in places]:
        yield "a refusal is no receipt for its run"
    gap = chance.choice(places)
    if covered(entry, lambda i: [] if i == gap else names.get(i, [])):
        yield "a refusal counts for what is not there"
    if covered(entry, lambda i: [bytes(32)] if i == gap else names.get(i, [])):
        yield "a refusal counts for another message"
    first = run[0].place.index
    both = covered(entry, lambda i: [bytes(32), *names[i]] if i == first else names[i])
    if both != [(i, names[i][0]) for i in places]:
        yield "a refusal is not known behind another history's message"


def _hours(chance: Random) -> Iterator[str]:
    """A message counts when it was composed, but no more than two minutes ahead of the reader's clock or a week behind."""
    now = NOW + chance.randrange(10**8)
    composed = now + chance.choice(
        [0, -3_600_000, 119_999, 120_000, 120_001, 3_600_000, 10**9, -604_800_000, -604_800_001, -(10**9)]
    )
    content = _of(composed)
    at = now + 120_000 if composed > now + 120_000 else now - 604_800_000 if composed < now - 604_800_000 else composed
    for wanted in range(5):
        right = (at if wanted < 4 else now) // 3_600_000
        if counting_hour(content, wanted, now) != right or counting_hour(None, wanted, now) != now // 3_600_000:
            yield "a message counts in another hour"


@functools.lru_cache(256)
def _of(composed: int) -> Any:
    return Carried.of(_desk().message("heron", "notice", {}, composed=composed)).content


@functools.cache
def _desk() -> Desk:
    return Desk()


# -- messages ---------------------------------------------------------------------------------------------------------


class Blob(Shape, frozen=True):
    data: bytes


BLOB = Kind(name="blob", schema=1, sections={"coded": Blob, "more": Blob}, required=frozenset({"coded"}))


def _sized(desk: Desk, size: int) -> Message:
    """A notice of exactly so many bytes as it is kept; of no use otherwise."""
    made = desk.message("heron", "notice", {"prose": b""})
    message = made
    for _ in range(4):
        values = {"prose": bytes(len(message.values["prose"]) + size - len(pack(message)))}
        message = Message(secret=made.secret, signed=made.signed, values=values)
    return message


def _verdict(
    desk: Desk,
    message: Any,
    author: str = "heron",
    at: int = NOW,
    repeated: bool = False,
    used: int | None = None,
    **lies: Any,
) -> str:
    carried = Carried.of(message) if not isinstance(message, Carried) else message
    said: dict[str, Any] = {
        "i": 1,
        "n": 1,
        "at": at,
        "what": bytes(32),
        "cred": desk.trust.credential_digests["heron"],
        "seen": [],
    } | lies
    areas = {current().digest: {code: one["area"] for code, one in current().concepts.items()}}
    counts = None if used is None else lambda _wanted: used
    verdict = judge(desk.trust, author, Said(**said), carried, repeated, areas, counts)
    return verdict.reason or verdict.verdict


def _notice(desk: Desk, coded: Any = None, **lies: Any) -> Message:
    sections = a_notice("EXAMPLE bounds.", NOW)
    values = {name: pack(value) for name, value in sections.items()}
    if coded is not None:
        values["coded"] = encode(to_plain(sections["coded"]) | coded)
    return desk.message("heron", "notice", values, **lies)


def _judged(desk: Desk) -> Iterator[tuple[str, str, str]]:
    """(what it is, what becomes of it, what must)."""
    of_b = next(code for code, one in current().concepts.items() if one["area"] == "B")
    of_a = next(code for code, one in current().concepts.items() if one["area"] == "A")
    rows: Sequence[tuple[str, Message, dict[str, Any], str]] = (
        ("a notice", _notice(desk), {}, "accepted"),
        ("one that says what another area knows", _notice(desk, {"class": of_b}), {}, "concept-unknown"),
        ("one that says also what another area knows", _notice(desk, {"also": [of_b]}), {}, "accepted"),
        ("one that says also what nobody knows", _notice(desk, {"also": ["colour"]}), {}, "concept-unknown"),
        ("one that says what nobody knows", _notice(desk, {"class": "colour"}), {}, "concept-unknown"),
        ("one of its area", _notice(desk, {"class": of_a}), {}, "accepted"),
        ("one of another's", _notice(desk), {"author": "otter"}, "wrong-author"),
        ("one said before", _notice(desk), {"repeated": True}, "sequenced-twice"),
        ("one said as it ends", _notice(desk), {"at": NOW + 10**6}, "accepted"),
        ("one said too late", _notice(desk), {"at": NOW + 10**6 + 1}, "expired"),
        ("one of another credential", _notice(desk), {"cred": bytes(32)}, "wrong-credential"),
        ("one of another line", _notice(desk, line=bytes(32)), {}, "wrong-line"),
        ("one of a drill", _notice(desk, context="exercise"), {}, "wrong-context"),
        ("one of other terms", _notice(desk, terms=bytes(32)), {}, "wrong-terms"),
        ("one of other words", _notice(desk, vocab=bytes(32)), {}, "vocabulary"),
        ("one of a later form", _notice(desk, schema=9), {}, "kind"),
        ("one that the node signed", _notice(desk, signer="node"), {}, "not-released"),
        ("the largest", _sized(desk, MAX_MESSAGE), {}, "not-readable"),
        ("one too large", _sized(desk, MAX_MESSAGE + 1), {}, "too-large"),
    )  # fmt: skip
    for name, message, how, right in rows:
        yield name, _verdict(desk, message, **how), right
    quotas = desk.trust.quotas
    desk.trust.quotas = {0: 2, 1: 3}
    for used, right in ((0, "accepted"), (2, "accepted"), (3, "over-quota"), (9, "over-quota")):
        yield f"the next after {used}", _verdict(desk, _notice(desk), used=used), right
    for used, right in ((1, "wrong-line"), (2, "over-quota")):
        yield f"a wrong one after {used}", _verdict(desk, _notice(desk, line=bytes(32)), used=used), right
    desk.trust.quotas = quotas
    shown = _notice(desk)
    for size, right in (
        (MAX_MESSAGE + 1, "destruction-not-agreed"),
        (2 * MAX_MESSAGE, "destruction-not-agreed"),
        (2 * MAX_MESSAGE + 1, "too-large"),
    ):
        form = Erased(open={}, agreed=[], signed=shown.signed)
        carried = Carried.of(form)
        yield f"a destroyed form of {size}", _verdict(desk, replace(carried, packed=bytes(size))), right


def _shaped() -> Iterator[tuple[str, Any, Any]]:
    run = {
        "role": "heard",
        "i": 1,
        "at": 1,
        "from": ["otter", b"e" * 16, 4],
        "what": bytes(32),
        "verdict": "refused",
        "reason": "over-quota",
    }
    for name, lies, right in (
        ("a run", {"run": [[5, 7], bytes(32)]}, ""),
        ("a run of what is accepted", {"run": [[5], bytes(32)], "verdict": "accepted", "reason": None}, "shape"),
        ("a run refused otherwise", {"run": [[5], bytes(32)], "reason": "expired"}, "shape"),
        ("a run out of order", {"run": [[7, 5], bytes(32)]}, "shape"),
        ("a run that names a place twice", {"run": [[5, 5], bytes(32)]}, "shape"),
        ("a run that names its first again", {"run": [[4], bytes(32)]}, "shape"),
        ("no run", {}, ""),
    ):
        entry = {key: value for key, value in (run | lies).items() if value is not None}
        yield name, _code(read_entry, Opening(bytes(32), entry)), right
    over = len(encode({"data": bytes(MAX_SECTION)})) - MAX_SECTION
    for size, right in ((MAX_SECTION, ""), (MAX_SECTION + 1, "too-large")):
        sections: dict[str, Shape] = {"coded": Blob(bytes(size - over))}
        yield f"a section of {size}", _code(pack_sections, BLOB, sections), right
    yield "no section", _code(pack_sections, BLOB, {}), "sections"
    yield "another section", _code(pack_sections, BLOB, {"coded": Blob(b""), "colour": Blob(b"")}), "sections"
    for secret, found in ((bytes(32), bytes(32)), (bytes(31), None), (bytes(33), None), ("x" * 32, None), (None, None)):
        yield "a secret", secret_of({"secret": secret}), found
    yield "no message", secret_of([bytes(32)]), None
    yield "the largest envelope", MAX_ENVELOPE, SIZE_CLASSES[-1]


@functools.cache
def _of_messages() -> tuple[str, ...]:
    return tuple(
        f"{name}: {became} instead of {right}"
        for name, became, right in [*_judged(_desk()), *_shaped()]
        if became != right
    )
