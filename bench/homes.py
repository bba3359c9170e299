"""Two founded homes for what runs real nodes (`bench`, `faults`): made by the functions behind the founding commands."""

from __future__ import annotations

import os
from pathlib import Path

from detente.codec.shape import pack
from detente.line.founding import read_founding
from detente.node import found
from detente.node.home import Home, Listen
from detente.node.node import DAY, clock

Names = dict[str, str]  # by language


def found_pair(
    root: Path,
    listens: dict[str, dict[str, Listen]],
    names: Names | None = None,
    offices: dict[str, Names] | None = None,
    languages: dict[str, str] | None = None,
) -> dict[str, Home]:
    """The live homes of two parties with a founded line; `listens` says for each party and context where it is reached; `names`
    of the line, `offices` and `languages` of the parties."""
    homes: dict[str, Home] = {}
    codes: dict[str, dict[str, str]] = {}
    for party, contexts in listens.items():
        office, language = (offices or {}).get(party, {"en": party, "zh": party}), (languages or {}).get(party, "en")
        made = found.init_pair(root / party, party, office, language, contexts, os.urandom)
        homes[party] = Home.open(root / party)
        codes[party] = {context: made[context]["roots"] for context in found.CONTEXTS}
    a, b = homes
    found.accept(homes[a], found.own_introduction(homes[b]))
    found.accept(homes[b], found.own_introduction(homes[a]))
    names = names or {"en": "measured", "zh": "测量"}
    quotas = dict.fromkeys("0123", 10**6)  # more an hour than is measured
    founding = found.draft(homes[a], [b], "watch", names, clock() + DAY, os.urandom, quotas)
    for party in homes:
        with found.Pair(homes[party]) as pair:
            founding = pair.sign(founding, codes[party])
    for party in homes:
        with found.Pair(homes[party]) as pair:
            pair.found(read_founding(pack(founding)))
    return homes
