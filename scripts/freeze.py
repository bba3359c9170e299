#!/usr/bin/env python3
"""What freezing the protocol means: `spec/FROZEN` holds the digest of every file another implementation builds on.

    scripts/freeze.py                     say what would be frozen, or how what is there differs; write nothing
    scripts/freeze.py --check             the same, for a test: exit code 1 when a frozen byte differs
    scripts/freeze.py --write VERSION     write spec/FROZEN: once a version, never over another version's bytes

`FROZEN` is a line `version N`, then `SHA-256  PATH` of each file in order of its path, relative to `spec/`. Frozen are the CDDL,
the vectors and the notice they use, and of `protocol.md` the structures and tables (`normative`): a sentence can be made clearer;
a byte, a code, a limit, a state or a hash tag is another version. New vectors may be added; one that is there never changes.

Exit codes: 0 in order (or not frozen yet), 1 a frozen byte differs, 64 misuse.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path

SPEC = Path(__file__).resolve().parent.parent / "spec"
FROZEN = "FROZEN"
PAGE = "protocol.md"
VERSION = re.compile(r"version ([1-9][0-9]{0,3})\Z", re.ASCII)
ROW = re.compile(r"([0-9a-f]{64})  ([A-Za-z0-9_./-]+)\Z", re.ASCII)


def normative(page: str) -> str:
    """Of the page, what is frozen: headings' numbers, fenced structures, rows of tables without the last cell (for people)."""
    kept: list[str] = []
    inside = False
    for line in page.splitlines():
        if line.startswith("```"):
            inside = not inside
        elif inside:
            kept.append(line.split("  ;")[0].rstrip())
        elif line.startswith("## "):
            kept.append(line.split()[1])
        elif line.startswith("|") and not set(line) <= set("|-: "):
            cells = [cell.strip() for cell in line.strip().strip("|").split(" | ")]
            kept.append(" | ".join(cells[:-1] if len(cells) > 2 else cells))
    return "\n".join(kept) + "\n"


def files(spec: Path) -> Iterator[tuple[str, bytes]]:
    """(path, the bytes that are frozen of it)."""
    yield "detente.cddl", re.sub(r"\s*;.*", "", (spec / "detente.cddl").read_text("utf-8")).encode()
    yield "notice.json", (spec / "notice.json").read_bytes()
    yield PAGE, normative((spec / PAGE).read_text("utf-8")).encode()
    for path in sorted((spec / "vectors").glob("*.json")):
        if path.name == "shared.json":  # one by one: another value may be added
            for name, value in json.loads(path.read_bytes()).items():
                yield f"vectors/shared.json/{name}", value.encode()
        else:
            yield f"vectors/{path.name}", path.read_bytes()


def digests(spec: Path) -> dict[str, str]:
    return {name: hashlib.sha256(data).hexdigest() for name, data in files(spec)}


def read(text: str) -> tuple[int, dict[str, str]]:
    """The version and the digests of a FROZEN file. `ValueError` when it is none."""
    first, *rows = text.splitlines()
    version = VERSION.match(first)
    found = [ROW.match(row) for row in rows]
    if version is None or not rows or not all(found):
        raise ValueError("not a FROZEN file")
    return int(version[1]), {row[2]: row[1] for row in found if row}


def differences(spec: Path) -> list[str]:
    """What of the frozen bytes is gone or another. New vectors are none."""
    _version, frozen = read((spec / FROZEN).read_text("ascii"))
    now = digests(spec)
    return [f"{name}: {'gone' if name not in now else 'differs'}" for name in frozen if now.get(name) != frozen[name]]


def write(spec: Path, version: int) -> str:
    """The FROZEN file of a version. `ValueError` for one that was frozen with other bytes."""
    path = spec / FROZEN
    if path.exists():
        before, _rows = read(path.read_text("ascii"))
        if version < before or (version == before and differences(spec)):
            raise ValueError(f"version {before} is frozen: other bytes are version {before + 1}")
    rows = "".join(f"{digest}  {name}\n" for name, digest in sorted(digests(spec).items()))
    path.write_text(f"version {version}\n{rows}", "ascii")
    return f"version {version}: {len(rows.splitlines())} files frozen"


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--write", type=int, metavar="VERSION")
    parser.add_argument("--spec", type=Path, default=SPEC)
    asked = parser.parse_args(arguments)
    try:
        if asked.write is not None:
            print(write(asked.spec, asked.write))
            return 0
        if not (asked.spec / FROZEN).exists():
            print(f"not frozen yet; {len(digests(asked.spec))} files would be")
            return 0
        found = differences(asked.spec)
    except ValueError as error:
        print(error, file=sys.stderr)
        return 1
    print("\n".join(found) or "as frozen")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
