"""What the line reads from where things are kept, and what it asks to be kept. The line itself keeps nothing.

A `Shelf` is implemented by the store and, in memory, by the simulated world and the tests. A list of changes is
committed whole or not at all, durably, before anything that rests on it is signed or sent.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from detente.codec.shape import Digest, Index, Row
from detente.line.desk import DeskChange
from detente.line.judge import Outcome, Verdict
from detente.line.log import LogKey
from detente.line.quota import Excess, Spent
from detente.line.shapes import Said
from detente.line.witness import WitnessChange
from detente.line.working import WorkingKept
from detente.proof.head import Head, Place
from detente.proof.receipt import Path


@dataclass(frozen=True)
class Appended:
    """Openings at the end of a log (own or mirrored) from index `start`: canonical bytes of [blind, entry], and leaves."""

    log: LogKey
    start: int
    openings: Sequence[bytes]
    leaves: Sequence[bytes]


@dataclass(frozen=True)
class LogKept:
    """A log's running values: entries, messages said, last time, and the size last named in an own `seen`."""

    log: LogKey
    size: int
    said: int
    at: int
    named: int


@dataclass(frozen=True)
class BodyKept:
    """The own checkpoint body to be signed next; it replaces the one of size `previous` and no other."""

    log: LogKey
    previous: int
    size: int
    body: str


@dataclass(frozen=True)
class HeadKept:
    """A member's checkpoint, verified, as carried."""

    log: LogKey
    size: int
    checkpoint: bytes


@dataclass(frozen=True)
class MessageKept:
    """A message with its place and our verdict on it; own messages are kept with ours too. Views fold these."""

    line: bytes
    place: Place
    what: bytes
    content_id: bytes
    said: Said
    message: bytes
    judged: Verdict
    heard_at: int
    heard_in: bytes  # the epoch of our own log in which we said or heard it
    spent: Spent | None = None  # what it counts as; None for what counts nowhere
    proof: bytes | None = (
        None  # packed `Proof`, when it was heard on its own path and we do not hold its author's log there
    )


@dataclass(frozen=True)
class ExcessKept:
    """Messages refused in one entry as over quota: their places, and nothing of what they say. Shown as one."""

    line: bytes
    run: Sequence[Excess]
    heard_at: int
    heard_in: bytes


@dataclass(frozen=True)
class HeardAgain:
    """The receipt for the message `what` at `place` stands in our epoch `heard_in` too."""

    line: bytes
    place: Place
    what: bytes
    heard_in: bytes


@dataclass(frozen=True)
class SectionsErased:
    """A message in its destroyed form takes the place of what was kept of it, wherever it stands. `at`: ms UTC, our clock."""

    line: bytes
    what: bytes
    message: bytes
    at: int


@dataclass(frozen=True)
class Queued:
    """`peer` has not receipted the message at `place`. Committed with the message; taken off by its receipt.

    Mostly our own; another member's when that member lost it and we hold it.
    """

    line: bytes
    peer: str
    place: Place


@dataclass(frozen=True)
class Unqueued:
    """`peer` is not owed what it was queued for: one place, or every place of an epoch when `index` is None."""

    line: bytes
    peer: str
    party: str
    epoch: bytes
    index: int | None


@dataclass(frozen=True)
class Requeued:
    """`peer` lost the entries of its `epoch` from `index` on: what it receipted there is queued for it again.

    `index` None: what it receipted in any epoch but this one.
    """

    line: bytes
    peer: str
    epoch: bytes
    index: int | None


@dataclass(frozen=True)
class ReceiptKept:
    """`peer`'s log, at `place`, has heard our message that stands at `of`."""

    line: bytes
    peer: str
    of: Place
    what: bytes
    verdict: str
    reason: str | None
    at: int
    place: Place
    possession: bool


@dataclass(frozen=True)
class PeerHas:
    """The head of our log that `peer` says it holds."""

    line: bytes
    peer: str
    head: Head


class LeafThere(Row, frozen=True):
    """The leaf at `index` under the other head, where ours has another: [index, leaf, path]."""

    index: Index
    leaf: Digest
    path: Path


@dataclass(frozen=True)
class Differ:
    """Records differ: two heads, both validly signed, that no one history leads to. Kept as evidence; the line goes on, marked.

    `ours` is the head we hold (empty: none yet), `theirs` the other. `there` is packed `LeafThere`, where the other is the
    larger and so does not say by itself what it has instead of ours. `at`: ms UTC, our clock.
    """

    line: bytes
    party: str
    ours: bytes
    theirs: bytes
    there: bytes | None = None
    at: int | None = None


@dataclass(frozen=True)
class LineKept:
    """Terms as signed so far (`founded` None), or founded (ms UTC), with the values of their fields."""

    line: bytes
    context: str
    terms: bytes
    fields: bytes
    founded: int | None


@dataclass(frozen=True)
class CredentialKept:
    line: bytes
    party: str
    frame: bytes
    fields: bytes


@dataclass(frozen=True)
class SuccessionKept:
    """A member's succession number `seq`, packed. `taken` None: an emergency that waits for its words to be compared.

    `ended`: of each epoch that stood under the credential before, how many entries count (an emergency alone).
    """

    line: bytes
    party: str
    seq: int
    carried: bytes
    taken: int | None  # ms UTC
    ended: Mapping[bytes, int]


@dataclass(frozen=True)
class GivenTo:
    """Our messages `whats`, about to be given to a route towards `peer` for the first time (ms UTC). Of this node alone."""

    line: bytes
    peer: str
    whats: Sequence[bytes]
    way: str
    host: str
    at: int


@dataclass(frozen=True)
class Counted:
    """What left no other trace."""

    name: str


Change = (
    Appended
    | LogKept
    | BodyKept
    | HeadKept
    | MessageKept
    | ExcessKept
    | HeardAgain
    | SectionsErased
    | Queued
    | Unqueued
    | Requeued
    | ReceiptKept
    | PeerHas
    | Differ
    | LineKept
    | CredentialKept
    | SuccessionKept
    | GivenTo
    | Counted
    | DeskChange
    | WorkingKept
    | WitnessChange
)


class Shelf(Protocol):
    def openings(self, log: LogKey, start: int, stop: int) -> Sequence[bytes]:
        """Openings [start, stop) as carried, in order."""

    def message(self, line: bytes, what: bytes) -> bytes | None:
        """A kept message, packed; None when only its entry is known."""

    def content_places(self, line: bytes, party: str, content_id: bytes) -> Sequence[tuple[Place, bytes]]:
        """Where `party` has sequenced this content id, as far as heard, and under which said id."""

    def spent(self, line: bytes, party: str, wanted: int, hour: int) -> int:
        """How many messages of `party` count in a class and hour (detente.line.quota)."""

    def is_heard(self, line: bytes, place: Place, what: bytes) -> bool:
        """Whether a verdict on the message `what` at `place` is already recorded."""

    def heard_elsewhere(
        self, line: bytes, place: Place, what: bytes, epoch: bytes
    ) -> tuple[Outcome, str | None] | None:
        """Our verdict and reason, when the receipt for `place` stands in an own epoch that is not `epoch`."""

    def unreceipted(self, line: bytes, peer: str, limit: int) -> Sequence[tuple[int, bytes]]:
        """(index in our current log, packed message) of what `peer` has not receipted, oldest first."""

    def owed_elsewhere(self, line: bytes, peer: str, limit: int) -> Sequence[tuple[Place, bytes]]:
        """(place, packed message) of what `peer` has not receipted and does not stand in our current log."""

    def apart(self, line: bytes, party: str) -> Sequence[tuple[Place, bytes]]:
        """Where and under which said id messages of `party` are kept with a proof of their own."""

    def proof(self, line: bytes, place: Place, what: bytes) -> bytes | None:
        """The proof a message is kept with."""

    def waiting(self, line: bytes, peer: str) -> int:
        """How many messages `peer` has not receipted, wherever they stand."""

    def kept(self, log: LogKey, start: int, stop: int) -> Mapping[int, Sequence[bytes]]:
        """The said ids of the messages kept at [start, stop) of a log, by index: two where it showed two histories."""

    def checkpoint(self, log: LogKey) -> bytes | None:
        """The last verified checkpoint of a mirrored log, as carried."""
