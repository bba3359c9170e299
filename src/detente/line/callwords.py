"""Call words: a challenge and a reply for a voice on the telephone, another pair every day. Pure.

Both nodes of a pair know the `secret` of the last `keys` message each of them said in a sealed envelope; the way between
them, a relay and whoever sees an exported record do not. From these two secrets follow, for each UTC day, each direction and
each of the day's three calls, two words the caller says and two the one who is called answers.

What they show: the voice has the words of one of the line's nodes for this day before it. Not who it is. Every member of the
line can compute them (its `keys` secrets go to all), so on a line of more than two they tell a member from a stranger only.

What if …
- **somebody saw the founding file?** Its `keys` messages travelled with it in the open, so they never count (`latest`).
- **the two sides disagree which messages count?** Only one heard before the day began does, by the hearer's log, which both
  hold; if its receipt is still on the way, the sheet numbers differ, and either side can show the other's sheet.
- **the words were said to the wrong person?** A row is used once: the next call takes the next row.
"""

from __future__ import annotations

import hmac
from collections.abc import Iterable
from dataclasses import dataclass

from detente.codec.cbor import encode

DAY = 86_400_000  # ms
GRACE = 3_600_000  # after 00:00 UTC yesterday's words are still taken
ROWS = 3  # calls a day and direction
WORDS = 2  # of the challenge, and of the reply
NUMBERS = 2048  # words in a list


@dataclass(frozen=True)
class Announcement:
    """One accepted `keys` message of a party, not of the founding file: when the other first heard it, its name and secret."""

    heard_at: int
    what: bytes
    secret: bytes


@dataclass(frozen=True)
class Call:
    """One call of one direction: numbers 0..2047 of the words."""

    row: int
    challenge: list[int]
    reply: list[int]


def day_of(now: int) -> int:
    """Days since 1970-01-01 UTC."""
    return now // DAY


def days_shown(now: int) -> list[int]:
    """Today, and in the first hour yesterday beside it."""
    today = day_of(now)
    return [today, today - 1] if now - today * DAY < GRACE else [today]


def latest(announced: Iterable[Announcement], day: int) -> Announcement | None:
    """The one that counts on a day: of those heard before it began the last heard; of two heard at once the greater name."""
    before = [one for one in announced if one.heard_at < day * DAY]
    return max(before, key=lambda one: (one.heard_at, one.what), default=None)


def root(line: bytes, secrets: dict[str, bytes]) -> bytes:
    """HKDF-Extract (RFC 5869) with the line as salt over both parties' secrets, in bytewise order of the parties."""
    parties = sorted(secrets, key=lambda party: party.encode())
    return hmac.digest(line, b"".join(secrets[party] for party in parties), "sha256")


def sheet(key: bytes, line: bytes) -> str:
    """Four digits that tell two sheets apart and nothing else of them."""
    return f"{int.from_bytes(_expand(key, ['detente/1/call-sheet', line])[:8], 'big') % 10_000:04}"


def call(key: bytes, line: bytes, context: str, day: int, caller: str, callee: str, row: int) -> Call:
    """HKDF-Expand (RFC 5869, one block): its first 44 bits are four numbers of eleven."""
    block = _expand(key, ["detente/1/call-words", line, context, day, caller, callee, row])
    value = int.from_bytes(block[:6], "big") >> 4
    found = [(value >> (11 * place)) & (NUMBERS - 1) for place in reversed(range(2 * WORDS))]
    return Call(row, found[:WORDS], found[WORDS:])


def _expand(key: bytes, info: list[object]) -> bytes:
    return hmac.digest(key, encode(info) + b"\x01", "sha256")
