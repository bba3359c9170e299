"""A member's successions as the line takes them up: at once, or when persons have compared the words. Pure.

| what comes | its case | what changes here |
|---|---|---|
| the next number, every rule kept | `routine`, `root-change` | in effect: heads under its keys are taken from now on |
| the next number, every rule kept | `emergency` | kept; its author is heard no more and sent nothing until `compared` |
| one that is in effect, or waits, already | any | nothing |
| anything else | none | a counter |
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from detente.codec.cose import parse
from detente.codec.errors import Damaged, Local, Remote
from detente.codec.shape import pack, unpack
from detente.line.log import read_entry
from detente.line.shapes import Opened
from detente.line.shelf import Change, Counted, SuccessionKept
from detente.line.state import State
from detente.proof.receipt import Opening
from detente.trust.statements import credential_digest
from detente.trust.succession import EMERGENCY, Step, Succession, author_of, examine, take


@dataclass
class Succeeding(State):
    """Everything here is decided by `trust/succession.py`; what it leads to is kept and read back from here."""

    def hear_successions(self, carried: Sequence[Succession], now: int) -> list[Change]:
        """What came with an envelope or by hand, in the order it came. What is not taken leaves a counter."""
        changes: list[Change] = []
        for one in carried:
            try:
                changes += self.hear_succession(one, now)
            except (Remote, Damaged) as error:
                changes.append(Counted(error.code))
        return changes

    def hear_succession(self, carried: Succession, now: int) -> list[Change]:
        """One succession. Raises `Remote` for one that breaks a rule, and for another than the one known."""
        party, seq = author_of(carried)
        known = self._known(party, seq)
        if known is not None:
            if parse(known.credential).payload != parse(carried.credential).payload:
                raise Remote("credential-differs", party=party)
            return []
        if party in self.pending:
            raise Remote("credential-not-compared", party=party)
        step = examine(self.trust, carried)
        if step.case != EMERGENCY or party == self.me:
            return self.succeed(carried, step, now, {})
        self.pending[party] = carried
        ended = self._distrust(party)
        return [SuccessionKept(self.id, party, seq, pack(carried), None, ended)]

    def _known(self, party: str, seq: int) -> Succession | None:
        waiting = self.pending.get(party)
        if waiting is not None and author_of(waiting)[1] == seq:
            return waiting
        held = self.successions.get(party, [])
        return held[seq - 1] if 0 < seq <= len(held) else None

    def _distrust(self, party: str) -> dict[bytes, int]:
        """The keys before say nothing more: of their logs, what is held here counts."""
        digest = self.trust.credential_digests[party]
        self.trust.distrusted.add(digest)
        held = {epoch: log.size for (who, epoch), log in self.logs.items() if who == party}
        ended = {epoch: size for epoch, size in held.items() if self.trust.credential_at(party, epoch)[0] == digest}
        for epoch, size in ended.items():
            self.trust.under.setdefault((party, epoch), digest)
            self.trust.end(party, epoch, size)
        return ended

    def compared(self, party: str, now: int) -> list[Change]:
        """Persons have compared the words of what waits: it takes effect. `Local("credential-none-waits")` when none does."""
        carried = self.pending.pop(party, None)
        if carried is None:
            raise Local("credential-none-waits", party=party)
        digest = self.trust.credential_digests[party]
        ended = {
            epoch: size
            for (who, epoch), size in self.trust.ended.items()
            if who == party and self.trust.under.get((who, epoch)) == digest
        }
        return self.succeed(carried, examine(self.trust, carried), now, ended)

    def succeed(self, carried: Succession, step: Step, now: int, ended: Mapping[bytes, int]) -> list[Change]:
        """A succession takes effect here."""
        party = step.credential.party
        if step.case == EMERGENCY and party == self.me:
            ended = self._distrust(party)
        for (who, epoch), _log in self.logs.items():  # what stands so far stands under what came before
            if who == party:
                self.trust.under.setdefault((party, epoch), self.trust.credential_digests[party])
        take(self.trust, step)
        self.successions.setdefault(party, []).append(carried)
        return [SuccessionKept(self.id, party, step.credential.seq, pack(carried), now, dict(ended))]

    def recall(self, kept: Sequence[SuccessionKept]) -> None:
        """What was kept of every member's successions takes effect again, before any log is read."""
        for one in kept:
            carried = unpack(Succession, one.carried, len(one.carried))
            before = self.trust.credential_digests[one.party]
            for epoch, size in one.ended.items():
                self.trust.under[(one.party, epoch)] = before
                self.trust.end(one.party, epoch, size)
            if one.taken is None:
                self.trust.distrusted.add(before)
                self.pending[one.party] = carried
            else:
                take(self.trust, examine(self.trust, carried))
                self.successions.setdefault(one.party, []).append(carried)

    def recall_epochs(self) -> None:
        """Under which credential each log held stands, and where those before ended. When logs were read."""
        for key in [log.key for log in self.logs.values()]:
            checkpoint = self.shelf.checkpoint(key)
            if checkpoint is not None:
                self.trust.bind(checkpoint)
        for (party, epoch), log in self.logs.items() if self.successions else ():
            for data in self.shelf.openings(log.key, 0, 1):
                try:
                    entry = read_entry(unpack(Opening, data, len(data)))
                except Remote:
                    continue
                if isinstance(entry, Opened):
                    self.ended_by(party, epoch, entry)

    def words_of(self, party: str) -> tuple[bytes, bytes]:
        """What persons compare words over: the credential that waits, or the newest, and the one before it, as signed."""
        carried = [*self.successions.get(party, []), *([self.pending[party]] if party in self.pending else [])]
        payloads = [parse(one.credential).payload for one in carried]
        if not payloads:
            raise Local("credential-none-waits", party=party)
        return payloads[-1], payloads[-2] if len(payloads) > 1 else pack(self.trust.held(party)[0])


def digest_of(carried: Succession) -> bytes:
    return credential_digest(parse(carried.credential).payload)
