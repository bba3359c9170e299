"""Public texts side by side: two that were uploaded or pasted, compared in a process with limits. Nothing of them is kept."""

from __future__ import annotations

import base64
import json
from typing import TYPE_CHECKING, Any

from starlette.responses import Response
from starlette.routing import Route

from detente.codec.errors import DetenteError, Local
from detente.desk import uploads
from detente.desk.visit import Visit
from detente.locale import readouts, readouts_pages

if TYPE_CHECKING:
    from detente.desk.app import Console

NAV = ("readouts", "/readouts")
SIDES = ("a", "b")
MOST_NAME = 80


def routes(console: Console) -> list[Route]:
    return [
        Route("/readouts", console.page(show)),
        Route("/readouts", console.page(compare), methods=["POST"]),
    ]


async def show(visit: Visit, found: dict[str, Any] | None = None, error: DetenteError | None = None) -> Response:
    lines: dict[str, Any] = {}
    if found is not None:
        names = readouts.names_of(found["texts"])
        lines = {
            "names": names,
            "heads": [readouts.head(about, visit.lang) for about in found["texts"]],
            "differences": [readouts.difference(row, names, visit.lang) for row in found["differences"]],
            "certain": [row["certain"] for row in found["differences"]],
            "ladder": readouts.ladder(found["ladder"], names, visit.lang),
        }
    return await visit.page(
        "readouts.html",
        status=200 if error is None else 409,
        found=found,
        lines=lines,
        sides=SIDES,
        given={side: visit.first(f"text-{side}") for side in SIDES},
        issuers={side: visit.first(f"issuer-{side}") for side in SIDES},
        error=None if error is None else visit.told(error),
        form_id="readouts",
    )


async def compare(visit: Visit) -> Response:
    if visit.switching:
        return await show(visit)
    texts = []
    try:
        for side in SIDES:
            upload, pasted = visit.files.get(f"file-{side}"), visit.first(f"text-{side}")
            from_file = upload is not None and upload.data.strip()
            data = upload.data if upload is not None and from_file else pasted.encode()
            if not data.strip():
                raise Local("readout-two")
            name = upload.name if upload is not None and from_file else visit.t("desk.pasted")
            issuer = visit.first(f"issuer-{side}").strip()[:MOST_NAME]
            texts.append({"name": name, "issuer": issuer, "data": base64.b64encode(data).decode()})
        found = await uploads.read("compare", json.dumps({"texts": texts}).encode(), visit.lang)
    except DetenteError as error:
        return await show(visit, None, error)
    for side, text in zip(SIDES, found.pop("plain"), strict=True):
        visit.form[f"text-{side}"] = [text]  # what was read of a file stands where it can be compared once more
    if visit.first("do") == "file":
        page = readouts_pages.markdown(found, visit.lang).encode()
        headers = {"content-disposition": 'attachment; filename="compared.md"'}
        return Response(page, media_type="text/markdown; charset=utf-8", headers=headers)
    return await show(visit, found)
