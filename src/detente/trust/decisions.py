"""Every trust decision, in one place, without input or output.

Rules, each with the attack it stops (tests of these names stand in tests/attacks):

 1. A party is known by its introduction: signed by every root it names, so nobody introduces another's keys.
    Persons compare twelve words before it counts: a swapped introduction is heard, not computed.
 2. A line exists when every root of every member has signed the same bytes, before `sign-by`. No partial founding.
 3. Which signatures are required comes from terms and credentials, never from the object that carries them.
 4. What vouches for keys (introduction, terms, credential) needs Ed25519 and ML-DSA-87 together; heads need
    Ed25519 and ML-DSA-44 together. One half alone is refused.
 5. Public keys are checked when accepted: canonical, of full order, prime-order subgroup. One key, one use; no key
    in both a live and an exercise credential.
 6. A head counts only under the log keys of its party's credential on this line.
 7. What is said counts only with the release its author's credential asks of its kind: k valid signatures by named
    keys, over these bytes, on this line. Any signature by another key, or an invalid one, refuses the whole.
 8. Fields shown with terms or credentials are those committed to.
 9. Succession is one table of four cases; an unannounced key is never accepted.
10. Real nodes refuse suites that are not real (`sim-0`).
11. What a member may say in an hour is what the terms' field `quotas` says, as its commitment opens; one message at once
    an hour is within quota whatever stands there.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import Literal

from detente.codec.cbor import tagged_hash
from detente.codec.cose import ED25519, ML_DSA_44, Signed, parse
from detente.codec.errors import Remote
from detente.codec.limits import MAX_STATEMENT
from detente.codec.shape import Uint, unpack
from detente.crypto.suites import require_real, verify
from detente.crypto.webauthn import Assertion, verify_assertion
from detente.proof.head import (
    Checkpoint,
    Head,
    body,
    ed25519_message,
    ml_dsa_44_message,
    parse_checkpoint,
    parse_origin,
    peek_origin,
)
from detente.trust.keysets import check_credential_keys, check_introduction, check_terms_keys
from detente.trust.signing import is_valid, require_exactly
from detente.trust.statements import (
    DEFAULT,
    MACHINE,
    Credential,
    Field,
    Introduction,
    Key,
    RootSet,
    Terms,
    credential_digest,
    field_digest,
    line_id,
    roots_digest,
    terms_digest,
)

Quotas = dict[Literal["0", "1", "2", "3"], Uint]
AT_ONCE = 3
NO_LINE = bytes(32)  # the line in what introductions sign: there is none yet


def accept_introduction(data: bytes) -> Introduction:
    """Rules 1, 4, 5. The introduction in `data` (a COSE_Sign object), signed by each root it names."""
    frame = parse(data, MAX_STATEMENT)
    introduction = unpack(Introduction, frame.payload, MAX_STATEMENT)
    check_introduction(introduction)
    roots = [*introduction.live.roots, *introduction.exercise.roots]
    require_exactly("introduction", NO_LINE, frame, roots)
    return introduction


def accept_fields(committed: Mapping[str, bytes], shown: Mapping[str, Field]) -> None:
    """Rule 8. Every shown field opens its commitment; a field nobody committed to is refused."""
    for name, field in shown.items():
        if committed.get(name) != field_digest(name, field):
            raise Remote("field-not-committed", field=name)


def accept_quotas(fields: Mapping[str, Field]) -> dict[int, int]:
    """Rule 11. Messages an hour by `wanted`; a class that is left out, or a field not there, has no limit.

    Raises `Remote("shape")` for anything else: two sides that count otherwise would refuse each other's messages.
    """
    if "quotas" not in fields:
        return {}
    read = unpack(Quotas, fields["quotas"].value, MAX_STATEMENT)
    return {int(wanted): max(count, int(wanted == str(AT_ONCE))) for wanted, count in read.items()}


def accept_founding_terms(frame: Signed, now: int | None) -> Terms:
    """Rules 2, 3, 4, 5, 10. Terms with seq 0 signed by every root of every member.

    `now` in ms UTC checks `sign-by`; None when an old record is verified. Raises `Remote("terms-…")`.
    """
    terms = read_terms(frame.payload)
    keys = [key for party in terms.parties.values() for key in party.roots]
    require_exactly("terms", line_id(frame.payload), frame, keys)
    if now is not None and now > terms.sign_by:
        raise Remote("terms-sign-by-passed")
    return terms


def read_terms(payload: bytes) -> Terms:
    """Founding terms that could be signed: shape, keys and suites sound. Says nothing of signatures."""
    terms = unpack(Terms, payload, MAX_STATEMENT)
    if terms.seq != 0 or terms.prev is not None:
        raise Remote("terms-not-founding")
    check_terms_keys(terms)
    for suite in terms.suites:
        require_real(suite)
    return terms


def accept_first_credential(frame: Signed, line: bytes, terms: Terms) -> Credential:
    """Rules 3, 4, 5. A member's first credential (seq 0), signed by exactly its roots."""
    credential = read_credential(frame.payload)
    member = terms.parties.get(credential.party)
    if credential.line != line or member is None:
        raise Remote("credential-not-of-this-line")
    if credential.seq != 0 or credential.prev is not None or credential.emergency:
        raise Remote("credential-not-first")
    if {k.pub for k in credential.keys} & {k.pub for p in terms.parties.values() for k in p.roots}:
        raise Remote("key-used-twice")
    require_exactly("credential", line, frame, member.roots)
    return credential


def read_credential(payload: bytes) -> Credential:
    credential = unpack(Credential, payload, MAX_STATEMENT)
    check_credential_keys(credential)
    return credential


def accept_pair(live: Credential, exercise: Credential) -> None:
    """Rule 5. The same key may not stand in a live and an exercise credential: a drill could then speak live."""
    if {k.pub for k in live.keys} & {k.pub for k in exercise.keys}:
        raise Remote("key-in-both-contexts")


def succession(
    line: bytes, old: Credential, old_digest: bytes, new: Signed, roots: list[Key], member: RootSet, terms: Terms
) -> Literal["routine", "emergency", "root-change"]:
    """Rule 9. Which of the cases `new` is: `routine`, `emergency`, or `root-change`; a lost root needs new terms.

    | case | signed by | takes effect |
    |---|---|---|
    | routine | roots + outgoing node key | entries after the one that announces it |
    | emergency | roots alone, `emergency: true` | distrust of the old at once; trust after words are compared aloud |
    | root change | old roots + the next roots whose digest was published | as routine |
    | root lost | (none of these) | never here: new terms |

    `roots` are the keys the new object claims as roots; `member` names the party's known ones and the digest of the next.
    """
    credential = read_credential(new.payload)
    if credential.line != line or credential.party != old.party:
        raise Remote("credential-not-of-this-line")
    if credential.seq != old.seq + 1 or credential.prev != old_digest:
        raise Remote("credential-not-next")
    founding = {k.pub for p in terms.parties.values() for k in p.roots}
    rooted = founding | {k.pub for k in member.roots} | {k.pub for k in roots}
    if rooted & {k.pub for k in credential.keys}:
        raise Remote("key-used-twice")
    if credential.emergency:
        require_exactly("credential", line, new, member.roots)
        return "emergency"
    if roots != member.roots:
        if roots_digest(roots) != member.next:
            raise Remote("roots-not-announced")
        require_exactly("credential", line, new, [*member.roots, *roots])
        return "root-change"
    node = [k for k in old.keys if k.use == "node"]
    require_exactly("credential", line, new, [*member.roots, *node])
    return "routine"


@dataclasses.dataclass
class LineTrust:
    """What one line rests on: its terms and each member's credential. Pure; grows only by accepted statements."""

    line: bytes
    terms: Terms
    terms_digest: bytes
    credentials: dict[str, Credential]
    credential_digests: dict[str, bytes]
    quotas: Mapping[int, int] = dataclasses.field(default_factory=dict)  # messages an hour by `wanted`
    # What came before, in order, and under which credential each epoch stands (trust/succession.py):
    earlier: dict[str, list[tuple[bytes, Credential, RootSet]]] = dataclasses.field(default_factory=dict)
    changed: dict[str, RootSet] = dataclasses.field(default_factory=dict)  # roots that took the founding ones' place
    under: dict[tuple[str, bytes], bytes] = dataclasses.field(default_factory=dict)  # (party, epoch) → credential
    ended: dict[tuple[str, bytes], int] = dataclasses.field(default_factory=dict)  # entries of an epoch that count
    cases: dict[str, list[str]] = dataclasses.field(default_factory=dict)  # of each member's successions, in order
    distrusted: set[bytes] = dataclasses.field(default_factory=set)  # credentials whose other epochs count for nothing

    @classmethod
    def found(
        cls,
        terms_frame: Signed,
        credential_frames: Mapping[str, Signed],
        now: int | None,
        fields: Mapping[str, Field] | None = None,
    ) -> LineTrust:
        """Rules 2 to 5, 8 and 11: the trust of a founded line, or `Remote` naming what is missing.

        `fields` are the opened fields of the terms: members have them, whoever verifies a bundle needs none.
        """
        terms = accept_founding_terms(terms_frame, now)
        line = line_id(terms_frame.payload)
        if set(credential_frames) != set(terms.parties):
            raise Remote("founding-member-missing", members=sorted(set(terms.parties) ^ set(credential_frames)))
        credentials: dict[str, Credential] = {}
        for party, frame in credential_frames.items():
            credential = accept_first_credential(frame, line, terms)
            if credential.party != party:
                raise Remote("credential-not-of-this-line")
            credentials[party] = credential
        pubs = [k.pub for c in credentials.values() for k in c.keys]
        if len(set(pubs)) != len(pubs):
            raise Remote("key-used-twice")
        digests = {party: credential_digest(frame.payload) for party, frame in credential_frames.items()}
        accept_fields(terms.fields, fields or {})
        return cls(line, terms, terms_digest(terms_frame.payload), credentials, digests, accept_quotas(fields or {}))

    @property
    def members(self) -> list[str]:
        return sorted(self.credentials)

    def root_set(self, party: str) -> RootSet:
        """A member's roots now."""
        return self.changed.get(party) or self.terms.parties[party]

    def root_sets(self, party: str) -> list[RootSet]:
        """Every root set a member has had, oldest first."""
        return [*(roots for _digest, _credential, roots in self.earlier.get(party, [])), self.root_set(party)]

    def held(self, party: str) -> list[Credential]:
        """Every credential of a member, oldest first."""
        return [*(c for _digest, c, _roots in self.earlier.get(party, [])), self.credentials[party]]

    def succeed(self, credential: Credential, digest: bytes, roots: RootSet, case: str) -> None:
        """Rule 9. A credential that was examined takes effect (trust/succession.py)."""
        party = credential.party
        before = self.credential_digests[party]
        self.earlier.setdefault(party, []).append((before, self.credentials[party], self.root_set(party)))
        self.credentials[party], self.credential_digests[party] = credential, digest
        self.cases.setdefault(party, []).append(case)
        if roots != self.terms.parties[party]:
            self.changed[party] = roots
        if case == "emergency":
            self.distrusted.add(before)

    def credential_at(self, party: str, epoch: bytes | None) -> tuple[bytes, Credential]:
        """The credential an epoch stands under, and its digest: the newest, unless a head of it said otherwise."""
        digest = self.credential_digests[party] if epoch is None else self.under.get((party, epoch))
        for one, credential, _roots in self.earlier.get(party, []):
            if one == digest:
                return one, credential
        return self.credential_digests[party], self.credentials[party]

    def logs_over(self) -> dict[tuple[str, bytes], list[tuple[str, bytes]]]:
        """The logs, (party, epoch), under a credential that an emergency ended, each with its party's logs under those before."""
        found: dict[tuple[str, bytes], list[tuple[str, bytes]]] = {}
        for log, digest in self.under.items():
            if digest in self.distrusted:
                before = self._digests(log[0])[: self._digests(log[0]).index(digest)]
                found[log] = sorted(one for one, under in self.under.items() if one[0] == log[0] and under in before)
        return found

    def _digests(self, party: str) -> list[bytes]:
        return [
            *(digest for digest, _credential, _roots in self.earlier.get(party, [])),
            self.credential_digests[party],
        ]

    def follow(self, party: str, epoch: bytes, before: bytes) -> None:
        """An epoch says that it follows a log which is not here. After an emergency that one stood under the keys before, so
        nobody will send it any more and nothing in it counts."""
        digests = [
            *(digest for digest, _credential, _roots in self.earlier.get(party, [])),
            self.credential_digests[party],
        ]
        at = digests.index(self.credential_at(party, epoch)[0])
        if at > 0 and self.cases[party][at - 1] == "emergency":
            self.under.setdefault((party, before), digests[at - 1])

    def end(self, party: str, epoch: bytes, size: int) -> None:
        """Of this epoch no entry from `size` on counts. What was said to end earlier stays so."""
        self.ended[(party, epoch)] = min(size, self.ended.get((party, epoch), size))

    def log_keys(self, party: str) -> list[tuple[bytes, Key, Key]]:
        """(credential, Ed25519 key, ML-DSA-44 key) of a member's logs, the newest credential first."""
        if party not in self.credentials:
            raise Remote("head-not-a-member", party=party)
        found = []
        for digest, credential in zip(self._digests(party), self.held(party), strict=True):
            keys = {k.alg: k for k in credential.keys if k.use == "log"}
            found.append((digest, keys[ED25519], keys[ML_DSA_44]))
        return found[::-1]

    def check_head(self, checkpoint: bytes) -> Head:
        """Rules 4, 6. A member's head, when both signatures verify under the log keys of one credential of that member.

        The first head of an epoch says under which credential it stands; one under another is refused, and so is one
        beyond where the epoch ended.
        """
        line, party, epoch = parse_origin(peek_origin(checkpoint))
        if line != self.line:
            raise Remote("head-of-another-line")
        digest, ed, ml, parsed = self._signed_by(party, checkpoint)
        text = body(parsed.origin, parsed.size, parsed.root)
        if not verify(ED25519, ed.pub, ed25519_message(text), parsed.ed25519):
            raise Remote("head-signature", alg="Ed25519")
        if not verify(ML_DSA_44, ml.pub, ml_dsa_44_message(parsed.origin, parsed.size, parsed.root), parsed.ml_dsa_44):
            raise Remote("head-signature", alg="ML-DSA-44")
        if self.under.setdefault((party, epoch), digest) != digest:
            raise Remote("head-key")
        if parsed.size > self.ended.get((party, epoch), 0 if digest in self.distrusted else parsed.size):
            raise Remote("head-after-succession", party=party)
        return Head(party, epoch, parsed.size, parsed.root)

    def bind(self, checkpoint: bytes) -> None:
        """An epoch stands under the credential whose keys this checkpoint names. It was verified when it was kept."""
        _line, party, epoch = parse_origin(peek_origin(checkpoint))
        self.under[(party, epoch)] = self._signed_by(party, checkpoint)[0]

    def _signed_by(self, party: str, checkpoint: bytes) -> tuple[bytes, Key, Key, Checkpoint]:
        """The credential whose log keys a checkpoint names, with those keys. Signatures are not looked at here."""
        keys = self.log_keys(party)
        for digest, ed, ml in keys:
            try:
                return digest, ed, ml, parse_checkpoint(checkpoint, ed.pub, ml.pub)
            except Remote as error:
                if error.code != "head-key" or digest == keys[-1][0]:
                    raise
        raise Remote("head-key")

    def check_release(
        self,
        party: str,
        kind: str,
        machine: bool | None,
        frame: Signed,
        assertions: list[Assertion],
        epoch: bytes | None = None,
    ) -> None:
        """Rules 3, 7. Raises `Remote("not-released")` unless the author's credential's rule for `kind` is met.

        `epoch` is that of the log it stands in: None asks the newest credential.

        `machine` is None for a kind not known here, which may be either: it meets one of the two rules, and has no effect
        anyway. Refusing it would make a newer node's machine kinds look unsigned to an older one.
        """
        # The node's rule is for machine kinds only: a kind that calls itself "machine" is still an office's to release.
        office = kind if kind != MACHINE else DEFAULT
        credential = self.credential_at(party, epoch)[1]
        if machine is None:
            try:
                self._check_rule(credential, MACHINE, frame, assertions)
                return
            except Remote:
                machine = False
        self._check_rule(credential, MACHINE if machine else office, frame, assertions)

    def _check_rule(self, credential: Credential, name: str, frame: Signed, assertions: list[Assertion]) -> None:
        rule = credential.release.get(name, credential.release[DEFAULT])
        needed, ids = rule[0], set(rule[1:])
        keys = {k.id: k for k in credential.keys}
        valid: set[bytes] = set()
        for signature in frame.signatures:
            if signature.kid not in ids:
                raise Remote("not-released", why="signature-unknown-key")
            if not is_valid("content", self.line, frame.payload, signature, keys[signature.kid]):
                raise Remote("not-released", why="signature-invalid")
            valid.add(signature.kid)
        challenge = tagged_hash("content", frame.payload)
        for assertion in assertions:
            key = keys.get(assertion.key)
            if key is None or assertion.key not in ids or assertion.key in valid:
                raise Remote("not-released", why="signature-unknown-key")
            try:
                verify_assertion(assertion, key.alg, key.pub, challenge)
            except Remote as error:
                raise Remote("not-released", why=error.code) from error
            valid.add(assertion.key)
        if len(valid) < int(needed):
            raise Remote("not-released", why="signature-missing")
