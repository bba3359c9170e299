"""Keys: a node announces its sealing keys, the mailbox it gives each member, and its routes. A machine kind.

Said in its author's log, so a sealing key is announced under a head with a post-quantum signature.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Literal

import msgspec

from detente.codec.errors import Remote
from detente.codec.limits import MAX_MEMBERS
from detente.codec.shape import B16, Millis, Party, Row, Shape, Uint
from detente.crypto.seal import check_sealing_public
from detente.crypto.suites import DETENTE_1
from detente.kinds.kind import Kind, Short


class SealingKey(Shape, frozen=True):
    """One X-Wing public key (1216 bytes), used for envelopes from `from` until `until` (ms UTC)."""

    id: B16
    suite: Uint
    pub: Annotated[bytes, msgspec.Meta(min_length=1, max_length=4096)]
    start: Millis = msgspec.field(name="from")
    until: Millis


class Route(Row, frozen=True):
    """How envelopes reach this node: `https`, an address, and the certificate (DER) its listener shows.

    The certificate is pinned as carried here, under the announcing log's head: no outside authority is asked.
    """

    way: Literal["https"]
    address: Short
    certificate: Annotated[bytes, msgspec.Meta(max_length=4096)]


class Announced(Shape, frozen=True):
    sealing: Annotated[list[SealingKey], msgspec.Meta(min_length=1, max_length=8)]
    mailboxes: Annotated[dict[Party, B16], msgspec.Meta(min_length=1, max_length=MAX_MEMBERS)]
    routes: Annotated[list[Route], msgspec.Meta(max_length=8)]


def _can_be_sealed_to(key: SealingKey) -> bool:
    """Checked when announced, not when an envelope is due (suites this node does not know are left to those that do)."""
    try:
        if key.suite == DETENTE_1:
            check_sealing_public(key.pub)
    except Remote:
        return False
    return True


def rule(sections: Mapping[str, Any], _re: list[bytes]) -> str | None:
    announced = sections["keys"]
    if len(set(announced.mailboxes.values())) != len(announced.mailboxes):
        return "keys-mailbox-shared"
    if any(k.until <= k.start for k in announced.sealing) or len({k.id for k in announced.sealing}) != len(
        announced.sealing
    ):
        return "keys-sealing"
    if not all(_can_be_sealed_to(key) for key in announced.sealing):
        return "keys-sealing"
    return None


KEYS = Kind(name="keys", schema=1, sections={"keys": Announced}, required=frozenset({"keys"}), machine=True, rule=rule)
