"""Run the named benches, or all: `python -m bench [NAME ...]` writes `build/bench/NAME.json` for each.

A bench is a module here with `run() -> list[Row]`; nothing registers it. Exit codes as everywhere: 0 done,
1 a bench failed (the others still ran), 64 no bench of that name.
"""

from __future__ import annotations

import importlib
import pkgutil
import sys
import traceback

import bench
from bench.rows import ROOT, write


def names() -> list[str]:
    helpers = {"__main__", "readout_scores", "homes", "pair", "rows"}
    return sorted(found.name for found in pkgutil.iter_modules(bench.__path__) if found.name not in helpers)


def main(asked: list[str]) -> int:
    known = names()
    unknown = [name for name in asked if name not in known]
    if unknown:
        print(f"no bench named {', '.join(unknown)}; there are: {', '.join(known)}", file=sys.stderr)
        return 64
    failed = []
    for name in asked or known:
        try:
            rows = importlib.import_module(f"bench.{name}").run()
        except Exception:
            traceback.print_exc()
            failed.append(name)
            continue
        path = write(name, rows)
        for row in rows:
            ratio = "" if row["ratio"] is None else f"  ratio {row['ratio']:.2f}"
            print(
                f"{row['figure']:<24} {row['value']:.6g} {row['unit']}  ({row['runs']} runs){ratio}",
                file=sys.stderr,
            )
        print(path.relative_to(ROOT))
    if failed:
        print(f"failed: {', '.join(failed)}", file=sys.stderr)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
