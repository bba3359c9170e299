"""`make kill`: two real nodes, killed and hindered for some seconds; then what both sides hold.

    --seconds N    how long to strike; the survey before and the checks after come on top
    --seed N       of the order of things (from the clock when not given; it is printed)
    --places       kills alone, each at a call that no run kept here has struck yet

build/kill/kills.tsv    every strike, one a line; kept and continued from run to run
build/kill/pairs.tsv    the same by pair of system call and call site

Where processes cannot be traced (no strace, no ptrace) they are killed at random only, and it says so.
Exit codes: 0 both sides hold the same and nothing was found, 1 something was.
"""

from __future__ import annotations

import argparse
import random
import shutil
import signal
import sys
import threading
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from detente.codec.errors import DetenteError
from faults.check import Held, compare, settle
from faults.offices import Office, Stuck, World
from faults.plan import COMMANDS, PHASES, Kills, Point, is_kill, points, write_pairs
from faults.proxy import WEATHERS
from faults.strace import cannot_trace
from faults.strike import Striker, Struck

ROOT = Path(__file__).resolve().parent.parent
AT = ROOT / "build" / "kill"
SEASON = 250  # strikes on one pair of homes; then both are checked and two new ones are founded
STORM_EVERY = 30  # strikes between two storms
TOGETHER = 8  # strikes in a row at commands on a home that nobody serves, where pairs are looked for
TELL = 5.0  # seconds between two lines of progress


class Run:
    """Strikes for some seconds. `plan` may be set before (a test does): one season of it; otherwise a survey makes it."""

    def __init__(self, at: Path, seed: int, seconds: float, places: bool = False) -> None:
        self.at, self.seed = at, seed
        self.random = random.Random(seed)
        self.places = places
        self.begun = self.told = time.monotonic()
        self.end = self.begun + seconds
        self.kills = Kills(at / "kills.tsv")
        self.plan: list[Point | None] = []
        self.traces = cannot_trace() is None
        self.surveyed: dict[str, list[Point]] = {}
        self.wrong: list[str] = []
        self.weathers: Counter[str] = Counter()
        self.total: Counter[str] = Counter()
        self.season = 0

    def tell(self, words: str) -> None:
        print(f"{time.monotonic() - self.begun:7.1f} s  {words}", flush=True)
        self.told = time.monotonic()

    @property
    def over(self) -> bool:
        return time.monotonic() > self.end

    # -- striking ------------------------------------------------------------------------------------------------

    def survey(self, striker: Striker, a: Office, b: Office) -> None:
        for phase in PHASES:
            found = points(phase, striker.survey(phase, a, b), self.random)
            self.surveyed[phase] = found
            calls = len({(p.call, p.kind) for p in found})
            self.tell(f"surveyed: {phase}: {calls} calls on kinds of file, {len(found)} points to strike at")

    def next_points(self) -> list[Point]:
        """Every point, least visited first, by turns of phases and of calls, so that a short run sees all of them; two kills
        to an error."""
        everything = [p for found in self.surveyed.values() for p in found]
        self.random.shuffle(everything)
        turns: Counter[tuple[str, ...]] = Counter()
        ranked = []
        for point in sorted(everything, key=self.kills.visited):
            kind = (point.phase, point.call, point.action)
            turns[kind] += 1
            place = (turns[kind] - self.random.random()) * (1 if point.kills else 2)
            ranked.append((self.kills.visited(point), place, len(ranked), point))
        return [row[-1] for row in sorted(ranked, key=lambda row: row[:3])]

    def next_places(self) -> list[Point]:
        """Every call of every phase once, killed before or after it, those first that no run has struck; calls of one phase
        of commands together, so that they can share what comes after."""
        calls: dict[tuple[str, str, str, int], list[Point]] = {}
        for found in self.surveyed.values():
            for point in found:
                if point.action in ("before", "after"):
                    calls.setdefault((point.phase, point.call, point.kind, point.n), []).append(point)
        fresh = [self.random.choice(same) for same in calls.values() if not any(map(self.kills.visited, same))]
        self.random.shuffle(fresh)
        groups: list[list[Point]] = []
        for phase in PHASES:
            mine = [point for point in fresh if point.phase == phase]
            size = TOGETHER if phase in COMMANDS else 1
            groups += [mine[i : i + size] for i in range(0, len(mine), size)]
        self.random.shuffle(groups)
        return [point for group in groups for point in group]

    def one(self, striker: Striker, point: Point, victim: Office, peer: Office, recovers: bool = True) -> None:
        weather = "clear" if self.random.random() < 0.6 else self.random.choice(WEATHERS)
        try:
            struck = striker.strike(point, victim, peer, weather, recovers)
        except (Stuck, DetenteError, OSError) as error:
            struck = Struck(wrong=f"{type(error).__name__}: {error}", afterwards="does not go on")
        self.kills.add(
            phase=point.phase,
            call=point.call,
            file=point.kind,
            n=point.n,
            action=point.action,
            hit=struck.hit,
            call_site=struck.site,
            side=victim.party,
            seed=self.seed,
            weather=weather,
            what_the_command_said=struck.said[:200],
            the_process=struck.process,
            afterwards=struck.wrong or struck.afterwards,
        )
        if struck.wrong:
            where = f"{point.phase}: {point.action} at {point.call} {point.n} ({struck.hit or point.kind})"
            self.wrong.append(f"{where}: {struck.wrong}")
            self.tell(f"FOUND {self.wrong[-1]} | {struck.site}")
        if struck.afterwards == "does not go on":
            raise Stuck(struck.wrong)

    def storm(self, world: World) -> None:
        """Every weather once; both sides say what they can meanwhile, and in each weather either is killed at any instant."""
        over = threading.Event()

        def talk(office: Office) -> None:
            while not over.is_set():
                office.attempt(office.notify)
                over.wait(0.01)

        for office in world.offices:
            if not office.runs:
                office.end()
                office.start()
        talkers = [threading.Thread(target=talk, args=(office,)) for office in world.offices]
        for talker in talkers:
            talker.start()
        try:
            for weather in self.random.sample(WEATHERS, len(WEATHERS)):
                world.weather(weather)
                time.sleep(self.random.uniform(0, 0.6))
                victim = self.random.choice(world.offices)
                if victim.runs:
                    victim.end(signal.SIGKILL)
                    self.kills.add(action="at random", side=victim.party, seed=self.seed, weather=weather)
                if self.random.random() < 0.3:
                    time.sleep(self.random.uniform(0, 0.5))
                victim.launch()  # not waited for: it may be killed while it starts
        finally:
            over.set()
            for talker in talkers:
                talker.join()
            world.weather("clear")
        for office in world.offices:
            if not office.runs or not office.ready():
                office.end()
                office.start()

    def points(self, striker: Striker, a: Office, b: Office) -> Sequence[Point | None]:
        """What this season strikes at; storms alone (None) where nothing can be traced."""
        if self.plan:
            return self.plan
        if not self.traces:
            return [None] * SEASON
        if not self.surveyed:
            began = time.monotonic()
            self.survey(striker, a, b)
            self.end += time.monotonic() - began
        return (self.next_places() if self.places else self.next_points())[:SEASON]

    # -- seasons -------------------------------------------------------------------------------------------------

    def one_season(self) -> Held:
        self.season += 1
        root = self.at / f"{self.seed}-{self.season}"
        shutil.rmtree(root, ignore_errors=True)
        root.mkdir(parents=True)
        world = World(root, f"{self.seed}/{self.season}")
        held = Held()
        try:
            a, b = world.offices
            striker = Striker(world, self.random)
            for office in (a, b):
                office.start()
            chosen = self.points(striker, a, b)
            pair = self.random.sample(world.offices, 2)
            for number, point in enumerate(chosen, 1):
                if self.over:
                    break
                if point is not None:
                    following = chosen[number] if number < len(chosen) and number % STORM_EVERY else None
                    again = self.places and following is not None and point.phase in COMMANDS
                    together = again and following is not None and following.phase == point.phase
                    self.one(striker, point, pair[0], pair[1], recovers=not together)
                    pair = pair if together else self.random.sample(world.offices, 2)
                if point is None or number % STORM_EVERY == 0:
                    self.storm(world)
                if time.monotonic() - self.told > TELL:
                    self.progress()
            settle(world)
            held = compare(world)
        except (Stuck, DetenteError, OSError) as error:
            held.wrong.append(f"{type(error).__name__}: {error}")
        finally:
            world.close()
            for proxy in world.proxies.values():
                self.weathers += proxy.seen
        self.total["said"] += sum(len(office.said) for office in world.offices)
        self.total["refused"] += sum(len(office.refused) for office in world.offices)
        self.total["lost"] += held.lost
        self.total["doubled"] += held.doubled
        for party, number in held.counts.items():
            self.total[party] += number
        self.wrong += held.wrong
        if held.wrong:
            self.tell(f"kept for a look: {root.relative_to(self.at.parent.parent)}")
            for sentence in held.wrong:
                self.tell(f"FOUND {sentence}")
        else:
            shutil.rmtree(root)
        return held

    def progress(self) -> None:
        rows = self.kills.new
        dead = sum(map(is_kill, rows))
        errors = sum(row["hit"] != "" and not is_kill(row) for row in rows)
        missed = sum(row["hit"] == "" and row["action"] != "at random" for row in rows)
        self.tell(f"{dead} kills, {errors} errors injected, {missed} points not reached, {len(self.wrong)} found")

    def whole(self) -> int:
        self.tell(f"seed {self.seed}; what is done and why: docs/faults.md")
        while True:
            held = self.one_season()
            self.tell(f"season {self.season}: " + ", ".join(f"{p} holds {n}" for p, n in sorted(held.counts.items())))
            if self.over or held.wrong or self.plan:
                break
        return self.last_words(held)

    def last_words(self, held: Held) -> int:
        self.progress()
        self.tell("weather: " + ", ".join(f"{name} {times}" for name, times in sorted(self.weathers.items())))
        self.tell(f"{self.total['said']} messages reported said, {self.total['refused']} refused or not answered")
        everything = sum(map(is_kill, self.kills.rows))
        _, struck = write_pairs(self.kills.rows, self.at / "pairs.tsv")
        self.tell(f"in all runs kept there: {everything} kills at {struck} pairs")
        for sentence in dict.fromkeys(self.wrong):
            self.tell(f"found: {sentence}")
        _, here = write_pairs(self.kills.new, self.at / "pairs-of-this-run.tsv")
        dead = sum(map(is_kill, self.kills.new))
        total = self.total
        agree = "the same" if held.same else "NOT the same"
        print(
            f"a holds {total['a']} messages, b holds {total['b']}, {agree}; {dead} kills at {here} (system call, call site) "
            f"pairs, {total['lost']} lost, {total['doubled']} doubled"
        )
        return 1 if self.wrong else 0


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m faults.kill", description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--seed", type=int, default=int(time.time()))
    parser.add_argument("--at", type=Path, default=AT)
    parser.add_argument("--places", action="store_true", help="kills alone, at as many different places as there are")
    asked = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # whoever ends this run ends its nodes with it
    reason = cannot_trace()
    if reason is not None:
        print(f"killed at random only, not at chosen system calls: {reason}", file=sys.stderr)
    return Run(asked.at.resolve(), asked.seed, asked.seconds, asked.places).whole()


if __name__ == "__main__":
    sys.exit(main())
