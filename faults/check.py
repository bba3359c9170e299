"""What both sides hold in the end: the real `detente record verify`, then message by message."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from detente.line.judge import Carried
from detente.node.node import Node
from faults.offices import World, until

ARRIVE = 90.0  # seconds for everything to arrive in clear weather


@dataclass
class Held:
    """The outcome of a check. `counts`: messages each side holds, by party. `wrong`: every sentence that should not be there."""

    counts: dict[str, int] = field(default_factory=dict)
    lost: int = 0
    doubled: int = 0
    wrong: list[str] = field(default_factory=list)

    @property
    def same(self) -> bool:
        return not self.wrong and len(set(self.counts.values())) == 1


def settle(world: World) -> None:
    """Clear weather, both nodes up, everything receipted on both sides; `Stuck` when that does not come about."""
    world.weather("clear")
    for office in world.offices:
        if not office.runs:
            office.end()
            office.start()
    for office in world.offices:
        office.notify()  # it also wakes what waits for its next try
    for office in world.offices:
        until(lambda office=office: office.waiting() == 0, ARRIVE, f"{office.party}: not everything arrived")


def compare(world: World) -> Held:
    """Both nodes stopped, both records verified by command, both compared."""
    held = Held()
    for office in world.offices:
        office.end()
    logs: dict[str, dict[str, Any]] = {}
    rows: dict[str, list[tuple[Any, ...]]] = {}
    contents: dict[str, Counter[tuple[str, str]]] = {}
    for office in world.offices:
        status, out = office.run("record", "verify", "--json")
        if status != 0 or json.loads(out)["verdict"] != "proven":
            held.wrong.append(f"{office.party}: record verify ended with {status}: {out.strip()}")
            continue
        node = Node(office.home)
        try:
            line = node.line()
            messages = node.store.messages(line.id)
            rows[office.party] = [
                (m["party"], m["epoch"], m["i"], m["what"], m["verdict"], m["reason"]) for m in messages
            ]
            contents[office.party] = Counter(
                (m["party"], Carried.kept(m["message"]).content_id.hex()) for m in messages
            )
            logs[office.party] = {key: log for key, log in line.logs.items()}
            held.counts[office.party] = len(messages)
            if len([key for key in line.logs if key[0] == office.party]) != 1:
                held.wrong.append(f"{office.party} opened a new epoch")
            if node.store.differences(line.id):
                held.wrong.append(f"{office.party} holds two histories")
        finally:
            node.close()
    if held.wrong:
        return held
    a, b = world.offices
    if set(rows["a"]) != set(rows["b"]):
        only = {party: len(set(rows[party]) - set(rows[other])) for party, other in (("a", "b"), ("b", "a"))}
        held.wrong.append(f"the records differ: {only} messages only on one side")
    for key, log in logs["a"].items():
        other = logs["b"].get(key)
        size = min(log.size, other.size if other is not None else 0)
        if other is None or log.tree.root(size) != other.tree.root(size):
            held.wrong.append(f"the logs of {key[0]} differ")
    for office in (a, b):
        for content in office.said:
            for side in (a, b):
                times = contents[side.party][(office.party, content)]
                held.lost += times == 0
                held.doubled += times > 1
    for side, ids in contents.items():
        twice = sum(times > 1 for times in ids.values())
        if twice:
            held.wrong.append(f"{side} holds {twice} messages twice")
    if held.lost or held.doubled:
        held.wrong.append(f"{held.lost} lost, {held.doubled} doubled of what was reported said")
    return held
