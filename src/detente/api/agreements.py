"""The desk's API for what needs every member, and for showing the record: proposals, destruction, disclosure, export.

GET  /v1/proposals                                                   every proposal, how it stands, what is left of it to do
POST /v1/destroy    {name, sections, reason?, wait?}                 propose that sections of a message be destroyed
POST /v1/disclose   {names, withhold?, to, reason, wait?}            ask the others whether messages may be shown outside
POST /v1/consent    {name, agreed, wait?}                            answer a proposal, or take an agreement back
POST /v1/show       {only?, withhold?, for, to?, unilateral?, under?}   a bundle; `unilateral` says why, and is recorded first
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from detente.api.local import Desk, Handler, body
from detente.codec.errors import Local
from detente.line.machine import Line
from detente.line.shelf import MessageKept
from detente.node import destroying, proposed, records, showing

FOR = ("members", "outside")


class Agreements:
    """Handlers over the desk's own node and thread."""

    def __init__(self, desk: Desk) -> None:
        self.desk, self.node = desk, desk.node

    def table(self) -> list[tuple[str, str, Handler]]:
        return [
            ("GET", "/v1/proposals", self.proposals),
            ("POST", "/v1/destroy", self.destroy),
            ("POST", "/v1/disclose", self.disclose),
            ("POST", "/v1/consent", self.consent),
            ("POST", "/v1/show", self.show),
        ]

    async def proposals(self, request: Request) -> Any:
        line = self.desk.line(request)
        return await self.desk.run(proposed.listed, self.node, line)

    async def destroy(self, request: Request) -> Any:
        asked = await body(request)
        line = self.desk.line(request)

        def work() -> MessageKept:
            what = records.find(self.node, line, str(asked.get("name", "")))["what"]
            return destroying.propose(
                self.node, line, what, _names(asked.get("sections")), self._language(), _text(asked, "reason") or None
            )

        return await self._said(line, work, asked)

    async def disclose(self, request: Request) -> Any:
        asked = await body(request)
        line = self.desk.line(request)

        def work() -> MessageKept:
            only = [records.find(self.node, line, name)["what"] for name in _names(asked.get("names"))]
            part = showing.Part(only or None, _names(asked.get("withhold")))
            to, reason = _text(asked, "to"), _text(asked, "reason")
            return showing.disclose(self.node, line, part, "asked", to, reason, self._language())

        return await self._said(line, work, asked)

    async def consent(self, request: Request) -> Any:
        asked = await body(request)
        line = self.desk.line(request)

        def work() -> MessageKept:
            proposal = proposed.find(self.node, line, str(asked.get("name", "")))
            return destroying.consent(self.node, line, proposal, asked.get("agreed") is True)

        return await self._said(line, work, asked)

    async def show(self, request: Request) -> Any:
        asked = await body(request)
        line = self.desk.line(request)
        audience = asked.get("for", "members")
        if audience not in FOR:
            raise Local("request-unreadable")

        def work() -> bytes:
            only = None
            if asked.get("only"):
                row = records.find(self.node, line, str(asked["only"]))
                only = [row["what"], *(answer["what"] for answer in row["answers"])]
            part = showing.Part(only, _names(asked.get("withhold")))
            if audience == "members":
                return showing.to_members(self.node, line, part)
            if reason := _text(asked, "unilateral"):
                said = showing.disclose(
                    self.node, line, part, "unilateral", _text(asked, "to"), reason, self._language()
                )
                return showing.beyond(self.node, line, part, said)
            under = _text(asked, "under")
            return showing.outside(self.node, line, part, proposed.find(self.node, line, under) if under else None)

        data = await self.desk.run(work)
        self.desk.woken(line)
        return Response(data, media_type="application/octet-stream")

    def _language(self) -> Any:
        return "zh" if self.node.home.settings.language == "zh" else "en"

    async def _said(self, line: Line, work: Callable[[], MessageKept], asked: dict[str, Any]) -> dict[str, Any]:
        kept = await self.desk.run(work)
        self.desk.woken(line)
        wait = asked.get("wait", 0)
        if isinstance(wait, int | float) and wait > 0 and self.desk.carriers:
            await self.desk.receipted(line, kept.what, min(float(wait), 60.0))
        row = await self.desk.run(records.row, self.node, line, self.node.me, kept.what)
        said: dict[str, Any] = await self.desk.run(records.message, self.node, line, row)
        return said


def _names(value: Any) -> list[str]:
    """A list of names, as a list or parted by commas."""
    parts = value.split(",") if isinstance(value, str) else value if isinstance(value, list) else []
    return [str(part).strip() for part in parts if str(part).strip()]


def _text(asked: dict[str, Any], name: str) -> str:
    value = asked.get(name)
    return value if isinstance(value, str) else ""
