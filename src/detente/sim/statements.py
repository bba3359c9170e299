"""What founds a line, offered bent: introductions, terms, credentials, successors, founding files. Each with what must follow.

Nothing here touches the world's own line. Every world offers all of them to the pure decisions; it takes a few milliseconds.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping
from typing import Any

import msgspec

from detente.codec.cbor import encode
from detente.codec.cose import ED25519, ESP256, ML_DSA_44, ML_DSA_65, Signature, Signed, assemble, to_sign
from detente.codec.errors import Damaged, Remote
from detente.codec.shape import pack
from detente.crypto.suites import SIM_0, Signer
from detente.line.founding import FoundedLine, Founding, Part, check_pair, founded_trust, merge_founding, missing
from detente.line.founding import read_founding as read_file
from detente.line.shapes import Mirror
from detente.sim.bent import Founders, Member, key, line_of, seed, signed
from detente.trust.decisions import (
    NO_LINE,
    LineTrust,
    accept_fields,
    accept_first_credential,
    accept_founding_terms,
    accept_introduction,
    accept_pair,
    accept_quotas,
    read_credential,
    read_terms,
    succession,
)
from detente.trust.statements import Field, Key, credential_digest, field_digest

SIGN_BY = 10**12
ROOTS = ("root-ed", "root-ml")
NEXT = ("next-ed", "next-ml")
QUOTAS = Field(bytes(32), encode({"0": 9, "3": 0}))


class Ground:
    """Two honest members, their terms and credentials for both lines."""

    def __init__(self) -> None:
        self.live = Founders("heron", "otter", sign_by=SIGN_BY, suite=SIM_0)
        self.drill = Founders("heron", "otter", context="exercise", sign_by=SIGN_BY, suite=SIM_0)
        self.heron, self.otter = self.live.members["heron"], self.live.members["otter"]
        self.fields = {"quotas": QUOTAS}
        self.committed = {"quotas": field_digest("quotas", QUOTAS)}
        self.plain = self.live.terms(fields=self.committed)
        self.line, self.terms = line_of(self.plain), read_terms(encode(self.plain))
        self.later = Member("otter", "later")
        self.stranger, self.signer = key("stranger", "root", ED25519)

    # -- introductions and terms ---------------------------------------------------------------------------------

    def introduce(self, signers: Mapping[bytes, Signer], tag: str = "introduction", **lies: Any) -> str:
        drill = self.drill.members["heron"]
        plain = {"v": 1, "party": "heron", "names": {"en": "x", "zh": "示例"}, "nonce": bytes(32)}
        plain |= {"live": self.heron.roots, "exercise": drill.roots} | lies
        return accept_introduction(signed(tag, NO_LINE, plain, signers).encode()).party

    @property
    def all_roots(self) -> dict[bytes, Signer]:
        return self.heron.signers(*ROOTS) | self.drill.members["heron"].signers(*ROOTS)

    def frame(self, signers: Mapping[bytes, Signer] | None = None, **lies: Any) -> Signed:
        plain = self.plain | lies
        return signed("terms", line_of(plain), plain, self.live.roots() if signers is None else signers)

    def agree(self, signers: Mapping[bytes, Signer] | None = None, now: int | None = SIGN_BY, **lies: Any) -> str:
        return accept_founding_terms(self.frame(signers, **lies), now).context

    def parties(self, *keys: dict[str, Any]) -> dict[str, Any]:
        return {"heron": self.heron.roots, "otter": self.otter.roots | {"roots": list(keys)}}

    def weak(self) -> str:
        """The algorithm is the key's, never the object's."""
        frame, ml = self.frame(), self.otter.keys["root-ml"][0]
        value = self.signer.sign(to_sign("terms", self.line, ED25519, ml.id, frame.payload))
        forged = Signature(ED25519, ml.id, value)
        bent = assemble(frame.payload, [forged if s.kid == ml.id else s for s in frame.signatures])
        return accept_founding_terms(bent, None).context

    # -- credentials ---------------------------------------------------------------------------------------------

    def credential(self, of: str = "otter", /, signers: Mapping[bytes, Signer] | None = None, **lies: Any) -> Signed:
        plain = self.live.members[of].credential(self.line, **lies)
        return signed("credential", self.line, plain, self.live.roots(of) if signers is None else signers)

    def accept(self, **how: Any) -> str:
        return accept_first_credential(self.credential("otter", **how), self.line, self.terms).party

    def keys(self, label: str = "", **changes: Any) -> list[dict[str, Any]]:
        names = ("officer", "node", "log-ed", "log-ml")
        return [self.otter.key(n) | (changes if n == label else {}) for n in names]

    def only(self, *names: str) -> list[dict[str, Any]]:
        return [self.otter.key(name) for name in names]

    def more(self, label: str, use: str, alg: int, **changes: Any) -> list[dict[str, Any]]:
        other, _ = key("x", use, alg)
        return [
            *self.keys(),
            self.otter.key(label) | {"id": other.id, "use": use, "alg": alg, "pub": other.pub} | changes,
        ]

    def rules(self, **rules: Any) -> dict[str, Any]:
        rows = {"default": [1, self.otter.key("officer")["id"]], "machine": [1, self.otter.key("node")["id"]]}
        return {name: row for name, row in (rows | rules).items() if row is not None}

    @property
    def officer(self) -> bytes:
        return self.otter.keys["officer"][0].id

    def trust(
        self, now: int | None = SIGN_BY, fields: Mapping[str, Field] | None = None, **frames: Signed | None
    ) -> str:
        shown = {party: self.credential(party) for party in ("heron", "otter")} | frames
        found = LineTrust.found(self.frame(), {p: f for p, f in shown.items() if f}, now, fields)
        return f"{','.join(found.members)} {dict(found.quotas)}"

    # -- succession ----------------------------------------------------------------------------------------------

    def follow(self, *labels: str, also: Mapping[bytes, Signer] | None = None, roots: str = "", **lies: Any) -> str:
        """otter's successor, signed by those keys of otter's."""
        old = encode(self.otter.credential(self.line))
        names = ("officer", "node", "log-ed", "log-ml")
        release = {"default": [1, self.later.key("officer")["id"]], "machine": [1, self.later.key("node")["id"]]}
        honest = {
            "seq": 1,
            "prev": credential_digest(old),
            "keys": [self.later.key(n) for n in names],
            "release": release,
        }
        plain = self.otter.credential(self.line, **(honest | lies))
        frame = signed("credential", self.line, plain, self.otter.signers(*labels) | dict(also or {}))
        known: list[Key] = self.terms.parties["otter"].roots
        if roots:
            of = self.otter if roots == "next" else self.later
            known = sorted((of.keys[n][0] for n in (NEXT if roots == "next" else ROOTS)), key=lambda k: k.id)
        member = self.terms.parties["otter"]
        return succession(self.line, read_credential(old), credential_digest(old), frame, known, member, self.terms)

    # -- the file that goes round --------------------------------------------------------------------------------

    def founded(self, context: str, signers: tuple[str, ...] = ("heron", "otter"), **lies: Any) -> FoundedLine:
        founders = self.live if context == "live" else self.drill
        plain = founders.terms(fields=self.committed) | lies
        line = line_of(plain)
        roots = {k: s for p in signers for k, s in founders.roots(p).items()}
        parts = {}
        for party in signers:
            frame = signed("credential", line, founders.members[party].credential(line), founders.roots(party))
            parts[party] = Part(credential=frame.encode(), fields={}, items=[], mirror=Mirror(0, []), head=b"")
        return FoundedLine(terms=signed("terms", line, plain, roots).encode(), fields=self.fields, members=parts)

    def file(self, live: FoundedLine | None = None, exercise: FoundedLine | None = None) -> Founding:
        lines: dict[Any, FoundedLine] = {"live": live or self.founded("live")}
        lines["exercise"] = exercise or self.founded("exercise")
        return Founding(v=1, lines=lines)

    def read(self, **lines: FoundedLine) -> str:
        return ",".join(missing(read_file(pack(self.file(**lines)))))

    def changed(self, context: str, **changes: Any) -> FoundedLine:
        return msgspec.structs.replace(self.founded(context), **changes)

    def merged(self, *copies: Founding) -> str:
        whole = merge_founding(copies)
        check_pair(whole)
        trust = founded_trust(whole.lines["live"], SIGN_BY)
        return f"{','.join(missing(whole))} {','.join(trust.members)} {len(whole.lines['live'].members)}"

    def halves(self, party: str) -> Founding:
        return self.file(self.founded("live", (party,)), self.founded("exercise", (party,)))

    def spoiled(self) -> Founding:
        """heron's half, with another part in otter's place that otter's roots did not sign."""
        half = self.founded("live", ("heron",))
        bent = msgspec.structs.replace(half.members["heron"], credential=self.credential(signers={}).encode())
        return self.file(
            msgspec.structs.replace(half, members={**half.members, "otter": bent}), self.founded("exercise", ("heron",))
        )


Try = tuple[Callable[[Ground], Any], str]
TRIES: dict[str, Try] = {
    "introduction": (lambda g: g.introduce(g.all_roots), "heron"),
    "introduction-half": (lambda g: g.introduce({k: s for k, s in [*g.all_roots.items()][1:]}), "signature-missing"),
    "introduction-stranger": (lambda g: g.introduce(g.all_roots | {g.stranger.id: g.signer}), "signature-unknown-key"),
    "introduction-as-terms": (lambda g: g.introduce(g.all_roots, "terms"), "signature-invalid"),
    "introduction-one-context": (lambda g: g.introduce(g.heron.signers(*ROOTS), exercise=g.heron.roots), "key-id-repeated"),
    "introduction-not-hybrid": (
        lambda g: g.introduce(g.all_roots, exercise=g.heron.roots | {"roots": [g.heron.key("next-ed")]}),
        "roots-not-hybrid",
    ),
    "introduction-live-not-hybrid": (
        lambda g: g.introduce(g.all_roots, live=g.heron.roots | {"roots": [g.heron.key("next-ed")]}),
        "roots-not-hybrid",
    ),
    "terms": (lambda g: g.agree(), "live"),
    "terms-old": (lambda g: g.agree(now=None), "live"),
    "terms-late": (lambda g: g.agree(now=SIGN_BY + 1), "terms-sign-by-passed"),
    "terms-one-member": (lambda g: g.agree(g.live.roots("heron")), "signature-missing"),
    "terms-half": (lambda g: g.agree(g.live.roots("heron") | g.otter.signers("root-ed")), "signature-missing"),
    "terms-stranger": (lambda g: g.agree(g.live.roots() | {g.stranger.id: g.signer}), "signature-unknown-key"),
    "terms-weak": (lambda g: g.weak(), "signature-invalid"),
    "terms-amended": (lambda g: g.agree(seq=1), "terms-not-founding"),
    "terms-followed": (lambda g: g.agree(prev=bytes(32)), "terms-not-founding"),
    "terms-unreal": (lambda g: g.agree(suites=[SIM_0, 2]), "suite-not-real"),
    "terms-one-key-for-two": (lambda g: g.agree(parties={"heron": g.heron.roots, "otter": g.heron.roots}), "key-id-repeated"),
    "terms-one-pub-for-two": (
        lambda g: g.agree(
            parties=g.parties(*({**k, "id": seed(k["id"].hex())[:16]} for k in g.heron.roots["roots"]))
        ),
        "key-used-twice",
    ),
    "terms-officer-root": (
        lambda g: g.agree(parties=g.parties(g.otter.key("root-ed") | {"use": "officer"}, g.otter.key("root-ml"))),
        "key-use",
    ),
    "terms-classical": (lambda g: g.agree(parties=g.parties(g.otter.key("root-ed"), g.otter.key("next-ed"))), "roots-not-hybrid"),
    "terms-weaker": (
        lambda g: g.agree(parties=g.parties(g.otter.key("root-ed"), g.otter.key("root-ml") | {"alg": ML_DSA_65})),
        "roots-not-hybrid",
    ),
    "terms-three-roots": (
        lambda g: g.agree(parties=g.parties(*(g.otter.key(n) for n in (*ROOTS, "next-ed")))),
        "roots-not-hybrid",
    ),
    "terms-unsound-root": (
        lambda g: g.agree(parties=g.parties(g.otter.key("root-ed") | {"pub": bytes(32)}, g.otter.key("root-ml"))),
        "key-not-canonical",
    ),
    "credential": (lambda g: g.accept(), "otter"),
    "credential-others": (lambda g: g.accept(signers=g.live.roots("heron")), "signature-unknown-key"),
    "credential-half": (lambda g: g.accept(signers=g.otter.signers("root-ed")), "signature-missing"),
    "credential-unsigned": (lambda g: g.accept(signers={}), "signature-missing"),
    "credential-node-along": (
        lambda g: g.accept(signers=g.live.roots("otter") | g.otter.signers("node")),
        "signature-unknown-key",
    ),
    "credential-party": (lambda g: g.accept(party="heron"), "signature-unknown-key"),
    "credential-nobody": (lambda g: g.accept(party="stork"), "credential-not-of-this-line"),
    "credential-line": (lambda g: g.accept(line=bytes(32)), "credential-not-of-this-line"),
    "credential-second": (lambda g: g.accept(seq=1), "credential-not-first"),
    "credential-follows": (lambda g: g.accept(prev=bytes(32)), "credential-not-first"),
    "credential-emergency": (lambda g: g.accept(emergency=True), "credential-not-first"),
    "credential-two-uses": (
        lambda g: g.accept(keys=[*g.keys(), g.otter.key("officer") | {"id": bytes(16), "use": "relay"}]),
        "key-used-twice",
    ),
    "credential-one-id": (lambda g: g.accept(keys=g.keys("node", id=g.officer)), "key-id-repeated"),
    "credential-root-among": (lambda g: g.accept(keys=[*g.keys(), g.otter.key("root-ed")]), "key-use"),
    "credential-root-as-officer": (
        lambda g: g.accept(keys=g.keys("officer", pub=g.otter.key("root-ed")["pub"])),
        "key-used-twice",
    ),
    "credential-two-nodes": (lambda g: g.accept(keys=g.more("node", "node", ED25519)), "credential-keys"),
    "credential-relay-too": (lambda g: g.accept(keys=g.more("node", "relay", ED25519)), "otter"),
    "credential-two-officers": (lambda g: g.accept(keys=g.more("officer", "officer", ED25519)), "otter"),
    "credential-no-officer": (lambda g: g.accept(keys=g.only("node", "log-ed", "log-ml")), "credential-keys"),
    "credential-no-node": (lambda g: g.accept(keys=g.only("officer", "log-ed", "log-ml")), "credential-keys"),
    "credential-log-classical": (lambda g: g.accept(keys=g.only("officer", "node", "log-ed")), "log-keys-not-hybrid"),
    "credential-log-quantum": (lambda g: g.accept(keys=g.only("officer", "node", "log-ml")), "log-keys-not-hybrid"),
    "credential-officer-algorithm": (lambda g: g.accept(keys=g.keys("officer", alg=ML_DSA_44)), "key-algorithm-for-use"),
    "credential-node-token": (lambda g: g.accept(keys=g.keys("node", alg=ESP256)), "key-algorithm-for-use"),
    "credential-unsound": (lambda g: g.accept(keys=g.keys("officer", pub=bytes(32))), "key-not-canonical"),
    "credential-no-machine-rule": (lambda g: g.accept(release=g.rules(machine=None)), "release-rule-missing"),
    "credential-no-default-rule": (lambda g: g.accept(release=g.rules(default=None)), "release-rule-missing"),
    "credential-by-nobody": (lambda g: g.accept(release=g.rules(notice=[0, g.officer])), "release-rule"),
    "credential-two-of-one": (lambda g: g.accept(release=g.rules(notice=[2, g.officer])), "release-rule"),
    "credential-counted-twice": (lambda g: g.accept(release=g.rules(notice=[2, g.officer, g.officer])), "release-rule"),
    "credential-once-but-twice": (lambda g: g.accept(release=g.rules(notice=[1, g.officer, g.officer])), "release-rule"),
    "credential-by-the-node": (lambda g: g.accept(release=g.rules(notice=[1, g.otter.key("node")["id"]])), "release-rule"),
    "credential-machine-officer": (lambda g: g.accept(release=g.rules(machine=[1, g.officer])), "release-rule"),
    "credential-unknown-releases": (lambda g: g.accept(release=g.rules(notice=[1, bytes(16)])), "release-rule"),
    "credential-empty-rule": (lambda g: g.accept(release=g.rules(notice=[])), "release-rule"),
    "credential-rule-of-numbers": (lambda g: g.accept(release=g.rules(notice=[1, 1])), "release-rule"),
    "credential-rule-of-bytes": (lambda g: g.accept(release=g.rules(notice=[g.officer, g.officer])), "release-rule"),
    "credential-own-rule": (lambda g: g.accept(release=g.rules(notice=[1, g.officer])), "otter"),
    "credential-two-of-two": (
        lambda g: g.accept(
            keys=g.more("officer", "officer", ED25519),
            release=g.rules(notice=[2, g.officer, key("x", "officer", ED25519)[0].id]),
        ),
        "otter",
    ),
    "pair": (
        lambda g: accept_pair(*(read_credential(encode(m.credential(bytes(32)))) for m in (g.otter, g.drill.members["otter"]))),
        "None",
    ),
    "pair-one-key": (
        lambda g: accept_pair(*(read_credential(encode(m.credential(bytes(32)))) for m in (g.otter, g.otter))),
        "key-in-both-contexts",
    ),
    "line": (lambda g: g.trust(), "heron,otter {}"),
    "line-fields": (lambda g: g.trust(fields=g.fields), "heron,otter {0: 9, 3: 1}"),
    "line-late": (lambda g: g.trust(now=SIGN_BY + 1), "terms-sign-by-passed"),
    "line-bent-field": (lambda g: g.trust(fields={"quotas": Field(bytes(32), b"\xa0")}), "field-not-committed"),
    "line-extra-field": (lambda g: g.trust(fields=g.fields | {"more": QUOTAS}), "field-not-committed"),
    "line-without-one": (lambda g: g.trust(heron=None), "founding-member-missing"),
    "line-other-name": (lambda g: g.trust(heron=g.credential("otter")), "credential-not-of-this-line"),
    "line-shared-key": (
        lambda g: g.trust(otter=g.credential(keys=g.keys("officer", pub=g.heron.key("officer")["pub"]))),
        "key-used-twice",
    ),
    "line-others-root": (
        lambda g: g.trust(otter=g.credential(keys=g.keys("officer", pub=g.heron.key("root-ed")["pub"]))),
        "key-used-twice",
    ),
    "quotas-none": (lambda g: accept_quotas({}), "{}"),
    "quotas-strange": (lambda g: accept_quotas({"quotas": Field(bytes(32), encode({"9": 1}))}), "shape"),
    "fields-withheld": (lambda g: accept_fields(g.committed, {}), "None"),
    "routine": (lambda g: g.follow(*ROOTS, "node"), "routine"),
    "emergency": (lambda g: g.follow(*ROOTS, emergency=True), "emergency"),
    "root-change": (lambda g: g.follow(*ROOTS, *NEXT, roots="next"), "root-change"),
    "routine-no-node": (lambda g: g.follow(*ROOTS), "signature-missing"),
    "routine-no-roots": (lambda g: g.follow("node"), "signature-missing"),
    "routine-new-node": (lambda g: g.follow(*ROOTS, also=g.later.signers("node")), "signature-unknown-key"),
    "routine-officer-along": (lambda g: g.follow(*ROOTS, "node", "officer"), "signature-unknown-key"),
    "emergency-node-along": (lambda g: g.follow(*ROOTS, "node", emergency=True), "signature-unknown-key"),
    "emergency-half": (lambda g: g.follow("root-ml", emergency=True), "signature-missing"),
    "roots-unannounced": (lambda g: g.follow(*ROOTS, also=g.later.signers(*ROOTS), roots="later"), "roots-not-announced"),
    "roots-alone": (lambda g: g.follow(*NEXT, roots="next"), "signature-missing"),
    "roots-by-node": (lambda g: g.follow(*ROOTS, "node", roots="next"), "signature-unknown-key"),
    "number-skipped": (lambda g: g.follow(*ROOTS, "node", seq=2), "credential-not-next"),
    "number-again": (lambda g: g.follow(*ROOTS, "node", seq=0), "credential-not-next"),
    "another-predecessor": (lambda g: g.follow(*ROOTS, "node", prev=bytes(32)), "credential-not-next"),
    "successor-line": (lambda g: g.follow(*ROOTS, "node", line=bytes(32)), "credential-not-of-this-line"),
    "successor-party": (lambda g: g.follow(*ROOTS, "node", party="heron"), "credential-not-of-this-line"),
    "successor-root": (
        lambda g: g.follow(*ROOTS, "node", keys=[g.later.key("officer") | {"pub": g.heron.key("root-ed")["pub"]},
                                                 *(g.later.key(n) for n in ("node", "log-ed", "log-ml"))]),
        "key-used-twice",
    ),
    "successor-next-root": (
        lambda g: g.follow(*ROOTS, *NEXT, roots="next", keys=[
            g.later.key("officer") | {"pub": g.otter.key("next-ed")["pub"]},
            *(g.later.key(n) for n in ("node", "log-ed", "log-ml"))]),
        "key-used-twice",
    ),
    "file": (lambda g: g.read(), ""),
    "file-one-member": (lambda g: g.read(live=g.founded("live", ("heron",))), "otter"),
    "file-no-part": (lambda g: g.read(exercise=g.changed("exercise", members={})), "heron,otter"),
    "file-contexts": (lambda g: g.read(live=g.founded("exercise"), exercise=g.founded("live")), "founding-contexts"),
    "file-live-twice": (lambda g: g.read(exercise=g.founded("live")), "founding-contexts"),
    "file-drill-twice": (lambda g: g.read(live=g.founded("exercise")), "founding-contexts"),
    "file-two-pairs": (lambda g: g.read(exercise=g.founded("exercise", pair=bytes(15) + b"1")), "founding-not-a-pair"),
    "file-other-members": (
        lambda g: g.read(exercise=g.founded("exercise", (), parties=others())),
        "founding-not-a-pair",
    ),
    "file-shared-roots": (
        lambda g: g.read(exercise=g.founded("exercise", (), parties=g.plain["parties"])),
        "key-in-both-contexts",
    ),
    "file-less-fields": (lambda g: g.read(live=g.changed("live", fields={})), "shape field-not-committed"),
    "file-more-fields": (lambda g: g.read(live=g.changed("live", fields=g.fields | {"more": QUOTAS})), "field-not-committed"),
    "file-bent-field": (
        lambda g: g.read(live=g.changed("live", fields={"quotas": Field(bytes(32), b"\xa0")})),
        "field-not-committed",
    ),
    "file-strange-quotas": (lambda g: strange_quotas(g), "shape"),
    "file-stranger": (
        lambda g: g.read(live=g.changed("live", members=with_a_stranger(g))),
        "founding-member-unknown",
    ),
    "merge": (lambda g: g.merged(g.halves("heron"), g.halves("otter")), " heron,otter 2"),
    "merge-spoiled-first": (lambda g: g.merged(g.spoiled(), g.halves("otter")), " heron,otter 2"),
    "merge-spoiled-last": (lambda g: g.merged(g.halves("otter"), g.spoiled()), " heron,otter 2"),
    "merge-differs": (lambda g: g.merged(g.halves("heron"), g.file(g.founded("live", nonce=bytes(32)))), "founding-differs"),
    "merge-half": (lambda g: g.merged(g.halves("heron")), "signature-missing"),
    "merge-crossed": (
        lambda g: check_pair(g.file(g.changed("live", members=g.founded("exercise").members))),
        "key-in-both-contexts",
    ),
}  # fmt: skip


def others() -> Any:
    founders = Founders("heron", "tern", context="exercise", sign_by=SIGN_BY, suite=SIM_0)
    return founders.terms()["parties"]


def with_a_stranger(g: Ground) -> dict[str, Part]:
    members = g.founded("live").members
    return members | {"stork": members["otter"]}


def strange_quotas(g: Ground) -> str:
    strange = Field(bytes(32), encode({"9": 1}))
    line = g.founded("live", fields={"quotas": field_digest("quotas", strange)})
    return g.read(live=msgspec.structs.replace(line, fields={"quotas": strange}))


@functools.cache
def wrong() -> tuple[str, ...]:
    """What did not follow as it must. Pure, so the same in every world of a process."""
    ground, found = Ground(), []
    for name, (offer, follows) in TRIES.items():
        try:
            became = str(offer(ground))
        except (Remote, Damaged) as error:
            became = error.code
        if became != follows and became not in (follows.split() or [""]):
            found.append(f"{name}: {became} instead of {follows}")
    return tuple(found)
