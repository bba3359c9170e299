"""What a node announces is told to people without what would let its reader write in another's name."""

from __future__ import annotations

import pytest

from detente.codec.shape import readable, to_plain
from detente.kinds.keys import Announced, Route, SealingKey
from detente.locale.linekeys import announced
from detente.vocabulary import current

NOW = 1_790_000_000_000
MAILBOX = bytes.fromhex("c2d3") * 8
SAID = Announced(
    [SealingKey(id=bytes(16), suite=1, pub=bytes(1216), start=NOW, until=NOW + 1)],
    {"otter": MAILBOX},
    [Route(way="https", address="https://heron.example", certificate=b"EXAMPLE")],
)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_announced_keys_are_shown_without_the_mailbox_that_lets_one_write(language: str) -> None:
    rows = announced(to_plain(SAID), current(), language)
    assert announced(readable(to_plain(SAID)), current(), language) == rows  # as kept and as JSON has it
    told = " ".join(label + said for label, said in rows)
    assert "c2d3c2d3…" in told and MAILBOX.hex() not in told
    assert "https://heron.example" in told and "2026-09-21 14:13:20 UTC" in told
