"""Random dialogues of two and three members under the simulated world's faults: one state at one cut, and what stands stays so.

The world, its faults and its members are those of `world.py`; only what officers say is another: proposals that cross, counters,
positions on texts that are open, amended or gone, deposits, openings, minutes. Some of it is careless, as other software may be.

    python -m detente.sim.dialogues --seeds 1000 [--from 1]

The last line: `D dialogues, M messages, F faults, C comparisons, V violations`.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from random import Random
from typing import Any

from detente.codec.shape import Shape, pack
from detente.kinds.deposit import Coded as Deposited
from detente.kinds.opening import Answer, Answers
from detente.kinds.opening import Coded as Opened
from detente.kinds.progress import Coded as Progressed
from detente.kinds.proposal import Action, Areas, Both, Cards, Coded, Meeting, Minutes, Reading, Readings
from detente.kinds.roster import Names
from detente.kinds.stance import Coded as Stance
from detente.line.shapes import Message
from detente.node import dialogue
from detente.node.node import HOUR, Node
from detente.sim import standin, weighed
from detente.sim.events import EVENTS
from detente.sim.liar import lie, lying
from detente.sim.member import Member
from detente.sim.plan import FAULTS, Plan, Step, weights_of
from detente.sim.run import STEP
from detente.sim.world import World
from detente.views.dialogue import state as state_of
from detente.views.moves import OPEN, Move, Table, deposit_digest

WEATHERS = ("calm", "lossy", "rough", "parted", "crashing", "full", "clocks", "restored", "copied", "everything")
LENGTHS = (40, 80, 120)
LOOK = 8  # steps between two comparisons
SUBJECTS = ("label", "definition", "scope", "meeting", "minutes", "exchange")
NAMES = Names(en="EXAMPLE office", zh="示例办公室")
STANDING = ("stands", "before")


def plan_of(seed: int) -> Plan:
    chance = Random(f"detente/dialogue/{seed}")
    weather = chance.choice(WEATHERS)
    weights = {n: w for n, w in weights_of(weather).items() if n not in ("many", "burst", "to-the-quota", "renew")}
    weights |= {"say": 20, "answer": 20}
    names = chance.choices(list(weights), list(weights.values()), k=chance.choice(LENGTHS))
    steps: list[Step] = [(n, chance.randrange(2**16), chance.randrange(2**16), chance.randrange(2**16)) for n in names]
    return Plan(seed, weather, 2 + seed % 2, tuple(steps))


@dataclass
class Tally:
    """What dialogues have in sum. `compared`: pairs of states at one cut; `states`: texts by how they stood at the end."""

    dialogues: int = 0
    said: int = 0
    faults: int = 0
    compared: int = 0
    states: Counter[str] = field(default_factory=Counter)
    violations: list[tuple[int, str]] = field(default_factory=list)

    def line(self) -> str:
        return (
            f"{self.dialogues} dialogues, {self.said} messages, {self.faults} faults, {self.compared} comparisons, "
            f"{len(self.violations)} violations"
        )


class Talk(World):
    """A world whose officers talk about words. One of three may say nothing at all, or nothing any more."""

    def __init__(self, plan: Plan) -> None:
        super().__init__(plan)
        self.draws = Random(f"detente/talk/{plan.seed}")
        self.silent = self.parties[-1] if plan.members == 3 and plan.seed % 5 == 0 else None
        self.liar = self.parties[-1] if plan.seed % 3 == 0 and self.silent is None else None
        self.hostile = self.liar
        self.sealed: dict[bytes, tuple[bytes, bytes, Answers]] = {}  # digest → exchange, nonce, answers
        self.stood: dict[bytes, set[str]] = {}  # texts that stood, and for whom

    def compose(self, member: Member, b: int, c: int, wanted: int | None = None) -> Message:
        node = member.up
        line = node.line()
        table = dialogue.table(node, line)
        lied = None
        if member.party == self.liar and self.draws.random() < 0.4:
            subject, name = self.draws.choice(SUBJECTS), self.draws.choice(["one", "two"])
            lied = lie(node.me, table, self.draws, self._text(node, subject, name))
        kind, sections, re = lied if lied is not None else self._move(node, table)
        return node.write(line, kind, sections, 0, re=re or None)

    def speak_many(self, member: Member, count: int, b: int, wanted: int | None = None, c: int = 0) -> bool:
        return member.party != self.silent and super().speak_many(member, 1, b, wanted, 0)

    # -- what is said -------------------------------------------------------------------------------------------

    def _move(self, node: Node, table: Table) -> tuple[str, dict[str, Shape], list[bytes]]:
        draws, texts = self.draws, table.proposals(*SUBJECTS)
        under_way = [move for move in texts if table.standing(move).state in OPEN]
        theirs = [move for move in under_way if move.party != node.me]
        roll = draws.random()
        if roll < 0.08 and texts:  # careless: about any text, whatever has become of it
            return self._stance(draws.choice(texts), draws.choice(["agreed"] * 4 + ["declined"]))
        if roll < 0.20 and (found := self._closed(node, table)) is not None:
            return found
        if roll < 0.55 and theirs:
            stances = ["agreed"] * 6 + ["declined", "ad-referendum", "reserved"]
            return self._stance(draws.choice(theirs), draws.choice(stances))
        if 0.55 <= roll < 0.60 and (own := [move for move in under_way if move.party == node.me]):
            return self._stance(draws.choice(own), "declined")
        if 0.60 <= roll < 0.64 and texts:
            return "progress", {"coded": Progressed(progress="done", action="a-1")}, [draws.choice(texts).what]
        return self._proposal(node, table, theirs)

    def _stance(self, text: Move, stance: Any) -> tuple[str, dict[str, Shape], list[bytes]]:
        return "stance", {"coded": Stance(stance=stance)}, [text.what]

    def _proposal(self, node: Node, table: Table, theirs: list[Move]) -> tuple[str, dict[str, Shape], list[bytes]]:
        draws = self.draws
        if theirs and draws.random() < 0.4:
            countered = draws.choice(theirs)
            about = (countered.sections["coded"].subject, countered.sections["coded"].name)
            re = [countered.what]
        else:
            about, re = (draws.choice(SUBJECTS), draws.choice(["one", "two"])), []
        if draws.random() < 0.9:  # else it names nothing of what stands, and has no effect where something does
            re = list(dict.fromkeys([*re, *table.motions.tops(about)]))[:8]
        return "proposal", self._text(node, *about), re

    def _text(self, node: Node, subject: str, name: str) -> dict[str, Shape]:
        draws, now = self.draws, node.now()
        both = Both(en=f"EXAMPLE {draws.randrange(4)}", zh="示例")
        form = draws.choice(["text"] * 5 + ["differ", "retire"]) if subject in ("label", "definition") else "text"
        coded = Coded(subject=subject, name=name, form=form)  # type: ignore[arg-type]
        made: dict[str, dict[str, Shape]] = {
            "label": {"wording": both},
            "definition": {"wording": both},
            "scope": {"areas": Areas(inside=["A"], outside=["B"], undecided=[], exclusions=[])},
            "meeting": {
                "meeting": Meeting(
                    group="one",
                    begins=now,
                    ends=now + HOUR,
                    chair=node.me,
                    office=NAMES,
                    round=1 + draws.randrange(3),
                    agenda=[],
                )
            },
            "minutes": {
                "minutes": Minutes(
                    begins=now,
                    ends=now + HOUR,
                    decisions=[NAMES],
                    actions=[Action(name="a-1", party=node.me, office=NAMES, due=now, to_do=NAMES)],
                    next="none",
                )
            },
            "exchange": {"wording": both, "cards": Cards(deck=NAMES, digest=bytes(32), cards=["card-1"])},
        }
        readings = [Reading(party=party, en="EXAMPLE", zh="示例") for party in sorted(self.parties)]
        sections = made[subject]
        if form == "differ":
            sections = {"readings": Readings(readings=readings)}
        return {"coded": coded, **({} if form == "retire" else sections)}

    def _closed(self, node: Node, table: Table) -> tuple[str, dict[str, Shape], list[bytes]] | None:
        """A deposit; or the opening of one of ours, in time or not; now and then a copy of another's deposit."""
        draws, own = self.draws, [m for m in table.by("deposit") if m.party == node.me]
        if own and draws.random() < 0.6:
            deposit = draws.choice(own)
            kept = self.sealed.get(deposit.sections["coded"].deposit)
            if kept is not None:
                return "opening", {"coded": Opened(nonce=kept[1]), "answers": kept[2]}, [deposit.what]
        exchanges = table.proposals("exchange")
        if not exchanges:
            return None
        exchange = draws.choice(exchanges).what
        others = [m for m in table.by("deposit") if m.party != node.me]
        if others and draws.random() < 0.1:
            return "deposit", {"coded": Deposited(deposit=draws.choice(others).sections["coded"].deposit)}, [exchange]
        answer = Answer(card=bytes(32), tell=draws.choice(["no", "notice"]))
        answers = Answers(
            v=1, sheet="cards", party=node.me, language="en", vocabulary=bytes(32), answers={"card-1": answer}
        )
        nonce = draws.randbytes(32)
        digest = deposit_digest(node.line().id, exchange, node.me, nonce, pack(answers))
        self.sealed[digest] = (exchange, nonce, answers)
        return "deposit", {"coded": Deposited(deposit=digest)}, [exchange]

    # -- what is looked at ------------------------------------------------------------------------------------------

    def compare(self, tally: Tally) -> None:
        """Every two members that are up, at the cut that both hold: one state, where both have all that is said in it."""
        honest = [member for party, member in self.members.items() if party not in (*self.copies, self.liar)]
        up = [member.up for member in honest if member.running]
        for at, one in enumerate(up):
            for other in up[at + 1 :]:
                cut = shared(one, other)
                tables = [dialogue.table(node, node.line(), cut) for node in (one, other)]
                for node, table in zip((one, other), tables, strict=True):
                    self.again(node, table, cut)
                if any(table.absent for table in tables):
                    continue
                tally.compared += 1
                states = [state_of(table) for table in tables]
                if states[0] != states[1]:
                    self.violate("one-state", f"{one.me} and {other.me} at one cut: {_differing(*states)}")
        for node in up:
            self.stays(node)
            self.again(node, dialogue.table(node, node.line()), dialogue.held(node.line()))

    def again(self, node: Node, table: Table, cut: dict[tuple[str, bytes], int]) -> None:
        """What the fold finds at a cut is what the specification's own sentences give (common.py)."""
        for sentence in weighed.wrong(node, table, cut):
            self.violate("as-specified", f"{node.me}: {sentence}")

    def stays(self, node: Node, everybody: bool = False) -> None:
        """What stood for a member stands for it ever after, or stood before what stands now; at rest, for `everybody`.

        A home set back to before does not know what it knew.
        """
        table = dialogue.table(node, node.line())
        stands = Counter(
            table.motions.texts[move.what].about
            for move in table.proposals(*SUBJECTS)
            if table.standing(move).state == "stands"
        )
        for about, count in stands.items():
            if count > 1:
                self.violate("one-stands", f"{count} texts stand about {about} for {node.me}")
        for move in table.proposals(*SUBJECTS):
            state, stood = table.standing(move).state, self.stood.setdefault(move.what, set())
            if state in STANDING:
                stood.add(node.me)
            elif (node.me in stood or (everybody and stood)) and not self._set_back():
                self.violate("stays", f"{move.what.hex()[:6]} stood for {sorted(stood)} and is {state} for {node.me}")

    def _set_back(self) -> bool:
        return any(member.rolled_back for member in self.members.values())


def shared(one: Node, other: Node) -> dict[tuple[str, bytes], int]:
    """How far both hold each log with the same entries."""
    cut: dict[tuple[str, bytes], int] = {}
    for name, log in one.line().logs.items():
        held = other.line().logs.get(name)
        if held is None:
            continue
        size = min(log.size, held.size)
        if log.tree.root(size) == held.tree.root(size):
            cut[name] = size
    return cut


def _differing(one: dict[str, Any], other: dict[str, Any]) -> str:
    names = [name for name in one if one[name] != other[name] and name != "digest"]
    return ", ".join(f"{name}: {str(one[name])[:160]} / {str(other[name])[:160]}" for name in names)


def play(seed: int, tally: Tally) -> None:
    """One dialogue from the founding to rest."""
    world = Talk(plan_of(seed))
    with lying(world.liar, Random(f"detente/liar/{seed}")):
        _play(world, tally)


def _play(world: Talk, tally: Tally) -> None:
    for number, (name, a, b, c) in enumerate(world.plan.steps):
        world.clock += STEP
        if EVENTS[name](world, a, b, c) and name in FAULTS:
            world.seen.faults += 1
        if number % LOOK == LOOK - 1:
            world.compare(tally)
    if not world.rest():
        world.violate("comes-to-rest", "the line did not come to rest")
    world.compare(tally)
    for party, member in world.members.items():
        if party != world.liar:
            world.stays(member.up, everybody=True)
    tally.dialogues += 1
    tally.said += world.seen.said
    tally.faults += world.seen.faults
    tally.violations += [(world.plan.seed, f"{promise}: {what}") for promise, what in world.seen.violations]
    node = next(iter(world.members.values())).up
    table = dialogue.table(node, node.line())
    tally.states.update(table.standing(move).state for move in table.proposals(*SUBJECTS))
    found = state_of(table)
    tally.states.update(f"word {name}" for name, count in found["words"].items() for _ in range(count))
    tally.states.update(f"exchange {row['state']}" for row in found["exchanges"])
    tally.states.update(f"fault {fault['why']}" for row in found["exchanges"] for fault in row["faults"])
    tally.states["crossed messages"] += len(found["crossed"])


def broken(seed: int) -> list[tuple[str, str]]:
    """What one dialogue breaks: (promise, what). An error nobody expected is a broken promise like any other."""
    tally = Tally()
    try:
        play(seed, tally)
    except Exception as error:
        return [("no-surprise", f"{type(error).__name__}: {error}")]
    return [(what.partition(":")[0], what) for _, what in tally.violations]


def seeds(first: int, count: int) -> Iterator[Tally]:
    """The sum after each dialogue."""
    tally = Tally()
    for seed in range(first, first + count):
        play(seed, tally)
        yield tally


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=int, default=1000)
    parser.add_argument("--from", dest="first", type=int, default=1)
    asked = parser.parse_args()
    standin.install()
    tally = Tally()
    told = 0
    for tally in seeds(asked.first, asked.seeds):
        for seed, what in tally.violations[told:]:
            print(f"seed {seed}: {what}", flush=True)
        told = len(tally.violations)
        if tally.dialogues % 50 == 0:
            print(f"  {tally.line()} so far", file=sys.stderr, flush=True)
    print(", ".join(f"{name} {count}" for name, count in sorted(tally.states.items())))
    print(tally.line())
    return 1 if tally.violations else 0


if __name__ == "__main__":
    sys.exit(main())
