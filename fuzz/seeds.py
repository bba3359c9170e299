"""Where fuzzing begins: the bytes of every test vector of `spec/vectors`, by the function they are given to."""

from __future__ import annotations

import hashlib
import io
import json
import tarfile
from functools import cache
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
VECTORS = ROOT / "spec" / "vectors"
BELIEVED = "-believed"
CORPUS = Path(__file__).resolve().parent / "corpus"


@cache
def shared() -> dict[str, str]:
    found: dict[str, str] = json.loads((VECTORS / "shared.json").read_text("ascii"))
    return found


def raw(value: Any) -> bytes:
    """Hexadecimal, a shared value by its name, or a shared value with edits (spec/vectors/README.md)."""
    if isinstance(value, dict):
        data = raw(value["base"])
        for at, taken, put, times in reversed(value["edits"]):
            data = data[:at] + bytes.fromhex(put) * times + data[at + taken :]
        return data[:-32] + hashlib.sha256(data[:-32]).digest() if value.get("recheck") else data
    return bytes.fromhex(shared()[value[1:]]) if value.startswith("@") else bytes.fromhex(value)


@cache
def vectors() -> dict[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = {}
    for path in sorted(VECTORS.glob("*.json")):
        if path.name != "shared.json":
            row = json.loads(path.read_text("ascii"))
            found.setdefault(row["function"], []).append(row["input"])
    return found


def of(function: str, name: str) -> list[bytes]:
    """The argument `name` of every vector of `function`, each once."""
    return list(dict.fromkeys(raw(row[name]) for row in vectors().get(function, [])))


def text_of(function: str) -> list[bytes]:
    rows = [row["text"] for row in vectors().get(function, [])]
    return [row.encode("utf-8", "surrogatepass") for row in rows if isinstance(row, str)]


def kept(target: str) -> list[bytes]:
    """The kept corpus of a target: one archive, in order of size; before it that of the same reader when it believes nothing."""
    plain = target.removesuffix(BELIEVED)
    return list(dict.fromkeys([*(_archive(plain) if plain != target else ()), *_archive(target)]))


def _archive(target: str) -> list[bytes]:
    path = CORPUS / f"{target}.tar.xz"
    if not path.exists():
        return []
    with tarfile.open(path) as archive:
        files = [archive.extractfile(member) for member in archive]
        return [file.read() for file in files if file is not None]


def keep(target: str, inputs: list[bytes]) -> None:
    """Write the corpus of a target, the same bytes for the same inputs; what the reader's other corpus has is not kept twice."""
    plain = target.removesuffix(BELIEVED)
    inputs = [data for data in inputs if plain == target or data not in _archive(plain)]
    CORPUS.mkdir(exist_ok=True)
    with tarfile.open(CORPUS / f"{target}.tar.xz", "w:xz", preset=9) as archive:
        for data in sorted(inputs, key=lambda one: (len(one), one)):
            member = tarfile.TarInfo(hashlib.sha256(data).hexdigest()[:16])
            member.size = len(data)
            archive.addfile(member, io.BytesIO(data))
