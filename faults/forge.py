"""A bundle made again, with one thing wrong and everything else right.

A real exported bundle is read, every key in it is put in place by one whose private half is known here, and the whole is computed
and signed again from the terms up: line id, credentials, commitments, message names, entries, what entries say they have seen,
trees and heads. A step in between can be bent (`on`), and all that follows from it is computed from the bent value: so the check
that is left to notice is the one that binds that very thing. A bundle that nobody bends is proven, which each test of
tests/bundle/test_bindings.py relies on.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any

from detente.bundle.export import seal_file
from detente.bundle.shapes import DAMAGE_CHECK
from detente.codec.cbor import decode, encode
from detente.codec.cose import ED25519, ML_DSA_44, Signed, parse
from detente.codec.limits import MAX_BUNDLE
from detente.crypto.suites import Signer, signer
from detente.line.content import said_id, section_digest
from detente.proof import head, leaf, tree
from detente.trust.signing import sign
from detente.trust.statements import Field, credential_digest, field_digest, line_id, terms_digest

Plain = dict[str, Any]
Bend = Callable[..., Any]


@lru_cache(256)
def key(alg: int, *name: str) -> Signer:
    """The private key that stands for a use of a party; the same one every time."""
    return signer(alg, hashlib.sha256("/".join(("detente/forge", *name, str(alg))).encode()).digest())


class Log:
    """One log of the bundle: its name, head size, and the rows shown by index."""

    def __init__(self, part: Plain) -> None:
        _line, self.party, self.epoch = head.parse_origin(head.peek_origin(part["head"]))
        self.size = int(part["head"].split(b"\n")[1])
        self.whole = "all" in part
        rows = part["all"] if self.whole else [row[0] for row in part["some"]]
        self.rows: dict[int, tuple[bytes, Plain]] = {row[1]["i"]: (row[0], dict(row[1])) for row in rows}
        self.leaves: list[bytes] = []
        self.tree = tree.Tree()


class Forge:
    """`on[step]` bends what a step made, and is given what it takes to say where: see the calls of `_bent`."""

    def __init__(self, data: bytes) -> None:
        plain = decode(data[:-DAMAGE_CHECK], MAX_BUNDLE)
        self.fields: Plain = plain["fields"]
        self.terms: Plain = decode(parse(plain["terms"]).payload, MAX_BUNDLE)
        credentials = [decode(parse(one).payload, MAX_BUNDLE) for one in plain["credentials"]]
        self.credentials: dict[str, Plain] = {one["party"]: one for one in credentials}
        self.logs = [Log(part) for part in plain["logs"]]
        self.messages: list[Plain] = []
        self.names: dict[bytes, bytes] = {}  # said ids as they were → as they are now
        for shown in plain["messages"]:
            content = decode(parse(shown["signed"][0]).payload, MAX_BUNDLE)
            self.messages.append({"was": said_id(shown["signed"]), "content": content, "open": shown["open"]})
        self.on: dict[str, Bend] = {}
        self._own_keys()

    def _own_keys(self) -> None:
        for party, roots in self.terms["parties"].items():
            for row in roots["roots"]:
                row["pub"] = key(row["alg"], party, "root").public
        for party, credential in self.credentials.items():
            for row in credential["keys"]:
                row["pub"] = key(row["alg"], party, row["use"]).public

    def _bent(self, step: str, value: Any, *where: Any) -> Any:
        return self.on[step](value, *where) if step in self.on else value

    def signers(self, party: str, use: str) -> dict[bytes, Signer]:
        """Key id → private key."""
        roots = self.terms["parties"][party]["roots"]
        rows = roots if use == "root" else self.credentials[party]["keys"]
        return {row["id"]: key(row["alg"], party, use) for row in rows if row["use"] == use}

    def notice(self) -> int:
        """Which message is the first notice."""
        return next(at for at, one in enumerate(self.messages) if one["content"]["kind"] == "notice")

    # -- from the terms up ------------------------------------------------------------------------------------------

    def build(self) -> bytes:
        """The bundle's bytes."""
        for name, row in self.fields.items():
            self.terms["fields"][name] = field_digest(name, Field(*row))
        terms = self._bent("terms", self.terms)
        payload = encode(terms)
        self.line = self._bent("line", line_id(payload))
        roots = {k: s for party in sorted(terms["parties"]) for k, s in self.signers(party, "root").items()}
        terms_frame = self._bent("terms-frame", sign("terms", self.line, payload, roots))
        self.terms_digest = terms_digest(payload)
        credentials = {party: self._credential(party) for party in sorted(self.credentials)}
        self.digests = {party: credential_digest(frame.payload) for party, frame in credentials.items()}
        shown = [self._message(at) for at in range(len(self.messages))]
        for log in self.logs:
            self._grow(log, log.size)
        bundle: Plain = {
            "v": 1,
            "line": self.line,
            "terms": terms_frame.encode(),
            "fields": self.fields,
            "credentials": [credentials[party].encode() for party in sorted(credentials)],
            "logs": [self._part(log) for log in self.logs],
            "messages": shown,
        }
        return seal_file(encode(self._bent("bundle", bundle)))

    def _credential(self, party: str) -> Signed:
        credential = self._bent("credential", self.credentials[party] | {"line": self.line}, party)
        frame = sign("credential", self.line, encode(credential), self.signers(party, "root"))
        return self._bent("credential-frame", frame, party)  # type: ignore[no-any-return]

    def _message(self, at: int) -> Plain:
        message = self.messages[at]
        content: Plain = message["content"] | {"line": self.line, "terms": self.terms_digest}
        for name in ("thread", "re"):
            if name in content:
                content[name] = self._renamed(content[name])
        digests = {name: section_digest(content["id"], name, *row) for name, row in message["open"].items()}
        content["sections"] = content["sections"] | digests
        content = self._bent("content", content, at)
        machine = content["kind"] == "keys"
        keys = self._bent("signers", self.signers(content["from"], "node" if machine else "officer"), at)
        frame = self._bent("content-frame", self.sign_content("content", self.line, content, keys), at)
        signed = [frame.encode(), self._bent("tokens", [], frame, at)]
        self.names[message["was"]] = said_id(signed)
        shown = {"signed": signed, "open": dict(message["open"])}
        return self._bent("message", shown, at)  # type: ignore[no-any-return]

    def sign_content(self, tag: str, line: bytes, content: Plain, keys: Mapping[bytes, Signer]) -> Signed:
        return sign(tag, line, encode(content), keys)

    def _renamed(self, names: Any) -> Any:
        if isinstance(names, list):
            return [self.names.get(name, name) for name in names]
        return self.names.get(names, names)

    def origin(self, log: Log) -> str:
        return head.origin(self.line, log.party, log.epoch)

    def _grow(self, log: Log, size: int) -> None:
        """The leaves of a log up to `size`; what an entry has seen of another log is grown first."""
        while len(log.leaves) < size:
            index = len(log.leaves)
            if index in log.rows:
                blind, entry = log.rows[index]
                entry = self._entry(log, index, entry)
                log.rows[index] = (blind, entry)
                added = leaf.leaf(self._bent("leaf-origin", self.origin(log), log), blind, entry)
            else:  # not shown: any leaf will do
                added = hashlib.sha256(f"{log.party}/{index}".encode()).digest()
            log.leaves.append(added)
            log.tree.append(added)

    def _entry(self, log: Log, index: int, entry: Plain) -> Plain:
        entry = dict(entry)
        if "what" in entry:
            entry["what"] = self._renamed(entry["what"])
        if "cred" in entry:
            entry["cred"] = self.digests[log.party]
        if "seen" in entry:
            entry["seen"] = [self._seen(row) for row in entry["seen"]]
        return self._bent("entry", entry, log, index)  # type: ignore[no-any-return]

    def _seen(self, row: list[Any]) -> list[Any]:
        party, epoch, size, root = row
        for log in self.logs:
            if (log.party, log.epoch) == (party, epoch) and log.whole and size <= log.size:
                self._grow(log, size)
                return [party, epoch, size, log.tree.root(size)]
        return [party, epoch, size, root]

    def _part(self, log: Log) -> Plain:
        size, root = self._bent("head", (log.size, log.tree.root()), log)
        part: Plain = {"head": self.checkpoint(log, size, root)}
        if log.whole:
            part["all"] = [list(log.rows[index]) for index in sorted(log.rows)]
        else:
            part["some"] = [[list(log.rows[at]), log.tree.path(at, log.size)] for at in sorted(log.rows)]
        return self._bent("part", part, log)  # type: ignore[no-any-return]

    def checkpoint(self, log: Log, size: int, root: bytes) -> bytes:
        """A head under both log keys. `on["checkpoint"]` is given the parts and makes the bytes itself."""
        name = self._bent("origin", self.origin(log), log)
        keys = {one.alg: one for one in self.signers(log.party, "log").values()}
        if "checkpoint" in self.on:
            made: bytes | None = self.on["checkpoint"](name, size, root, keys, log)
            if made is not None:
                return made
        return self.signed_head(name, size, root, keys)

    @staticmethod
    def signed_head(name: str, size: int, root: bytes, keys: Mapping[int, Signer]) -> bytes:
        text = head.body(name, size, root)
        ed = keys[ED25519].sign(head.ed25519_message(text))
        ml = keys[ML_DSA_44].sign(head.ml_dsa_44_message(name, size, root))
        return head.encode_checkpoint(name, size, root, keys[ED25519].public, ed, keys[ML_DSA_44].public, ml)
