"""Every way a step of the delivery protocol can end, by the name under which a run counts it.

A run of seeds is complete when each of them was taken at least once: `missing` says which were not.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import get_args

from detente.kinds import LATEST
from detente.sim.disk import FAULTS as COMMITS
from detente.sim.plan import FAULTS
from detente.sim.ruled import ALL as FORGERIES
from detente.sim.ruled import REASONS
from detente.sim.successions import CASES
from detente.views.matters import Effect

# Reasons of a verdict, in the order the rules are asked (line/judge.py).
REFUSED = (
    "message-form", "content", "wrong-line", "wrong-author", "wrong-context", "wrong-terms", "wrong-credential",
    "not-released", "sequenced-twice", "expired", "over-quota", "sections", "not-readable", "body", "concept-unknown",
    "acknowledgement-names-one-message", "notice-asks", *REASONS,
)  # fmt: skip
NOT_UNDERSTOOD = ("kind", "vocabulary")
# What a mirrored entry may be (line/log.py), and what else is counted where nothing is recorded (line/machine.py, state.py).
COUNTED = (
    "irregular-entry-shape", "irregular-entry-index", "irregular-entry-time-went-back", "irregular-entry-number",
    "item-not-included", "clock-ahead", "receipt-for-nothing-said", "receipt-in-lost-entries", "own-entries-lost",
    "claim-too-soon", "could-not-open", "seen-heads-differ",
)  # fmt: skip
DROPPED = (
    "envelope-size", "mailbox-unknown", "sealed-unopenable", "layer-missing", "envelope-misdirected", "envelope-padding",
    "head-signature", "head-of-another-member", "head-key", "mirror-root", "store-failed",
)  # fmt: skip
# How a proposal that needs every member stands (node/proposed.py), and what a reply is to what it names (views/matters.py).
PROPOSALS = ("open", "declined", "agreed", "destroyed", "not-possible")
EFFECTS = ("counts", *get_args(Effect))
# Kinds that no officer here says: a roster is accepted in tests/node, the rest are said in worlds of their own (dialogues.py).
NOT_SIMULATED = ("roster", "proposal", "stance", "progress", "deposit", "opening")
EPOCHS = ("founded", "lost-entries", "restored", "copied", "succession", "emergency")


def table() -> dict[str, list[str]]:
    """Machine → names of its transitions."""
    return {
        "verdict": ["verdict accepted", *(f"verdict refused {r}" for r in REFUSED)]
        + [f"verdict not-understood {r}" for r in NOT_UNDERSTOOD],
        "kinds": [f"kind {name}" for name in LATEST if name not in NOT_SIMULATED],
        "replies": [f"effect {name}" for name in EFFECTS],
        "proposals": [f"proposal {name}" for name in PROPOSALS],
        "entries and payloads": [f"counter {name}" for name in COUNTED] + ["records differ"],
        "envelopes": [f"refused {code}" for code in DROPPED],
        "keys after keys": [f"succession {name}" for name in (*CASES, "compared")],
        "epochs": [f"epoch {reason}" for reason in EPOCHS],
        "faults": [f"fault {name}" for name in sorted(FAULTS - {"kill-at-commit", "forge"} | set(COMMITS))]
        + ["fault parted"],
        "lies": [f"forgery {name}" for name in FORGERIES],
    }


def missing(counts: Mapping[str, int]) -> list[str]:
    return [name for names in table().values() for name in names if not counts.get(name)]
