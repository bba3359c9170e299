"""Composing: a form for a message of any kind, kept as it is typed; a draft cleared elsewhere taken in; the drafts of this desk.

Nothing typed is lost. Every press keeps the form first; with scripts it is kept while one types; and what a browser sends under
a session that has ended is kept too, for whoever signs in next. It is looked through, released and said in `release.py`.
"""

from __future__ import annotations

import hmac
import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from detente.codec.errors import DetenteError, Local
from detente.codec.text import from_hex
from detente.desk import signing, uploads
from detente.desk.visit import Visit, typed
from detente.kinds import LATEST
from detente.node import forms, records, texts
from detente.node.compose import WANTED
from detente.node.say import NOT_SAID_SO, written
from detente.node.versioning import writes
from detente.node.writing import kept
from detente.store.drafts import Draft, new_id
from detente.store.officers import Officers
from detente.vocabulary import Vocabulary, current

if TYPE_CHECKING:
    from detente.desk.app import Console
    from detente.line.machine import Line

NAV = ("compose", "/compose")
OPENING = (
    "notice",
    "advance-notice",
    "informal-contact",
    "inquiry",
    "question",
    "confirm-request",
    "assistance-request",
)
_ID = re.compile(r"[0-9a-f]{32}\Z")
_FIELD = re.compile(r"[a-z0-9-]{1,24}\.[a-z_]{1,24}(~span)?\Z")
MOST_ABOUT = 80
PAGE = 20  # drafts of a page
OFFERED = 2  # within hours: what a form begins at where a kind has no wish of its own, as the command asks it


def routes(console: Console) -> list[Route]:
    return [
        Route("/compose", console.page(empty)),
        Route("/compose/import", console.page(take_in), methods=["POST"]),
        Route("/compose/{kind}", console.page(empty)),
        Route("/drafts", console.page(listed)),
        Route("/drafts/{id}", console.page(show)),
        Route("/drafts/{id}", console.page(written_on), methods=["POST"]),
    ]


def _kind(name: str) -> str:
    kind = LATEST.get(name)
    if kind is None or kind.machine or name in NOT_SAID_SO:
        raise Local("kind-unknown", value=name[:40])
    return name


def of_form(form: Mapping[str, Sequence[str]]) -> dict[str, list[str]]:
    """What of a form is the message: everything but what the page itself needs."""
    return {
        name: list(values)
        for name, values in form.items()
        if (_FIELD.match(name) or name in ("wanted", "beside")) and any(values)
    }


# -- showing -----------------------------------------------------------------------------------------------------------


async def empty(visit: Visit) -> Response:
    """An empty form; it has a name already, and nothing is kept before something is typed."""
    kind = _kind(visit.request.path_params.get("kind", "notice"))
    about = visit.request.query_params.get("about", "")[:MOST_ABOUT]
    given = {k: [v] for k, v in visit.request.query_params.items() if _FIELD.match(k) and len(v) < 200}
    node, line = visit.console.node, visit.line()
    if kind == "test-person":
        said = await visit.run(texts.next_text, node, line)
        given = {"prose.language": [said["language"]], "prose.plain": [said["text"]]} | given
    elif kind == "test-person-reply" and about:
        asked = (await visit.run(_about, node, line, about))["sections"].get("prose", {}).get("language")
        if asked in texts.OTHER:
            given = {"coded.of": [asked], "prose.language": [texts.OTHER[asked]]} | given
    return await _form(visit, new_id(), 0, kind, about, given)


async def show(visit: Visit) -> Response:
    draft = await found(visit)
    if not draft.open:
        return visit.go(f"/matters/{draft.said}") if draft.said else visit.go("/drafts")
    return await _form(visit, draft.id, draft.version, draft.kind, draft.about, draft.fields, remark=draft.remark)


async def found(visit: Visit) -> Draft:
    """The draft that an address names, of the line the page is about."""
    draft: Draft | None = await visit.kept(Officers.draft, visit.request.path_params["id"])
    if draft is None or draft.line != visit.line().id:
        raise Local("draft-unknown-here")
    return draft


async def _form(
    visit: Visit,
    id: str,
    version: int,
    kind: str,
    about: str,
    given: Mapping[str, Sequence[str]],
    error: DetenteError | None = None,
    lacking: Sequence[str] = (),
    remark: str = "",
) -> Response:
    node, line = visit.console.node, visit.line()
    row = None
    if about:
        row = await visit.run(_about, node, line, about)
    first, more = forms.fields(kind)
    groups: dict[str, list[forms.Field]] = {}
    for field in more:
        groups.setdefault(field.section, []).append(field)
    return await visit.page(
        "compose.html",
        status=200 if error is None else 409,
        id=id,
        version=version,
        kind=kind,
        about=about,
        row=row,
        given=given,
        first=first,
        more=groups,
        last=forms.last(kind),
        opening=OPENING,
        concepts=by_area(visit.lang, await visit.run(writes, visit.console.node, line)),
        spans=forms.SPANS,
        author=visit.console.node.home.settings.language,
        asked=wanted if (wanted := WANTED.get(kind, 0)) >= 0 else OFFERED,
        goes_to=list(line.others),
        lacking=lacking,
        remark=remark,
        error=None if error is None else visit.told(error),
        form_id="compose",
        drafts=await visit.kept(Officers.drafts_open, line.id),
    )


def _about(node: Any, line: Line, name: str) -> dict[str, Any]:
    return records.message(node, line, records.find(node, line, name))


def by_area(lang: str, words: Vocabulary | None = None) -> list[tuple[str, list[dict[str, str]]]]:
    """Every concept under its area: the label to read, and the words of both languages to find it by."""
    words = words or current()
    found: list[tuple[str, list[dict[str, str]]]] = []
    for area in sorted(words.areas):
        rows = [
            {
                "code": code,
                "label": words.concept(code, lang),
                "find": " ".join((row["en"], row["zh"], code)).lower(),
                "define": row[f"define_{lang}"],
            }
            for code, row in words.concepts.items()
            if row["area"] == area
        ]
        found.append((words.area(area, lang), sorted(rows, key=lambda row: row["label"])))
    return found


async def listed(visit: Visit) -> Response:
    """What is being written at this desk, and what waits for a second person."""
    asked = visit.request.query_params.get("after", "")
    after = int(asked) if asked.isdecimal() and len(asked) < 5 else 0
    drafts = await visit.kept(Officers.drafts, visit.line().id, PAGE + 1, after)
    more = str(after + PAGE) if len(drafts) > PAGE else None
    return await visit.page("drafts.html", drafts=drafts[:PAGE], more=more, first_words=first_words)


def first_words(draft: Draft) -> str:
    said = (draft.fields.get("prose.plain") or [""])[0]
    return said if len(said) <= 120 else said[:117] + "…"


# -- what is typed -----------------------------------------------------------------------------------------------------


async def _keep(visit: Visit) -> Draft:
    id, version = visit.request.path_params["id"], visit.first("version", "0")
    if not _ID.match(id) or not version.isdecimal() or len(version) > 9:
        raise Local("draft-unknown-here")
    draft: Draft = await visit.kept(
        Officers.keep_draft,
        *(id, int(version), visit.line().id, _kind(visit.first("kind"))),
        *(visit.first("about")[:MOST_ABOUT], visit.officer, of_form(visit.form)),
    )
    return draft


async def written_on(visit: Visit) -> Response:
    """A press on the form, or what the page keeps by itself (`do=keep`)."""
    do = visit.first("do")
    known: Draft | None = await visit.kept(Officers.draft, visit.request.path_params["id"])
    if known is not None and not known.open and do == "keep":  # a last word from a page that is being left
        return JSONResponse({"kept": known.id, "version": known.version})
    draft = await _keep(visit)
    if do == "keep":
        return JSONResponse({"kept": draft.id, "version": draft.version})
    if visit.switching:
        return await _form(visit, draft.id, draft.version, draft.kind, draft.about, draft.fields)
    if do == "drop":
        await visit.kept(Officers.drop, draft.id)
        await visit.did("draft-dropped", draft.kind)
        return visit.go("/drafts")
    try:
        await looked_through(visit, draft)
    except DetenteError as error:
        named = error.values.get("lacking")
        lacking = named if isinstance(named, list) else []
        return await _form(visit, draft.id, draft.version, draft.kind, draft.about, draft.fields, error, lacking)
    return visit.go(f"/drafts/{draft.id}/look")


async def looked_through(visit: Visit, draft: Draft) -> None:
    """Write the message as it would be signed, from the form as it is kept. `Local` names what is wrong with it."""
    node, line = visit.console.node, visit.line()
    author = node.home.settings.language
    said, lacking = forms.draft_of(draft.kind, draft.fields, node.now(), author)
    if lacking:
        words = current()
        named = visit.t("list.separator").join(words.field(name, visit.lang) for name in lacking)
        raise Local("draft-missing", field=named, lacking=lacking)
    message = await visit.run(written, node, line, draft.kind, said, draft.about or None)
    await visit.kept(Officers.ready, draft.id, draft.version, kept(message))


async def take_in(visit: Visit) -> Response:
    """A draft cleared elsewhere: JSON or YAML, in a file or pasted. It fills a form, which is then looked through as any."""
    kind, about = _kind(visit.first("kind", "notice")), visit.first("about")[:MOST_ABOUT]
    upload = visit.files.get("file")
    data = upload.data if upload is not None and upload.data.strip() else visit.first("pasted").encode()
    name = upload.name if upload is not None else visit.t("desk.pasted")
    try:
        if not data.strip():
            raise Local("draft-unreadable", path="-")
        given = forms.typed_of(kind, await uploads.read("draft", data, name))
        draft: Draft = await visit.kept(
            Officers.keep_draft, new_id(), 0, visit.line().id, kind, about, visit.officer, given
        )
    except DetenteError as error:
        return await _form(visit, new_id(), 0, kind, about, {}, error)
    await visit.did("draft-taken-in", kind)
    return visit.go(f"/drafts/{draft.id}")


async def keep_ended(console: Console, request: Request) -> str | None:
    """What was sent to a draft's address under a session that ended by itself within the day, kept; the draft's name."""
    id = request.path_params.get("id", "")
    if request.method != "POST" or not request.url.path.startswith("/drafts/") or not _ID.match(id):
        return None
    token = request.cookies.get(console.cookie, "")
    ended = await console.kept(Officers.ended_by_itself, signing.digest(token))
    form = await typed(request)
    if ended is None or not hmac.compare_digest((form.get("csrf") or [""])[0].encode(), ended[1].encode()):
        return None
    kind, version = _kind((form.get("kind") or [""])[0]), (form.get("version") or ["0"])[0]
    name = (form.get("line") or [""])[0]
    line = console.node.line(from_hex(name, 32) if name else None)
    draft: Draft = await console.kept(
        Officers.keep_draft,
        *(id, int(version) if version.isdecimal() and len(version) < 10 else 0, line.id, kind),
        *((form.get("about") or [""])[0][:MOST_ABOUT], ended[0], of_form(form)),
    )
    return draft.id
