"""`python -m detente.sim --seconds N`: worlds, one a seed, until the time is over; or one seed, told as a story.

The last line says what was done: `N messages, M faults, S seeds, V violations`. Messages are those recorded by their author;
what the others heard, and every count, is in `build/simulate/counts.json`. Exit codes: 0 no violation, 1 some, 64 misuse.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import os
import sys
import time
from pathlib import Path

from detente.sim import standin
from detente.sim.plan import draw
from detente.sim.run import Total, one, play, shrink
from detente.sim.transitions import missing

OUT = Path("build") / "simulate"


def story(seed: int, whole: bool) -> int:
    """One seed as a person reads it, shrunk to what still fails. The exit code."""
    plan = draw(seed)
    seen = play(plan)
    if seen.violations and not whole:
        plan = shrink(plan)
    print(f"seed {seed}: {plan.members} members, {plan.weather} weather, {len(plan.steps)} steps", flush=True)
    seen = play(plan, print)
    return 1 if seen.violations else 0


def many(first: int, seconds: float, jobs: int, number: int | None = None, every: int = 1) -> int:
    """Seeds from `first` on, `every` apart, for so many seconds, or `number` of them."""
    total, end, said = Total(), time.monotonic() + seconds, time.monotonic()
    seeds = iter(range(first, sys.maxsize, every))
    left = sys.maxsize if number is None else number
    with multiprocessing.get_context("spawn").Pool(jobs, standin.install) as pool:
        # Seeds are handed out a few at a time, so that none is left out and the range is whole when the time is over.
        while left > 0 and (number is not None or time.monotonic() < end):
            some = [next(seeds) for _ in range(min(left, 16 * jobs))]
            left -= len(some)
            for done in pool.imap_unordered(one, some, chunksize=2):
                total.add(done)
                for seed, (promise, what) in done.broken.items():
                    print(f"seed {seed} broke {promise}: {what}", file=sys.stderr, flush=True)
            if time.monotonic() - said > 5:
                said = time.monotonic()
                print(f"  {total.line()} so far, {max(0, end - said):.0f} s left", file=sys.stderr, flush=True)
    OUT.mkdir(parents=True, exist_ok=True)
    report = {
        "seeds": [first, first + total.seeds * every, every],
        "said": total.said,
        "heard": total.heard,
        "faults": total.faults,
        "broken": {str(seed): list(why) for seed, why in sorted(total.broken.items())},
        "counts": dict(sorted(total.counts.items())),
    }
    (OUT / "counts.json").write_text(json.dumps(report, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    if total.broken:
        standin.install()
        story(min(total.broken), whole=False)
    apart = f", {every} apart" if every > 1 else ""
    print(
        f"seeds {first} to {first + (total.seeds - 1) * every}{apart}; {total.heard} verdicts by the others", end="; "
    )
    print(f"counts in {OUT}/counts.json")
    if left_out := missing(total.counts):
        print(f"transitions not taken: {', '.join(left_out)}")
    print(total.line())
    return 1 if total.broken else 0


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m detente.sim", description=__doc__)
    parser.add_argument("--seconds", type=float, default=10.0)
    parser.add_argument("--seeds", type=int, help="so many seeds, however long it takes")
    parser.add_argument("--from", type=int, default=1, dest="first", metavar="SEED")
    parser.add_argument("--every", type=int, default=1, metavar="N", help="every Nth seed: of 4, bulk and storms alone")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--seed", type=int, help="one seed, told step by step; shrunk if it fails")
    parser.add_argument("--whole", action="store_true", help="with --seed: do not shrink")
    try:
        asked = parser.parse_args(arguments)
    except SystemExit as error:
        return 64 if error.code else 0
    if asked.seed is not None:
        standin.install()
        try:
            return story(asked.seed, asked.whole)
        except BrokenPipeError:  # whoever read it has read enough
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            return 0
    return many(asked.first, asked.seconds, asked.jobs, asked.seeds, asked.every)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
