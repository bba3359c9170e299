"""Logs of evaluations written by Inspect (`.eval`, a ZIP whose members may be Zstandard, and `.json`), summarised.

    {"task", "model", "status", "created", "samples": {"planned", "completed", "errors"}, "scores": [{"name", "metrics": {…}}],
     "error"}

Own reader: it looks at the header and at the summaries of samples, and at no sample. What it unpacks is bounded before it is
unpacked, whatever the file says of its own sizes (`Damaged("inspect-too-large")`). `None` for a file that is something else.
"""

from __future__ import annotations

import importlib
import zipfile
import zlib
from typing import Any, BinaryIO

import msgspec

from detente.codec.errors import Damaged, Local

MOST_HEADER = 32 << 20  # bytes, unpacked
MOST_SUMMARIES = 128 << 20
MOST_JSON = 256 << 20
MOST_MEMBERS = 1_000_000
_STEP = 1 << 20


class _Read(msgspec.Struct, frozen=True):
    """Fields we read; every other is passed over."""


class _Eval(_Read, frozen=True):
    task: str = ""
    model: str = ""
    created: str = ""
    run_id: str = ""


class _Metric(_Read, frozen=True):
    value: float | int | str | None = None


class _Score(_Read, frozen=True):
    name: str = ""
    scorer: str = ""
    metrics: dict[str, _Metric] = {}


class _Results(_Read, frozen=True):
    total_samples: int = 0
    completed_samples: int = 0
    scores: list[_Score] = []


class _Error(_Read, frozen=True):
    message: str = ""


class _Sample(_Read, frozen=True):
    error: _Error | str | None = None


class _Header(_Read, frozen=True):
    eval: _Eval
    version: int = 0
    status: str = ""
    results: _Results | None = None
    error: _Error | None = None
    samples: list[_Sample] | None = None


def summary(file: BinaryIO, name: str) -> dict[str, Any] | None:
    """The summary of an open file; None when it is no log of Inspect. `Damaged("inspect-…")` when it cannot be read."""
    start = file.read(4)
    file.seek(0)
    if start[:2] == b"PK":
        return _of_zip(file, name)
    if name.endswith(".json") and start.lstrip()[:1] == b"{":
        return _of_json(file, name)
    return None


def _of_json(file: BinaryIO, name: str) -> dict[str, Any] | None:
    data = file.read(MOST_JSON + 1)
    if len(data) > MOST_JSON:
        raise Damaged("inspect-too-large", name=name, most=MOST_JSON)
    if b'"eval"' not in data:
        return None
    try:
        header = msgspec.json.decode(data, type=_Header)
    except (msgspec.MsgspecError, RecursionError, UnicodeDecodeError):
        return None
    return _told(header, header.samples)


def _of_zip(file: BinaryIO, name: str) -> dict[str, Any] | None:
    zipped = _zipfile()
    try:
        with zipped.ZipFile(file) as opened:
            names = opened.namelist()
            if len(names) > MOST_MEMBERS:
                raise Damaged("inspect-too-large", name=name, most=MOST_MEMBERS)
            inside = set(names)
            where = next((member for member in ("header.json", "_journal/start.json") if member in inside), None)
            if where is None:
                return None
            header = msgspec.json.decode(_bounded(opened, where, MOST_HEADER, name), type=_Header)
            samples: list[_Sample] | None = None
            if "summaries.json" in inside:
                data = _bounded(opened, "summaries.json", MOST_SUMMARIES, name)
                samples = msgspec.json.decode(data, type=list[_Sample])
            else:
                samples, left = [], MOST_SUMMARIES
                for member in sorted(one for one in inside if one.startswith("_journal/summaries/")):
                    data = _bounded(opened, member, left, name)
                    left -= len(data)
                    samples += msgspec.json.decode(data, type=list[_Sample])
            return _told(header, samples)
    except (msgspec.MsgspecError, RecursionError) as error:
        raise Damaged("inspect-unreadable", name=name, why=str(error)[:120]) from error
    except NotImplementedError as error:  # a compression this reader lacks
        if zipped is not zipfile:
            raise Damaged("inspect-unreadable", name=name, why=str(error)[:120]) from error
        raise Local("extra-missing", extra="inspect", package="backports.zstd") from error
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, RuntimeError) as error:
        raise Damaged("inspect-unreadable", name=name, why=str(error)[:120]) from error
    except Exception as error:  # what the decompressor raises has no base of its own
        if type(error).__name__ in ("ZstdError", "BadZipFile", "LZMAError"):
            raise Damaged("inspect-unreadable", name=name, why=str(error)[:120]) from error
        raise


def _zipfile() -> Any:
    """The standard library's reader, with Zstandard where the extra is installed or Python has it."""
    try:
        return importlib.import_module("backports.zstd.zipfile")
    except ImportError:
        return zipfile


def _bounded(opened: Any, member: str, most: int, name: str) -> bytes:
    """A member, unpacked step by step and never beyond `most`."""
    parts, size = [], 0
    with opened.open(member) as file:
        while part := file.read(_STEP):
            size += len(part)
            if size > most:
                raise Damaged("inspect-too-large", name=name, most=most)
            parts.append(part)
    return b"".join(parts)


def _told(header: _Header, samples: list[_Sample] | None) -> dict[str, Any]:
    results = header.results or _Results()
    return {
        "format": "inspect",
        "task": header.eval.task[:200],
        "model": header.eval.model[:200],
        "run": header.eval.run_id[:80],
        "created": header.eval.created[:40],
        "status": header.status[:40],
        "samples": {
            "planned": results.total_samples,
            "completed": results.completed_samples,
            "errors": sum(sample.error is not None for sample in samples or []),
        },
        "scores": [
            {
                "name": (score.name or score.scorer)[:80],
                "metrics": {k[:80]: _number(m.value) for k, m in list(score.metrics.items())[:50]},
            }
            for score in results.scores[:50]
        ],
        "error": header.error.message[:500] if header.error else "",
    }


def _number(value: float | int | str | None) -> str:
    return "" if value is None else str(value)[:40]
