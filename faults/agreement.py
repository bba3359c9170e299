"""Do both verifiers say the same of bent files? `python -m faults.agreement [--number N] [--seed S] [--from K]`

Every file is written, shown to `detente verify`'s own functions in this process and to `node verifier/cli.mjs --stream`, and
the two answers are compared whole: verdict, reason, and all that is proven. What they disagree about is kept in
build/agreement, named by its number; a number makes the same file again, but for the chance in ML-DSA signatures. Last line:
`N files, P proven, R reasons, D disagreements`. Exit 1 when D is not 0.
"""

from __future__ import annotations

import argparse
import contextlib
import copy
import json
import pickle
import random
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path
from typing import Any

from detente.bundle.delivery import is_delivery, verify_delivery
from detente.bundle.differing import is_differ, verify_differ
from detente.bundle.telling import not_proven, proven
from detente.bundle.verify import verify_bundle
from detente.codec.errors import DetenteError
from faults import bent, mend

ROOT = Path(__file__).resolve().parent.parent
CLI = ROOT / "verifier" / "cli.mjs"
VECTORS = ROOT / "spec" / "vectors"
BATCH = 500


def ours(data: bytes) -> dict[str, Any]:
    """What `detente verify --json` prints of a file with these bytes."""
    try:
        if is_differ(data):
            report: Any = verify_differ(data)
        else:
            report = verify_delivery(data) if is_delivery(data) else verify_bundle(data)
        return dict(json.loads(json.dumps(proven(report))))
    except DetenteError as error:
        return not_proven(error)


class Other:
    """The other verifier, in a process of its own that answers paths with lines."""

    def __init__(self) -> None:
        node = shutil.which("node")
        if node is None:
            raise SystemExit("node is not installed (Debian: nodejs)")
        self.process = subprocess.Popen(
            [node, str(CLI), "--stream"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1
        )

    def ask(self, paths: list[Path]) -> None:
        """Few enough for a pipe to hold them."""
        assert self.process.stdin is not None
        self.process.stdin.write("".join(f"{path}\n" for path in paths))
        self.process.stdin.flush()

    def answers(self, number: int) -> list[dict[str, Any]]:
        assert self.process.stdout is not None
        return [json.loads(self.process.stdout.readline()) for _ in range(number)]

    def close(self) -> None:
        assert self.process.stdin is not None
        self.process.stdin.close()
        self.process.wait(timeout=60)


def _raw(shared: dict[str, str], value: Any) -> bytes:
    if isinstance(value, dict):
        data = _raw(shared, value["base"])
        for at, taken, put, times in reversed(value["edits"]):
            data = data[:at] + bytes.fromhex(put) * times + data[at + taken :]
        return bent.sealed(data[:-32]) if value.get("recheck") else data
    return bytes.fromhex(shared[value[1:]] if value.startswith("@") else value)


def vectors() -> dict[str, tuple[bytes, dict[str, Any]]]:
    """Bundles and delivery records of the vectors by name, with what is expected of each."""
    found = {}
    shared = json.loads((VECTORS / "shared.json").read_text("utf-8"))
    shared = shared.get("values", shared)
    for path in sorted(VECTORS.glob("*.json")):
        case = json.loads(path.read_text("utf-8")) if path.stem != "shared" else {}
        given = case.get("input", {})
        if case.get("function") == "bundle.verify":
            found[path.stem] = (_raw(shared, given["bundle"]), case["expect"])
        elif case.get("function") in ("delivery.verify", "differ.verify"):
            found[path.stem] = (_raw(shared, given["file"]), case["expect"])
    return found


class Bender:
    """Bent files by number. `bases` are whole files that are proven."""

    def __init__(self, bases: list[bytes], seed: int) -> None:
        self.bases = bases
        self.trees = [bent.read(data[:-32]) for data in bases]
        self.pickled = [pickle.dumps(tree) for tree in self.trees]  # faster to copy
        self.seed = seed

    def make(self, number: int) -> bytes:
        rng = random.Random(f"{self.seed}/{number}")
        at = rng.randrange(len(self.bases))
        data, choice = self.bases[at], rng.random()
        if choice < 0.2:
            return self._bits(rng, data)
        if choice < 0.25:
            cut = data[: rng.randrange(len(data))]
            return cut if rng.random() < 0.2 else bent.sealed(cut)
        tree: bent.Item = pickle.loads(self.pickled[at])
        for _ in range(1 if rng.random() < 0.8 else rng.randrange(2, 5)):
            parts = [part for name in ("credentials", "logs", "messages", "messages") if (part := bent.get(tree, name))]
            bent.change(rng, rng.choice(parts) if parts and rng.random() < 0.6 else tree)
        if choice < 0.3:
            self._splice(rng, tree)
        if choice > 0.5:
            # What was bent so that it can no longer be signed is shown as it is.
            with contextlib.suppress(ValueError, IndexError, AttributeError, TypeError, KeyError):
                self._mend(tree, self.trees[at])
        return bent.sealed(bent.write(tree))

    def _bits(self, rng: random.Random, data: bytes) -> bytes:
        body = bytearray(data[:-32])
        for _ in range(rng.choice((1, 1, 1, 1, 2, 3))):
            body[rng.randrange(len(body))] ^= 1 << rng.randrange(8)
        whole = bent.sealed(bytes(body))
        return whole if rng.random() < 0.97 else bytes(body) + data[-32:]

    def _splice(self, rng: random.Random, tree: bent.Item) -> None:
        """A part of another file: of another line, another epoch, another record."""
        other = rng.choice(self.trees)
        if tree.kind == other.kind == bent.MAP:
            name = rng.choice(("line", "terms", "fields", "credentials", "logs", "messages"))
            for pair in tree.value:
                if pair[0].value == name.encode():
                    pair[1] = copy.deepcopy(bent.get(other, name) or pair[1])

    def _mend(self, tree: bent.Item, was: bent.Item) -> None:
        if tree.kind == bent.MAP:
            mend.mend(tree, was)
        elif tree.kind == bent.ARRAY and len(tree.value) == 2 and tree.value[1].inside is not None:
            frame = tree.value[1].inside
            delivery = frame.value.value[2].inside
            line = bent.get(delivery, "line") if delivery is not None else None
            if line is not None:
                mend.resign(frame, "delivery", bent.write(line)[2:])


def bases() -> list[bytes]:
    return [data for data, expect in vectors().values() if "ok" in expect]


def compare(numbers: range, bender: Bender, other: Other, keep: Path) -> tuple[Counter[str], int]:
    """How often each reason was given (`proven` where none), and how many files the two disagree about."""
    reasons: Counter[str] = Counter()
    differ = 0
    for first in range(numbers.start, numbers.stop, BATCH):
        made = {n: bender.make(n) for n in range(first, min(first + BATCH, numbers.stop))}
        for (number, data), (said, answer) in zip(made.items(), _both(made, other), strict=True):
            reasons[said["reason"] or "proven"] += 1
            if said != answer:
                differ += 1
                keep.mkdir(parents=True, exist_ok=True)
                (keep / f"{number}.detente").write_bytes(data)
                (keep / f"{number}.json").write_text(json.dumps({"ours": said, "other": answer}, indent=1), "utf-8")
                print(
                    f"{number}: {said['verdict']} {said['reason']} / {answer['verdict']} {answer['reason']}", flush=True
                )
        print(f"{first + len(made)} …", end="\r" if sys.stderr.isatty() else "\n", file=sys.stderr, flush=True)
    return reasons, differ


def _both(made: dict[int, bytes], other: Other) -> list[tuple[dict[str, Any], dict[str, Any]]]:
    with tempfile.TemporaryDirectory() as folder:
        paths = [Path(folder) / str(number) for number in made]
        for path, data in zip(paths, made.values(), strict=True):
            path.write_bytes(data)
        other.ask(paths)  # works on them while this process does
        mine = [ours(data) for data in made.values()]
        return list(zip(mine, other.answers(len(paths)), strict=True))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--number", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--from", type=int, default=0, dest="first")
    asked = parser.parse_args()
    other = Other()
    try:
        numbers = range(asked.first, asked.first + asked.number)
        reasons, differ = compare(numbers, Bender(bases(), asked.seed), other, ROOT / "build" / "agreement")
    finally:
        other.close()
    for reason, count in reasons.most_common():
        print(f"{count:8} {reason}")
    sum_up = f"{asked.number} files, {reasons['proven']} proven, {len(reasons)} reasons, {differ} disagreements"
    print(sum_up)
    return 1 if differ else 0


if __name__ == "__main__":
    sys.exit(main())
