"""The statements trust rests on: keys, terms, credentials, introductions, and fields that may be withheld.

Shapes are those of spec/detente.cddl. Digests: line id = H("line", founding terms); terms digest =
H("terms", bytes); credential digest = H("credential", bytes); next roots = H("roots", keys).
"""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec

from detente.codec.cbor import tagged_hash
from detente.codec.limits import MAX_MEMBERS, MAX_STATEMENT
from detente.codec.shape import B16, B32, Digest, Millis, Name, Party, Row, Shape, Uint, pack, to_plain

Context = Literal["live", "exercise"]
Use = Literal["root", "officer", "node", "log", "cosign", "relay"]
MACHINE = "machine"  # the release rule for kinds no person releases
DEFAULT = "default"  # the release rule for every kind without one of its own


class Key(Shape, frozen=True):
    """One public key with one use. `alg` is a COSE algorithm number; `id` is random, 16 bytes."""

    id: B16
    use: Use
    alg: int
    pub: Annotated[bytes, msgspec.Meta(min_length=32, max_length=4096)]
    held: Literal["node", "token"] | None = None


Keys = Annotated[list[Key], msgspec.Meta(min_length=1, max_length=32)]


class Field(Row, frozen=True):
    """A value committed to by digest in terms or a credential: shown with its salt, or withheld."""

    salt: B32
    value: Annotated[bytes, msgspec.Meta(max_length=MAX_STATEMENT)]


class RootSet(Shape, frozen=True):
    """A party's roots and the digest of the set that may succeed them."""

    roots: Keys
    next: Digest


class Terms(Shape, frozen=True):
    """What founds a line, signed by every root of every member. Creates no right or obligation."""

    v: Literal[1]
    nonce: B32
    seq: Uint
    context: Context
    pair: B16
    sign_by: Millis = msgspec.field(name="sign-by")
    parties: Annotated[dict[Party, RootSet], msgspec.Meta(min_length=2, max_length=MAX_MEMBERS)]
    suites: Annotated[list[Uint], msgspec.Meta(min_length=1, max_length=8)]
    layers: Annotated[list[Uint], msgspec.Meta(max_length=8)]
    fields: Annotated[dict[Name, Digest], msgspec.Meta(min_length=1, max_length=32)]
    prev: Digest | None = None


class Credential(Shape, frozen=True):
    """The keys a party uses on one line and who must sign which kind: `release[kind] = [k, key id...]`."""

    v: Literal[1]
    line: Digest
    party: Party
    seq: Uint
    keys: Keys
    release: Annotated[dict[Name, list[int | bytes]], msgspec.Meta(min_length=1, max_length=64)]
    fields: Annotated[dict[Name, Digest], msgspec.Meta(max_length=32)]
    prev: Digest | None = None
    emergency: Literal[True] | None = None


class Introduction(Shape, frozen=True):
    """A party's own words about itself, with the roots of its live and its exercise home."""

    v: Literal[1]
    party: Party
    names: Annotated[dict[Literal["en", "zh"], str], msgspec.Meta(min_length=2, max_length=2)]
    nonce: B32
    live: RootSet
    exercise: RootSet


def line_id(founding: bytes) -> bytes:
    """The line id: constant for the life of the line. `founding` is the encoded terms with seq 0."""
    return tagged_hash("line", founding)


def terms_digest(terms: bytes) -> bytes:
    return tagged_hash("terms", terms)


def credential_digest(credential: bytes) -> bytes:
    return tagged_hash("credential", credential)


def roots_digest(roots: list[Key]) -> bytes:
    """What `next` commits to, and what a person sees as a party's fingerprint."""
    return tagged_hash("roots", to_plain(roots))


def field_digest(name: str, field: Field) -> bytes:
    return tagged_hash("field", name, field.salt, field.value)


def encoded(statement: Terms | Credential | Introduction) -> bytes:
    return pack(statement)
