"""Printing for people: data on standard output, words for people on standard error, safe on any terminal encoding.

A terminal that cannot show a character (GBK, GB18030, ASCII) gets a question mark in its place, never a traceback.
"""

from __future__ import annotations

import json
import os
import sys
from typing import Any, TextIO


def language() -> str:
    """The language of this run: DETENTE_LANG (which a home or --lang sets), else the environment's."""
    from detente.locale import preferred

    return preferred(dict(os.environ))


def _write(stream: TextIO, words: str) -> None:
    encoding = stream.encoding or "utf-8"
    stream.write(words.encode(encoding, "replace").decode(encoding) + "\n")
    stream.flush()


def out(words: str) -> None:
    _write(sys.stdout, words)


def err(words: str) -> None:
    _write(sys.stderr, words)


def as_json(value: Any) -> None:
    """One JSON object, ASCII only, so that it survives any pipe."""
    _write(sys.stdout, json.dumps(value, ensure_ascii=True, separators=(",", ":")))
