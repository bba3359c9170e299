"""What the conformance kit found, in words: a check's name, what must come back and what came, a verdict, a reason."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from detente.locale import sentence, text
from detente.locale.errors import explain

Row = Mapping[str, Any]
AGAINST = "against-"


def named(name: str, lang: str) -> str:
    """What a check sends, or what every answer is held against."""
    if name.startswith(AGAINST):
        return text("conformance.check.against", lang, why=reason(name.removeprefix(AGAINST), lang))
    return text(f"conformance.check.{name}", lang)


def reason(code: str, lang: str) -> str:
    """A reason or a fault by its code, with its sentence where there is one."""
    known = sentence(f"error.{code}.what", lang)
    return code if known is None else f"{code} ({explain(code, {}, lang)[0].rstrip('.。')})"


def became(row: Row, lang: str) -> str:
    """One outcome: `{"what": CODE, "why": REASON or detail or ""}`."""
    template = sentence(f"conformance.became.{row['what']}", lang)
    if template is None:
        known = sentence(f"conformance.unshown.{row['what']}", lang)
        return str(row["what"]) if known is None else known.format(why=row["why"])
    why = reason(row["why"], lang) if row["why"] else ""
    if "{why}" in template:
        return template.format(why=row["why"])
    return f"{template}{text('list.colon', lang)}{why}" if why else template


def any_of(rows: Iterable[Row], lang: str) -> str:
    return text("conformance.or", lang).join(became(row, lang) for row in rows)


def unshown(code: str, lang: str) -> str:
    known = sentence(f"conformance.unshown.{code}", lang)
    return known or text("conformance.unshown.other", lang, why=reason(code, lang))


def where(section: str, rule: str, lang: str) -> str:
    """The section of the protocol, and the row of the table of attacks."""
    number, _, item = section.partition("/")
    return text("conformance.where-item" if item else "conformance.where", lang, section=number, item=item, rule=rule)
