"""After an acknowledgement: read back three fields, say who inside was told, promise the next word. Each has its own clock, and
may be another person's; none is needed for the acknowledgement to stand."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from starlette.responses import Response
from starlette.routing import Route

from detente.codec.errors import DetenteError, Local
from detente.desk.visit import Visit
from detente.node import proofreading, records
from detente.store.officers import Officers
from detente.vocabulary import current

if TYPE_CHECKING:
    from detente.desk.app import Console

HOURS = (1, 2, 4, 8, 12, 24, 48)
MAX_NOTE = 2000
ASKS = ("nothing", "information", "not-directed", "hold", "assist")


def routes(console: Console) -> list[Route]:
    return [
        Route("/follow/{name}", console.page(show)),
        Route("/follow/{name}", console.page(done), methods=["POST"]),
    ]


async def show(visit: Visit, error: DetenteError | None = None) -> Response:
    node, line = visit.console.node, visit.line()
    row = await visit.run(records.find, node, line, visit.request.path_params["name"])
    message = await visit.run(records.message, node, line, row)
    notes = await visit.kept(Officers.notes, line.id, row["thread"] or row["what"])
    ours = next((one for one in row["standing"] if one["party"] == node.me), None)
    names = (await visit.run(records.terms_fields, node, line)).get("members", {})
    return await visit.page(
        "follow.html",
        status=200 if error is None else 409,
        row=message,
        names=names,
        ours=ours,
        passed=[one for one in notes if one["kind"] == "passed"],
        hours=HOURS,
        asks=ASKS,
        concepts=_concepts(message, visit.lang),
        error=None if error is None else visit.told(error),
        form_id="follow",
    )


def _concepts(message: dict[str, Any], lang: str) -> list[tuple[str, str]]:
    """What a message of this area may be about, by label."""
    words, area = current(), message["sections"].get("coded", {}).get("area")
    rows = [(code, words.concept(code, lang)) for code, row in words.concepts.items() if row["area"] == area]
    return sorted(rows, key=lambda row: row[1])


async def done(visit: Visit) -> Response:
    if visit.switching:
        return await show(visit)
    row = await visit.run(records.find, visit.console.node, visit.line(), visit.request.path_params["name"])
    try:
        await STEPS[visit.first("do")](visit, row)
    except KeyError as error:
        raise Local("request-unreadable", why="no such step") from error
    except DetenteError as error:
        return await show(visit, error)
    return visit.go(f"/follow/{row['reference']}")


async def _read_back(visit: Visit, row: dict[str, Any]) -> None:
    given = {"class": visit.first("class"), "going_on": visit.first("going_on"), "asks": visit.all("asks")}
    if not all(given.values()):
        raise Local("read-back-three")
    await visit.say("read-back", {"coded": {"read_back": "as-understood", **given}}, row["reference"])


async def _passed(visit: Visit, row: dict[str, Any]) -> None:
    await keep_note(visit, row, "passed", visit.first("told"))


async def _hold(visit: Visit, row: dict[str, Any]) -> None:
    if not visit.first("hours").isdecimal():
        raise Local("time-unreadable", field="next_word_by", value="")
    draft: dict[str, Any] = {"times": {"next_word_by": f"+PT{int(visit.first('hours')[:3])}H"}}
    words = visit.first("words").strip()
    if words:
        draft["prose"] = {"language": visit.console.node.home.settings.language, "plain": words}
    await visit.say("holding-reply", draft, row["reference"])


STEPS = {"read-back": _read_back, "passed": _passed, "hold": _hold}


async def keep_note(visit: Visit, row: dict[str, Any], kind: str, text: str) -> None:
    """A note of this side alone, on the matter of a row. `Local("note-empty")`, `Local("text-…")`."""
    said = proofreading.cleaned(text, "note").strip()
    if not said:
        raise Local("note-empty")
    if len(said) > MAX_NOTE:
        raise Local("text-too-long", limit=MAX_NOTE)
    await visit.kept(Officers.note, visit.line().id, row["thread"] or row["what"], kind, visit.officer, said)
    await visit.did(kind, row["reference"])
