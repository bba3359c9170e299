"""Spoken references over the logs of a line (detente.line.spoken): of an entry, and back."""

from __future__ import annotations

from detente.line.machine import Line
from detente.line.spoken import Spoken, epoch_digits, spell, understand


def epochs(line: Line, party: str) -> list[bytes]:
    """A party's epochs as they came to be known; the first is the one in the founding file."""
    return [epoch for (who, epoch) in line.logs if who == party]


def spoken_of(line: Line, party: str, epoch: bytes, n: int) -> str:
    """`K1-0042` of message `n` of a member's epoch."""
    known = epochs(line, party)
    later = bool(known) and known[0] != epoch
    return spell(Spoken(line.trust.members.index(party) + 1, n, epoch_digits(epoch) if later else None))


def meant(line: Line, name: str) -> tuple[str, int, list[bytes]] | None:
    """Author, number and the epochs that a spoken reference may mean; None when it is none of this line.

    `Local("reference-misheard")` when its check letter is another.
    """
    if name.partition("-")[0].lower() in line.trust.members:
        return None  # a party may be called k1; its `k1-10042` is the other kind of reference
    found = understand(name)
    if found is None or found.member > len(line.trust.members):
        return None
    party = line.trust.members[found.member - 1]
    first, *later = [*epochs(line, party), b""]
    if found.epoch is None:
        return party, found.n, [first]
    return party, found.n, [epoch for epoch in later if epoch and epoch_digits(epoch) == found.epoch]
