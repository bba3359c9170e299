"""Cases: an incident of one's own, its clocks under several laws with the sentence of each, and the laws' forms to take away.

The book is the home's (`cases.db`), the same as the command's. It is opened for each request, in a thread of its own, and what
two officers write at once is refused for the later, never lost: both versions stand in the book.
"""

from __future__ import annotations

import asyncio
import datetime
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import msgspec
from starlette.responses import Response
from starlette.routing import Route

from detente.api.caseforms import filled
from detente.cases.case import HARM, JURISDICTIONS, ROLES, TERNARY, disorder, read_case, stamp
from detente.cases.clocks import LIVE, Row
from detente.cases.regime import Regime
from detente.codec.errors import DetenteError, Local
from detente.desk.pages.compose import by_area
from detente.desk.visit import Visit
from detente.documents import docx, pdf
from detente.locale import cases as said
from detente.node.casebook import case_of, ms, of_ms, open_book, place, regime_named, regimes, rows_of
from detente.node.forms import when
from detente.store.book import Book, Entry, Kept

if TYPE_CHECKING:
    from detente.desk.app import Console

NAV = ("cases", "/cases")
FIRST = ("class", "plain", "detected", "jurisdictions", "harm")
TEXTS = ("title", "office")
MORE_TIMES = ("occurred", "confirmed", "next_word_by", "resolved")
WRITERS = {"pdf": (pdf.write, "application/pdf"), "docx": (docx.write, "application/vnd.openxmlformats-officedocument")}
MOST_WORDS = 4000


def routes(console: Console) -> list[Route]:
    return [
        Route("/cases", console.page(listed)),
        Route("/cases", console.page(begun), methods=["POST"]),
        Route("/cases/{id}", console.page(show)),
        Route("/cases/{id}", console.page(pressed), methods=["POST"]),
    ]


async def in_book(visit: Visit, work: Callable[..., Any], *values: Any) -> Any:
    """Work on the book, which is opened for it and closed whatever happens."""
    path = place(str(visit.console.node.home.path))

    def run() -> Any:
        book = open_book(path)
        try:
            return work(book, *values)
        finally:
            book.close()

    return await asyncio.to_thread(run)


def _laws(visit: Visit) -> dict[str, Any]:
    return regimes(visit.console.node.home.path / "regimes")[0]


def _now(visit: Visit) -> datetime.datetime:
    return of_ms(visit.console.node.now())


# -- the list, and a new one -------------------------------------------------------------------------------------------


def _all(book: Book, laws: dict[str, Any], at: datetime.datetime) -> list[tuple[Kept, list[Row]]]:
    rows = []
    for kept in book.all():
        running = [row for row in rows_of(book, kept, laws, at) if row.status in ("running", "passed")]
        rows.append((kept, sorted(running, key=lambda row: row.due or at)))
    return sorted(rows, key=lambda one: (one[0].closed is not None, -one[0].opened))


async def listed(visit: Visit, error: DetenteError | None = None) -> Response:
    at = _now(visit)
    rows = await in_book(visit, _all, _laws(visit), at)
    return await visit.page(
        "cases.html",
        status=200 if error is None else 409,
        rows=[(kept, case_of(kept), running) for kept, running in rows],
        at=at,
        said=said,
        concepts=by_area(visit.lang),
        places=JURISDICTIONS,
        harm=HARM,
        error=None if error is None else visit.told(error),
        form_id="case",
    )


def _body(visit: Visit, names: tuple[str, ...]) -> dict[str, Any]:
    """What was typed of these fields, as a case has them."""
    found: dict[str, Any] = {}
    for name in names:
        values = [value.strip() for value in visit.all(name) if value.strip()]
        if name in ("harm", "jurisdictions", "roles"):
            if values:
                found[name] = values
        elif name in (*MORE_TIMES, "detected"):
            at = visit.console.node.now()
            found[name] = stamp(of_ms(when(values[0], at, name))) if values else ""
        else:
            found[name] = values[0] if values else ""
    if "plain" in found:
        found["language"] = visit.console.node.home.settings.language
    return found


async def begun(visit: Visit) -> Response:
    if visit.switching:
        return await listed(visit)
    try:
        body = _body(visit, (*FIRST, "imminent_danger"))
        if not body["class"] and not body["plain"]:
            raise Local("draft-missing", field=visit.t("case.q.plain"))
        case = read_case({name: value for name, value in body.items() if value})
        id = await in_book(visit, lambda book: book.open(msgspec.to_builtins(case), visit.officer))
    except DetenteError as error:
        return await listed(visit, error)
    await visit.did("case-opened", id)
    return visit.go(f"/cases/{id}")


# -- one case ----------------------------------------------------------------------------------------------------------


def _one(book: Book, id: str, laws: dict[str, Any], at: datetime.datetime) -> tuple[Kept, list[Entry], list[Row]]:
    kept = book.get(id)
    return kept, book.entries(kept.id), rows_of(book, kept, laws, at)


async def show(visit: Visit, error: DetenteError | None = None) -> Response:
    at, laws = _now(visit), _laws(visit)
    kept, entries, rows = await in_book(visit, _one, visit.request.path_params["id"], laws, at)
    case = case_of(kept)
    live = [row for row in rows if row.status in LIVE]
    return await visit.page(
        "case.html",
        status=200 if error is None else 409,
        kept=kept,
        case=case,
        body=kept.body,
        fields=said.show(case, visit.lang),
        faults=said.faults(disorder(case, at), visit.lang),
        entries=entries,
        live=live,
        others=[row for row in rows if row.status == "waiting"],
        laws=[law for law in laws.values() if isinstance(law, Regime)],
        at=at,
        said=said,
        edited={
            "times": ("detected", *MORE_TIMES),
            "ternary": TERNARY,
            "lists": {"harm": HARM, "jurisdictions": JURISDICTIONS, "roles": ROLES},
            "texts": TEXTS,
        },
        concepts=by_area(visit.lang),
        error=None if error is None else visit.told(error),
        form_id="edit",
    )


async def pressed(visit: Visit) -> Response:
    if visit.switching:
        return await show(visit)
    try:
        return await STEPS[visit.first("do")](visit, visit.request.path_params["id"])
    except KeyError as error:
        raise Local("request-unreadable", why="no such step") from error
    except DetenteError as error:
        return await show(visit, error)


async def _edit(visit: Visit, id: str) -> Response:
    body = _body(visit, ("class", "plain", "detected", *MORE_TIMES, *TERNARY, *TEXTS, "harm", "jurisdictions", "roles"))
    version = visit.first("version", "0")

    def work(book: Book) -> int:
        kept = book.get(id)
        case = read_case(body, case_of(kept))
        return book.edit(kept.id, int(version) if version.isdecimal() else 0, msgspec.to_builtins(case), visit.officer)

    await in_book(visit, work)
    await visit.did("case-changed", id)
    return visit.go(f"/cases/{id}")


async def _note(visit: Visit, id: str) -> Response:
    words = visit.first("words").strip()[:MOST_WORDS]
    if not words:
        raise Local("note-empty")
    await in_book(visit, lambda book: book.enter(book.get(id).id, "note", {"text": words}, visit.officer))
    return visit.go(f"/cases/{id}")


async def _told(visit: Visit, id: str) -> Response:
    """What was told to whom under which law: the clock it answers stops."""
    law = regime_named(_laws(visit), visit.first("regime"))
    at = of_ms(when(visit.first("at").strip() or "now", visit.console.node.now(), "at"))
    clock = visit.first("clock")
    if clock not in [one.id for one in law.clocks]:
        raise Local("case-clock-none", regime=law.id, clock=clock, known=[one.id for one in law.clocks])

    def work(book: Book) -> None:
        kept = book.get(id)
        body = {
            "regime": law.id,
            "clock": clock,
            "to": visit.first("to").strip()[:200] or law.addressee[visit.lang],
            "how": "",
            "receipt": visit.first("receipt").strip()[:200],
            "at": stamp(at),
            "form": "",
            "version": kept.version,
        }
        book.enter(kept.id, "told", body, visit.officer)

    await in_book(visit, work)
    await visit.did("case-told", f"{id} {law.id}")
    return visit.go(f"/cases/{id}")


async def _form(visit: Visit, id: str) -> Response:
    """A law's form, filled in as far as known, to take away."""
    law = regime_named(_laws(visit), visit.first("regime"))
    shape = "docx" if visit.first("as") == "docx" else "pdf"
    writer, media = WRITERS[shape]

    def work(book: Book) -> bytes:
        made = filled(book, book.get(id), law, law.languages[0], visit.officer)
        return writer(made.page(ms(_now(visit)), law.languages))

    data = await in_book(visit, work)
    await visit.did("case-form", f"{id} {law.id}")
    headers = {"content-disposition": f'attachment; filename="{id}-{law.id}.{shape}"'}
    return Response(data, media_type=media, headers=headers)


async def _close(visit: Visit, id: str) -> Response:
    words = visit.first("words").strip()[:MOST_WORDS]
    await in_book(visit, lambda book: book.finish(book.get(id).id, words))
    await visit.did("case-closed", id)
    return visit.go(f"/cases/{id}")


STEPS = {"edit": _edit, "note": _note, "told": _told, "form": _form, "close": _close}
