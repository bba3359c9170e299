"""What is fuzzed: every function that reads what others wrote, each with what it begins from and the code it must cover.

A target takes any bytes. It may end in `Remote` (refused) or `Damaged` (unreadable) and in nothing else: any other exception, a
hang, or more memory than the limit is a fault of ours, `Local` among them, which would blame this side. What is read must
encode to the bytes it came from.
"""

from __future__ import annotations

import contextlib
import copy
import dataclasses
import functools
from collections.abc import Callable, Sequence
from typing import Any

from detente.bundle.delivery import verify_delivery
from detente.bundle.differing import verify_differ
from detente.bundle.shapes import Bundle
from detente.bundle.telling import told
from detente.bundle.trusting import shown_trust
from detente.bundle.verify import verify_bundle
from detente.codec import text
from detente.codec.cbor import decode, encode
from detente.codec.cose import ED25519, ESP256, parse
from detente.codec.errors import Damaged, Remote
from detente.codec.limits import MAX_ENVELOPE, MAX_LOG, MAX_MESSAGE
from detente.codec.shape import pack, unpack
from detente.crypto import seal, suites
from detente.crypto.webauthn import Assertion, verify_assertion
from detente.line.content import read_kept, read_signed
from detente.line.envelope import open_envelope, read_outer
from detente.line.founding import check_pair, founded_trust, merge_founding, missing, read_founding
from detente.line.log import read_entry
from detente.line.shapes import Content, Outer, Payload
from detente.proof import head, note
from detente.proof.receipt import Opening, Proof, check_proof
from detente.trust import decisions, keysets, signing
from fuzz import made, seeds


@dataclasses.dataclass(frozen=True)
class Target:
    """`covers`: file below src/detente → names of the functions that are this decoder ('Class.method' for methods)."""

    run: Callable[[bytes], None]
    seeds: Callable[[], list[bytes]]
    covers: dict[str, Sequence[str]]
    checked: bool = False  # the last 32 bytes are the damage check
    size_class: int | None = None
    most: int = 4096  # bytes of an input
    believes: bool = False  # run in a process where every signature is believed


def once() -> None:
    """Checking a key or a signature is a pure function: what was checked is not computed again for the next input."""
    keysets.check_public = functools.lru_cache(4096)(suites.check_public)
    cached = functools.lru_cache(4096)(suites.verify)
    signing.verify = decisions.verify = cached  # type: ignore[attr-defined]


def believe() -> None:
    """Every signature is valid: what stands behind the signatures can be reached by changing what is signed."""
    keysets.check_public = _of_its_size
    signing.verify = decisions.verify = lambda alg, pub, data, sig: True  # type: ignore[attr-defined]


def _of_its_size(alg: int, pub: bytes) -> None:
    """A key of another length is refused before any signature is looked at: no reader behind it ever meets one."""
    row = suites.ALGORITHMS.get(alg)
    if row is None or len(pub) != row.public_size:
        suites.check_public(alg, pub)


@functools.cache
def trust() -> decisions.LineTrust:
    frames = [parse(seeds.raw(f"@credential-{party}")) for party in ("heron", "ibis")]
    by_party = {decisions.read_credential(frame.payload).party: frame for frame in frames}
    return decisions.LineTrust.found(parse(seeds.raw("@terms")), by_party, None)


def cbor(data: bytes) -> None:
    for tag in (None, 98):
        try:
            value = decode(data, MAX_ENVELOPE, tag)
        except (Remote, Damaged):
            continue
        assert encode(value, tag) == data


def cose(data: bytes) -> None:
    assert parse(data).encode() == data


_SHAPES: tuple[type[Any], ...] = (Content, Opening, Proof, Payload, Outer, Bundle)


def shapes(data: bytes) -> None:
    for kind in _SHAPES:
        try:
            value = unpack(kind, data, MAX_MESSAGE)
        except Remote:
            continue
        assert pack(value) == data
        if isinstance(value, Opening):
            try:
                read_entry(value)
            except Remote:
                continue


def message(data: bytes) -> None:
    kept = read_kept(data)
    read_signed(kept.signed)


def texts(data: bytes) -> None:
    try:
        value = data.decode("utf-8", "surrogatepass")
    except UnicodeDecodeError:
        return
    readers: tuple[Callable[[str], Any], ...] = (
        text.check_text, text.clean_text, text.from_base32, text.from_base64, head.parse_origin,
        lambda value: text.from_decimal(value, MAX_LOG), lambda value: text.from_hex(value, 16),
    )  # fmt: skip
    for read in readers:
        try:
            read(value)
        except Remote:
            continue


def notes(data: bytes) -> None:
    above, lines = note.parse(data)
    assert note.render(above, lines) == data


@functools.cache
def succeeded() -> tuple[decisions.LineTrust, ...]:
    """A line with a succession, in three states: as shown, with every log bound to a key before, and with every log over."""
    shown = unpack(Bundle, seeds.raw("@bundle-succeeded")[:-32], MAX_ENVELOPE)
    line = shown_trust(shown.terms, shown.credentials, shown.successions)
    logs = [head.parse_origin(head.peek_origin(log.head))[1:] for log in shown.logs]
    other, over = copy.copy(line), copy.copy(line)
    other.under, over.under, over.ended = dict.fromkeys(logs, bytes(32)), {}, dict.fromkeys(logs, 0)
    return line, other, over


def heads(data: bytes) -> None:
    _digest, ed, ml = trust().log_keys("heron")[0]
    for line in (trust(), *succeeded()):
        under = dict(line.under)
        with contextlib.suppress(Remote):
            line.check_head(data)
        line.under = under  # the next input finds it as this one did
    head.parse_checkpoint(data, ed.pub, ml.pub).head()


def receipt(data: bytes) -> None:
    proof = unpack(Proof, data, MAX_MESSAGE)
    found = trust().check_head(proof.head)
    _digest, ed, ml = trust().log_keys(found.party)[0]
    check_proof(proof, head.parse_checkpoint(proof.head, ed.pub, ml.pub))


def outer(data: bytes) -> None:
    read_outer(data)


class _Bare:
    """In place of sealing: the plaintext stands open, so that what is inside can be reached."""

    def public(self, seed: bytes) -> bytes:
        return bytes(seal.PUBLIC_SIZE)

    def check(self, public: bytes) -> None:
        return None

    def seal(self, public: bytes, info: bytes, plaintext: bytes) -> bytes:
        return bytes(seal.ENC_SIZE + seal.TAG_SIZE) + plaintext

    def open(self, seed: bytes, info: bytes, sealed: bytes) -> bytes:
        return sealed[seal.ENC_SIZE + seal.TAG_SIZE :]


def _address() -> dict[str, Any]:
    return seeds.vectors()["envelope.open"][0]


@functools.cache
def _envelope() -> tuple[Outer, bytes, str, str]:
    row = next(row for row in seeds.vectors()["envelope.open"] if row["envelope"] == "@envelope")
    found, _sealed = read_outer(seeds.raw("@envelope"))
    return found, seeds.raw(row["line"]), row["from"], row["to"]


def payload(data: bytes) -> None:
    found, line, sender, to = _envelope()
    before = seal.use_kem(_Bare())
    try:
        open_envelope(found, bytes(seal.ENC_SIZE + seal.TAG_SIZE) + data, bytes(32), line, sender, to)
    finally:
        seal.use_kem(before)


def _payloads() -> list[bytes]:
    found = [*seeds.of("payload.read", "payload"), seeds.raw("@payload-to-size")]
    for row in seeds.vectors()["envelope.open"]:
        try:
            use, sealed = read_outer(seeds.raw(row["envelope"]))
            info = encode(["detente/1/seal", _plain(use), seeds.raw(row["line"]), row["from"], row["to"]])
            found.append(seal.open_sealed(seeds.raw(row["seed"]), info, sealed))
        except Remote:
            continue
    return [one for one in found if len(one) < 40_000]


def _plain(value: Any) -> Any:
    return decode(pack(value), MAX_MESSAGE)


def bundle(data: bytes) -> None:
    report = verify_bundle(data)
    for one in report.messages:
        report.receipted(one)
    assert report.parties


def delivery(data: bytes) -> None:
    told(verify_delivery(data))


def differ(data: bytes) -> None:
    verify_differ(data)


def founding(data: bytes) -> None:
    found = read_founding(data)
    assert pack(found) == data
    missing(merge_founding([found, found]))
    for line in found.lines.values():
        founded_trust(line, 1_790_000_000_000)
    check_pair(found)


def introduction(data: bytes) -> None:
    decisions.accept_introduction(data)


def statements(data: bytes) -> None:
    """Terms and credentials, alone."""
    frame = parse(data)
    for accept in (
        lambda: decisions.accept_founding_terms(frame, None),
        lambda: decisions.accept_first_credential(frame, trust().line, trust().terms),
    ):
        try:
            accept()
        except (Remote, Damaged):
            continue


def token(data: bytes) -> None:
    assertion = unpack(Assertion, data, MAX_MESSAGE)
    row = seeds.vectors()["webauthn.verify"][0]
    for alg in (ESP256, ED25519):
        try:
            verify_assertion(assertion, alg, seeds.raw(row["public"]), seeds.raw(row["challenge"]))
        except Remote:
            continue


def _tokens() -> list[bytes]:
    rows = seeds.vectors()["webauthn.verify"]
    return [encode({name: seeds.raw(row[name]) for name in ("key", "auth", "client", "sig")}) for row in rows]


def _many(*pairs: tuple[str, str]) -> Callable[[], list[bytes]]:
    return lambda: [data for function, name in pairs for data in seeds.of(function, name)]


_BUNDLE = {
    "bundle/verify.py": ("verify_bundle", "_check", "_entries", "_entry", "_message", "_completed", "_add_receipts"),
    "bundle/order.py": ("record_order", "untrue_of", "_needs", "_weakest", "receipted", "stands_at", "_below"),
    "bundle/destructions.py": ("destroyed", "_word"),
    "bundle/trusting.py": ("shown_trust", "counting", "check_ends"),
    "line/over.py": ("names", "named_sizes"),
}  # fmt: skip
_READING = (
    "_read",
    "_row",
    "_meaning",
    "_placed",
    "statement",
    "report",
    "_statements_of_the_writer",
    "_member",
    "_due",
)
_DELIVERY = {
    "bundle/delivery.py": (
        "is_delivery", "verify_delivery", "_check", "_Reading.__init__", *(f"_Reading.{name}" for name in _READING),
        "is_answered", "due_of", "_kind", "_by_place",
    ),
    "bundle/ranges.py": ("shown_logs", "_placed", "entry_at", "ShownLog.spots"),
}  # fmt: skip

_DIFFER: dict[str, Sequence[str]] = {
    "bundle/differing.py": ("verify_differ", "_check", "_leaves", "_epochs", "_opened")
}

TARGETS: dict[str, Target] = {
    "cbor": Target(
        cbor,
        lambda: [*seeds.of("cbor.decode", "bytes"), *seeds.of("cose.parse", "bytes")],
        {"codec/cbor.py": ("_check", "_check_keys", "_check_names", "_by_length", "decode", "_one_encoding", "_refuse_tag")},
        most=1024,
    ),
    "cose": Target(cose, _many(("cose.parse", "bytes")), {"codec/cose.py": ("parse", "_read_protected")}, most=1024),
    "shapes": Target(
        shapes,
        lambda: [
            *[seeds.raw(opening) for row in seeds.vectors()["log.admit"] for opening in row["openings"]],
            *[seeds.raw(row["content"]) for row in seeds.vectors()["content.digest"]],
            *seeds.of("receipt.check", "proof"),
        ],
        {"codec/shape.py": ("read", "_unpacked", "to_plain", "unpack"), "line/log.py": ("read_entry",)},
    ),
    "message": Target(
        message,
        lambda: [one for one in seeds.of("message.judge", "message") if len(one) < 20_000],
        {"line/content.py": ("read_signed", "kept_of", "read_kept")},
        most=20_000,
    ),
    "texts": Target(
        texts,
        lambda: [
            *seeds.text_of("text.check"), *seeds.text_of("text.from_base32"), *seeds.text_of("text.from_base64"),
            *seeds.text_of("text.from_decimal"), *seeds.text_of("text.from_hex"), *seeds.text_of("log.parse_origin"),
        ],
        {
            "codec/text.py": ("check_text", "clean_text", "from_base32", "from_base64", "from_decimal", "from_hex"),
            "proof/head.py": ("parse_origin",),
        },
        most=70_000,
    ),
    "notes": Target(notes, _many(("head.check", "checkpoint")), {"proof/note.py": ("parse", "_line")}, most=9000),
    "heads": Target(
        heads,
        _many(("head.check", "checkpoint")),
        {
            "proof/head.py": ("parse_checkpoint", "peek_origin", "parse_body", "parse_origin", "Checkpoint.head"),
            "trust/decisions.py": ("LineTrust.check_head", "LineTrust.log_keys", "LineTrust._signed_by"),
        },
        most=9000,
    ),
    "receipt": Target(
        receipt,
        _many(("receipt.check", "proof")),
        {
            "proof/receipt.py": ("check_opening", "check_proof"),
            "proof/tree.py": ("root_from_path", "root_from_hash", "verify_inclusion", "_steps", "_all_hashes"),
        },
        most=9000,
    ),
    "outer": Target(
        outer,
        lambda: [one for one in seeds.of("envelope.open", "envelope") if len(one) <= 32768],
        {"line/envelope.py": ("read_outer",)},
        size_class=32768,
        most=32768,
    ),
    "payload": Target(payload, _payloads, {"line/envelope.py": ("open_envelope",)}, most=40_000),
    "token": Target(
        token, _tokens, {"crypto/webauthn.py": ("_client_data", "_check_client", "_check_auth", "verify_assertion")}
    ),
    "statements": Target(
        statements,
        _many(("terms.accept", "frame"), ("credential.accept", "frame")),
        {
            "trust/decisions.py": ("accept_founding_terms", "read_terms", "accept_first_credential", "read_credential"),
            "trust/keysets.py": ("check_keys", "check_roots", "check_terms_keys", "check_credential_keys"),
            "trust/signing.py": ("is_valid", "require_exactly"),
        },
        most=20_000,
    ),
    "introduction": Target(
        introduction,
        _many(("introduction.accept", "frame")),
        {"trust/decisions.py": ("accept_introduction",), "trust/keysets.py": ("check_introduction",)},
        most=40_000,
    ),
    "founding": Target(
        founding,
        _many(("founding.accept", "bytes")),
        {
            "line/founding.py": (
                "read_founding", "terms_of", "merge_founding", "_vouched", "missing", "founded_trust", "check_pair",
            ),
            "trust/decisions.py": ("LineTrust.found", "accept_fields", "accept_quotas", "accept_pair"),
            "trust/deadlines.py": ("accept_deadlines",),
        },
        most=120_000,
    ),
    "bundle": Target(bundle, _many(("bundle.verify", "bundle")), _BUNDLE, True, most=60_000),
    "bundle-believed": Target(bundle, _many(("bundle.verify", "bundle")), _BUNDLE, True, most=60_000, believes=True),
    "differ": Target(differ, _many(("differ.verify", "file")), _DIFFER, True, most=60_000),
    "differ-believed": Target(differ, _many(("differ.verify", "file")), _DIFFER, True, most=60_000, believes=True),
    "delivery": Target(delivery, _many(("delivery.verify", "file")), _DELIVERY, True, most=80_000),
    "delivery-believed": Target(delivery, _many(("delivery.verify", "file")), _DELIVERY, True, most=80_000, believes=True),
}  # fmt: skip


for _name, _target in TARGETS.items():
    _given = made.of(_name.removesuffix("-believed"))
    if _given:
        TARGETS[_name] = dataclasses.replace(
            _target, seeds=functools.partial(lambda first, more: [*first(), *more], _target.seeds, _given)
        )


def attempt(target: Target, data: bytes) -> None:
    """One input. Refusing it is right; anything but `Remote` and `Damaged` goes up."""
    try:
        target.run(data)
    except (Remote, Damaged):
        return
