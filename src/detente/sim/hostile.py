"""A member that holds real keys of a real line and signs whatever it likes. A new attack costs one line.

`Hostile` takes a founded node's keys and log, and from there keeps no rule: every structure is a plain value until it
is encoded, so any part of it can be a lie. What founds a line is bent in `bent.py`. The victim is always a real node.
"""

from __future__ import annotations

import base64
import copy
import itertools
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from detente.codec.cbor import NULL, decode, encode
from detente.codec.cose import ML_DSA_44, Signature, Signed, assemble, to_sign
from detente.codec.limits import MAX_MESSAGE, SIZE_CLASSES
from detente.crypto.seal import ENC_SIZE, LAYER_OVERHEAD, TAG_SIZE, LayerRef, apply_layers, seal
from detente.crypto.suites import Signer
from detente.kinds import TABLE
from detente.line.content import pack_sections, possession, said_id, salt, section_digest
from detente.line.envelope import commitment
from detente.line.shelf import MessageKept
from detente.node.node import DAY, Node
from detente.proof.head import ed25519_message, encode_checkpoint, ml_dsa_44_message
from detente.proof.leaf import leaf
from detente.proof.tree import Tree
from detente.sim.words import a_notice
from detente.vocabulary import current


@dataclass
class Draft:
    """A message before it is signed; `content` is plain and may be bent at will."""

    content: dict[str, Any]
    values: dict[str, bytes]
    secret: bytes


class Hostile:
    """`start` is the time of the first lie (ms UTC); they are a second apart."""

    def __init__(self, node: Node, victim: str, start: int, random: Callable[[int], bytes]) -> None:
        self.node, self.victim, self.start = node, victim, start
        self.line, self.trust, self.me = node.line(), node.line().trust, node.me
        self.random = random
        self.epoch = self.line.own.epoch
        stored = node.store.openings(self.line.own.key, 0, self.line.own.size)
        self.openings: list[list[Any]] = [decode(bytes(data), MAX_MESSAGE) for data in stored]
        self.base = len(self.openings)  # the index of what is placed first
        self.items: list[tuple[dict[str, Any], int]] = []  # message, index
        self.times = itertools.count(start + 1000, 1000)
        self.keys = {use: node.keyring.signer(self.line.id, use) for use in ("officer", "node", "log")}

    # -- words ---------------------------------------------------------------------------------------------------

    def draft(self, text: str = "EXAMPLE — a plain statement.", kind: str = "notice", **lies: Any) -> Draft:
        """An honest notice but for `lies`, which replace fields of the content (None takes one away)."""
        schema = TABLE.get((kind, 1), TABLE[("notice", 1)])
        sections = a_notice(text, self.start)
        values = pack_sections(schema, sections) if schema.name == "notice" else {}
        secret = self.random(32)
        made = Draft({}, values, secret)
        made.content = {
            "v": 1,
            "line": self.line.id,
            "context": self.trust.terms.context,
            "terms": self.trust.terms_digest,
            "from": self.me,
            "kind": kind,
            "schema": 1,
            "vocab": current().digest,
            "wanted": 1,
            "id": self.random(32),
            "composed": self.start,
            "expires": self.start + 30 * DAY,
        }
        made.content |= lies
        made.content = {name: value for name, value in made.content.items() if value is not None}
        self.commit(made, schema.sections)
        return made

    def commit(self, draft: Draft, names: Iterable[str]) -> Draft:
        draft.content.setdefault(
            "sections",
            {
                name: section_digest(draft.content["id"], name, salt(draft.secret, name), draft.values.get(name, NULL))
                for name in names
            },
        )
        return draft

    def acknowledgement(self, re: Sequence[bytes], **lies: Any) -> Draft:
        return self.of_kind("acknowledgement", {"coded": encode({"received": "received"})}, re=list(re), **lies)

    def of_kind(self, kind: str, values: dict[str, bytes], **lies: Any) -> Draft:
        """A message of another kind, with its section values as given."""
        made = self.draft(kind=kind, sections={}, **lies)
        del made.content["sections"]
        made.values = values
        return self.commit(made, TABLE[(kind, 1)].sections)

    def sign(
        self,
        payload: bytes,
        uses: Sequence[str] = ("officer",),
        tag: str = "content",
        line: bytes | None = None,
        also: Mapping[bytes, Signer] | None = None,
    ) -> Signed:
        signers = {kid: key for kid, key in (self.keys[use] for use in uses)} | dict(also or {})
        line = self.line.id if line is None else line
        return assemble(
            payload,
            [Signature(s.alg, k, s.sign(to_sign(tag, line, s.alg, k, payload))) for k, s in signers.items()],
        )

    def message(self, draft: Draft | None = None, frame: bytes | None = None, **signing: Any) -> dict[str, Any]:
        draft = draft or self.draft()
        frame = self.sign(encode(draft.content), **signing).encode() if frame is None else frame
        return {"signed": [frame, []], "secret": draft.secret, "values": draft.values}

    # -- places --------------------------------------------------------------------------------------------------

    @property
    def origin(self) -> str:
        return f"{self.line.own.origin.rsplit('/', 1)[0]}/{self.epoch.hex()}"

    def tree(self, size: int | None = None) -> Tree:
        openings = self.openings if size is None else self.openings[:size]
        return Tree(leaf(self.origin, blind, entry) for blind, entry in openings)

    def place(self, entry: dict[str, Any]) -> int:
        self.openings.append([self.random(32), entry])
        return len(self.openings) - 1

    def said(self, message: dict[str, Any], **lies: Any) -> int:
        """Place `message` as said; `lies` replace fields of the entry."""
        numbers = sum(e["role"] == "said" for _, e in self.openings)
        entry = {
            "role": "said",
            "i": len(self.openings),
            "n": numbers + 1,
            "at": next(self.times),
            "what": said_id(message["signed"]),
            "cred": self.trust.credential_digests[self.me],
            "seen": [],
        }
        index = self.place(entry | lies)
        self.items.append((message, index))
        return index

    def say(self, draft: Draft | None = None, entry: dict[str, Any] | None = None, **how: Any) -> dict[str, Any]:
        """Sign and place; the next envelope carries it."""
        message = self.message(draft, **how)
        self.said(message, **(entry or {}))
        return message

    def heard(self, kept: MessageKept, secret: bytes | None, **lies: Any) -> int:
        """A receipt for a message of the victim's. `secret` None when nothing was opened."""
        entry: dict[str, Any] = {
            "role": "heard",
            "i": len(self.openings),
            "at": next(self.times),
            "from": [kept.place.party, kept.place.epoch, kept.place.index],
            "what": kept.what,
            "verdict": "accepted",
        }
        if secret is not None:
            entry["has"] = possession(secret, self.me)
        entry |= lies
        return self.place({name: value for name, value in entry.items() if value is not None})

    def other_history(self) -> Hostile:
        """The same member with a second history from here on: whatever is placed in one is not in the other."""
        other = copy.copy(self)
        other.openings, other.items = list(self.openings), list(self.items)
        return other

    def checkpoint(
        self,
        size: int | None = None,
        root: bytes | None = None,
        keys: tuple[Signer, Signer] | None = None,
        origin: str | None = None,
        signed_root: bytes | None = None,
    ) -> bytes:
        """A head signed with both log keys, of this log as it stands, or as asked."""
        size = len(self.openings) if size is None else size
        root = self.tree().root(size) if root is None else root
        origin = origin or self.origin
        ed, ml = keys or (
            self.keys["log"][1],
            self.node.keyring.signer(self.line.id, "log", ML_DSA_44)[1],
        )
        over = root if signed_root is None else signed_root
        text = f"{origin}\n{size}\n{_base64(over)}\n"
        return encode_checkpoint(
            origin,
            size,
            root,
            ed.public,
            ed.sign(ed25519_message(text)),
            ml.public,
            ml.sign(ml_dsa_44_message(origin, size, over)),
        )

    # -- envelopes -----------------------------------------------------------------------------------------------

    def item(self, message: dict[str, Any], index: int, size: int | None = None) -> list[Any]:
        size = len(self.openings) if size is None else size
        return [message, self.openings[index], self.tree().path(index, size)]

    def proof(self, index: int, size: int | None = None) -> dict[str, Any]:
        """The author's own proof, as another member forwards it."""
        size = len(self.openings) if size is None else size
        return {
            "opening": self.openings[index],
            "size": size,
            "path": self.tree().path(index, size),
            "head": self.checkpoint(size),
        }

    def payload(self, **lies: Any) -> dict[str, Any]:
        """Everything said and the whole log; `lies` replace fields."""
        honest = {
            "line": self.line.id,
            "from": self.me,
            "to": self.victim,
            "nonce": self.random(32),
            "items": lies["items"] if "items" in lies else [self.item(m, i) for m, i in self.items],
            "mirror": [0, self.openings],
            "have": [],
            "cannot": [],
            "head": self.checkpoint() if "head" not in lies else lies["head"],
            "pad": b"",
        }
        return {name: value for name, value in (honest | lies).items() if value is not None}

    def outer(self, **lies: Any) -> dict[str, Any]:
        routes = self.node.routes[(self.line.id, self.victim)].announced
        return {
            "v": 1,
            "suite": 1,
            "mailbox": routes.mailboxes[self.me],
            "key": routes.sealing[0].id,
            "layers": [],
            "commit": commitment(bytes(32), []),
        } | lies

    def seal(
        self,
        payload: dict[str, Any] | bytes | None = None,
        outer: dict[str, Any] | None = None,
        pad: int = 0,
        size: int | None = None,
        shown: dict[str, Any] | None = None,
        layers: Sequence[LayerRef] = (),
        secrets: Mapping[bytes, bytes] | None = None,
        line: bytes | None = None,
    ) -> bytes:
        """The envelope. `pad` fills the padding, `size` asks for another size, `shown` swaps the outer header."""
        payload = self.payload() if payload is None else payload
        outer = outer or self.outer()
        overhead = len(encode([outer, b""])) + ENC_SIZE + TAG_SIZE + LAYER_OVERHEAD * len(layers)
        plain = payload if isinstance(payload, bytes) else self._pad(payload, overhead, pad, size)
        layered = apply_layers(plain, layers, secrets or {}, self.me, self.victim, outer)
        info = encode(["detente/1/seal", outer, self.line.id if line is None else line, self.me, self.victim])
        public = self.node.routes[(self.line.id, self.victim)].announced.sealing[0].pub
        return encode([shown or outer, seal(public, info, layered)])

    def _pad(self, payload: dict[str, Any], overhead: int, fill: int, size: int | None) -> bytes:
        if payload["pad"]:
            return encode(payload)
        bare = len(encode(payload))
        for whole in SIZE_CLASSES if size is None else [size]:
            room = whole - overhead - (2 if whole < 65536 else 4) - bare
            for length in range(room, max(room - 5, -1), -1):
                padded = encode(payload | {"pad": bytes([fill]) * length})
                if len(padded) == bare + room:
                    return padded
        raise AssertionError("no size class holds this attack")

    def send(self, **lies: Any) -> bytes:
        """One envelope with everything, but for lies in the payload."""
        return self.seal(self.payload(**lies))


def _base64(data: bytes) -> str:
    return base64.b64encode(data).decode()
