"""Templates and their words: everything a page says comes from the catalogue or the vocabulary, in the reader's language."""

from __future__ import annotations

import hashlib
from functools import cache, partial
from importlib import resources
from pathlib import Path
from typing import Any

import jinja2
from markupsafe import Markup, escape

from detente.desk.charts import times_chart
from detente.locale import due, text, times
from detente.locale.availability import STATES, alarm
from detente.locale.inbox import act, acted_on, not_taken, promised, state
from detente.locale.remarks import remarks
from detente.locale.render import CODES, Part, headline, party_name
from detente.locale.times import utc
from detente.locale.translations import working_title
from detente.vocabulary import current

FOLDER = resources.files("detente.desk") / "static"
TYPES = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}


@cache
def static(name: str) -> bytes:
    return (FOLDER / name).read_bytes()


@cache
def verifier() -> bytes | None:
    """The page that verifies a file in a browser, without this software: from the wheel, or where it is built."""
    package = resources.files("detente.desk")
    for place in (package / "offline", Path(str(package)).parents[2] / "verifier"):
        found = place / "detente-verifier.html"
        if found.is_file():
            return found.read_bytes()
    return None


@cache
def address(name: str) -> str:
    """Of a file of ours, named by its digest, so that a browser may keep it for good."""
    return f"/static/{hashlib.sha256(static(name)).hexdigest()[:16]}/{name}"


@cache
def environment() -> jinja2.Environment:
    made = jinja2.Environment(
        loader=jinja2.PackageLoader("detente.desk"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        auto_reload=False,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.globals |= {
        "file": address,
        "party_name": party_name,
        "headline": headline,
        "state": state,
        "promised": promised,
        "not_taken": not_taken,
        "remarks": remarks,
        "working_title": working_title,
        "act": act,
        "acted_on": acted_on,
        "amiss_lines": amiss_lines,
        "of_language": of_language,
        "chart": chart,
        "times_chart": times_chart,
        "table_of": lambda name: CODES.get(name, name),
        "texts": {"en": partial(_says, "en"), "zh": partial(_says, "zh")},
    }
    return made


def _says(lang: str, key: str, **values: Any) -> str:
    return text(key, lang, **values)


def amiss_lines(amiss: dict[str, Any], lang: str) -> list[tuple[str, tuple[str, dict[str, str]] | None]]:
    """What is amiss with the line, and what a person may do for it: a sentence, and where on the desk it is done (a path and
    what goes with it), or None."""
    return [
        *((alarm(row, lang), None) for row in amiss["alarms"]),
        *(to_do(row, lang) for row in amiss["reminders"]),
        *((text("status.differ", lang, party=party), ("/record", {})) for party in amiss["differ"]),
    ]


def to_do(row: dict[str, Any], lang: str) -> tuple[str, tuple[str, dict[str, str]]]:
    """A reminder, and the page that does it."""
    said = text(f"desk.{row['code']}", lang, since=utc(row["since"], lang), party=row["party"])
    if row["name"] is None:
        return said, ("/compose/test-person", {})
    return said, ("/compose/test-person-reply", {"about": row["name"]})


def of_language(message: dict[str, Any], part: Part | None) -> Markup:
    """The `lang` of a part of a message that is prose: of its author, or of the author's own translation."""
    sections = message["sections"]
    section = sections.get("courtesy" if part is not None and part.courtesy else "prose")
    tongue_of = section.get("language") if isinstance(section, dict) else None
    return Markup(f' lang="{"zh-Hans" if tongue_of == "zh" else "en"}"') if tongue_of in ("en", "zh") else Markup("")


def chart(days: list[dict[str, Any]], lang: str) -> Markup:
    """Hours of days as drawn squares, whose shapes differ and not their colour alone; the words stand in each title."""
    cell, gap, left = 14, 2, 84
    width, height = left + 24 * (cell + gap), len(days) * (cell + gap) + 16
    parts = [f'<svg class="chart" role="img" viewBox="0 0 {width} {height}" width="{width}" height="{height}">']
    said: list[str] = []
    for hour in (0, 6, 12, 18):
        parts.append(f'<text x="{left + hour * (cell + gap)}" y="11">{hour:02}</text>')
    for number, day in enumerate(days):
        y = 16 + number * (cell + gap)
        date = times.utc(day["begins"], "en")[:10]
        parts.append(f'<text x="0" y="{y + 11}">{date}</text>')
        for hour, outcome in enumerate(day["hours"]):
            assert outcome in STATES
            x = left + hour * (cell + gap)
            parts.append(f'<rect class="h-{outcome}" x="{x}" y="{y}" width="{cell}" height="{cell}" rx="2"/>')
            if outcome == "not-back":
                parts.append(f'<path d="M{x + 3} {y + 3}l8 8m0-8l-8 8"/>')
        counts = {name: day["tests"].get(name, 0) for name in STATES if day["tests"].get(name)}
        said.append(date + ": " + ", ".join(f"{text('availability.state.' + n, lang)} {c}" for n, c in counts.items()))
    parts.insert(1, f"<title>{escape('; '.join(said))}</title>")
    return Markup("".join([*parts, "</svg>"]))


@cache
def tongue(lang: str) -> dict[str, Any]:
    """What a template says things with, in one language: `t(key, …)`, `code(field, value)`, `utc(ms)` and so on."""
    words = current()
    return {
        "lang": lang,
        "html_lang": "zh-Hans" if lang == "zh" else "en",
        "other": "en" if lang == "zh" else "zh",
        "t": lambda key, **values: text(key, lang, **values),
        "code": lambda field, value: words.code(field, value, lang),
        "field": lambda name: words.field(name, lang),
        "concept": lambda code: words.concept(code, lang),
        "area": lambda code: words.area(code, lang),
        "utc": lambda ms: times.utc(ms, lang),
        "minute": lambda ms: minute(ms, lang),
        "span": lambda ms: times.span(ms, lang),
        "iso": iso,
        "local": times.local,
        "offset": due.offset,
        "named": lambda names: names.get(lang) or names.get("en") or "",
    }


def minute(ms: int | None, lang: str) -> str:
    """`2026-09-28 14:03 UTC`: lists are read by the minute."""
    said = times.utc(ms, lang)
    return said[:16] + said[19:] if said.endswith(" UTC") and len(said) == 23 else said


def iso(ms: int) -> str:
    """For `<time datetime>`."""
    return times.utc(ms, "en").replace(" UTC", "Z").replace(" ", "T")


def rendered(template: str, lang: str, **values: Any) -> str:
    return environment().get_template(template).render(**tongue(lang), **values)
