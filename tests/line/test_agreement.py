"""What waits for a proposal is looked through once: a long record must not be read again at every exchange."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from detente.line import agreement
from detente.line.agreement import Looked, Word
from detente.line.log import LogKey
from detente.node import destroying
from detente.node.destroying import consent, proposals, propose
from detente.proof.head import Place
from support import Node, exchange, notify


class Counting:
    """A shelf that counts how many entries are asked of it."""

    def __init__(self, node: Node) -> None:
        self.node, self.entries = node, 0

    def openings(self, log: LogKey, start: int, stop: int) -> Sequence[bytes]:
        self.entries += max(0, stop - start)
        return self.node.store.openings(log, start, stop)

    def kept(self, log: LogKey, start: int, stop: int) -> Mapping[int, Sequence[bytes]]:
        return self.node.store.kept(log, start, stop)


def agreed(heron: Node, otter: Node) -> None:
    """A proposal of heron's to which otter has agreed, with entries before it and after it."""
    for _ in range(3):
        notify(heron)
        notify(otter)
        exchange(heron, otter)
        exchange(otter, heron)
    kept = notify(heron)
    exchange(heron, otter)
    propose(heron, heron.line(), kept.what, ["prose"], "en", None)
    exchange(heron, otter)
    [proposal] = proposals(otter, otter.line())
    consent(otter, otter.line(), proposal, True)
    exchange(otter, heron)
    exchange(heron, otter)


def test_a_log_is_looked_through_once_however_often_a_proposal_is_weighed(heron: Node, otter: Node) -> None:
    agreed(heron, otter)
    line, counting = heron.line(), Counting(heron)
    [proposal] = proposals(heron, line)
    looked = Looked()
    for _ in range(5):
        witnesses = agreement.held(line.logs, counting, heron.me, looked)
        before = counting.entries
        stands = agreement.standing(line.trust.members, proposal.words[0], proposal.answers, witnesses)
        assert stands.complete
    assert before > 0 and counting.entries == before, "the second look read nothing again"


def test_what_was_remembered_and_what_is_looked_up_anew_say_the_same(heron: Node, otter: Node) -> None:
    agreed(heron, otter)
    line = heron.line()
    looked = Looked()
    [proposal] = proposals(heron, line)
    first, words = proposal.words[0], [*proposal.answers]
    places = [
        *words,
        Word(Place("otter", line.logs[next(k for k in line.logs if k[0] == "otter")].epoch, 1), b"", 0, False),
    ]
    for answers in (words, places, [], words):
        with_memory = agreement.held(line.logs, heron.store, heron.me, looked)
        anew = agreement.held(line.logs, heron.store, heron.me)
        assert agreement.standing(line.trust.members, first, answers, with_memory) == agreement.standing(
            line.trust.members, first, answers, anew
        )


def test_an_exchange_while_a_proposal_waits_reads_only_what_is_new(heron: Node, otter: Node) -> None:
    agreed(heron, otter)
    line = heron.line()
    heron.unsettled.add(line.id)  # as when something agreed waits for what is not here yet
    destroying.settle(heron, line)
    looked = line.looked
    stops = {key: one.stop for key, one in looked.logs.items()}
    notify(otter)
    exchange(otter, heron)
    assert heron.line().looked is looked
    assert all(one.stop >= stops[key] for key, one in looked.logs.items() if key in stops)
