"""The spoken reference of a message, and so of the matter it opens: `K7-0042`. Short, sayable, the same on every side. Pure.

    K      check letter, over everything that follows
    7      the author: its place in the line's list of members, from 1
    0042   the number of the message in its author's log (`n`), at least four digits
    -0318  only where that log is not the one the line was founded with: four digits of the epoch (protocol section 28)

Two messages of one line never have the same: author, epoch and number name one entry. (Two *later* epochs of one author may
by chance, one in ten thousand, have the same four digits; whoever asks is then told that there are two.)

The letters: eleven whose names sound alike neither to each other nor, as Chinese speakers say them, to a digit, and whose
shapes are no digit's (no O, I, S, B, Z, G; of B C D E G P T V Z only T, of A H J K only H and K, of F S X only F and X).
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from detente.codec.cbor import tagged_hash
from detente.codec.errors import Local

LETTERS = "FHKLMQRTWXY"
PRIME = 11  # as many as letters; 2 is a primitive root, so ten places in a row weigh differently
_LOOKS = re.compile(rf"([{LETTERS}])([1-9]|1[0-6])-([0-9]{{4,15}})(?:-([0-9]{{4}}))?\Z", re.ASCII)
_DASHES = re.compile(r"[ ‐‑‒–—―−-]+")


@dataclass(frozen=True)
class Spoken:
    """What a reference names: the author's place among the members (from 1), the number, and the epoch's digits if any."""

    member: int
    n: int
    epoch: str | None = None


def epoch_digits(epoch: bytes) -> str:
    """Four digits of a later epoch of a log."""
    return f"{int.from_bytes(tagged_hash('reference', epoch)[:8], 'big') % 10_000:04}"


def check_letter(member: int, number: str, epoch: str | None) -> str:
    """Any one character changed, and any two neighbouring digits exchanged, give another letter.

    The places weigh 2, 4, 8 … modulo 11 from the right. Whether the author takes two digits, and whether an epoch is named,
    counts too: without the dashes, as people speak, `K12-0042` and `K1-20042` would be one row of digits.
    """
    digits = f"{member}{number}{epoch or ''}"
    total = sum(int(digit) * pow(2, place, PRIME) for place, digit in enumerate(reversed(digits), 1))
    total += 5 * (member > 9) + 7 * (epoch is not None)
    return LETTERS[total % PRIME]


def spell(spoken: Spoken) -> str:
    """`K7-0042`."""
    number = f"{spoken.n:04}"
    tail = "" if spoken.epoch is None else f"-{spoken.epoch}"
    return f"{check_letter(spoken.member, number, spoken.epoch)}{spoken.member}-{number}{tail}"


def understand(name: str) -> Spoken | None:
    """What a written reference names; None when it is not of this form.

    Small and full-width letters, any dash and spaces for one are taken. `Local("reference-misheard")` when the check letter is
    another: one character is wrong, or it is the reference of something else.
    """
    found = _LOOKS.match(_DASHES.sub("-", unicodedata.normalize("NFKC", name).strip()).upper())
    if found is None:
        return None
    letter, member, number, epoch = found.groups()
    if len(number) > 4 and number[0] == "0":
        return None
    if check_letter(int(member), number, epoch) != letter:
        raise Local("reference-misheard", name=name)
    return Spoken(int(member), int(number), epoch)
