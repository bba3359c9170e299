"""Every message that a vector calls accepted, shown in a file: both verifiers read every kind, subject and section alike."""

from __future__ import annotations

import copy
import json
import sys
from collections import defaultdict
from pathlib import Path
from typing import Any

import cbor2

from detente.bundle.order import record_order, untrue_of
from detente.bundle.verify import verify_bundle
from detente.codec.shape import unpack
from detente.line.shapes import Said
from spec.test_vectors import FOLDER, raw
from verifier.test_agreement import needs_node, run

sys.path.insert(0, str(FOLDER.parent))
from oracle import cbor, checkpoint
from world import LIVE, START, opened, party, said_id, with_check


def accepted() -> dict[str, list[dict[str, Any]]]:
    """By author, each once."""
    found: dict[str, dict[bytes, dict[str, Any]]] = defaultdict(dict)
    for path in sorted(FOLDER.glob("*.json")):
        vector = json.loads(path.read_text("ascii"))
        if vector.get("function") == "message.judge" and vector["expect"] == {
            "ok": {"verdict": "accepted", "reason": None}
        }:
            message = cbor2.loads(raw(vector["input"]["message"]))
            if "secret" in message:
                found[vector["input"]["author"]][said_id(message)] = message
    return {author: list(rows.values()) for author, rows in found.items()}


@needs_node
def test_both_verifiers_read_every_kind_that_a_vector_accepts(tmp_path: Path) -> None:
    """One that knows a subject or a section less would refuse what the other proves."""
    kinds = set()
    for author, messages in accepted().items():
        log, shown = copy.deepcopy(LIVE.logs[author]), {}
        for message in messages:
            content = cbor2.loads(cbor2.loads(message["signed"][0]).value[2])
            there = [i for i, (_blind, entry) in enumerate(log.openings) if entry.get("what") == said_id(message)]
            at = there[0] if there else LIVE.say(log, message, min(START + 2000, content["expires"]), [])
            shown[at] = {"signed": message["signed"], "open": {s: opened(message, s) for s in content["sections"]}}
            kinds.add(content["kind"])
        said = {(author, log.epoch, at): unpack(Said, cbor(log.openings[at][1]), 2**16) for at in shown}
        order = [shown[spot[2]] for spot in record_order(said, untrue_of({})).spots]
        _party, _epoch, size, top = log.head()
        head = checkpoint(log.origin, size, top, *party(author).log_keys)
        data = with_check(cbor(LIVE.bundle(logs=[{"head": head, "all": log.openings}], messages=order)))
        proven = [one.what.hex() for one in verify_bundle(data).messages]
        path = tmp_path / f"{author}.detente"
        path.write_bytes(data)
        assert [one["id"] for one in json.loads(run("--json", path).stdout)["messages"]] == proven
        assert len(proven) == len(messages)
    assert len(kinds) > 30
