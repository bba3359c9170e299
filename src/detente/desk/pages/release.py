"""A draft looked through in both languages, and released: by one person, or by a second where this desk's rule says so.

The rule is the desk's (`detente desk release`), kept with the officers: the office's key is one, held by the node, and the record
shows that the office signed, not how many persons looked. What a releaser is shown is read back from the very bytes that will be
signed, and named by their digest; if those changed since, nothing is signed.

Order: recorded, durably; then the draft is marked as said. Stopped between the two, the draft is still there, and saying it
again is refused: it is the same message.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from starlette.responses import Response
from starlette.routing import Route

from detente.codec.errors import DetenteError, Local
from detente.desk.pages.compose import found
from detente.desk.visit import Visit
from detente.locale.render import preview
from detente.node import proofreading, records, writing
from detente.node.say import release as released
from detente.node.versions import known
from detente.store.drafts import Draft
from detente.store.officers import Officers

if TYPE_CHECKING:
    from detente.desk.app import Console

AT_ONCE = 3
MAX_REMARK = 400


def routes(console: Console) -> list[Route]:
    return [
        Route("/drafts/{id}/look", console.page(show)),
        Route("/drafts/{id}/look", console.page(pressed), methods=["POST"]),
    ]


async def second_needed(visit: Visit, kind: str) -> bool:
    return bool(await visit.kept(Officers.second, kind))


def may_release(visit: Visit, draft: Draft, second: bool) -> bool:
    """One person may, or this is another than who wrote it last and it was asked for."""
    return not second or (draft.asked is not None and visit.officer != draft.officer)


async def show(visit: Visit, error: DetenteError | None = None) -> Response:
    draft = await found(visit)
    if not draft.open:
        return visit.go(f"/matters/{draft.said}") if draft.said else visit.go("/drafts")
    if draft.ready is None:
        return visit.go(f"/drafts/{draft.id}")
    node, line = visit.console.node, visit.line()
    message = writing.shown(writing.read(line, draft.ready))
    words = known(line).get(message["vocab"])  # what it was coded in when it was made ready
    names = (await visit.run(records.terms_fields, node, line)).get("members", {})
    second = await second_needed(visit, draft.kind)
    handling = message["sections"].get("coded", {}).get("handling")
    return await visit.page(
        "release.html",
        status=200 if error is None else 409,
        draft=draft,
        message=message,
        digest=message["digest"].hex(),
        parts={lang: preview(message["sections"], message["wanted"], lang, words) for lang in ("en", "zh")},
        names=names,
        goes_to=list(line.others),
        handling=handling,
        second=second,
        may=may_release(visit, draft, second),
        alone=second and message["wanted"] == AT_ONCE,
        error=None if error is None else visit.told(error),
    )


async def pressed(visit: Visit) -> Response:
    draft = await found(visit)
    if draft.said:  # somebody else's press a moment before is as good
        return visit.go(f"/matters/{draft.said}")
    try:
        return await STEPS[visit.first("do")](visit, draft)
    except KeyError as error:
        raise Local("request-unreadable", why="no such step") from error
    except DetenteError as error:
        return await show(visit, error)


async def _ask(visit: Visit, draft: Draft) -> Response:
    await visit.kept(Officers.ask_release, draft.id)
    await visit.did("release-asked", draft.kind)
    return visit.go(f"/drafts/{draft.id}/look")


async def _release(visit: Visit, draft: Draft) -> Response:
    if not may_release(visit, draft, await second_needed(visit, draft.kind)):
        raise Local("release-second")
    return await _said(visit, draft, "released")


async def _alone(visit: Visit, draft: Draft) -> Response:
    """Break-glass: one person, for what is wanted at once; marked in the operator log and on the matter."""
    if draft.ready is None or writing.shown(writing.read(visit.line(), draft.ready))["wanted"] != AT_ONCE:
        raise Local("release-second")
    return await _said(visit, draft, "break-glass")


async def _said(visit: Visit, draft: Draft, act: str) -> Response:
    if draft.ready is None:
        raise Local("draft-moved-on")
    api, node, line = visit.console.api, visit.console.node, visit.line()
    kept = await visit.run(released, node, line, draft.ready, visit.first("digest"))
    said: dict[str, Any] = await api.recorded(line, kept, 0)
    await visit.kept(Officers.said, draft.id, said["reference"])
    await visit.did(f"said-{draft.kind}", said["reference"])
    if act == "break-glass" or draft.asked is not None:
        await visit.did(act, said["reference"])
        note = visit.t(f"desk.note.{act}", drafter=draft.officer, releaser=visit.officer)
        await visit.kept(Officers.note, line.id, said["thread"] or kept.what, "note", visit.officer, note)
    return visit.go(f"/matters/{said['reference']}")


async def _back(visit: Visit, draft: Draft) -> Response:
    remark = proofreading.cleaned(visit.first("remark"), "note").strip()[:MAX_REMARK]
    await visit.kept(Officers.send_back, draft.id, remark)
    await visit.did("release-sent-back", draft.kind)
    return visit.go("/drafts")


STEPS = {"ask": _ask, "release": _release, "alone": _alone, "back": _back}
