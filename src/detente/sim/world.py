"""One simulated world: members, officers, routes, disks and clocks under a plan, and what was seen of them.

Every member is a real `Node` (node/node.py), so what is tried here is the code that runs: its line, its one write path, its
recovery. The world decides what a network, a disk, a clock and a dishonest member do to it.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random
from typing import Any

from detente.codec.errors import DetenteError, Local
from detente.line.shapes import Message
from detente.line.shelf import MessageKept
from detente.node.found import CONTEXTS
from detente.node.node import HOUR, Node
from detente.sim import destroys, known
from detente.sim.disk import FAULTS, Killed
from detente.sim.forgeries import Follows, Tongue, names_of
from detente.sim.founding import Founders, found_pair
from detente.sim.hostile import Hostile
from detente.sim.member import Member
from detente.sim.plan import KEYED, Plan
from detente.sim.successions import Safes, compare_all
from detente.sim.words import a_notice, about, opening

START = 1_790_000_000_000  # ms UTC, in September 2026
NAMES = ("heron", "otter", "stork", "tern", "plover")
IN_FLIGHT = 64  # the network holds no more: the oldest is lost
ARCHIVE = 48  # envelopes a hostile route keeps to send again
LARGE = 2**17  # bytes of an envelope
REST = 80  # rounds in which a healed line must come to rest


@dataclass(frozen=True)
class Flight:
    """One envelope on its way. `whole` says that nobody has changed it or sent it elsewhere."""

    sender: str
    to: str
    data: bytes
    answer: bool
    whole: bool = True


@dataclass
class Seen:
    """What a run counted. `said` are messages recorded by their author, `heard` verdicts on them by the others."""

    said: int = 0
    heard: int = 0
    faults: int = 0
    counts: Counter[str] = field(default_factory=Counter)
    violations: list[tuple[str, str]] = field(default_factory=list)


def counted(node: Node) -> int:
    """All that a node has counted, kept or not yet."""
    return node.counted.total() + sum(node.store.counters().values())


class World:
    """See the module. Events happen to it (events.py); `rest` heals everything; promises.check looks at what remains."""

    def __init__(self, plan: Plan, tell: Callable[[str], None] | None = None) -> None:
        known.forget(plan.seed)
        self.plan = plan
        self.tell = tell or (lambda _line: None)
        self.seen = Seen()
        self.chance = Random(f"detente/world/{plan.seed}")
        self.clock = START
        self.parties = list(NAMES[: plan.members])
        self.hostile = self.parties[-1] if plan.hostile else None
        everybody: dict[tuple[str, str], Member] = {}
        for party in self.parties:
            for context in CONTEXTS:
                own = Random(f"detente/member/{plan.seed}/{party}/{context}")
                everybody[(party, context)] = Member(party, context, lambda: self.clock, own)
                everybody[(party, context)].start()
        self.founders = Founders(self.parties, self.chance)
        found_pair(everybody, self.founders, self.chance, self.clock + HOUR, plan.quotas)
        self.members = {party: everybody[(party, "live")] for party in self.parties}
        self.drill = {party: everybody[(party, "exercise")] for party in self.parties}
        self.safes = Safes()
        for (_party, context), roots in [*self.founders.roots.items(), *self.founders.next_roots.items()]:
            if context == "live":
                self.safes.keep(roots)
        self.emergencies: set[str] = set()  # whose keys were declared stolen
        self.copies: dict[str, Member] = {}
        self.flights: list[Flight] = []
        self.archive: list[Flight] = []
        self.parted: set[frozenset[str]] = set()
        self.tongues: dict[str, Tongue] = {}
        self.tried: dict[bytes, set[str]] = defaultdict(set)  # by epoch of the hostile member, which lies stand in it
        self.lies: set[tuple[bytes, int]] = set()  # (epoch, index) of what nobody may accept
        self.known: list[bytes] = []  # said ids, to be answered
        self.said: dict[bytes, str] = {}  # what a node told its officer it has recorded, and whose

    @property
    def honest(self) -> list[str]:
        return [party for party in self.parties if party != self.hostile]

    # -- running -------------------------------------------------------------------------------------------------

    def act(self, member: Member, work: Callable[..., Any], *args: Any) -> Any:
        """What a node does, with what may happen to it meanwhile: None when it failed or died."""
        try:
            return work(*args)
        except Killed:
            self.story(f"{member.party}'s machine dies in a commit")
            member.kill()
        except DetenteError as error:
            self.seen.counts["local " + error.code] += 1
            self.story(f"{member.party}: {error.code}")
            used_up = error.code == "would-be-refused" and error.values.get("reason") == "over-quota"
            excused = ("store-failed", "sealing-key-ended", "route-unknown", "credential-not-compared")
            if error.code not in excused and not used_up:
                self.violate("own-work", f"{member.party} cannot do its own work: {error}")
        for name in FAULTS:
            if member.disk.faults.pop(name, 0):
                self.seen.faults += 1
                self.seen.counts["fault " + name] += 1
        return None

    def story(self, line: str) -> None:
        self.tell(f"{(self.clock - START) / 1000:9.3f} s  {line}")

    def violate(self, promise: str, what: str) -> None:
        self.story(f"BROKEN, {promise}: {what}")
        self.seen.violations.append((promise, what))

    def member(self, number: int) -> Member:
        """By number; now and then the copy that somebody else runs of the same home."""
        party = self.parties[number % len(self.parties)]
        copy = self.copies.get(party)
        return copy if copy is not None and number // len(self.parties) % 2 else self.members[party]

    def peer(self, member: Member, number: int) -> str:
        others = [party for party in self.parties if party != member.party]
        return others[number % len(others)]

    # -- what nodes do --------------------------------------------------------------------------------------------

    @property
    def apart_for_good(self) -> bool:
        """Whether what one member had of a log when its keys were over may be wanting with another for ever: a third member's, or
        its own, that had named it where its own keys were over then too (docs/limits.md)."""
        return len(self.emergencies) > 1 or (bool(self.emergencies) and len(self.members) > 2)

    def compose(self, member: Member, b: int, c: int, wanted: int | None = None) -> Message:
        """A notice, a question, or something about a message that is known: mostly that it was received."""
        node, line = member.up, member.up.line()
        if c % 3 == 0 or not self.known:
            text = f"EXAMPLE simulated notice {b}."
            wanted = b % 4 if wanted is None else wanted
            if c % 4 == 3:
                kind, sections = opening(c // 12, text, member.now())
            else:
                kind, sections = "notice", a_notice(text, member.now(), b % 6)
            return node.write(line, kind, sections, wanted)
        named = self.known[b % len(self.known)]
        kind, sections, names = about(c, member.now())
        return node.write(line, kind, sections, wanted or 0, re=[named] if names else None, thread=named)

    def speak(self, member: Member, b: int, c: int) -> bool:
        return self.speak_many(member, 1, b, None, c)

    def speak_many(self, member: Member, count: int, b: int, wanted: int | None = None, c: int = 0) -> bool:
        """So many messages in one commit: all are recorded, or none."""
        if not self.started(member):
            return False

        def say() -> list[MessageKept]:
            node = member.up
            if count == 1 and c % 7 == 1 and c % 3 and (word := destroys.word(node, node.line(), b)) is not None:
                return [word]
            drafts = [self.compose(member, b + i, c + i, wanted) for i in range(count)]
            return node.say_many(node.line(), drafts)

        said: list[MessageKept] | None = self.act(member, say)
        if said is None:
            return False
        if len(said) != count:
            self.violate("own-work", f"{member.party} said {len(said)} messages of {count}")
        for kept in said:
            self.seen.said += 1
            self.said[kept.what] = member.party
            self.known.append(kept.what)
        del self.known[:-64]
        name = said[0].judged.kind.name if said[0].judged.kind else "?"
        self.story(
            f"{member.party} says {name} {said[0].what.hex()[:6]}{f' and {count - 1} more' if count > 1 else ''}"
        )
        return True

    def one_too_many(self, member: Member, count: int, wanted: int, when: int) -> bool:
        """What is over quota is not recorded, and its officer is told when it may be."""
        node, line = member.up, member.up.line()
        before = line.own.size
        try:
            node.say_many(line, [self.compose(member, i, i, wanted) for i in range(count)])
            found: tuple[Any, ...] = ("recorded",)
        except DetenteError as error:
            found = (error.code, error.values.get("reason"), error.values.get("when"))
        if found != ("would-be-refused", "over-quota", when) or node.line().own.size != before:
            self.violate("own-quota", f"{member.party} said one more than its quota: {found}, may again {when}")
        self.story(f"{member.party} says all it may, and not one more")
        return True

    def fly(self, flight: Flight) -> None:
        if frozenset((flight.sender, flight.to)) in self.parted:
            self.seen.faults += 1
            self.seen.counts["fault parted"] += 1
            return
        most = 16 if len(flight.data) > LARGE else None  # so that a large world stays within some hundred megabytes
        self.flights.append(flight)
        del self.flights[: -(most or IN_FLIGHT)]
        self.archive.append(flight)
        del self.archive[: -(most or ARCHIVE)]

    def arrive(self, flight: Flight, which: int = 0) -> bool:
        member = self.members[flight.to]
        if flight.to in self.copies and which % 2:
            member = self.copies[flight.to]
        if member.node is None:
            if which % 4:
                self.story(f"{flight.to} is down: the envelope from {flight.sender} is lost")
                return False
            if not self.started(member):
                return False
        node = member.up
        before = counted(node)
        try:
            if flight.answer:
                node.answered(node.line(), flight.sender, flight.data)
            else:
                answer = node.receive(flight.data)
                if answer:
                    self.fly(Flight(flight.to, flight.sender, answer, True, flight.whole))
            self.story(f"{flight.to} takes {'an answer' if flight.answer else 'an envelope'} of {flight.sender}")
        except Killed:
            self.story(f"{flight.to}'s machine dies while it takes an envelope")
            member.kill()
        except DetenteError as error:
            self.seen.counts["refused " + error.code] += 1
            self.story(f"{flight.to} refuses the envelope: {error.code}")
            # A home that was set back may send from a history that does not begin with the one held here.
            other_history = self.members[flight.sender].rolled_back or flight.sender in self.copies
            excused: tuple[str, ...] = ("mirror-root",) if other_history else ()
            if flight.sender in self.emergencies:  # its keys say nothing more, or the new ones wait for persons
                excused += ("head-key", "head-after-succession")
            if flight.whole and error.code not in ("store-failed", "sealed-unopenable", *excused):
                self.violate("honest-refused", f"{flight.to} refused what {flight.sender} really sent: {error}")
            if error.code != "store-failed" and counted(node) == before:
                self.violate("not-counted", f"{flight.to} refused an envelope and did not count it: {error}")
        return True

    def restart(self, member: Member) -> None:
        member.kill()
        self.started(member)

    def started(self, member: Member) -> bool:
        """Whether it is up, after a start if it was down; it may die at once again."""
        if member.node is None:
            self.act(member, member.start)
            self.story(f"{member.party} starts")
        return member.running

    def end_copy(self, party: str, copy_stays: bool) -> None:
        copy = self.copies.pop(party)
        if copy_stays:
            self.members[party] = copy
        self.members[party].rolled_back = True
        self.story(f"of {party}'s two homes {'the copy' if copy_stays else 'the first'} goes on")

    # -- malice --------------------------------------------------------------------------------------------------

    def tongue(self, victim: Member) -> Tongue:
        """The hostile member as this victim hears it: an epoch of its own making, with nothing said yet."""
        held = self.tongues.get(victim.party)
        liar = self.members[self.hostile or ""]
        if held is None or len(held.liar.openings) > 40:
            speaks = Hostile(liar.up, victim.party, self.clock, self.chance.randbytes)
            speaks.epoch, speaks.openings = self.chance.randbytes(16), []
            speaks.place({"role": "epoch", "i": 0, "at": self.clock, "reason": "lost-entries", "reported": []})
            if not self.drilled(liar.party):
                raise Local("node-unreachable", why="store-failed")
            held = Tongue(speaks, victim.up, self.chance, self.known, self.drill[liar.party].up)
            self.tongues[victim.party] = held
        held.victim = victim.up
        held.liar.node = liar.up
        held.liar.start = self.clock
        return held

    def drilled(self, party: str) -> bool:
        return self.started(self.drill[party])

    def look(self, victim: Member, tongue: Tongue, envelope: bytes, follows: Follows, name: str) -> bool:
        """Deliver the lie, and see that what must follow follows. Whether a disk that is well was there to hear it."""
        node, liar = victim.up, tongue.liar
        place = names_of(tongue)
        forked = follows.verdict == "fork"
        if forked and not node.store.differences(node.line().id):
            self.violate("attack-" + name, f"{victim.party} kept no evidence of two histories")
        try:
            node.receive(envelope)
            code = None
        except Killed:
            victim.kill()
            return False
        except DetenteError as error:
            code = error.code
            self.seen.counts["refused " + code] += 1
        if code == "store-failed" or follows.verdict in ("any", "fork"):
            return code != "store-failed"
        rows = [
            r
            for r in node.store.messages(node.line().id)
            if r["epoch"] == liar.epoch and r["what"] == place.get("what")
        ]
        row = rows[-1] if rows else None
        found = ("dropped", code) if code else (row["verdict"], row["reason"]) if row else ("unheard", None)
        if found[1] == "over-quota" or (row is None and self.over(node, liar, place)):
            return True  # so many lies an hour: the excess is refused as that
        wanted = follows.verdict
        right = found[0] == wanted and (not follows.reasons or found[1] in follows.reasons)
        if not right:
            self.violate(
                "attack-" + name, f"{victim.party}: {found[0]} {found[1]} instead of {wanted} {follows.reasons}"
            )
        if wanted not in ("accepted", "any") and place:
            self.lies.add((liar.epoch, place["index"]))
        return True

    def over(self, node: Node, liar: Hostile, place: dict[str, Any]) -> bool:
        rows = node.store.excess(node.line().id)
        return any(r["epoch"] == liar.epoch and r["what"] == place.get("what") for r in rows)

    # -- coming to rest ------------------------------------------------------------------------------------------

    def rest(self) -> bool:
        """Everything heals: all machines run, all ways are open. Whether the line comes to rest in a bounded time."""
        self.story("everything is mended")
        self.flights.clear()
        self.parted.clear()
        for party in sorted(self.copies):
            self.end_copy(party, False)
        for member in self.members.values():
            member.disk.fill(False)
            member.disk.armed = None
            self.restart(member)
        for _ in range(REST):
            if not self._round():
                return True
        for member in self.members.values():
            for peer in member.up.line().others:
                entries, messages = member.up.line().lacks(peer)
                if entries or messages:
                    self.story(f"{member.party} still owes {peer} {entries} entries and {messages} messages")
        return False

    def _round(self) -> bool:
        """Everybody sends to everybody, once, what is owed. Whether an honest member still owed anything to another."""
        owed = False
        for member in self.members.values():
            if self.plan.weather == KEYED:
                owed = compare_all(self, member) or owed
            for peer in self.parties:
                if peer != member.party and self._exchange(member.up, self.members[peer].up):
                    owed = owed or self.hostile not in (member.party, peer)
        self.clock += 300_000
        return owed

    def _exchange(self, one: Node, other: Node) -> bool:
        """One envelope and its answer, undisturbed. Whether there was anything to send."""
        try:
            envelope = one.owed(one.line(), other.me)
            if envelope is None:
                return False
            answer = other.receive(envelope)
            if answer:
                one.answered(one.line(), other.me, answer)
        except DetenteError as error:
            self.seen.counts["at rest " + error.code] += 1
            excused = [
                "sealed-unopenable",
                *(["head-key"] if self.emergencies & {one.me, other.me} else []),
            ]  # until persons compare
            if self.hostile not in (one.me, other.me) and error.code not in excused:
                self.violate("undisturbed", f"undisturbed, {one.me} → {other.me} failed: {error}")
        return True
