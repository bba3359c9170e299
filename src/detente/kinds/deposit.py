"""Deposit: the digest of answers that stay closed until every member has deposited its own.

`re` names the proposal of the exchange. The digest covers line, exchange, author, a nonce and the answers (spec/protocol.md
section 16), so that a copy of another's cannot be opened by whoever copied it.
"""

from __future__ import annotations

from detente.codec.shape import B32, Shape
from detente.kinds.kind import Kind


class Coded(Shape, frozen=True):
    deposit: B32


DEPOSIT = Kind(
    name="deposit",
    schema=1,
    sections={"coded": Coded},
    required=frozenset({"coded"}),
    names="one",
    replies="acknowledgement",  # whoever deposits has received the proposal
    own=True,
)
