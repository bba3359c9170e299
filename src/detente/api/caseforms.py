"""A law's form filled in as far as a case is known, kept with the case when it differs from the one before."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from detente.cases.case import Case
from detente.cases.forms import Asked, asked, differences
from detente.cases.regime import Regime
from detente.documents import Document
from detente.documents.model import Languages
from detente.locale import casepapers as papers
from detente.node.casebook import case_of
from detente.store.book import Book, Kept


@dataclass(frozen=True)
class Filled:
    """`number`: which form of this case under this law; `changed`: against the one before; `told`: reports made under it."""

    case: Case
    law: Regime
    asked: Sequence[Asked]
    rows: list[dict[str, str]]
    number: int
    changed: list[tuple[str, str, str]]
    told: list[dict[str, Any]]

    @property
    def lacking(self) -> list[Asked]:
        return papers.gaps(self.asked)

    def page(self, at: int, tongues: Languages) -> Document:
        return papers.form_page(self.case, self.law, self.asked, self.number, self.changed, self.told, at, tongues)


def filled(opened: Book, kept: Kept, law: Regime, lang: str, who: str) -> Filled:
    """See the module. `lang`: in which the answers are kept."""
    case = case_of(kept)
    files = [entry.body for entry in opened.entries(kept.id, "file")]
    found = asked(case, law, files)
    before = [entry.body for entry in opened.entries(kept.id, "form") if entry.body["regime"] == law.id]
    rows = papers.rows(found, lang)
    last = before[-1] if before else None
    # What is another version is another answer; the same answers in another language are the same version.
    same = last is not None and papers.rows(found, last["lang"]) == last["rows"]
    number = 1 if last is None else last["form"] + (0 if same else 1)
    own = [body for body in before if body["lang"] == lang]
    earlier = [body for body in own if body["form"] < number]
    changed = differences(earlier[-1]["rows"], rows) if earlier else []
    if not own or own[-1]["form"] != number:
        body = {
            "regime": law.id,
            "form": number,
            "version": kept.version,
            "lang": lang,
            "rows": rows,
            "digest": hashlib.sha256(json.dumps(rows, ensure_ascii=False).encode()).hexdigest(),
        }
        opened.enter(kept.id, "form", body, who)
    told = [entry.body for entry in opened.entries(kept.id, "told") if entry.body["regime"] == law.id]
    return Filled(case, law, found, rows, number, changed, told)
