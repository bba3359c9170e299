"""What a hostile member tries with numbers: more than the quotas, and refusals in runs. It adds to misplaced.py."""

from __future__ import annotations

from typing import Any

from detente.codec.cbor import encode, tagged_hash
from detente.codec.errors import Local, Remote
from detente.codec.limits import MAX_MESSAGE
from detente.codec.shape import to_plain
from detente.line.shelf import MessageKept
from detente.node import audit
from detente.node.node import DAY, HOUR
from detente.proof.head import Head
from detente.sim.forgeries import ACCEPTED, ANY, Follows, Tongue, dropped, forgery, refused
from detente.sim.misplaced import ALL as LIES


@forgery
def more_than_the_quota(t: Tongue) -> tuple[bytes, Follows]:
    """At once, in one hour: the excess is refused, and the quota is counted to the last (`quotas-hold`)."""
    quota = t.victim.line().trust.quotas[3]
    for number in range(quota + 3):
        message = t.liar.message(t.liar.draft(f"EXAMPLE at once {number}.", wanted=3))
        t.liar.said(message)
    tree, size, head = t.liar.tree(), len(t.liar.openings), t.liar.checkpoint()
    items = [[message, t.liar.openings[index], tree.path(index, size)] for message, index in t.liar.items]
    return t.send(items=items, head=head), refused("over-quota")


def _own_places(t: Tongue) -> list[MessageKept]:
    own = t.victim.line().own
    kept = [message for message, _ in audit.judged_again(t.victim, t.victim.line())]
    return sorted(
        (k for k in kept if k.place.party == t.victim.me and k.place.epoch == own.epoch), key=lambda k: k.place.index
    )


def _run(t: Tongue, kept: list[MessageKept], names: list[bytes], **lies: Any) -> None:
    place = t.liar.heard(kept[0], None, verdict="refused", reason="over-quota")
    entry = t.liar.openings[place][1]
    also = [k.place.index for k in kept[1:]]
    entry |= {"run": [also, tagged_hash("run", names)]} | lies


@forgery
def a_run_of_refusals(t: Tongue) -> tuple[bytes, Follows]:
    """It may refuse what it likes; the receipts are kept as it gave them."""
    kept = _own_places(t)
    if len(kept) > 1:
        _run(t, kept, [k.what for k in kept])
    return t.send(), ANY


@forgery
def a_run_of_other_names(t: Tongue) -> tuple[bytes, Follows]:
    """No receipt for anything (`a-receipt-stands-in-its-givers-log`)."""
    kept = _own_places(t)
    if len(kept) > 1:
        _run(t, kept, [kept[0].what, *(t.liar.random(32) for _ in kept[1:])])
    return t.send(), ANY


@forgery
def a_run_over_places_where_nothing_stands(t: Tongue) -> tuple[bytes, Follows]:
    kept = _own_places(t)
    if kept:
        names = [kept[0].what, t.liar.random(32)]
        beyond = t.victim.line().own.size + 5
        _run(t, kept[:1], names, run=[[beyond], tagged_hash("run", names)])
    return t.send(), ANY


@forgery
def a_run_that_starts_with_another_name(t: Tongue) -> tuple[bytes, Follows]:
    kept = _own_places(t)
    if len(kept) > 1:
        _run(t, kept, [kept[1].what, *(k.what for k in kept[1:])], what=kept[1].what)
    return t.send(), ANY


@forgery
def a_run_in_the_wrong_order(t: Tongue) -> tuple[bytes, Follows]:
    """No entry of ours: it is kept and says nothing."""
    kept = _own_places(t)
    if len(kept) > 1:
        kept = kept[::-1]
        _run(t, kept, [k.what for k in kept])
    return t.send(), ANY


@forgery
def a_run_of_what_was_accepted(t: Tongue) -> tuple[bytes, Follows]:
    kept = _own_places(t)
    if len(kept) > 1:
        _run(t, kept, [k.what for k in kept], verdict="accepted")
    return t.send(), ANY


@forgery
def a_receipt_with_another_name(t: Tongue) -> tuple[bytes, Follows]:
    kept = _own_places(t)
    if kept:
        t.liar.heard(kept[-1], None, what=t.liar.random(32))
    return t.send(), ANY


@forgery
def a_receipt_with_a_made_up_possession(t: Tongue) -> tuple[bytes, Follows]:
    kept = _own_places(t)
    if kept:
        t.liar.heard(kept[-1], t.liar.random(32))
    return t.send(), ANY


@forgery
def a_message_said_again_in_a_new_epoch(t: Tongue) -> tuple[bytes, Follows]:
    """The same signed object is the same message: accepted where it stands now too."""
    message = t.liar.message()
    t.liar.said(message)
    try:
        t.victim.receive(t.send())
    except Remote:
        return t.send(), ANY
    t.liar.epoch, t.liar.openings, t.liar.items = t.liar.random(16), [], []
    at = next(t.liar.times)
    t.liar.place({"role": "epoch", "i": 0, "at": at, "reason": "lost-entries", "reported": []})
    t.liar.said(message)
    return t.send(), ACCEPTED


@forgery
def one_item_twice(t: Tongue) -> tuple[bytes, Follows]:
    """Heard once: one receipt, one message."""
    t.message()
    message, index = t.liar.items[-1]
    item = t.liar.item(message, index)
    return t.send(items=[item, item]), ACCEPTED


@forgery
def one_item_twice_in_two_forms(t: Tongue) -> tuple[bytes, Follows]:
    t.message()
    message, index = t.liar.items[-1]
    proven = [message, t.liar.openings[index], t.liar.proof(index)]
    return t.send(items=[t.liar.item(message, index), proven]), ACCEPTED


def _sized(t: Tongue, more: int) -> None:
    """A message of exactly the most bytes there may be, or so many more."""
    draft = t.liar.draft()
    draft.values |= {"more": bytes(66_000), "most": bytes(66_000), "much": bytes(66_000), "rest": bytes(60_000)}
    message = t.liar.message(draft)
    message["values"]["rest"] = bytes(60_000 + MAX_MESSAGE + more - len(encode(message)))
    t.liar.said(message)


@forgery
def as_large_as_can_be(t: Tongue) -> tuple[bytes, Follows]:
    _sized(t, 0)
    return t.send(), refused("not-readable")


@forgery
def one_byte_too_large(t: Tongue) -> tuple[bytes, Follows]:
    _sized(t, 1)
    return t.send(), refused("too-large")


@forgery
def signatures_in_another_form(t: Tongue) -> tuple[bytes, Follows]:
    message = t.liar.message()
    message["signed"] = [message["signed"][0], [[1]]]
    t.liar.said(message)
    return t.send(), refused("content")


@forgery
def a_third_members_head_otherwise(t: Tongue) -> tuple[bytes, Follows]:
    """One of the two has told the victim otherwise: counted, and proof of nothing."""
    line = t.victim.line()
    third = [log for (party, _), log in line.logs.items() if party not in (line.me, t.liar.me) and log.size]
    if not third:
        raise Local("node-unreachable", why="no third member's log is held")  # no attack was made
    t.liar.say(entry={"seen": [to_plain(Head(third[0].party, third[0].epoch, third[0].size, t.liar.random(32)))]})
    return t.send(), ACCEPTED


def _many_at(t: Tongue, first: int, apart: int) -> tuple[bytes, Follows]:
    """More at once than the quota, each composed in an hour of its own."""
    for number in range(t.victim.line().trust.quotas[3] + 3):
        t.liar.said(t.liar.message(t.liar.draft(f"EXAMPLE {number}.", wanted=3, composed=first + number * apart)))
    tree, size, head = t.liar.tree(), len(t.liar.openings), t.liar.checkpoint()
    items = [[message, t.liar.openings[index], tree.path(index, size)] for message, index in t.liar.items]
    return t.send(items=items, head=head), refused("over-quota")


@forgery
def more_than_the_quota_of_long_ago(t: Tongue) -> tuple[bytes, Follows]:
    """A thousand hours of last year are one hour, a week ago."""
    return _many_at(t, t.liar.start - 300 * DAY, HOUR)


@forgery
def more_than_the_quota_of_next_year(t: Tongue) -> tuple[bytes, Follows]:
    return _many_at(t, t.liar.start + DAY, HOUR)


@forgery
def a_secret_of_another_type(t: Tongue) -> tuple[bytes, Follows]:
    """No secret, so possession cannot be shown, and nothing can be read."""
    message = t.liar.message() | {"secret": "EXAMPLE"}
    t.liar.said(message)
    return t.send(), refused("message-form")


@forgery
def a_secret_one_byte_short(t: Tongue) -> tuple[bytes, Follows]:
    message = t.liar.message() | {"secret": bytes(31)}
    t.liar.said(message)
    return t.send(), refused("message-form")


@forgery
def sent_to_itself(t: Tongue) -> tuple[bytes, Follows]:
    """A head of its own log under the victim's name inside."""
    return t.send(**{"from": t.victim.me, "to": t.liar.me}), dropped("envelope-misdirected")


ALL = LIES  # with those registered here
