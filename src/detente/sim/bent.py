"""What founds a line, as plain as it can be bent: keys, terms and credentials of members in memory.

No home and no recovery code; every seed follows from a name, so the same statement is the same bytes each time.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from detente.codec.cbor import encode
from detente.codec.cose import ED25519, ML_DSA_44, ML_DSA_87, Signature, Signed, assemble, to_sign
from detente.codec.shape import to_plain
from detente.crypto.suites import Signer, signer
from detente.trust.statements import Key, Terms, line_id, roots_digest


def seed(name: str) -> bytes:
    return hashlib.sha256(name.encode()).digest()


def key(name: str, use: str, alg: int, held: str | None = None) -> tuple[Key, Signer]:
    made = signer(alg, seed(f"{name}/{use}/{alg}"))
    return Key(id=seed(name + use + str(alg))[:16], use=use, alg=alg, pub=made.public, held=held), made  # type: ignore[arg-type]


@dataclass
class Member:
    """One party's keys for statements made in memory: no home, no recovery code."""

    party: str
    context: str = "live"
    keys: dict[str, tuple[Key, Signer]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        name = f"{self.party}/{self.context}"
        for label, use, alg in (
            ("root-ed", "root", ED25519),
            ("root-ml", "root", ML_DSA_87),
            ("officer", "officer", ED25519),
            ("node", "node", ED25519),
            ("log-ed", "log", ED25519),
            ("log-ml", "log", ML_DSA_44),
        ):
            self.keys[label] = key(name, use, alg)
        self.keys["next-ed"] = key(name + "/next", "root", ED25519)
        self.keys["next-ml"] = key(name + "/next", "root", ML_DSA_87)

    def key(self, label: str) -> dict[str, Any]:
        plain: dict[str, Any] = to_plain(self.keys[label][0])
        return plain

    def signers(self, *labels: str) -> dict[bytes, Signer]:
        return {k.id: s for k, s in (self.keys[label] for label in labels)}

    @property
    def roots(self) -> dict[str, Any]:
        following = sorted((self.keys[n][0] for n in ("next-ed", "next-ml")), key=lambda k: k.id)
        return {
            "roots": sorted((self.key(n) for n in ("root-ed", "root-ml")), key=lambda k: k["id"]),
            "next": roots_digest(following),
        }

    def credential(self, line: bytes, /, **lies: Any) -> dict[str, Any]:
        names = ("officer", "node", "log-ed", "log-ml")
        honest = {
            "v": 1,
            "line": line,
            "party": self.party,
            "seq": 0,
            "keys": sorted((self.key(n) for n in names), key=lambda k: k["id"]),
            "release": {
                "default": [1, self.key("officer")["id"]],
                "machine": [1, self.key("node")["id"]],
            },
            "fields": {},
        }
        return {name: value for name, value in (honest | lies).items() if value is not None}


class Founders:
    """Members in memory, and the statements that would found a line between them, each as plain as it can be bent."""

    def __init__(self, *parties: str, context: str = "live", sign_by: int, suite: int = 1) -> None:
        self.members = {party: Member(party, context) for party in parties or ("heron", "otter")}
        self.context, self.sign_by, self.suite = context, sign_by, suite

    def terms(self, **lies: Any) -> dict[str, Any]:
        honest = {
            "v": 1,
            "nonce": seed("nonce"),
            "seq": 0,
            "context": self.context,
            "pair": bytes(16),
            "sign-by": self.sign_by,
            "parties": {party: member.roots for party, member in self.members.items()},
            "suites": [self.suite],
            "layers": [],
            "fields": {"name": seed("a field")},
        }
        return {name: value for name, value in (honest | lies).items() if value is not None}

    def roots(self, *parties: str) -> dict[bytes, Signer]:
        signers: dict[bytes, Signer] = {}
        for party in parties or self.members:
            signers |= self.members[party].signers("root-ed", "root-ml")
        return signers


def signed(tag: str, line: bytes, plain: dict[str, Any] | bytes, signers: Mapping[bytes, Signer]) -> Signed:
    payload = plain if isinstance(plain, bytes) else encode(plain)
    return assemble(
        payload, [Signature(s.alg, k, s.sign(to_sign(tag, line, s.alg, k, payload))) for k, s in signers.items()]
    )


def line_of(terms: dict[str, Any] | Terms) -> bytes:
    return line_id(encode(terms if isinstance(terms, dict) else to_plain(terms)))
