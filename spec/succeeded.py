"""The record of `world.LIVE`, and after it a succession of heron's: another credential, another log, more said under it."""

from __future__ import annotations

import copy
from typing import Any

from oracle import ED, ML44, ML87, Key, cbor, checkpoint, cose, fresh, tagged
from world import LIVE, PARTIES, SECTIONS, START, Log, notice_values, opened, party, said_id

ROUTINE, EMERGENCY, ROOT_CHANGE = "routine", "emergency", "root-change"


def roots_after() -> list[Key]:
    """What comes after heron's next roots."""
    pair = [Key("heron live root ed after the next", "root"), Key("heron live root ml after the next", "root", ML87)]
    return sorted(pair, key=lambda key: key.id)


class Succeeded:
    """One succession of heron's, made honestly; `plain` replaces members of the credential, `keys` who signs it."""

    def __init__(self, case: str, keys: list[Key] | None = None, **plain: Any) -> None:
        self.case, self.who = case, party("heron")
        self.node = Key("heron live node later", "node")
        self.officer = Key("heron live officer later", "officer", ED, "node")
        self.log_keys = (Key("heron live log ed later", "log"), Key("heron live log ml later", "log", ML44))
        self.fields: dict[str, list[bytes]] = {}
        if case == ROOT_CHANGE:
            after = [key.plain() for key in roots_after()]
            root_set = {"roots": [key.plain() for key in self.who.next_roots], "next": tagged("roots", after)}
            self.fields = {"roots": [fresh("field roots"), cbor(root_set)]}
        self.plain = self.credential() | plain
        self.payload = cbor(self.plain)
        self.frame = cose("credential", LIVE.line, self.payload, keys or self.signers)
        self.logs: dict[str, Log] = copy.deepcopy(LIVE.logs)
        self.later = Log(LIVE.line, "heron", b"\xff" + fresh("epoch heron later", 15))
        self.message = LIVE.message(
            "heron", "notice", notice_values(prose={"plain": "EXAMPLE 示例 later"}), "notice later", [self.officer]
        )
        self.record()

    def credential(self) -> dict[str, Any]:
        keys = sorted([self.officer, self.node, *self.log_keys], key=lambda key: key.id)
        plain = {
            "v": 1,
            "line": LIVE.line,
            "party": "heron",
            "seq": 1,
            "prev": LIVE.credential_digest("heron"),
            "keys": [key.plain() for key in keys],
            "release": {"default": [1, self.officer.id], "machine": [1, self.node.id]},
            "fields": {name: tagged("field", name, *row) for name, row in self.fields.items()},
        }
        return plain | ({"emergency": True} if self.case == EMERGENCY else {})

    @property
    def signers(self) -> list[Key]:
        more = {ROUTINE: [self.who.node], EMERGENCY: [], ROOT_CHANGE: self.who.next_roots}
        return [*self.who.roots, *more[self.case]]

    @property
    def carried(self) -> dict[str, Any]:
        return {"v": 1, "credential": self.frame, "fields": self.fields}

    def record(self) -> None:
        heron, ibis = self.logs["heron"], self.logs["ibis"]
        self.later.add(role="epoch", at=START + 6000, reason="succession", follows=heron.head(), reported=[])
        said = LIVE.said(self.later, self.message, START + 7000, [ibis.head()])
        self.later.add(**(said | {"cred": tagged("credential", self.payload)}))
        LIVE.hear(ibis, self.later, 1, self.message, START + 8000)

    def head(self, log: Log, size: int | None = None, keys: tuple[Key, Key] | None = None) -> bytes:
        _party, _epoch, size, top = log.head(size)
        own = self.log_keys if log is self.later else party(log.party).log_keys
        return checkpoint(log.origin, size, top, *(keys or own))

    def whole(self, log: Log) -> dict[str, Any]:
        return {"head": self.head(log), "all": log.openings}

    def bundle(self, **other: Any) -> dict[str, Any]:
        base = LIVE.bundle()
        one = {"signed": self.message["signed"], "open": {s: opened(self.message, s) for s in SECTIONS["notice"]}}
        return (
            base
            | {
                "logs": [self.whole(log) for log in (self.logs["heron"], self.later, self.logs["ibis"])],
                "messages": [*base["messages"], one],
                "successions": [self.carried],
            }
            | other
        )

    def rows(self) -> list[dict[str, Any]]:
        """What a verifier says of the messages, in order."""
        said = [
            ("keys", "heron", LIVE.keys_message("heron")),
            ("keys", "ibis", LIVE.keys_message("ibis")),
            ("notice", "heron", LIVE.notice),
            ("acknowledgement", "ibis", LIVE.acknowledgement),
            ("notice", "heron", self.message),
        ]
        return [
            {
                "id": said_id(message).hex(),
                "kind": kind,
                "author": author,
                "withheld": ["keys"] if kind == "keys" else [],
                # heron's receipt of the acknowledgement stands in its old log, and no entry of ibis's names it there
                "receipted": not (self.case == EMERGENCY and kind == "acknowledgement"),
            }
            for kind, author, message in said
        ]

    @staticmethod
    def parties() -> list[list[str]]:
        return [[name, tagged("roots", party(name).root_set()["roots"]).hex()] for name in PARTIES]
