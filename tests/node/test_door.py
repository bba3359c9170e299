"""The door to the network says the same to every stranger, and never that something was taken when it was not."""

from __future__ import annotations

import asyncio

import httpx2
import pytest
from starlette.applications import Starlette

from detente.api.envelopes import app
from detente.codec.errors import Local, Remote
from detente.codec.limits import SIZE_CLASSES
from detente.routes.https import PATH

SMALL = SIZE_CLASSES[0]


def asked(door: Starlette, data: bytes) -> tuple[int, bytes]:
    return asyncio.run(_asked(door, data))


async def _asked(door: Starlette, data: bytes) -> tuple[int, bytes]:
    async with httpx2.AsyncClient(transport=httpx2.ASGITransport(app=door), base_url="http://node") as client:
        answer = await client.post(PATH, content=data)
        return answer.status_code, answer.content


@pytest.mark.parametrize("code", ["mailbox-unknown", "head-signature", "sealed-unopenable"])
def test_whatever_is_refused_is_answered_alike(code: str) -> None:
    async def receive(_data: bytes) -> bytes:
        raise Remote(code)

    assert asked(app(receive), bytes(SMALL)) == (400, b"")


def test_a_node_whose_own_disk_fails_says_that_it_took_nothing() -> None:
    async def receive(_data: bytes) -> bytes:
        raise Local("store-failed", why="disk full")

    assert asked(app(receive), bytes(SMALL)) == (503, b"")


def test_what_was_taken_and_cannot_be_answered_has_no_content() -> None:
    async def receive(_data: bytes) -> bytes:
        return b""

    assert asked(app(receive), bytes(SMALL)) == (204, b"")


def test_no_envelope_of_another_size_is_read_at_all() -> None:
    async def receive(_data: bytes) -> bytes:
        raise AssertionError("read all the same")

    assert asked(app(receive), bytes(SMALL + 1)) == (400, b"")
