"""Which forms there are, which kinds each carries, and where each field stands on it.

A place is `section.field` as in a draft, and how wide it is (twelfths of the page). It is printed by the field's own name, which
only a courtesy translation shares with another. Parts share one cell. What is listed nowhere is not on the form: a test compares
with the shapes.
"""

from __future__ import annotations

from dataclasses import dataclass

SUPPORT = tuple(f"support-{number}" for number in (1, 2, 3, 4))


@dataclass(frozen=True)
class Place:
    """One field, or (`parts`) several that share a cell. `below`: its value stands under its label."""

    path: str
    span: int = 12
    below: bool = False
    lines: int = 1
    grow: int = 0
    parts: tuple[str, ...] = ()


@dataclass(frozen=True)
class Form:
    """`kinds`: those whose messages it carries; `titled`: those that give it its name, if not all."""

    number: str
    kinds: tuple[str, ...]
    rows: tuple[tuple[Place, ...], ...]
    version: int = 1
    titled: tuple[str, ...] = ()


def _(path: str, span: int = 12, **more: object) -> Place:
    return Place(path, span, **more)  # type: ignore[arg-type]


def _all(section: str, fields: str, **more: object) -> Place:
    """Every field of a section in one cell."""
    return Place(section, parts=tuple(f"{section}.{name}" for name in fields.split()), **more)  # type: ignore[arg-type]


PLAIN = (_("prose.plain", below=True, lines=3, grow=6),)
LANGUAGE = _("prose.language", 6)
COURTESY = (
    (_("courtesy.language"),),
    (_("courtesy.by"),),
    (_("courtesy.plain", below=True, lines=3, grow=3),),
)
SHORT_COURTESY = ((_all("courtesy", "by language plain", lines=0, grow=1),),)
SYSTEM = (
    _all("system", "developer model model_version weights deployment autonomy access safeguards", lines=1, grow=2),
)
MEASURES = (_all("measures", "taken planned told", lines=1, grow=2),)
HARM = (_all("harm", "harm affected cause chain", lines=1, grow=2),)
SUPPORTING = (
    Place("support", parts=tuple(f"support.{n}" for n in ("title", "media_type", "size", "digest")), lines=1, grow=1),
)
WORDS = ((_("prose.language"),), PLAIN)

FORMS: tuple[Form, ...] = (
    Form(
        "F1",
        ("notice",),
        (
            (_("coded.area", 4), _("coded.class", 8)),
            (_("coded.also"),),
            (_(" ", parts=("coded.status", "coded.confidence", "coded.development", "coded.realisation")),),
            (_("coded.severity"),),
            (_(" ", parts=("coded.going_on", "coded.touches", "coded.public")),),
            (_("coded.asks"),),
            (_(" ", parts=("coded.attribution", "coded.admission")),),
            (_("coded.handling"),),
            (_("times.occurred_from", 6), _("times.occurred_to", 6)),
            (_("times.detected", 5), _("times.reply_by", 7)),
            (_("times.confirmed", 6), _("times.next_word_by", 6)),
            (_("prose.language", 6), _("prose.reference", 6)),
            PLAIN,
            (_("prose.why", lines=1, grow=1),),
            *SHORT_COURTESY,
            SYSTEM,
            MEASURES,
            HARM,
            SUPPORTING,
        ),
    ),
    Form(
        "F2",
        ("update",),
        (
            (_(" ", parts=("coded.status", "coded.confidence")),),
            (_("coded.severity"),),
            (_(" ", parts=("coded.going_on", "coded.touches", "coded.public")),),
            (_(" ", parts=("coded.development", "coded.realisation")),),
            (_("coded.also"),),
            (_("times.occurred_from", 6), _("times.occurred_to", 6)),
            (_("times.stop_ordered", 6), _("times.stop_verified", 6)),
            (_("times.confirmed", 6), _("times.next_word_by", 6)),
            (_("prose.language"),),
            PLAIN,
            SYSTEM,
            MEASURES,
            HARM,
            *SHORT_COURTESY,
            SUPPORTING,
        ),
    ),
    Form(
        "F3",
        ("correction",),
        (
            (_("coded.extent"),),
            (_("coded.correcting"),),
            (_("prose.language"),),
            (_("prose.plain", below=True, lines=5, grow=4),),
            (_("prose.was", below=True, lines=4, grow=3),),
            *COURTESY,
        ),
    ),
    Form(
        "F4",
        ("close",),
        (
            (_("coded.outcome"),),
            (_("coded.severity"),),
            (_("coded.cause", 6), _("times.ended", 6)),
            (_("prose.language"),),
            (_("prose.plain", below=True, lines=4, grow=4),),
            (_("prose.root_cause", below=True, lines=3, grow=3),),
            (_("prose.lessons", below=True, lines=3, grow=3),),
            *COURTESY,
        ),
    ),
    Form(
        "F5",
        ("acknowledgement", "read-back"),
        (
            (_("coded.received"),),
            (_("coded.read_back", 6), _("coded.class", 6)),
            (_("coded.going_on", 12),),
            (_("coded.asks"),),
            (_("prose.language"),),
            (_("prose.plain", below=True, lines=5, grow=4),),
            *COURTESY,
        ),
    ),
    Form(
        "F6",
        ("question",),
        (
            (_("coded.about"),),
            (LANGUAGE, _("times.reply_by", 6)),
            (_("prose.plain", below=True, lines=6, grow=4),),
            (_("prose.reading", below=True, lines=4, grow=3),),
            *COURTESY,
        ),
    ),
    Form(
        "F7",
        ("answer",),
        (
            (_("coded.answer"),),
            (LANGUAGE, _("times.next_word_by", 6)),
            (_("prose.plain", below=True, lines=8, grow=5),),
            *COURTESY,
            SUPPORTING,
        ),
    ),
    Form(
        "F8",
        ("advance-notice",),
        (
            (_("coded.directed"),),
            (_("coded.area", 4), _("coded.class", 8)),
            (_("coded.activity"),),
            (_("coded.public"),),
            (_("coded.handling"),),
            (_("times.begins", 6), _("times.ends", 6)),
            (LANGUAGE, _("prose.where", 6)),
            (_("prose.contact"),),
            (_("prose.plain", below=True, lines=6, grow=5),),
            *COURTESY,
        ),
    ),
    Form(
        "F9",
        ("informal-contact",),
        (
            (_("coded.counted"),),
            (_("coded.area", 5), _("prose.language", 7)),
            (_("coded.handling"),),
            (_("prose.plain", below=True, lines=8, grow=5),),
            *COURTESY,
        ),
    ),
    Form(
        "F10",
        ("test-person", "test-person-reply", "test", "test-reply"),
        (
            (_("coded.tester", 6), _("coded.task", 6)),
            (_("coded.of", 6), _("prose.language", 6)),
            (_("prose.plain", below=True, lines=8, grow=5),),
        ),
        titled=("test",),
    ),
    Form(
        "F11",
        ("suspend", "resume"),
        (
            (_("coded.categories"),),
            (_("times.begins", 6), _("times.ends", 6)),
            (_("coded.resumed"),),
            (_("prose.language"),),
            (_("prose.plain", below=True, lines=6, grow=5),),
            *COURTESY,
        ),
    ),
    Form(
        "F12",
        ("withdraw",),
        (
            (_("coded.withdraws", 6), _("times.begins", 6)),
            (_("prose.language"),),
            (_("prose.plain", below=True, lines=6, grow=5),),
            *COURTESY,
        ),
    ),
)
TABLE = {form.number: form for form in FORMS}
OF_KIND = {kind: form for form in FORMS for kind in form.kinds}
