"""The proof of each step of one message, a click away: where it stands, who has it, who answered; and the file that shows it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.responses import Response
from starlette.routing import Route

from detente.desk.visit import Visit
from detente.locale.render import delivery
from detente.node import records
from detente.node.showing import Part, to_members

if TYPE_CHECKING:
    from detente.desk.app import Console


def routes(console: Console) -> list[Route]:
    return [
        Route("/proof/{name}", console.page(show)),
        Route("/proof/{name}/file", console.page(file)),
    ]


async def show(visit: Visit) -> Response:
    node, line = visit.console.node, visit.line()
    row = await visit.run(records.find, node, line, visit.request.path_params["name"])
    message = await visit.run(records.message, node, line, row)
    names = (await visit.run(records.terms_fields, node, line)).get("members", {})
    carried = await visit.run(node.store.carriage, line.id, row["what"])
    return await visit.page(
        "proof.html",
        row=message,
        names=names,
        carried=carried,
        delivery=delivery(message, names, node.now(), visit.lang) if row["verdict"] == "accepted" else None,
    )


async def file(visit: Visit) -> Response:
    """A bundle of this message and what answers it, for members of the line."""
    node, line = visit.console.node, visit.line()
    row = await visit.run(records.find, node, line, visit.request.path_params["name"])
    only = [row["what"], *(answer["what"] for answer in row["answers"])]
    data = await visit.run(to_members, node, line, Part(only))
    await visit.did("exported", row["reference"])
    name = f"{row['reference'].replace('.', '-')}.detente"
    headers = {"content-disposition": f'attachment; filename="{name}"'}
    return Response(data, media_type="application/octet-stream", headers=headers)
