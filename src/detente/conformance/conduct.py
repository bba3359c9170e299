"""Rules that every answer of a run is held against, whatever it was an answer to."""

from __future__ import annotations

from functools import partial

from detente.conformance.check import Became, Check, Outcome, register
from detente.conformance.kit import Kit

# Rule as `Peer.see` names it → section, row.
CONDUCT: dict[str, tuple[str, str]] = {
    "answers-in-form": ("15", "Floods, unknown mailbox, sizes"),
    "answers-open": ("14", "Sealing, mailbox, `info`, inside equals outside"),
    "smallest-size": ("14", "Padding"),
    "heads-signed": ("11", "Decision 5, hybrid roots and heads"),
    "mirror-joins": ("15/2", "Mirror, contiguous, in any order"),
    "one-history": ("18", "Restore and fork, evidence"),
    "own-log-in-order": ("10", "Time, never decreasing, nothing late, ahead flagged"),
    "receipts-name": ("10", "Receipt, names what and where"),
    "possession": ("10", "Receipt, possession"),
    "heard-once": ("15/3", "Decision 1, sequenced once"),
    "heads-named-truly": ("17", "n parties, causal order"),
    "says-what-is-right": ("13", "Release, k of n, these keys, these bytes"),
}


def _kept(rule: str, kit: Kit) -> Outcome:
    looked, broken = kit.peer.looked[rule], kit.peer.broken.get(rule, [])
    must, came = (
        (Became("always"),),
        Became("conduct", f"{len(broken)}/{looked}" + (f": {broken[0]}" if broken else "")),
    )
    return Outcome(must, came, "" if looked else "never-seen", kept=not broken)


def _goes_on(kit: Kit) -> Outcome:
    bad = [(name, became) for name, became in kit.good if became.what != "accepted" and became.why != "over-quota"]
    first = "" if not bad else f": {bad[0][0]}: {bad[0][1].what} {bad[0][1].why}".rstrip()
    came = Became("conduct", f"{len(bad)}/{len(kit.good)}{first}")
    return Outcome((Became("always"),), came, "" if kit.good else "never-seen", kept=not bad)


def _left_nothing(kit: Kit) -> Outcome:
    heard = [name for name, places in kit.dropped if any(place in kit.peer.heard for place in places)]
    came = Became("conduct", f"{len(heard)}/{len(kit.dropped)}" + (f": {heard[0]}" if heard else ""))
    return Outcome((Became("always"),), came, "" if kit.dropped else "never-seen", kept=not heard)


for _rule, (_section, _row) in CONDUCT.items():
    register(Check(_rule, "conduct", _section, _row, partial(_kept, _rule)))
register(Check("goes-on", "conduct", "13", "Decision 4, a refusal is a receipt", _goes_on))
register(Check("what-is-dropped-leaves-nothing", "conduct", "13", "Decision 4, only a counter", _left_nothing))
