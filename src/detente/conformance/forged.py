"""Checks that are forgeries of the simulated world, with the rule each is about: words, places, heads, envelopes, floods."""

from __future__ import annotations

from functools import partial

from detente.conformance.check import Check, Outcome, register
from detente.conformance.kit import Kit
from detente.sim.forgeries import Forgery
from detente.sim.ruled import ALL, REASONS

ONCE, LATE, CONTENT = (
    "Decision 1, sequenced once",
    "Decision 1, never after `expires`",
    "Decision 1, no number, head or addressee in content",
)
LINE, BAD, ONE = (
    "Decision 3, one line, one audience",
    "Decision 4, a refusal is a receipt",
    "Decision 4, read one by one",
)
KINDS, RELEASE, MACHINE = (
    "Decision 4, kinds not known",
    "Release, k of n, these keys, these bytes",
    "Release, machine kinds",
)
SECTIONS, AUTHOR, ENTRY = "Sections", "Authorship, said, in its author's log", "Decision 4, a bad entry"
MIRROR, HEADS, SEALED = (
    "Mirror, contiguous, in any order",
    "Decision 5, hybrid roots and heads",
    "Sealing, mailbox, `info`, inside equals outside",
)
FLOODS, COSE, CBOR = "Floods, quotas by class and hour", "Encoding, COSE", "Encoding, CBOR and text"
PATH, RESTORE = "Receipt, own index, path, head", "Restore, what was lost comes back"

# Name of the forgery → group, section, row. What it is stands in detente.sim; that each is told, in the catalogue.
FORGED: dict[str, tuple[str, str, str]] = {
    "honest": ("words", "13", BAD),
    "other-line": ("words", "13/4", LINE),
    "another-author": ("words", "13/5", AUTHOR),
    "the-exercise-on-the-live-line": ("words", "13/4", LINE),
    "other-terms": ("words", "13/7", LINE),
    "another-credential": ("words", "13/8", "Keys, by place"),
    "the-node-speaks": ("words", "13/9", RELEASE),
    "nobody-signs": ("words", "13/9", RELEASE),
    "the-log-signs-along": ("words", "13/9", RELEASE),
    "the-office-announces-keys": ("words", "13/9", MACHINE),
    "signed-as-something-else": ("words", "3", COSE),
    "signed-for-another-line": ("words", "3", COSE),
    "said-twice": ("words", "13/10", ONCE),
    "other-words-under-one-id": ("words", "13/10", ONCE),
    "placed-late": ("words", "13/11", LATE),
    "placed-at-its-last-moment": ("words", "13/11", LATE),
    "unknown-kind": ("words", "13/13", KINDS),
    "unknown-schema": ("words", "13/13", KINDS),
    "unknown-words": ("words", "13/14", KINDS),
    "no-sections": ("words", "13/3", CONTENT),
    "strange-version": ("words", "13/3", CONTENT),
    "wanted-beyond": ("words", "13/3", CONTENT),
    "extra-field": ("words", "13/3", CONTENT),
    "content-that-is-none": ("words", "13/3", CBOR),
    "signatures-in-another-form": ("words", "13/3", COSE),
    "a-message-of-another-form": ("words", "13/2", ONE),
    "a-secret-of-another-type": ("words", "13/2", ONE),
    "a-secret-one-byte-short": ("words", "13/2", ONE),
    "as-large-as-can-be": ("words", "13/1", "Floods, unknown mailbox, sizes"),
    "one-byte-too-large": ("words", "13/1", "Floods, unknown mailbox, sizes"),
    "a-section-more": ("words", "13/15", SECTIONS),
    "a-section-less": ("words", "13/15", SECTIONS),
    "another-text-for-one": ("words", "13/16", SECTIONS),
    "a-value-nobody-committed-to": ("words", "13/16", SECTIONS),
    "null-spelled-out": ("words", "9", SECTIONS),
    "a-wrong-secret": ("words", "13/16", SECTIONS),
    "a-required-section-left-out": ("words", "13/17", SECTIONS),
    "a-value-of-another-shape": ("words", "13/17", SECTIONS),
    "a-word-never-agreed": ("words", "13/18", SECTIONS),
    "two-acknowledged-at-once": ("words", "13/19", BAD),
    "asks-nothing-and-something": ("words", "13/19", BAD),
    "between-good-ones": ("words", "13", BAD),
    "another-index": ("places", "10", ENTRY),
    "a-number-skipped": ("places", "10", ENTRY),
    "a-clock-far-ahead": ("places", "10", "Time, never decreasing, nothing late, ahead flagged"),
    "an-entry-of-no-kind": ("places", "10", ENTRY),
    "a-second-first-entry": ("places", "10", ENTRY),
    "words-that-stand-nowhere": ("places", "12", AUTHOR),
    "a-path-of-another-place": ("places", "12", PATH),
    "a-shorter-path": ("places", "12", PATH),
    "a-signature-taken-away": ("places", "12", "Authorship, over the whole object"),
    "whole-proof-of-its-own": ("places", "12", PATH),
    "proof-with-another-size": ("places", "12", PATH),
    "proof-with-another-opening": ("places", "12", PATH),
    "a-mirror-of-other-leaves": ("places", "15/2", MIRROR),
    "a-mirror-with-a-gap": ("places", "15/2", MIRROR),
    "a-mirror-too-short": ("places", "15/2", MIRROR),
    "one-item-twice": ("places", "15/3", ONCE),
    "one-item-twice-in-two-forms": ("places", "15/3", ONCE),
    "a-message-said-again-in-a-new-epoch": ("places", "18", RESTORE),
    "a-head-signed-over-another-root": ("heads", "11", HEADS),
    "a-head-with-two-keys-changed-places": ("heads", "11", HEADS),
    "a-head-of-the-victims-log": ("heads", "15/1", AUTHOR),
    "inside-is-for-somebody-else": ("envelopes", "14", SEALED),
    "inside-is-from-somebody-else": ("envelopes", "14", SEALED),
    "inside-is-of-another-line": ("envelopes", "14", SEALED),
    "sent-to-itself": ("envelopes", "14", SEALED),
    "another-header-shown": ("envelopes", "14", SEALED),
    "padding-that-carries": ("envelopes", "14", "Padding"),
    "no-size-class": ("envelopes", "14", "Padding"),
    "a-mailbox-nobody-gave": ("envelopes", "14", "Floods, unknown mailbox, sizes"),
    "a-layer-nobody-asked-for": ("envelopes", "14", "Sealing, layers"),
    "payload-of-another-form": ("envelopes", "15", CBOR),
    "could-not-open": ("envelopes", "14", "Sealing, keys end"),
    "more-than-the-quota": ("floods", "13/12", FLOODS),
    "more-than-the-quota-of-long-ago": ("floods", "13/12", FLOODS),
    "more-than-the-quota-of-next-year": ("floods", "13/12", FLOODS),
} | {f"against-{reason}": ("words", "16", BAD) for reason in REASONS}  # fmt: skip
ALONE = {  # after these, every further entry of their epoch breaks a rule of times or numbers, or nothing is left to say
    "another-index",
    "a-number-skipped",
    "a-clock-far-ahead",
    "a-message-said-again-in-a-new-epoch",
}


def _tried(forgery: Forgery, kit: Kit) -> Outcome:
    return kit.tried(forgery)


for _name, (_group, _section, _rule) in FORGED.items():
    register(Check(_name, _group, _section, _rule, partial(_tried, ALL[_name]), _name in ALONE))
