"""`python -m faults.mutants`: is the simulated world strict enough? Change one operator of the line or of trust; it must notice.

For each mutant a process of its own loads the changed file in the place of the real one and plays seeds from a fixed start
(`detente.sim`; for one of bulk, four dialogues in its place), until a promise is broken or its 30 seconds are over: processor
time of that process, so that a busy machine makes the run longer and changes nothing else. The last line says
`N mutants, K found (P %), S survived`.

First the unchanged source plays the same seeds, twice as long: a seed in which it breaks a promise itself shows nothing
about a mutant and is left out (and named), and no mutant plays further than was tried so.

Outcomes: `found` (a promise broken, or an error nobody expected); `trivial` (the changed file cannot be loaded; counted as
found, listed apart); `survived`. Each is appended to build/mutants/<digest of the source>.tsv as it comes, and not done again.
"""

from __future__ import annotations

import argparse
import csv
import gc
import importlib.abc
import importlib.machinery
import importlib.util
import json
import resource
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from hashlib import sha256
from pathlib import Path
from types import CodeType, FrameType
from typing import Any

from faults.mutations import SOURCE, Mutant, everything, mutated, sample, shown

ROOT = SOURCE.parents[1]
OUT = ROOT / "build" / "mutants"
CPU = 30.0  # seconds of processor time a mutant has
ENDLESS = 10.0  # seconds after which one seed counts as never ending; the slowest takes about two
MEMORY = 2**31  # bytes of address space: a change may ask for all there is
UNCHANGED = "unchanged"  # in the place of a mutant's id
WALL = 14400.0  # seconds after which a process is given up on; it is then neither found nor survived, and done again
COLUMNS = ("id", "outcome", "promise", "seeds", "seconds", "what")


class TimeIsOver(BaseException):
    """No handler of the node or of the world may go on after it."""


# -- one mutant, in a process of its own ------------------------------------------------------------------------------


class _Instead(importlib.machinery.SourceFileLoader):
    def __init__(self, mutant: Mutant) -> None:
        super().__init__(mutant.module, str(SOURCE / mutant.file))
        self.mutant = mutant

    def get_code(self, fullname: str) -> CodeType:
        return compile(mutated(self.mutant), self.path, "exec", dont_inherit=True)


class _Finder(importlib.abc.MetaPathFinder):
    def __init__(self, mutant: Mutant) -> None:
        self.mutant = mutant

    def find_spec(self, fullname: str, path: Any, target: Any = None) -> importlib.machinery.ModuleSpec | None:
        if fullname != self.mutant.module:
            return None
        return importlib.util.spec_from_loader(fullname, _Instead(self.mutant), is_package=False)


def one(mutant: Mutant | None, seeds: Iterable[int], cpu: float) -> dict[str, Any]:
    """Seeds with this change until it is found, or the time or the seeds are over.

    None is no change: then all seeds are played, and `what` names those that broke a promise.
    """
    if any(name.partition(".")[0] == "detente" for name in sys.modules):
        raise RuntimeError("the real files are loaded already")
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    if mutant is not None:
        sys.meta_path.insert(0, _Finder(mutant))
    try:
        import detente.trust.words  # noqa: F401 - nothing else here loads it
        from detente.sim import dialogues, standin
        from detente.sim.plan import BULK, draw
        from detente.sim.run import play
    except Exception as error:
        return _outcome("trivial", "loads", 0, 0.0, f"{type(error).__name__}: {error}")
    standin.install()
    gc.disable()
    started = seed_started = time.process_time()
    played, broken = 0, dict[int, tuple[str, str]]()

    def over(_number: int, _frame: FrameType | None) -> None:
        raise TimeIsOver

    signal.signal(signal.SIGPROF, over)
    signal.setitimer(signal.ITIMER_PROF, cpu)
    try:
        try:
            for seed in seeds:
                seed_started = time.process_time()
                plan = draw(seed)
                try:
                    if plan.weather == BULK:  # long worlds, and little new to see in them
                        violations = next(filter(None, map(dialogues.broken, range(4 * seed, 4 * seed + 4))), [])
                    else:
                        violations = play(plan).violations
                except Exception as error:  # before a world stands: it could not even be founded
                    violations = [("founds", f"{type(error).__name__}: {error}")]
                gc.collect()
                played += 1
                if violations:
                    broken[seed] = violations[0]
                    if mutant is not None:
                        break
        finally:
            signal.setitimer(signal.ITIMER_PROF, 0)
    except TimeIsOver:
        if mutant is not None and not broken and time.process_time() - seed_started > min(ENDLESS, cpu / 2):
            broken[0] = ("ends", f"the seed after {played} does not end")
    spent = time.process_time() - started
    if mutant is None:
        return _outcome("unchanged", "", played, spent, " ".join(f"{seed}:{why}" for seed, (why, _) in broken.items()))
    for promise, what in broken.values():
        return _outcome("found", promise, played, spent, what)
    return _outcome("survived", "", played, spent, "")


def _outcome(outcome: str, promise: str, seeds: int, seconds: float, what: str) -> dict[str, Any]:
    said = " ".join(what.split())
    said = said if outcome == "unchanged" else said[:200]
    return {"outcome": outcome, "promise": promise, "seeds": seeds, "seconds": round(seconds, 2), "what": said}


# -- all of them ------------------------------------------------------------------------------------------------------


def digest() -> str:
    """What the results hold for: everything under src/detente, the simulated world and its promises too."""
    held = sha256()
    for path in sorted(SOURCE.rglob("*")):
        if path.suffix in (".py", ".json", ".txt"):
            held.update(path.relative_to(SOURCE).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return held.hexdigest()[:12]


class Runs:
    """The processes of this run, so that whoever ends it ends them too."""

    def __init__(self, first: int, cpu: float) -> None:
        self.first, self.cpu = first, cpu
        self.last, self.skipped = sys.maxsize, list[int]()
        self.lock = threading.Lock()
        self.processes: set[subprocess.Popen[str]] = set()
        self.stopped = False

    def rest_on(self, unchanged: dict[str, Any]) -> None:
        self.last = self.first + int(unchanged["seeds"]) - 1
        self.skipped = [int(word.partition(":")[0]) for word in unchanged["what"].split()]

    def outcome(self, mutant: Mutant | None) -> dict[str, Any] | None:
        """What became of one mutant (None: of the unchanged source); None when it was not let finish."""
        cpu = self.cpu if mutant is not None else 2 * self.cpu
        words = ["--worker", mutant.id if mutant is not None else UNCHANGED, "--cpu", str(cpu)]
        words += ["--from", str(self.first), "--last", str(self.last), "--skip", ",".join(map(str, self.skipped))]
        with self.lock:
            if self.stopped:
                return None
            process = subprocess.Popen(
                [sys.executable, "-m", "faults.mutants", *words],
                cwd=ROOT,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                text=True,
            )
            self.processes.add(process)
        try:
            out, err = process.communicate(timeout=WALL)
        except subprocess.TimeoutExpired:
            process.kill()
            process.communicate()
            return None
        finally:
            with self.lock:
                self.processes.discard(process)
        if self.stopped:
            return None
        if process.returncode:
            if mutant is None:
                raise RuntimeError(err)
            return _outcome("found", "lives", 0, 0.0, f"the process ended with {process.returncode}: {err[-160:]}")
        found: dict[str, Any] = json.loads(out.splitlines()[-1])
        return found

    def stop(self) -> None:
        with self.lock:
            self.stopped = True
            for process in self.processes:
                process.kill()


def kept(path: Path) -> dict[str, dict[str, Any]]:
    if not path.exists():
        return {}
    with path.open(encoding="utf-8", newline="") as file:
        return {row["id"]: row for row in csv.DictReader(file, delimiter="\t")}


def _append(path: Path, row: dict[str, Any]) -> None:
    with path.open("a", encoding="utf-8", newline="") as file:
        csv.DictWriter(file, COLUMNS, delimiter="\t", lineterminator="\n").writerow(row)


def counted(rows: Sequence[dict[str, Any]]) -> str:
    found = sum(row["outcome"] != "survived" for row in rows)
    share = 100 * found / len(rows) if rows else 0.0
    return f"{len(rows)} mutants, {found} found ({share:.1f} %), {len(rows) - found} survived"


def many(chosen: Sequence[Mutant], first: int, cpu: float, jobs: int, out: Path) -> list[dict[str, Any]]:
    """Every mutant's row, in the order chosen; those in `out` already are not done again."""
    out.parent.mkdir(parents=True, exist_ok=True)
    done = kept(out)
    runs = Runs(first, cpu)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    pool = ThreadPoolExecutor(jobs)
    try:
        if not done:
            out.write_text("\t".join(COLUMNS) + "\n", encoding="utf-8")
        if UNCHANGED not in done:
            unchanged = runs.outcome(None)
            if unchanged is None:
                raise RuntimeError("the unchanged source was not let finish")
            _append(out, {"id": UNCHANGED, **unchanged})
            done[UNCHANGED] = unchanged
        runs.rest_on(done[UNCHANGED])
        print(
            f"  unchanged, {done[UNCHANGED]['seeds']} seeds; left out: {done[UNCHANGED]['what'] or 'none'}",
            file=sys.stderr,
        )
        waiting = [mutant for mutant in chosen if mutant.id not in done]
        running = {pool.submit(runs.outcome, mutant): mutant for mutant in waiting}
        for number, future in enumerate(as_completed(running), len(chosen) - len(waiting) + 1):
            mutant, outcome = running[future], future.result()
            if outcome is None:
                print(f"not finished, so not counted: {mutant.id}", file=sys.stderr, flush=True)
                continue
            row = {"id": mutant.id, **outcome}
            done[mutant.id] = row
            _append(out, row)
            if row["outcome"] == "survived":
                print(f"  survived: {mutant.id}: {' ⇒ '.join(shown(mutant))}", file=sys.stderr, flush=True)
            if number % 5 == 0:
                rows = [done[m.id] for m in chosen if m.id in done]
                print(f"  {counted(rows)}, of {len(chosen)}", file=sys.stderr, flush=True)
    finally:
        runs.stop()
        pool.shutdown(cancel_futures=True)
    return [done[mutant.id] for mutant in chosen if mutant.id in done]


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m faults.mutants", description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("ids", nargs="*", help="only these mutants, instead of a sample")
    parser.add_argument("--number", type=int, default=120, help="how many are drawn, in proportion from every file")
    parser.add_argument("--draw", type=int, default=1, help="the seed of the draw")
    parser.add_argument("--from", type=int, default=1, dest="first", metavar="SEED", help="the first world")
    parser.add_argument("--cpu", type=float, default=CPU, help="seconds of processor time for each")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--worker", help=argparse.SUPPRESS)
    parser.add_argument("--last", type=int, default=sys.maxsize, help=argparse.SUPPRESS)
    parser.add_argument("--skip", default="", help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.worker is not None:
        mutant = everything()[asked.worker] if asked.worker != UNCHANGED else None
        skipped = set(asked.skip.split(","))
        seeds = (seed for seed in range(asked.first, asked.last + 1) if str(seed) not in skipped)
        print(json.dumps(one(mutant, seeds, asked.cpu), ensure_ascii=True), flush=True)
        return 0
    known = everything()
    unknown = [name for name in asked.ids if name not in known]
    if unknown:
        print(f"no such mutant: {', '.join(unknown)}", file=sys.stderr)
        return 64
    chosen = [known[name] for name in asked.ids] or sample(asked.number, asked.draw)
    out = OUT / f"{digest()}-from{asked.first}-cpu{asked.cpu:g}.tsv"
    rows = many(chosen, asked.first, asked.cpu, asked.jobs, out)
    for promise, number in Counter(row["promise"] for row in rows if row["outcome"] == "found").most_common():
        print(f"found by {promise}: {number}")
    print(f"not loadable (trivial, counted as found): {sum(row['outcome'] == 'trivial' for row in rows)}")
    print(
        f"drawn from {len(known)} with seed {asked.draw}; worlds from seed {asked.first}; rows in {out.relative_to(ROOT)}"
    )
    print(counted(rows))
    return 0 if len(rows) == len(chosen) else 1


if __name__ == "__main__":
    sys.exit(main())
