"""Which sets of keys are acceptable, whatever they are asked to sign. Called once, when a statement is accepted."""

from __future__ import annotations

from collections.abc import Iterable

from detente.codec.cose import ED25519, ESP256, ML_DSA_44, ML_DSA_87
from detente.codec.errors import Remote
from detente.crypto.suites import check_public
from detente.trust.statements import DEFAULT, MACHINE, Credential, Introduction, Key, RootSet, Terms

_ALGS = {
    "root": {ED25519, ML_DSA_87},
    "officer": {ED25519, ESP256},
    "node": {ED25519},
    "log": {ED25519, ML_DSA_44},
    "cosign": {ED25519, ML_DSA_44},
    "relay": {ED25519},
}


def check_keys(keys: Iterable[Key]) -> None:
    """Ids and public keys all different; each algorithm one its use allows; each public key sound.

    Attacks stopped: small-order and torsioned Ed25519 keys that verify anything or differently from one library
    to another (checked here because verification libraries accept them); one key with two uses.
    """
    keys = list(keys)
    if len({k.id for k in keys}) != len(keys):
        raise Remote("key-id-repeated")
    if len({k.pub for k in keys}) != len(keys):
        raise Remote("key-used-twice")
    for key in keys:
        if key.alg not in _ALGS[key.use]:
            raise Remote("key-algorithm-for-use", use=key.use, alg=key.alg)
        check_public(key.alg, key.pub)


def check_roots(root_set: RootSet) -> None:
    """Exactly one Ed25519 and one ML-DSA-87 root: both must be broken to forge what vouches for keys."""
    if sorted(k.alg for k in root_set.roots) != sorted([ED25519, ML_DSA_87]):
        raise Remote("roots-not-hybrid")
    if any(k.use != "root" for k in root_set.roots):
        raise Remote("key-use", use="root")
    check_keys(root_set.roots)


def check_introduction(introduction: Introduction) -> None:
    """Sound roots, and none shared between the live and the exercise home."""
    check_roots(introduction.live)
    check_roots(introduction.exercise)
    check_keys([*introduction.live.roots, *introduction.exercise.roots])


def check_terms_keys(terms: Terms) -> None:
    """Every member's roots sound, and no key standing for two members."""
    for root_set in terms.parties.values():
        check_roots(root_set)
    check_keys(key for root_set in terms.parties.values() for key in root_set.roots)


def check_credential_keys(credential: Credential) -> None:
    """One node key, one hybrid pair of log keys, at least one officer key, no roots; release rules that can be met."""
    check_keys(credential.keys)
    uses = {use: [k for k in credential.keys if k.use == use] for use in _ALGS}
    if uses["root"]:
        raise Remote("key-use", use="root")
    if len(uses["node"]) != 1 or not uses["officer"]:
        raise Remote("credential-keys")
    if sorted(k.alg for k in uses["log"]) != sorted([ED25519, ML_DSA_44]):
        raise Remote("log-keys-not-hybrid")
    node = {k.id for k in uses["node"]}
    officers = {k.id for k in uses["officer"]}
    if MACHINE not in credential.release or DEFAULT not in credential.release:
        raise Remote("release-rule-missing")
    for name, rule in credential.release.items():
        count, ids = rule[0] if rule else None, rule[1:]
        allowed = node if name == MACHINE else officers
        if type(count) is not int or not all(isinstance(i, bytes) for i in ids):
            raise Remote("release-rule", kind=name)
        if not 1 <= count <= len(ids) or len(set(ids)) != len(ids) or not set(ids) <= allowed:
            raise Remote("release-rule", kind=name)
