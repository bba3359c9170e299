"""`scan` of plain text that is too long to hold: piece by piece, what is found printed as it is found, memory flat."""

from __future__ import annotations

import hashlib
import json
import sys
from pathlib import Path
from typing import Any

from detente.cli import console
from detente.locale import text

SHOWN = 3  # places of a concept that people are shown


def is_big(source: str, most: int) -> bool:
    """Whether it is plain text longer than `most` bytes."""
    if source == "-" or source.startswith(("http://", "https://")):
        return False
    try:
        path = Path(source)
        if path.stat().st_size <= most:
            return False
        with path.open("rb") as file:
            head = file.read(65536)
    except OSError:
        return False
    from detente.readouts.reading.documents import kind_of

    return kind_of(head) == "text"


def scan(source: str, as_json: bool, reader: str) -> None:
    """One JSON object, or counts and first places for people."""
    from detente.readouts import absence, lexicon
    from detente.readouts.reading import stream
    from detente.readouts.scanning import role
    from detente.readouts.scanning import scan as scan_text

    characters = broken = sentences = 0
    counts: dict[str, int] = {}
    found: set[str] = set()
    doubted: dict[str, str] = {}
    places: dict[str, list[tuple[int, str]]] = {}
    languages: set[str] = set()
    digest = hashlib.sha256()
    if as_json:
        sys.stdout.write('{"findings":[')
    comma = ""
    with Path(source).open("rb") as file:
        for offset, piece, damaged in stream.pieces(file):
            scanned = scan_text(piece)
            digest.update(piece.encode("utf-8", "replace"))
            characters, broken = offset + len(piece), broken + damaged
            languages.add(scanned.meta["language"])
            for one in (*scanned.findings, *scanned.more):
                counts[one.concept] = counts.get(one.concept, 0) + 1
                sentence = scanned.sentence(one.index)
                if len(held := places.setdefault(one.concept, [])) < SHOWN:
                    held.append((offset + one.start, sentence[:200]))
                if as_json and lexicon.concepts()[one.concept].scheme:
                    row: dict[str, Any] = one.plain(sentence, None)
                    row |= {"start": offset + one.start, "end": offset + one.end, "index": sentences + one.index}
                    row["role"] = role(one.weight.who, None)
                    sys.stdout.write(comma + json.dumps(row, separators=(",", ":")))
                    comma = ","
            found |= {one.concept for one in (*scanned.findings, *scanned.more, *scanned.broader)}
            doubted.update(scanned.not_claimed)
            sentences += len(scanned.sentences)
    covered = found | {above for concept in found for above in lexicon.ancestors(concept)}
    missing = [key for key in lexicon.concepts() if key not in covered and key not in doubted]
    complete = not broken and languages != {"other"}
    if as_json:
        rest = {
            "text": {
                "characters": characters,
                "complete": complete,
                "sentences": sentences,
                "sha256": digest.hexdigest(),
                "source": source,
                "pieces": True,
            },
            "counts": counts,
            "lexicon": lexicon.digest(),
            "not_found": absence.claims(missing, characters) if complete else [],
            "not_claimed": [{"concept": key, "why": why} for key, why in doubted.items() if key not in covered],
        }
        sys.stdout.write("]," + json.dumps(rest, separators=(",", ":"))[1:] + "\n")
        return
    console.out(text("readout.big", reader, source=source, characters=characters, sentences=sentences))
    for concept, count in sorted(counts.items(), key=lambda pair: -pair[1]):
        console.out(f"{count:>8}  {lexicon.concepts()[concept].label(reader)}  [{concept}]")
        for at, sentence in places[concept]:
            console.out(f"          {at}: {sentence}")
    if not complete:
        console.out(text("readout.not-complete", reader))
