"""Mappings: how words of the vocabulary stand to entries of other lists. Data, one YAML file a list (fields: docs/words.md).

`relation` is of the entry to our word: `narrower` is an entry that says less than our word covers. `false-friend`: sounds alike
and is something else. `none`: looked for, and not there. How well the list was looked at stands in `grade` and `how`.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Annotated, Literal

import msgspec

from detente.codec.errors import Local
from detente.codec.yamldata import Yaml
from detente.vocabulary import current

MOST = 200_000  # bytes of one file
Grade = Literal["read", "excerpt", "secondary", "recalled"]
Relation = Literal["exact", "broader", "narrower", "partial", "false-friend", "none"]
RELATIONS: tuple[Relation, ...] = ("exact", "broader", "narrower", "partial", "false-friend", "none")
Id = Annotated[str, msgspec.Meta(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*\Z", max_length=40)]
Say = Annotated[str, msgspec.Meta(min_length=1, max_length=2000)]


class _Data(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    pass


class Both(_Data, frozen=True):
    en: Say
    zh: Say


class Row(_Data, frozen=True):
    """One word and one entry. `label`: the entry's own name, as it is written there."""

    word: str
    relation: Relation
    why: Both
    code: str = ""
    label: str = ""
    section: str = ""
    url: str = ""


class List(_Data, frozen=True):
    """A list of others, at one version."""

    v: Literal[1]
    id: Id
    name: Both
    publisher: str
    version: str
    date: str
    url: str
    grade: Grade
    checked_on: datetime.date
    how: Both
    rows: tuple[Row, ...]


def read_list(data: bytes, name: str) -> List:
    """A list of a file's bytes. `Local("mapping-bad", file, line, why)` for the first mistake in it."""
    file = Yaml(data, name, "mapping-bad", MOST)
    found = file.read(List)
    if found.id != name.removesuffix(".yaml"):
        raise file.bad(["id"], f"the file is not called {found.id}.yaml")
    seen = set()
    for at, row in enumerate(found.rows):
        where = ["rows", str(at)]
        if row.word not in current().concepts:
            raise file.bad([*where, "word"], f"no word of the vocabulary is called {row.word}")
        if (row.relation == "none") != (not row.code):
            raise file.bad(where, "an entry has a code, and none has none")
        if (row.word, row.code) in seen:
            raise file.bad(where, "a word and an entry stand together twice")
        seen.add((row.word, row.code))
    return found


def read_lists(files: Mapping[str, bytes]) -> tuple[dict[str, List], list[Local]]:
    """Every list by id, and what is wrong with the files that are none."""
    found: dict[str, List] = {}
    wrong: list[Local] = []
    for name in sorted(files):
        try:
            one = read_list(files[name], name)
        except Local as error:
            wrong.append(error)
        else:
            found[one.id] = one
    return found, wrong
