"""Everything that is detected in public texts: the whole draft scheme and more, with accusations and slogans.

Never loaded by the line (a test says so): a word found in a text is no code for a notice. Files, one fact a row:

- `concepts.json`: id, labels, area, broader, status; ids are retired, never renamed;
- `forms.tsv`: what is searched, and the context it needs (`finding.GATES`); `origin` is `scheme` or `more`;
- `other-senses.tsv`: longer forms in which the same words mean something else;
- `patterns.tsv`: forms with other words inside, as expressions over one sentence that contains one of `all`;
- `cues.tsv`: words that earn an act or a concreteness, negations, conditions, parties and the classes of context;
- `anchors.tsv`: words of both languages by which sentences are paired, and places and offices that are compared;
- `characters.json`: the traditional characters and radicals that stand for characters the lexicon uses.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from functools import cache
from importlib import resources

FILES = ("concepts.json", "forms.tsv", "other-senses.tsv", "patterns.tsv", "cues.tsv", "anchors.tsv", "characters.json")


@dataclass(frozen=True, slots=True)
class Concept:
    """One thing that can be found. `scheme` is false for what the lexicon adds to the draft scheme."""

    id: str
    area: str
    broader: str | None
    en: str
    zh: str
    status: str
    scheme: bool

    def label(self, language: str) -> str:
        return self.zh if language == "zh" else self.en


def _read(name: str) -> str:
    return (resources.files("detente.readouts.lexicon") / name).read_text("utf-8")


def rows(name: str) -> list[list[str]]:
    """The rows of a .tsv file, without its first."""
    return [line.split("\t") for line in _read(name).splitlines()[1:] if line]


@cache
def concepts() -> dict[str, Concept]:
    """By id, in the order of the scheme."""
    keys = ("id", "area", "broader", "en", "zh", "status", "scheme")
    return {row["id"]: Concept(*(row[key] for key in keys)) for row in json.loads(_read("concepts.json"))}


@cache
def characters() -> tuple[dict[str, str], dict[str, str]]:
    """Traditional → simplified, and radical → character."""
    data = json.loads(_read("characters.json"))
    return data["simplified"], data["radicals"]


@cache
def digest() -> str:
    """Of every file: a finding names the lexicon it was made with."""
    made = hashlib.sha256()
    for name in FILES:
        made.update(name.encode() + b"\0" + _read(name).encode() + b"\0")
    return made.hexdigest()


def ancestors(concept: str) -> list[str]:
    """Broader concepts, the nearest first."""
    found: list[str] = []
    above = concepts()[concept].broader if concept in concepts() else None
    while above and above not in found:
        found.append(above)
        above = concepts()[above].broader if above in concepts() else None
    return found
