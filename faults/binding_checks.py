"""The checks of the verifier that bind a bundle together: which, where, what stands in its place when it is taken away.

An edit is (file below src/detente, function, what is found, what is put): an expression or a statement, as source. `test` is of
tests/bundle/test_bindings.py. A check that another one wholly stands in for is not here: taking it away changes nothing.
"""

# ruff: noqa: E501  (what is found is source text, in one line each)

from __future__ import annotations

from typing import NamedTuple

Edit = tuple[str, str, str, str]


class Check(NamedTuple):
    binding: str
    test: str
    edits: tuple[Edit, ...]


def _attack(binding: str, name: str, *edits: Edit) -> Check:
    return Check(binding, f"test_attack[{name}]", edits)


_V, _D, _K, _S = "bundle/verify.py", "trust/decisions.py", "trust/keysets.py", "trust/signing.py"
_MESSAGE, _ENTRIES, _CHECK, _RULE = "_message", "_entries", "_check", "LineTrust._check_rule"
_CREDENTIAL, _HEAD, _PARSED = "accept_first_credential", "LineTrust.check_head", "parse_checkpoint"
_OTHER_PLACE = "test_a_receipt_of_another_place_counts_for_none[{}]"


def _ignoring(places: str) -> str:
    return f"next((m for s, m in messages.items() if {places} and m.what == what), None)"


CHECKS: tuple[Check, ...] = (
    _attack("message", "message-said-nowhere", (_V, _MESSAGE, "spot is None", "False")),
    _attack(
        "message",
        "message-said-by-another-member",
        (_V, _MESSAGE, "by_what.get((content.author, what))", "next((s for (_, w), s in by_what.items() if w == what), None)"),
    ),
    _attack("message", "messages-in-another-order", (_V, _CHECK, "[m.spot for m in messages] != order.spots", "False")),
    Check(
        "message",
        "test_a_receipt_that_names_another_message_counts_for_none",
        ((_V, "_add_receipts", "what != message.what", "False"),),
    ),
    Check(
        "message",
        "test_an_authors_own_receipt_counts_for_nothing",
        ((_V, "_add_receipts", "party == entry.place.party", "False"),),
    ),
    _attack(
        "message",
        "message-that-a-token-did-not-release",
        ("crypto/webauthn.py", "_check_client", "not isinstance(said, str) or not hmac.compare_digest(said.encode('utf-8', 'replace'), due)", "False"),
    ),
    _attack("field", "field-with-another-value", (_V, _CHECK, "accept_fields(trust.terms.fields, bundle.fields)", "pass")),
    _attack(
        "field",
        "field-under-another-name",
        ("trust/statements.py", "field_digest", "tagged_hash('field', name, field.salt, field.value)", "tagged_hash('field', field.salt, field.value)"),
    ),
    _attack(
        "field",
        "section-with-another-value",
        (_V, _MESSAGE, "committed is None or section_digest(content.id, name, opened.salt, opened.value) != committed", "False"),
    ),
    *(
        _attack("field", test, ("line/content.py", "section_digest", "(before[0], string(content_id), before[1], string(section_salt), string(value))", put))
        for test, put in (
            ("section-of-another-message", "(before[0], before[1], string(section_salt), string(value))"),
            ("section-under-another-name", "(before[0], string(content_id), string(section_salt), string(value))"),
            ("section-with-another-salt", "(before[0], string(content_id), before[1], string(value))"),
        )
    ),
    _attack(
        "field",
        "section-of-the-kind-left-out",
        (_V, _MESSAGE, "kind is not None and set(kind.sections) != set(content.sections)", "False"),
    ),
    _attack(
        "field",
        "section-of-another-shape",
        (_V, _MESSAGE, "unpack(shape, opened.value, MAX_SECTION)", "opened.value"),
    ),
    _attack(
        "leaf",
        "leaf-changed-in-a-part",
        (_V, _ENTRIES, "verify_inclusion(log.leaf(row.opening), typed.i, head.size, row.path, head.root)", "pass"),
    ),
    _attack("leaf", "leaf-changed-in-a-whole-log", (_V, _ENTRIES, "log.tree.root() != head.root", "False")),
    _attack(
        "leaf",
        "leaf-changed-in-a-part",
        ("proof/tree.py", "verify_inclusion", "root_from_path(leaf, index, size, path) != root", "False"),
    ),
    _attack("index", "index-not-its-own-in-a-whole-log", (_V, _ENTRIES, "entry.i == index", "True")),
    _attack(
        "index",
        "index-not-its-own-in-a-part",
        ("proof/tree.py", "root_from_hash", "_node(item, node) if left else _node(node, item)", "_node(*sorted((item, node)))"),
        ("proof/tree.py", "_node", "sha256(b'\\x01' + left + right).digest()", "sha256(b'\\x01' + min(left, right) + max(left, right)).digest()"),
        ("proof/tree.py", "Tree._grow", "sha256(b'\\x01' + level[-2 * SIZE:]).digest()", "_node(bytes(level[-2 * SIZE:-SIZE]), bytes(level[-SIZE:]))"),
    ),
    _attack("index", "index-beyond-the-head", ("proof/tree.py", "root_from_hash", "not 0 <= index < size <= MAX_LOG", "False")),
    _attack("index", "index-twice-in-a-part", (_V, _ENTRIES, "typed.i <= last", "False")),
    Check("index", _OTHER_PLACE.format("index"), ((_V, "_add_receipts", "messages.get(of)", _ignoring("s[:2] == of[:2]")),)),
    Check(
        "index",
        "test_a_proof_of_an_entry_beyond_its_head_is_refused",
        (("proof/receipt.py", "check_opening", "type(index) is not int or not 0 <= index < checkpoint.size", "False"),),
    ),
    _attack("size", "size-of-more-than-is-shown", (_V, _ENTRIES, "len(part.all) != head.size", "False")),
    _attack("size", "size-asks-for-a-shorter-path", ("proof/tree.py", "root_from_hash", "len(steps) != len(path)", "False")),
    Check(
        "size",
        "test_a_proof_names_the_size_of_its_head",
        (("proof/receipt.py", "check_proof", "proof.size != checkpoint.size", "False"),),
    ),
    _attack(
        "head",
        "head-ed25519-over-another-size",
        (_D, _HEAD, "not verify(ED25519, ed.pub, ed25519_message(text), parsed.ed25519)", "False"),
    ),
    _attack(
        "head",
        "head-ml-dsa-over-another-size",
        (_D, _HEAD, "not verify(ML_DSA_44, ml.pub, ml_dsa_44_message(parsed.origin, parsed.size, parsed.root), parsed.ml_dsa_44)", "False"),
    ),
    _attack(
        "head",
        "head-key-id-of-another-key",
        ("proof/head.py", _PARSED, "(ed.key_id, ml.key_id) != _key_ids(origin, ed_public, ml_public)", "False"),
    ),
    _attack("head", "head-with-a-third-line", ("proof/head.py", _PARSED, "len(lines) != 2", "False")),
    _attack("origin", "origin-not-the-name-of-a-line", ("proof/head.py", _PARSED, "any((line.name != origin for line in lines))", "False")),
    _attack("origin", "origin-spelled-another-way", ("codec/text.py", "from_base32", "base32(data) != text", "False")),
    _attack(
        "origin",
        "origin-of-another-log-in-a-leaf",
        ("proof/leaf.py", "leaf", "tagged_hash('leaf', origin, blind, entry_plain)", "tagged_hash('leaf', '', blind, entry_plain)"),
        ("proof/leaf.py", "_before", "encode(origin)", "encode('')"),
    ),
    _attack("origin", "origin-of-a-tokens-release", ("crypto/webauthn.py", "_check_client", "not isinstance(origin, str) or not _ORIGIN.fullmatch(origin)", "False")),
    _attack("origin", "origin-of-a-token-in-a-frame", ("crypto/webauthn.py", "_check_client", "data.get('crossOrigin', False) is not False", "False")),
    _attack("origin", "origin-of-a-tokens-name", ("crypto/webauthn.py", "_check_auth", "auth[:32] != RP_ID_HASH", "False")),
    _attack("epoch", "epoch-shown-twice", (_V, _CHECK, "heads and (head.party, head.epoch) <= (heads[-1].party, heads[-1].epoch)", "False")),
    _attack(
        "epoch",
        "epoch-of-another-log",
        ("proof/leaf.py", "leaf", "tagged_hash('leaf', origin, blind, entry_plain)", "tagged_hash('leaf', origin[:-32], blind, entry_plain)"),
        ("proof/leaf.py", "_before", "encode(origin)", "encode(origin[:-32])"),
    ),
    Check("epoch", _OTHER_PLACE.format("epoch"), ((_V, "_add_receipts", "messages.get(of)", _ignoring("(s[0], s[2]) == (of[0], of[2])")),)),
    _attack("key", "key-of-a-stranger-beside-the-roots", (_S, "require_exactly", "set(signed) - set(by_id)", "False")),
    _attack("key", "key-of-a-root-missing", (_S, "require_exactly", "raise Remote('signature-missing', key=kid.hex())", "continue")),
    _attack("key", "key-of-a-stranger-for-a-root", (_S, "require_exactly", "not is_valid(tag, line, frame.payload, signed[kid], key)", "False")),
    _attack("key", "key-algorithm-not-the-keys", (_S, "is_valid", "signature.alg == key.alg", "True")),
    _attack("key", "key-of-another-credential", (_V, _MESSAGE, "entry.cred != trust.credential_at(content.author, spot[1])[0]", "False")),
    _attack("key", "key-outside-the-rule", (_D, _RULE, "signature.kid not in ids", "False")),
    _attack(
        "key",
        "key-of-a-stranger-for-an-officer",
        (_D, _RULE, "not is_valid('content', self.line, frame.payload, signature, keys[signature.kid])", "False"),
    ),
    _attack("key", "key-of-nobody", (_D, _RULE, "len(valid) < int(needed)", "False")),
    _attack("key", "key-id-twice", (_K, "check_keys", "len({k.id for k in keys}) != len(keys)", "False")),
    _attack("key", "key-of-two-members-roots", (_K, "check_keys", "len({k.pub for k in keys}) != len(keys)", "False")),
    _attack("key", "key-of-two-members", (_D, "LineTrust.found", "len(set(pubs)) != len(pubs)", "False")),
    _attack(
        "key",
        "key-of-a-root-in-a-credential",
        (_D, _CREDENTIAL, "{k.pub for k in credential.keys} & {k.pub for p in terms.parties.values() for k in p.roots}", "False"),
    ),
    _attack("key", "key-of-small-order", (_K, "check_keys", "check_public(key.alg, key.pub)", "pass")),
    _attack("key", "roots-of-one-algorithm", (_K, "check_roots", "sorted((k.alg for k in root_set.roots)) != sorted([ED25519, ML_DSA_87])", "False")),
    _attack(
        "key",
        "log-keys-of-one-algorithm",
        (_K, "check_credential_keys", "sorted((k.alg for k in uses['log'])) != sorted([ED25519, ML_DSA_44])", "False"),
    ),
    _attack("key", "two-node-keys", (_K, "check_credential_keys", "len(uses['node']) != 1", "False")),
    _attack("key", "credentials-in-another-order", ("bundle/trusting.py", "shown_trust", "frames and party <= max(frames)", "False")),
    _attack("key", "credential-missing", (_D, "LineTrust.found", "set(credential_frames) != set(terms.parties)", "False")),
    _attack("key", "credential-not-the-first", (_D, _CREDENTIAL, "credential.seq != 0", "False")),
    _attack("key", "credential-after-another", (_D, _CREDENTIAL, "credential.prev is not None", "False")),
    _attack("key", "credential-of-an-emergency", (_D, _CREDENTIAL, "credential.emergency", "False")),
    _attack("key", "credential-not-signed", (_D, _CREDENTIAL, "require_exactly('credential', line, frame, member.roots)", "pass")),
    _attack("key", "key-of-a-token-nobody-touched", ("crypto/webauthn.py", "_check_auth", "not flags & USER_PRESENT", "False")),
    _attack("key", "key-of-a-token-nobody-unlocked", ("crypto/webauthn.py", "_check_auth", "not flags & USER_VERIFIED", "False")),
    _attack("key", "key-of-another-token", ("crypto/webauthn.py", "verify_assertion", "not verify(alg, pub, signed, assertion.sig)", "False")),
    _attack("key", "key-of-a-token-outside-the-rule", (_D, _RULE, "assertion.key not in ids", "False")),
    _attack("use of key", "use-signed-as-something-else", ("codec/cose.py", "_external_aad", "encode([tag, line])", "encode(['', line])")),
    _attack("use of key", "use-of-an-algorithm-not-for-it", (_K, "check_keys", "key.alg not in _ALGS[key.use]", "False")),
    _attack("use of key", "use-of-the-node-key-in-an-offices-rule", (_K, "check_credential_keys", "not set(ids) <= allowed", "False")),
    _attack("use of key", "use-of-the-node-key-for-a-notice", (_D, "LineTrust.check_release", "MACHINE if machine else office", "MACHINE")),
    _attack("use of key", "use-of-the-node-key-for-a-head", (_D, "LineTrust.log_keys", "k.use == 'log'", "True")),
    _attack("use of key", "use-of-a-root-in-a-credential", (_K, "check_credential_keys", "uses['root']", "False")),
    _attack("use of key", "use-of-a-log-key-as-a-root", (_K, "check_roots", "any((k.use != 'root' for k in root_set.roots))", "False"),
            (_K, "check_keys", "key.alg not in _ALGS[key.use]", "False")),
    _attack("use of key", "use-of-a-token-for-something-else", ("crypto/webauthn.py", "_check_client", "data.get('type') != 'webauthn.get'", "False")),
    _attack("terms", "terms-of-another-line", (_V, _MESSAGE, "content.terms != trust.terms_digest", "False")),
    _attack("terms", "terms-not-signed", (_D, "accept_founding_terms", "require_exactly('terms', line_id(frame.payload), frame, keys)", "pass")),
    _attack("terms", "terms-not-the-first", (_D, "read_terms", "terms.seq != 0", "False")),
    _attack("terms", "terms-after-others", (_D, "read_terms", "terms.prev is not None", "False")),
    _attack("terms", "terms-of-a-suite-that-protects-nothing", (_D, "read_terms", "require_real(suite)", "pass")),
    _attack("line", "line-not-that-of-the-terms", (_V, _CHECK, "trust.line != bundle.line", "False")),
    _attack("line", "line-of-a-message", (_V, _MESSAGE, "content.line != trust.line", "False")),
    _attack("line", "line-that-a-signature-is-for", ("codec/cose.py", "_external_aad", "encode([tag, line])", "encode([tag, b''])")),
    _attack("line", "line-of-a-head", (_D, _HEAD, "line != self.line", "False")),
    _attack("line", "line-of-a-credential", (_D, _CREDENTIAL, "credential.line != line", "False")),
    Check("line", _OTHER_PLACE.format("party"), ((_V, "_add_receipts", "messages.get(of)", _ignoring("s[1:] == of[1:]")),)),
    _attack("context", "context-of-a-message", (_V, _MESSAGE, "content.context != trust.terms.context", "False")),
    _attack("time", "time-after-a-message-expired", (_V, _MESSAGE, "entry.at > content.expires", "False")),
    _attack("time", "time-in-a-signature-of-a-head", ("proof/head.py", _PARSED, "not ml.signature.startswith(_NO_TIME)", "False")),
    Check(
        "time",
        "test_a_line_is_not_founded_after_its_terms_sign_by",
        ((_D, "accept_founding_terms", "now is not None and now > terms.sign_by", "False"),),
    ),
    Check(
        "the file",
        "test_the_damage_check_is_over_everything_before_it",
        ((_V, "verify_bundle", "hashlib.sha256(data[:-DAMAGE_CHECK]).digest() != data[-DAMAGE_CHECK:]", "False"),),
    ),
    _attack("the file", "log-in-both-forms", (_V, _ENTRIES, "part.all is not None and part.some is None", "part.all is not None")),
    _attack("the file", "logs-in-another-order", (_V, _CHECK, "heads and (head.party, head.epoch) <= (heads[-1].party, heads[-1].epoch)", "False")),
)  # fmt: skip
