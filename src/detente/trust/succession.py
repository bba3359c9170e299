"""One credential after another on a line: what is carried, what is asked of it, and when it takes effect. Pure.

    succession = {v: 1, credential: bstr .cbor COSE_Sign<credential>, fields: {* name => field}}

| case | signed by exactly | at once | after the words were compared |
|---|---|---|---|
| `routine` | roots, outgoing node key | new keys, from the epoch that follows | |
| `emergency` | roots alone | the old keys say nothing more | new keys, from the epoch that follows |
| `root-change` | old roots, and the new ones whose digest was published | new keys and new roots | |
| roots lost | nobody can | | a new line is founded (spec/protocol.md section 4) |

Rules, each with the attack it stops (tests/attacks/test_succession.py):

 1. Numbers go up by one and each names the one before by digest. Stops: two successors; one left out.
 2. Who must sign follows from the case, never from the object. Stops: a stolen node key, or stolen roots alone in the
    quiet case, that put another's keys in place.
 3. Node and log keys are new, and no key of another member, of any root, or of an earlier credential's other use; an
    officer's key may stay as it is. Stops: a stolen key that is named again.
 4. One epoch stands under one credential: a head's key ids say which, and its first head binds it. Stops: an old log that
    is continued under keys that were never its own, or the other way.
 5. What stood in an old log when it ended is what the next epoch's `follows` says; after an emergency, only what another
    member had already named. Stops: entries written later with keys that were stolen.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Literal

import msgspec

from detente.codec.cose import Signed, parse
from detente.codec.errors import Remote
from detente.codec.limits import MAX_STATEMENT
from detente.codec.shape import Name, Shape, unpack
from detente.trust.decisions import LineTrust, accept_fields, read_credential, succession
from detente.trust.keysets import check_roots
from detente.trust.statements import Credential, Field, RootSet, credential_digest

ROOTS = "roots"  # the field of a credential that names its party's new root set
EMERGENCY = "emergency"
MAX_SUCCESSIONS = 64  # of one member, carried at once
Case = Literal["routine", "emergency", "root-change"]


class Succession(Shape, frozen=True):
    """What is carried: in an envelope, in a bundle, or as a file from hand to hand."""

    v: Literal[1]
    credential: Annotated[bytes, msgspec.Meta(max_length=MAX_STATEMENT)]
    fields: Annotated[dict[Name, Field], msgspec.Meta(max_length=32)]


@dataclass(frozen=True)
class Step:
    """A succession that keeps every rule, not in effect yet. `payload` is the credential as signed."""

    case: Case
    credential: Credential
    payload: bytes
    root_set: RootSet  # the roots of its party after it

    @property
    def digest(self) -> bytes:
        return credential_digest(self.payload)


def read_succession(data: bytes) -> Succession:
    return unpack(Succession, data, 2 * MAX_STATEMENT)


def author_of(carried: Succession) -> tuple[str, int]:
    """Whose, and which number: nothing is checked yet but the shape."""
    credential = read_credential(parse(carried.credential).payload)
    return credential.party, credential.seq


def examine(trust: LineTrust, carried: Succession) -> Step:
    """Rules 1 to 3. The step after a member's newest credential on this line, or `Remote` naming what it breaks."""
    frame: Signed = parse(carried.credential)
    credential = read_credential(frame.payload)
    old = trust.credentials.get(credential.party)
    if old is None or credential.line != trust.line:
        raise Remote("credential-not-of-this-line")
    accept_fields(credential.fields, carried.fields)
    before = trust.root_set(credential.party)
    after = _root_set(carried.fields, before)
    if credential.emergency and after is not before:
        raise Remote("roots-not-announced")  # an emergency names no new roots: nobody has compared them
    digest = trust.credential_digests[credential.party]
    case = succession(trust.line, old, digest, frame, after.roots, before, trust.terms)
    _all_new(trust, credential, after)
    return Step(case, credential, frame.payload, after)


def _root_set(fields: Mapping[str, Field], before: RootSet) -> RootSet:
    if ROOTS not in fields:
        return before
    found = unpack(RootSet, fields[ROOTS].value, MAX_STATEMENT)
    check_roots(found)
    return found


def _all_new(trust: LineTrust, credential: Credential, after: RootSet) -> None:
    """Rule 3."""
    officers = {key.pub: key for held in trust.held(credential.party) for key in held.keys if key.use == "officer"}
    used = {key.pub for party in trust.members for held in trust.held(party) for key in held.keys}
    roots = {key.pub for party in trust.members for one in trust.root_sets(party) for key in one.roots}
    for key in credential.keys:
        kept = key.use == "officer" and officers.get(key.pub) == key
        if (key.pub in used and not kept) or key.pub in roots or key.pub in {root.pub for root in after.roots}:
            raise Remote("key-used-twice")
    before = trust.root_set(credential.party)
    if after is not before and {root.pub for root in after.roots} & (used | roots):
        raise Remote("key-used-twice")


def take(trust: LineTrust, step: Step) -> None:
    """The step takes effect: its keys are the member's from now on, for epochs under it."""
    trust.succeed(step.credential, step.digest, step.root_set, step.case)
