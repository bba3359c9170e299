"""Succession: the table's cases, each with what must not pass for it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from attacks.hostile import Founders, Member, key, line_of, refusal, signed
from detente.codec.cbor import encode
from detente.codec.cose import ED25519, Signed
from detente.crypto.suites import Signer
from detente.trust.decisions import read_credential, read_terms, succession
from detente.trust.statements import Credential, Key, Terms, credential_digest


class Line:
    """otter's first credential on a line, and what may follow it."""

    def __init__(self) -> None:
        self.founders = Founders("heron", "otter")
        plain = self.founders.terms()
        self.line, self.terms = line_of(plain), read_terms(encode(plain))
        self.otter = self.founders.members["otter"]
        self.old_bytes = encode(self.otter.credential(self.line))
        self.old = read_credential(self.old_bytes)
        self.later = Member("otter", "later")

    def next(self, **lies: Any) -> dict[str, Any]:
        """A successor with keys of its own."""
        names = ("officer", "node", "log-ed", "log-ml")
        keys = sorted((self.later.key(n) for n in names), key=lambda k: k["id"])
        release = {"default": [1, self.later.key("officer")["id"]], "machine": [1, self.later.key("node")["id"]]}
        honest = {"seq": 1, "prev": credential_digest(self.old_bytes), "keys": keys, "release": release}
        return self.otter.credential(self.line, **(honest | lies))

    def sign(self, plain: dict[str, Any], *labels: str, also: dict[bytes, Signer] | None = None) -> Signed:
        return signed("credential", self.line, plain, self.otter.signers(*labels) | (also or {}))

    @property
    def roots(self) -> list[Key]:
        return self.terms.parties["otter"].roots

    @property
    def next_roots(self) -> list[Key]:
        return sorted((self.otter.keys[n][0] for n in ("next-ed", "next-ml")), key=lambda k: k.id)

    def case(self, frame: Signed, roots: list[Key] | None = None, **changes: Any) -> str:
        terms: Terms = changes.get("terms", self.terms)
        old: Credential = changes.get("old", self.old)
        known = self.roots if roots is None else roots
        return succession(
            self.line, old, credential_digest(self.old_bytes), frame, known, terms.parties["otter"], terms
        )


ROOTS = ("root-ed", "root-ml")


@pytest.fixture(scope="module")
def line() -> Line:
    return Line()


def test_a_routine_succession_is_signed_by_the_roots_and_the_outgoing_node(line: Line) -> None:
    assert line.case(line.sign(line.next(), *ROOTS, "node")) == "routine"


def test_an_emergency_needs_the_roots_alone_and_says_so(line: Line) -> None:
    assert line.case(line.sign(line.next(emergency=True), *ROOTS)) == "emergency"


def test_a_root_change_is_signed_by_the_old_roots_and_those_announced_before(line: Line) -> None:
    frame = line.sign(line.next(), *ROOTS, "next-ed", "next-ml")
    assert line.case(frame, line.next_roots) == "root-change"


REFUSED: dict[str, tuple[Callable[[Line], Any], str]] = {
    "a routine one without the outgoing node: a thief of the roots": (
        lambda x: x.case(x.sign(x.next(), *ROOTS)),
        "signature-missing",
    ),
    "a routine one without the roots: a thief of the machine": (
        lambda x: x.case(x.sign(x.next(), "node")),
        "signature-missing",
    ),
    "one half of the roots": (lambda x: x.case(x.sign(x.next(), "root-ed", "node")), "signature-missing"),
    "the incoming node instead of the outgoing": (
        lambda x: x.case(x.sign(x.next(), *ROOTS, also=x.later.signers("node"))),
        "signature-unknown-key",
    ),
    "an officer signing along": (
        lambda x: x.case(x.sign(x.next(), *ROOTS, "node", "officer")),
        "signature-unknown-key",
    ),
    "an emergency the node signed too": (
        lambda x: x.case(x.sign(x.next(emergency=True), *ROOTS, "node")),
        "signature-unknown-key",
    ),
    "an emergency by one half": (lambda x: x.case(x.sign(x.next(emergency=True), "root-ml")), "signature-missing"),
    "an emergency by the other member's roots": (
        lambda x: x.case(x.sign(x.next(emergency=True), also=x.founders.roots("heron"))),
        "signature-unknown-key",
    ),
    "roots nobody announced": (
        lambda x: x.case(
            x.sign(x.next(), *ROOTS, also=x.later.signers(*ROOTS)),
            sorted((x.later.keys[n][0] for n in ROOTS), key=lambda k: k.id),
        ),
        "roots-not-announced",
    ),
    "announced roots without the old ones: a root found in the drawer": (
        lambda x: x.case(x.sign(x.next(), "next-ed", "next-ml"), x.next_roots),
        "signature-missing",
    ),
    "a root change by the outgoing node": (
        lambda x: x.case(x.sign(x.next(), *ROOTS, "node"), x.next_roots),
        "signature-unknown-key",
    ),
    "announced roots in another order": (
        lambda x: x.case(x.sign(x.next(), *ROOTS, "next-ed", "next-ml"), list(reversed(x.next_roots))),
        "roots-not-announced",
    ),
    "a number skipped": (lambda x: x.case(x.sign(x.next(seq=2), *ROOTS, "node")), "credential-not-next"),
    "the same number again": (lambda x: x.case(x.sign(x.next(seq=0), *ROOTS, "node")), "credential-not-next"),
    "another predecessor": (lambda x: x.case(x.sign(x.next(prev=bytes(32)), *ROOTS, "node")), "credential-not-next"),
    "no predecessor": (lambda x: x.case(x.sign(x.next(prev=None), *ROOTS, "node")), "credential-not-next"),
    "another line": (lambda x: x.case(x.sign(x.next(line=bytes(32)), *ROOTS, "node")), "credential-not-of-this-line"),
    "another party": (lambda x: x.case(x.sign(x.next(party="heron"), *ROOTS, "node")), "credential-not-of-this-line"),
    "signed as terms": (
        lambda x: x.case(signed("terms", x.line, x.next(), x.otter.signers(*ROOTS, "node"))),
        "signature-invalid",
    ),
    "signed for another line": (
        lambda x: x.case(signed("credential", bytes(32), x.next(), x.otter.signers(*ROOTS, "node"))),
        "signature-invalid",
    ),
    "keys that could not hold": (
        lambda x: x.case(x.sign(x.next(keys=[x.later.key("officer"), x.later.key("node")]), *ROOTS, "node")),
        "log-keys-not-hybrid",
    ),
    "emergency spelled false": (lambda x: x.case(x.sign(x.next(emergency=False), *ROOTS)), "shape"),
}


@pytest.mark.parametrize("attack", REFUSED)
def test_what_is_not_in_the_table_is_refused(line: Line, attack: str) -> None:
    call, code = REFUSED[attack]
    assert refusal(call, line) == code


def test_a_successor_may_not_make_a_root_an_office(line: Line) -> None:
    """Keys: one use each. A first credential is refused for it; a later one must be too."""
    for root in (line.otter.key("root-ed"), line.otter.key("next-ed"), line.founders.members["heron"].key("root-ed")):
        keys = [k | ({"pub": root["pub"]} if k["use"] == "officer" else {}) for k in line.next()["keys"]]
        frame = line.sign(line.next(keys=keys), *ROOTS, "next-ed", "next-ml")
        assert refusal(line.case, frame, line.next_roots) == "key-used-twice"


def test_a_stranger_vouches_for_nobody(line: Line) -> None:
    stranger, signer = key("stranger", "root", ED25519)
    frame = line.sign(line.next(), *ROOTS, "node", also={stranger.id: signer})
    assert refusal(line.case, frame) == "signature-unknown-key"
