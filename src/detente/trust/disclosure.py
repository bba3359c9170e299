"""What of a record may be shown outside its line, and what may be destroyed. Every rule, with the overreach it stops:

 1. Between members nothing is withheld: each holds the whole record anyway. Sections of `keys` never leave them, whoever
    asks: mailboxes and sealing keys are capabilities, not words (a bundle that lets its reader write into a mailbox).
 2. `parties-only`: nothing is shown outside (one member using what the other told it in confidence).
 3. `each-may-disclose-own`: a member shows the sections of its own messages; of the others' messages only what every bundle
    shows of a message, its kind, urgency, times and receipts (showing the other's words under cover of one's own).
 4. `by-agreement`: shown is what a `disclosure` that was asked for names, once every other member has answered `agreed` to
    that very text (one agreement stretched to other messages, other sections, or another proposal).
 5. `each-may-disclose`: a member shows what it chooses.
 6. Terms that say anything else, or nothing, are read as `parties-only` (a word not understood taken for leave).
 7. Beyond its rule a member shows nothing in silence: the disclosure is first said on the line, with what, to whom and
    why, and stands in the record of all; only then is the file written (finding out from the newspaper).
 8. Destroyed is only what every member agreed to destroy, by name, in answer to one proposal (a past rewritten by one side).
 9. Never destroyed: `coded` and `times`, from which every member's lists, clocks and rules follow (a record that says one thing
    before and another after); and no section of what says who is reached and when, what was disclosed, proposed, agreed or
    destroyed (destroying the trace of a destruction).
10. Where anything may be shown, so may the `coded` part of what was agreed to be destroyed, and of the answers: they name
    sections and say yes or no, and without them nobody outside could tell what was destroyed from what is withheld.

These rules bind this software. A member with other software can show what it holds, and a bundle that leaks proves itself.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Literal, get_args

from detente.codec.errors import Local

Rule = Literal["parties-only", "each-may-disclose-own", "by-agreement", "each-may-disclose"]
RULES: tuple[str, ...] = get_args(Rule)
PARTIES_ONLY = "parties-only"
BY_AGREEMENT = "by-agreement"

NEVER_SHOWN = frozenset({"keys"})  # kinds whose sections are capabilities between members
KEPT_WHOLE = frozenset(
    {"keys", "roster", "destruction", "consent", "destroyed", "disclosure", "proposal", "progress", "opening"}
)
KEPT_SECTIONS = frozenset({"coded", "times"})


def rule_of(value: object) -> str:
    """Rule 6: the terms' field `disclosure` as one of `RULES`."""
    return value if isinstance(value, str) and value in RULES else PARTIES_ONLY


def may_show(rule: str, me: str, author: str, kind: str, section: str) -> bool:
    """Rules 1, 2, 3, 5 and 10: whether `me` may open a section of a message of `author` outside, by the terms alone."""
    if kind in NEVER_SHOWN:
        return False
    if rule != PARTIES_ONLY and kind in ("destruction", "consent", "destroyed") and section == "coded":
        return True
    return rule == "each-may-disclose" or (rule == "each-may-disclose-own" and author == me)


def require_leave(rule: str, agreed: bool) -> None:
    """Rules 2, 4 and 7. `Local("disclosure-…")` when the terms give no leave. `agreed`: all agreed to what is shown."""
    if rule == PARTIES_ONLY:
        raise Local("disclosure-parties-only")
    if rule == BY_AGREEMENT and not agreed:
        raise Local("disclosure-not-agreed")


def destroyable(kind: str, sections: Iterable[str]) -> list[str]:
    """Rule 9: which of a kind's sections may be destroyed by agreement."""
    return [] if kind in KEPT_WHOLE else [name for name in sections if name not in KEPT_SECTIONS]


def require_destroyable(kind: str, sections: Collection[str], asked: Iterable[str]) -> None:
    """Rule 9. `Local("section-not-here")`, `Local("section-kept")` naming those that cannot be destroyed."""
    asked = list(asked)
    unknown = sorted(set(asked) - set(sections))
    if unknown:
        raise Local("section-not-here", name=", ".join(unknown))
    kept = sorted(set(asked) - set(destroyable(kind, sections)))
    if kept:
        raise Local("section-kept", name=", ".join(kept))
