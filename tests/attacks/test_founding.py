"""Attacks on what a line rests on: introductions, terms, credentials, keys. Nothing is founded on any of them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from attacks.hostile import Founders, Member, key, line_of, refusal, seed, signed
from detente.codec.cbor import encode
from detente.codec.cose import (
    ED25519,
    ESP256,
    ML_DSA_44,
    ML_DSA_65,
    ML_DSA_87,
    Signature,
    Signed,
    assemble,
    parse,
    to_sign,
)
from detente.codec.errors import Local, Remote
from detente.codec.shape import pack, unpack
from detente.crypto.suites import Signer
from detente.line.founding import (
    FoundedLine,
    Founding,
    check_pair,
    founded_trust,
    merge_founding,
    missing,
    read_founding,
)
from detente.node import found
from detente.node.home import Home
from detente.trust.decisions import (
    NO_LINE,
    LineTrust,
    accept_first_credential,
    accept_founding_terms,
    accept_introduction,
    accept_pair,
    read_credential,
    read_terms,
)
from detente.trust.statements import Credential
from support import LATER, START, Clock, Listen, Seeded, copy_homes

IDENTITY = b"\x01" + bytes(31)  # the point that verifies any message
SMALL_ORDER = [
    IDENTITY,
    b"\xec" + b"\xff" * 30 + b"\x7f",
    bytes(32),
    bytes(31) + b"\x80",
    bytes.fromhex("26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05"),
    bytes.fromhex("c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a"),
]


def torsioned() -> bytes:
    """A good public key with a point of order 8 added: libraries disagree on it."""
    from detente.crypto.ed25519 import add, decode, encode

    return encode(add(decode(key("a", "node", ED25519)[0].pub), decode(SMALL_ORDER[4])))


@pytest.fixture(scope="module")
def founders() -> Founders:
    return Founders("heron", "otter")


# -- Introduction --------------------------------------------------------------------------------------------------


def introduction(live: Member, exercise: Member, **lies: Any) -> dict[str, Any]:
    return {
        "v": 1,
        "party": live.party,
        "names": {"en": "Office of Heron", "zh": "苍鹭办公室"},
        "nonce": bytes(32),
        "live": live.roots,
        "exercise": exercise.roots,
    } | lies


@pytest.fixture(scope="module")
def pair() -> tuple[Member, Member]:
    return Member("heron", "live"), Member("heron", "exercise")


def all_roots(*members: Member) -> dict[bytes, Signer]:
    return {kid: s for m in members for kid, s in m.signers("root-ed", "root-ml").items()}


def introduce(plain: dict[str, Any], signers: dict[bytes, Signer], tag: str = "introduction") -> bytes:
    return signed(tag, NO_LINE, plain, signers).encode()


def test_an_introduction_signed_by_all_its_roots_is_accepted(pair: tuple[Member, Member]) -> None:
    """The ground the attacks stand on."""
    assert accept_introduction(introduce(introduction(*pair), all_roots(*pair))).party == "heron"


def test_an_introduction_naming_anothers_roots_without_their_signatures_is_refused(pair: tuple[Member, Member]) -> None:
    """Introduction, rule 1: nobody introduces another's keys."""
    other = Member("otter", "exercise")
    plain = introduction(pair[0], other)
    assert refusal(accept_introduction, introduce(plain, all_roots(pair[0]))) == "signature-missing"
    forged = all_roots(pair[0]) | {kid: s for kid, s in zip(all_roots(other), all_roots(pair[1]).values(), strict=True)}
    assert refusal(accept_introduction, introduce(plain, forged)) == "signature-invalid"


@pytest.mark.parametrize("half", ["root-ed", "root-ml"])
def test_an_introduction_signed_by_one_half_is_refused(pair: tuple[Member, Member], half: str) -> None:
    """Decision 5: Ed25519 and ML-DSA-87, both required."""
    signers = pair[0].signers(half) | all_roots(pair[1])
    assert refusal(accept_introduction, introduce(introduction(*pair), signers)) == "signature-missing"


def test_an_introduction_with_one_key_in_both_contexts_is_refused(pair: tuple[Member, Member]) -> None:
    """Keys: the same key may not stand in live and exercise."""
    assert refusal(accept_introduction, introduce(introduction(pair[0], pair[0]), all_roots(pair[0]))) in (
        "key-id-repeated",
        "key-used-twice",
    )


def test_an_introduction_with_a_stranger_signing_along_is_refused(pair: tuple[Member, Member]) -> None:
    """Encoding: the required set is policy's; nobody signs along."""
    stranger, signer = key("stranger", "root", ED25519)
    assert (
        refusal(accept_introduction, introduce(introduction(*pair), all_roots(*pair) | {stranger.id: signer}))
        == "signature-unknown-key"
    )


def test_terms_signatures_do_not_make_an_introduction(pair: tuple[Member, Member]) -> None:
    """Encoding: external_aad holds the tag."""
    assert (
        refusal(accept_introduction, introduce(introduction(*pair), all_roots(*pair), "terms")) == "signature-invalid"
    )


INTRODUCTIONS: dict[str, dict[str, Any]] = {
    "hidden direction in the name": {"names": {"en": "Office \u202e", "zh": "办公室"}},
    "zero-width character in the name": {"names": {"en": "Off\u200bice", "zh": "办公室"}},
    "one language only": {"names": {"en": "Office"}},
    "a third language": {"names": {"en": "a", "zh": "b", "fr": "c"}},
    "party in capitals": {"party": "HERON"},
    "party with a newline": {"party": "heron\n"},
    "party too long": {"party": "h" * 33},
    "empty party": {"party": ""},
    "Cyrillic look-alike": {"party": "hеron"},
    "another version": {"v": 2},
    "short nonce": {"nonce": bytes(31)},
    "another field": {"note": "x"},
}


@pytest.mark.parametrize("attack", INTRODUCTIONS)
def test_an_introduction_that_is_not_strictly_one_is_refused(pair: tuple[Member, Member], attack: str) -> None:
    """Introduction, Encoding: what two persons compare has one form, and no invisible part."""
    plain = introduction(*pair, **INTRODUCTIONS[attack])
    try:
        data = introduce(plain, all_roots(*pair))
    except Remote as error:  # our own encoder refuses it already; so would the reader
        assert error.code.startswith("text-")
        return
    assert refusal(accept_introduction, data) == "shape"


# -- Terms ---------------------------------------------------------------------------------------------------------


def terms_frame(founders: Founders, terms: dict[str, Any], signers: dict[bytes, Signer] | None = None) -> Signed:
    return signed("terms", line_of(terms), terms, founders.roots() if signers is None else signers)


def test_terms_signed_by_every_root_are_accepted(founders: Founders) -> None:
    """The ground the attacks stand on."""
    assert accept_founding_terms(terms_frame(founders, founders.terms()), LATER).context == "live"


def test_terms_signed_by_only_one_member_found_nothing(founders: Founders) -> None:
    """Terms: every root signs. No partial founding."""
    frame = terms_frame(founders, founders.terms(), founders.roots("heron"))
    assert refusal(accept_founding_terms, frame, LATER) == "signature-missing"


@pytest.mark.parametrize("half", ["root-ed", "root-ml"])
def test_terms_with_one_half_of_a_members_roots_found_nothing(founders: Founders, half: str) -> None:
    """Decision 5: hybrid or not at all."""
    signers = founders.roots("heron") | founders.members["otter"].signers(half)
    assert (
        refusal(accept_founding_terms, terms_frame(founders, founders.terms(), signers), LATER) == "signature-missing"
    )


def test_terms_signed_along_by_a_stranger_are_refused(founders: Founders) -> None:
    """Encoding: the required set is never the object's."""
    stranger, signer = key("stranger", "root", ED25519)
    frame = terms_frame(founders, founders.terms(), founders.roots() | {stranger.id: signer})
    assert refusal(accept_founding_terms, frame, LATER) == "signature-unknown-key"


def test_terms_whose_algorithm_the_object_names_are_refused(founders: Founders) -> None:
    """Encoding: the algorithm is the key's, never the object's. Attack: an Ed25519 signature in the ML-DSA-87 root's place."""
    terms = founders.terms()
    frame = terms_frame(founders, terms)
    weak = key("stranger", "root", ED25519)[1]
    ml = founders.members["otter"].keys["root-ml"][0]
    forged = Signature(ED25519, ml.id, weak.sign(to_sign("terms", line_of(terms), ED25519, ml.id, frame.payload)))
    bent = assemble(frame.payload, [forged if s.kid == ml.id else s for s in frame.signatures])
    assert refusal(accept_founding_terms, bent, LATER) == "signature-invalid"


def test_terms_after_sign_by_found_nothing_and_an_old_record_still_verifies(founders: Founders) -> None:
    """Terms: `sign-by`. The clock is asked when a line is founded, not when a record is read."""
    frame = terms_frame(founders, founders.terms(**{"sign-by": START}))
    assert refusal(accept_founding_terms, frame, START + 1) == "terms-sign-by-passed"
    assert accept_founding_terms(frame, START).sign_by == START
    assert accept_founding_terms(frame, None).sign_by == START


def test_terms_changed_after_one_member_signed_are_other_terms(founders: Founders) -> None:
    """Terms: all sign the same bytes."""
    a, b = founders.terms(), founders.terms(layers=[7])
    mixed = Signed(encode(b), terms_frame(founders, a).signatures)
    assert refusal(accept_founding_terms, mixed, LATER) == "signature-invalid"


TERMS: dict[str, tuple[dict[str, Any], str]] = {
    "the simulated suite": ({"suites": [0]}, "suite-not-real"),
    "the simulated suite beside the real one": ({"suites": [1, 0]}, "suite-not-real"),
    "a reserved suite": ({"suites": [2]}, "suite-not-real"),
    "an unknown suite": ({"suites": [99]}, "suite-unknown"),
    "no suite": ({"suites": []}, "shape"),
    "amended terms as founding": ({"seq": 1}, "terms-not-founding"),
    "a predecessor": ({"prev": bytes(32)}, "terms-not-founding"),
    "another version": ({"v": 2}, "shape"),
    "a context nobody has": ({"context": "drill"}, "shape"),
    "one party": ({"parties": "one"}, "shape"),
    "seventeen parties": ({"parties": "seventeen"}, "shape"),
    "a right": ({"right": "x"}, "shape"),
    "no fields": ({"fields": {}}, "shape"),
    "one key for two members": ({"parties": "same"}, "key-id-repeated"),
    "one public key for two members": ({"parties": "same-pub"}, "key-used-twice"),
    "a root that is no root": ({"parties": "officer"}, "key-use"),
    "classical roots only": ({"parties": "classical"}, "roots-not-hybrid"),
    "a weaker post-quantum root": ({"parties": "weaker"}, "roots-not-hybrid"),
    "three roots": ({"parties": "three"}, "roots-not-hybrid"),
    "a small-order root": ({"parties": "small"}, "key-small-order"),
    "a torsioned root": ({"parties": "torsioned"}, "key-torsioned"),
}


def bent_parties(founders: Founders, how: str) -> dict[str, Any]:
    heron, otter = (founders.members[p].roots for p in ("heron", "otter"))
    ed = next(k for k in otter["roots"] if k["alg"] == ED25519)
    ml = next(k for k in otter["roots"] if k["alg"] == ML_DSA_87)

    def roots(*keys: dict[str, Any]) -> dict[str, Any]:
        return {"heron": heron, "otter": otter | {"roots": list(keys)}}

    match how:
        case "one":
            return {"heron": heron}
        case "seventeen":
            return {f"party-{n}": heron for n in range(17)}
        case "same":
            return {"heron": heron, "otter": heron}
        case "same-pub":
            return {
                "heron": heron,
                "otter": heron | {"roots": [k | {"id": seed(k["id"].hex())[:16]} for k in heron["roots"]]},
            }
        case "officer":
            return roots(ed | {"use": "officer"}, ml)
        case "classical":
            other, _ = key("second", "root", ED25519)
            return roots(ed, ed | {"id": other.id, "pub": other.pub})
        case "weaker":
            other, _ = key("second", "root", ML_DSA_65)
            return roots(ed, ml | {"alg": ML_DSA_65, "pub": other.pub})
        case "three":
            other, _ = key("second", "root", ED25519)
            return roots(ed, ml, ed | {"id": other.id, "pub": other.pub})
        case "small":
            return roots(ed | {"pub": IDENTITY}, ml)
        case "torsioned":
            return roots(ed | {"pub": torsioned()}, ml)
    raise AssertionError(how)


@pytest.mark.parametrize("attack", TERMS)
def test_terms_that_could_not_hold_are_refused_before_any_signature_is_asked(founders: Founders, attack: str) -> None:
    """Terms, Keys, Ed25519: shape, keys and suites are sound before they count."""
    lies, code = TERMS[attack]
    if isinstance(lies.get("parties"), str):
        lies = {"parties": bent_parties(founders, lies["parties"])}
    assert refusal(read_terms, encode(founders.terms(**lies))) == code


# -- Credentials ---------------------------------------------------------------------------------------------------


def credential(
    founders: Founders, of: str = "otter", /, signers: dict[bytes, Signer] | None = None, **lies: Any
) -> Signed:
    line = line_of(founders.terms())
    plain = founders.members[of].credential(line, **lies)
    return signed("credential", line, plain, founders.roots(of) if signers is None else signers)


def accept(founders: Founders, frame: Signed) -> Credential:
    terms = founders.terms()
    return accept_first_credential(frame, line_of(terms), read_terms(encode(terms)))


def test_a_credential_signed_by_its_partys_roots_is_accepted(founders: Founders) -> None:
    """The ground the attacks stand on."""
    assert accept(founders, credential(founders)).party == "otter"


@pytest.mark.parametrize(
    ("attack", "code"),
    [("the other party", "signature-unknown-key"), ("one half", "signature-missing"), ("nobody", "signature-missing"),
     ("its own node", "signature-unknown-key")],
)  # fmt: skip
def test_a_credential_its_roots_did_not_sign_is_refused(founders: Founders, attack: str, code: str) -> None:
    """Keys: only both roots of that member vouch for its keys."""
    otter = founders.members["otter"]
    signers = {
        "the other party": founders.roots("heron"),
        "one half": otter.signers("root-ed"),
        "nobody": {},
        "its own node": founders.roots("otter") | otter.signers("node"),
    }[attack]
    assert refusal(accept, founders, credential(founders, signers=signers)) == code


def test_a_credential_in_another_members_name_is_refused(founders: Founders) -> None:
    """Keys: roots vouch for their own party only."""
    frame = credential(founders, "otter", party="heron")
    assert refusal(accept, founders, frame) == "signature-unknown-key"


def test_a_credential_of_somebody_not_in_the_terms_is_refused(founders: Founders) -> None:
    """Terms: members are those of the terms."""
    frame = credential(founders, "otter", party="stork")
    assert refusal(accept, founders, frame) == "credential-not-of-this-line"


@pytest.mark.parametrize("lies", [{"line": bytes(32)}], ids=["another line"])
def test_a_credential_of_another_line_is_refused(founders: Founders, lies: dict[str, Any]) -> None:
    """Keys: a credential is for one line."""
    assert refusal(accept, founders, credential(founders, **lies)) == "credential-not-of-this-line"


@pytest.mark.parametrize("lies", [{"seq": 1}, {"prev": bytes(32)}, {"emergency": True}], ids=repr)
def test_a_later_credential_is_not_a_first_one(founders: Founders, lies: dict[str, Any]) -> None:
    """Keys: succession has its own table; it does not begin in the middle."""
    assert refusal(accept, founders, credential(founders, **lies)) == "credential-not-first"


def keys_with(member: Member, label: str, **changes: Any) -> list[dict[str, Any]]:
    names = ("officer", "node", "log-ed", "log-ml")
    return [member.key(n) | (changes if n == label else {}) for n in names]


@pytest.mark.parametrize("label", ["officer", "node", "log-ed"])
@pytest.mark.parametrize("point", range(len(SMALL_ORDER)))
def test_a_small_order_key_in_a_credential_is_refused(founders: Founders, label: str, point: int) -> None:
    """Ed25519: small-order keys verify anything, and the libraries accept them: checked when a credential is accepted."""
    member = founders.members["otter"]
    frame = credential(founders, keys=keys_with(member, label, pub=SMALL_ORDER[point]))
    assert refusal(accept, founders, frame) in ("key-small-order", "key-not-canonical")


def test_a_torsioned_key_in_a_credential_is_refused(founders: Founders) -> None:
    """Ed25519: on a torsioned key libraries disagree, and one message would be valid here and invalid there."""
    frame = credential(founders, keys=keys_with(founders.members["otter"], "officer", pub=torsioned()))
    assert refusal(accept, founders, frame) == "key-torsioned"


def p256(compressed: bool = False) -> bytes:
    public = ec.derive_private_key(7, ec.SECP256R1()).public_key()
    form = PublicFormat.CompressedPoint if compressed else PublicFormat.UncompressedPoint
    return public.public_bytes(Encoding.X962, form)


CREDENTIALS: dict[str, tuple[Callable[[Member], dict[str, Any]], str]] = {
    "one key with two uses": (
        lambda m: {"keys": [*keys_with(m, ""), m.key("officer") | {"id": bytes(16), "use": "relay"}]},
        "key-used-twice",
    ),
    "one id for two keys": (lambda m: {"keys": keys_with(m, "node", id=m.key("officer")["id"])}, "key-id-repeated"),
    "a root among them": (lambda m: {"keys": [*keys_with(m, ""), m.key("root-ed")]}, "key-use"),
    "the root as its officer": (lambda m: {"keys": keys_with(m, "officer", pub=m.key("root-ed")["pub"])}, "key-used-twice"),
    "two node keys": (
        lambda m: {"keys": [*keys_with(m, ""), m.key("node") | {"id": bytes(16), "pub": key("x", "node", ED25519)[0].pub}]},
        "credential-keys",
    ),
    "no officer": (lambda m: {"keys": [m.key(n) for n in ("node", "log-ed", "log-ml")]}, "credential-keys"),
    "no post-quantum log key": (lambda m: {"keys": [m.key(n) for n in ("officer", "node", "log-ed")]}, "log-keys-not-hybrid"),
    "no Ed25519 log key": (lambda m: {"keys": [m.key(n) for n in ("officer", "node", "log-ml")]}, "log-keys-not-hybrid"),
    "a log key of another size": (lambda m: {"keys": keys_with(m, "log-ml", pub=bytes(1311))}, "key-size"),
    "an ML-DSA office": (lambda m: {"keys": keys_with(m, "officer", alg=ML_DSA_44)}, "key-algorithm-for-use"),
    "a token as node": (lambda m: {"keys": keys_with(m, "node", alg=ESP256, pub=p256())}, "key-algorithm-for-use"),
    "an algorithm nobody named": (lambda m: {"keys": keys_with(m, "officer", alg=-8)}, "key-algorithm-for-use"),
    "a compressed point": (
        lambda m: {"keys": keys_with(m, "officer", alg=ESP256, pub=p256(compressed=True) + bytes(32))},
        "key-not-canonical",
    ),
    "a point off the curve": (
        lambda m: {"keys": keys_with(m, "officer", alg=ESP256, pub=b"\x04" + bytes(64))},
        "key-not-on-curve",
    ),
    "a use nobody knows": (lambda m: {"keys": keys_with(m, "officer", use="admin")}, "shape"),
    "thirty-three keys": (lambda m: {"keys": keys_with(m, "") * 9}, "shape"),
    "no rule for machines": (lambda m: {"release": {"default": [1, m.key("officer")["id"]]}}, "release-rule-missing"),
    "no rule by default": (lambda m: {"release": {"machine": [1, m.key("node")["id"]]}}, "release-rule-missing"),
    "released by nobody": (lambda m: {"release": rule_with(m, default=[0, m.key("officer")["id"]])}, "release-rule"),
    "released by two of one": (lambda m: {"release": rule_with(m, default=[2, m.key("officer")["id"]])}, "release-rule"),
    "one officer counted twice": (
        lambda m: {"release": rule_with(m, default=[2, m.key("officer")["id"], m.key("officer")["id"]])},
        "release-rule",
    ),
    "released by the node": (lambda m: {"release": rule_with(m, default=[1, m.key("node")["id"]])}, "release-rule"),
    "machine kinds by an officer": (
        lambda m: {"release": rule_with(m, machine=[1, m.key("officer")["id"]])},
        "release-rule",
    ),
    "released by an unknown key": (lambda m: {"release": rule_with(m, notice=[1, bytes(16)])}, "release-rule"),
    "a rule that is empty": (lambda m: {"release": rule_with(m, notice=[])}, "release-rule"),
    "a rule of numbers": (lambda m: {"release": rule_with(m, notice=[1, 1])}, "release-rule"),
    "true for one": (lambda m: {"release": rule_with(m, notice=[True, m.key("officer")["id"]])}, "release-rule shape"),
}  # fmt: skip


def rule_with(member: Member, **rules: Any) -> dict[str, Any]:
    return {"default": [1, member.key("officer")["id"]], "machine": [1, member.key("node")["id"]]} | rules


@pytest.mark.parametrize("attack", CREDENTIALS)
def test_a_credential_whose_keys_or_rules_could_not_hold_is_refused(founders: Founders, attack: str) -> None:
    """Keys, Release: one use each, hybrid log, sound points, release rules that officers can meet and nodes cannot."""
    lies, code = CREDENTIALS[attack]
    assert refusal(accept, founders, credential(founders, **lies(founders.members["otter"]))) in code.split()


def test_a_key_shared_between_live_and_exercise_is_refused() -> None:
    """Keys: the same key may not stand in live and exercise credentials: a drill could then speak live."""
    live, exercise = Member("heron", "live"), Member("heron", "exercise")
    exercise.keys["officer"] = live.keys["officer"]
    pair = [read_credential(encode(m.credential(bytes(32)))) for m in (live, exercise)]
    assert refusal(accept_pair, *pair) == "key-in-both-contexts"


def line_trust(founders: Founders, **credentials: Signed) -> LineTrust:
    frames = {party: credential(founders, party) for party in founders.members} | credentials
    return LineTrust.found(terms_frame(founders, founders.terms()), frames, LATER)


def test_a_key_shared_between_two_members_founds_nothing(founders: Founders) -> None:
    """Keys: a key stands for one member."""
    heron = founders.members["heron"]
    keys = keys_with(founders.members["otter"], "officer", pub=heron.key("officer")["pub"])
    bent = credential(founders, "otter", keys=keys)
    assert line_trust(founders).members == ["heron", "otter"]
    assert refusal(lambda: line_trust(founders, otter=bent)) == "key-used-twice"


def test_another_members_root_as_an_office_founds_nothing(founders: Founders) -> None:
    """Keys: one use each, across all members."""
    root = founders.members["heron"].key("root-ed")["pub"]
    bent = credential(founders, "otter", keys=keys_with(founders.members["otter"], "officer", pub=root))
    assert refusal(lambda: line_trust(founders, otter=bent)) == "key-used-twice"


def test_a_line_without_one_members_credential_is_not_founded(founders: Founders) -> None:
    """Terms: no partial founding."""
    frames = {"heron": credential(founders, "heron")}
    frame = terms_frame(founders, founders.terms())
    assert refusal(LineTrust.found, frame, frames, LATER) == "founding-member-missing"


def test_one_members_credential_under_anothers_name_founds_nothing(founders: Founders) -> None:
    """Keys: a credential is its party's."""
    assert refusal(lambda: line_trust(founders, heron=credential(founders, "otter"))) == "credential-not-of-this-line"


# -- a founding file that goes round ---------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def offices(tmp_path_factory: pytest.TempPathFactory) -> tuple[dict[str, Home], dict[str, dict[str, str]]]:
    """Two homes that have introduced themselves to each other and founded nothing."""
    root, random = tmp_path_factory.mktemp("offices"), Seeded("offices")
    homes, codes = {}, {}
    for party in ("heron", "otter"):
        made = found.init_pair(
            root / party, party, {"en": party, "zh": party}, "en", {c: Listen() for c in found.CONTEXTS}, random
        )
        homes[party] = Home.open(root / party)
        codes[party] = {context: made[context]["roots"] for context in found.CONTEXTS}
    for a, b in (("heron", "otter"), ("otter", "heron")):
        found.accept(homes[a], found.own_introduction(homes[b]))
    return homes, codes


@pytest.fixture(scope="module")
def foundings(
    offices: tuple[dict[str, Home], dict[str, dict[str, str]]], tmp_path_factory: pytest.TempPathFactory
) -> dict[str, Founding]:
    """The draft, as signed by heron alone, and as signed by both; made on copies of the homes."""
    homes, codes = offices
    root = tmp_path_factory.mktemp("signed")
    draft = found.draft(homes["heron"], ["otter"], "watch", {"en": "x", "zh": "x"}, START + 10**10, Seeded("draft"))
    copies = copy_homes(homes["heron"].path.parent, root, whole=True)
    made = {"draft": draft}
    for party, name in (("heron", "one"), ("otter", "both")):
        with found.Pair(copies[party], now=Clock(), random=Seeded(party)) as pair:
            draft = pair.sign(draft, codes[party])
        made[name] = draft
    made["copies"] = copies  # type: ignore[assignment]
    return made


def test_a_founding_that_only_one_member_signed_founds_nothing(foundings: dict[str, Any]) -> None:
    """Terms: every member signs, or there is no line."""
    assert missing(foundings["draft"]) == ["heron", "otter"]
    assert missing(foundings["one"]) == ["otter"]
    assert missing(foundings["both"]) == []
    code = refusal(lambda: founded_trust(foundings["one"].lines["live"], START))
    assert code == "signature-missing"
    with found.Pair(foundings["copies"]["heron"], now=Clock(), random=Seeded("x")) as pair:
        with pytest.raises(Remote):
            pair.found(foundings["one"])
        assert all(not node.founded for node in pair.nodes.values())


def test_a_founding_after_sign_by_founds_nothing(foundings: dict[str, Any]) -> None:
    """Terms: `sign-by`."""
    with found.Pair(foundings["copies"]["heron"], now=Clock(START + 10**10 + 1), random=Seeded("x")) as pair:
        assert refusal(pair.found, foundings["both"]) == "terms-sign-by-passed"
        assert all(not node.founded for node in pair.nodes.values())


def test_roots_in_terms_that_differ_from_those_introduced_are_refused(
    offices: tuple[dict[str, Home], dict[str, dict[str, str]]], foundings: dict[str, Any], tmp_path: Path
) -> None:
    """Introduction: terms that slip in another key for somebody whose words were compared."""
    homes, codes = offices
    honest = foundings["draft"].lines["live"]
    other = Founders("heron", "otter")
    terms = read_terms(parse(honest.terms).payload)
    plain = other.terms(parties={"heron": other.members["heron"].roots, "otter": other.members["otter"].roots})
    plain["fields"] = dict(terms.fields)
    bent = FoundedLine(terms=assemble(encode(plain), []).encode(), fields=honest.fields, members={})
    founding = Founding(v=1, lines={**foundings["draft"].lines, "live": bent})
    assert refusal(found.check_against_introductions, homes["heron"], founding) == "roots-not-introduced"
    copies = copy_homes(homes["heron"].path.parent, tmp_path, whole=True)
    with found.Pair(copies["heron"], now=Clock(), random=Seeded("x")) as pair:
        assert refusal(pair.sign, founding, codes["heron"]) == "roots-not-introduced"


def test_an_introduction_that_changes_after_the_words_were_compared_is_refused(
    offices: tuple[dict[str, Home], dict[str, dict[str, str]]], tmp_path: Path
) -> None:
    """Introduction: what was compared aloud is what counts; a second one under the same name does not replace it."""
    homes, _ = offices
    copies = copy_homes(homes["heron"].path.parent, tmp_path, whole=True)
    pretender = Member("otter", "live"), Member("otter", "exercise")
    second = introduce(introduction(*pretender), all_roots(*pretender))
    before = found.own_introduction(homes["otter"])
    assert found.words_to_compare(copies["heron"], second) != found.words_to_compare(copies["heron"], before)
    assert refusal(found.accept, copies["heron"], second) == "introduction-differs"
    assert (copies["heron"].path / "introductions" / "otter.detente").read_bytes() == before


def test_an_introduction_in_our_own_name_is_refused(offices: tuple[dict[str, Home], dict[str, dict[str, str]]]) -> None:
    """Introduction: nobody introduces us to ourselves."""
    homes, _ = offices
    assert refusal(found.accept, homes["heron"], found.own_introduction(homes["heron"])) == "introduction-own-name"


def bend_line(founding: Founding, context: str, **changes: Any) -> bytes:
    line = msgspec.structs.replace(founding.lines[context], **changes)  # type: ignore[index]
    return pack(Founding(v=1, lines={**founding.lines, context: line}))  # type: ignore[dict-item]


def test_a_field_shown_otherwise_than_committed_is_refused(foundings: dict[str, Any]) -> None:
    """Terms, rule 8: fields shown are those committed to; none is left out, none added."""
    fields = dict(foundings["both"].lines["live"].fields)
    deadlines = fields["deadlines"]
    changed = fields | {"deadlines": msgspec.structs.replace(deadlines, value=encode({"profile": "office"}))}
    less = {name: field for name, field in fields.items() if name != "quotas"}
    for bent in (changed, less, fields | {"extra": deadlines}):
        assert refusal(read_founding, bend_line(foundings["both"], "live", fields=bent)) == "field-not-committed"


def test_a_part_of_somebody_not_in_the_terms_is_refused(foundings: dict[str, Any]) -> None:
    """Terms: members are those of the terms."""
    members = foundings["both"].lines["live"].members
    data = bend_line(foundings["both"], "live", members={**members, "stork": members["otter"]})
    assert refusal(read_founding, data) == "founding-member-unknown"


def test_a_live_line_offered_twice_is_no_pair(foundings: dict[str, Any]) -> None:
    """Homes: an exercise is another home with its own keys; the separation starts at the founding."""
    lines = foundings["both"].lines
    twice = pack(Founding(v=1, lines={"live": lines["live"], "exercise": lines["live"]}))
    swapped = pack(Founding(v=1, lines={"live": lines["exercise"], "exercise": lines["live"]}))
    assert refusal(read_founding, twice) == refusal(read_founding, swapped) == "founding-contexts"


def test_members_parts_swapped_between_contexts_found_nothing(foundings: dict[str, Any]) -> None:
    """Keys: no exercise credential stands on a live line."""
    lines = foundings["both"].lines
    bent = msgspec.structs.replace(lines["live"], members=lines["exercise"].members)
    assert refusal(lambda: founded_trust(bent, START)) == "credential-not-of-this-line"
    both = Founding(v=1, lines={"live": bent, "exercise": lines["exercise"]})
    assert refusal(check_pair, both) == "key-in-both-contexts"


def test_signatures_that_do_not_verify_are_not_carried_on(foundings: dict[str, Any]) -> None:
    """A founding file that goes round keeps only signatures that verify: a stranger cannot spoil it for the others."""
    one = foundings["one"]
    frame = parse(one.lines["live"].terms)
    spoiled = Signed(frame.payload, tuple(Signature(s.alg, s.kid, bytes(len(s.value))) for s in frame.signatures))
    stranger, signer = key("stranger", "root", ED25519)
    extra = signed("terms", bytes(32), frame.payload, {stranger.id: signer})
    for bent in (spoiled, extra):
        line = msgspec.structs.replace(one.lines["live"], terms=bent.encode())
        copy = Founding(v=1, lines={**one.lines, "live": line})
        for copies in ([one, copy], [copy, one]):
            assert parse(merge_founding(copies).lines["live"].terms) == frame


def test_copies_of_different_terms_do_not_merge(foundings: dict[str, Any]) -> None:
    """Terms: the same bytes, or another founding."""
    other = FoundedLine(
        terms=assemble(encode(Founders().terms()), []).encode(),
        fields=foundings["one"].lines["live"].fields,
        members={},
    )
    copy = Founding(v=1, lines={**foundings["one"].lines, "live": other})
    assert refusal(merge_founding, [foundings["one"], copy]) == "founding-differs"


def test_a_wrong_recovery_code_signs_nothing(foundings: dict[str, Any]) -> None:
    """Keys: roots are used only with the recovery code at hand."""
    with found.Pair(foundings["copies"]["heron"], now=Clock(), random=Seeded("x")) as pair, pytest.raises(Local):
        pair.sign(foundings["draft"], {"live": "AAAAA-AAAAA", "exercise": "AAAAA-AAAAA"})


def test_a_founding_file_survives_its_encoding(foundings: dict[str, Any]) -> None:
    """Encoding: whatever parses re-encodes identically."""
    data = pack(foundings["both"])
    assert pack(read_founding(data)) == data
    assert unpack(Founding, data, 2**20) == foundings["both"]
