"""Write the vectors of `spec/vectors/`, one file a case. `python spec/make_vectors.py [--all] [--out FOLDER]`

Only files that are missing are written, so that a vector once published stays; `--all` writes every one again. Nothing
here is random and nothing imports `detente`, so both give the same bytes.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import world
from cases import (
    Cbor,
    Edited,
    Vector,
    agreements,
    codec,
    delivery,
    delivery_keys,
    dialogue,
    differ,
    due,
    keys,
    kinds,
    line_tests,
    messages,
    people,
    proof,
    sealing,
    succession,
    trust,
)

HERE = Path(__file__).resolve().parent


def typed(value: Any) -> Any:
    """A CBOR value as JSON: byte strings as {"hex"}, maps as {"map": [[key, value]]}."""
    match value:
        case bytes():
            return {"hex": value.hex()}
        case list() | tuple():
            return [typed(item) for item in value]
        case dict():
            return {"map": [[typed(k), typed(v)] for k, v in value.items()]}
    return value


def plain(value: Any) -> Any:
    """What a vector holds as JSON: bytes in hexadecimal, or by name when they stand in shared.json."""
    match value:
        case bytes():
            return NAMES.get(value, value.hex())
        case Cbor():
            return typed(value.value)
        case Edited():
            edits = [[at, out, new.hex(), times] for at, out, new, times in value.edits]
            return {"base": "@" + value.base if value.base in SHARED else value.base, "edits": edits} | (
                {"recheck": True} if value.recheck else {}
            )
        case list() | tuple():
            return [plain(item) for item in value]
        case dict():
            return {key: plain(item) for key, item in value.items()}
    return value


SHARED = world.shared()
NAMES = {data: "@" + name for name, data in SHARED.items()}


def vectors() -> Iterator[Vector]:
    for subject in (
        codec,
        keys,
        trust,
        proof,
        messages,
        kinds,
        agreements,
        dialogue,
        line_tests,
        due,
        sealing,
        delivery,
        delivery_keys,
        differ,
        people,
        succession,
    ):
        yield from subject.cases()


def write(path: Path, value: Any) -> None:
    # ASCII, so that no tool between here and a reader changes a character that matters.
    path.write_text(json.dumps(value, indent=1, ensure_ascii=True) + "\n", encoding="ascii")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--all", action="store_true")
    parser.add_argument("--out", type=Path, default=HERE / "vectors")
    asked = parser.parse_args()
    asked.out.mkdir(parents=True, exist_ok=True)
    seen: set[str] = set()
    for vector in vectors():
        assert vector.name not in seen, vector.name
        seen.add(vector.name)
        path = asked.out / f"{vector.name}.json"
        if asked.all or not path.exists():
            row = {
                "what": vector.what,
                "function": vector.function,
                "input": plain(vector.given),
                "expect": plain(vector.expect),
            }
            write(path, row)
    path = asked.out / "shared.json"
    if asked.all or not path.exists():
        write(path, {name: data.hex() for name, data in SHARED.items()})
    stale = sorted(p.name for p in asked.out.glob("*.json") if p.stem not in seen | {"shared"})
    if stale:
        raise SystemExit(f"no case makes these any more: {', '.join(stale)}")


if __name__ == "__main__":
    main()
