"""What the hostile member of a simulated line tries, each with what must follow. A new one is one function.

It speaks to each victim in an epoch of its own making (`Tongue`), so that one lie does not spoil the next. An attack gives
an envelope and what must become of it: `heard` (verdict and reason of its last message), `unheard`, or `dropped` with one of
some codes. What it says that nobody may accept is accepted by nobody: promises.py looks at that again at the end.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from random import Random
from typing import Any

from detente.codec.cbor import decode, encode
from detente.line.content import said_id
from detente.sim.hostile import Hostile
from detente.sim.member import SimNode


@dataclass(frozen=True)
class Follows:
    """`verdict` is "accepted", "refused", "not-understood", "unheard", "dropped" or "any"."""

    verdict: str
    reasons: tuple[str, ...] = ()


ACCEPTED = Follows("accepted")
UNHEARD = Follows("unheard")
ANY = Follows("any")


def refused(*reasons: str) -> Follows:
    return Follows("refused", reasons)


def dropped(*codes: str) -> Follows:
    return Follows("dropped", codes)


@dataclass
class Tongue:
    """The hostile member as one victim hears it, in an epoch it opened for that victim."""

    liar: Hostile
    victim: SimNode
    chance: Random
    known: list[bytes]  # said ids of others' messages
    exercise: SimNode  # its own node on the exercise line

    def message(self, **lies: Any) -> None:
        self.liar.say(self.liar.draft("EXAMPLE a lie.", **lies))

    def send(self, **lies: Any) -> bytes:
        return self.liar.send(**lies)


Forgery = Callable[[Tongue], tuple[bytes, Follows]]
FORGERIES: dict[str, Forgery] = {}


def forgery(work: Forgery) -> Forgery:
    FORGERIES[work.__name__.replace("_", "-")] = work
    return work


def bent(name: str, follows: Follows, **lies: Any) -> None:
    """A message whose content says something else than an honest one."""

    def work(t: Tongue) -> tuple[bytes, Follows]:
        t.message(**lies)
        return t.send(), follows

    FORGERIES[name] = work


bent("honest", ACCEPTED)
bent("other-line", refused("wrong-line"), line=bytes(31) + b"\x07")
bent("other-context", refused("wrong-context"), context="exercise")
bent("other-terms", refused("wrong-terms"), terms=bytes(31) + b"\x08")
bent("unknown-kind", Follows("not-understood", ("kind",)), kind="weather-report")
bent("unknown-schema", Follows("not-understood", ("kind",)), schema=77)
bent("unknown-words", Follows("not-understood", ("vocabulary",)), vocab=bytes(31) + b"\x09")
bent("no-sections", refused("content"), sections={})
bent("strange-version", refused("content"), v=2)
bent("wanted-beyond", refused("content"), wanted=4)
bent("extra-field", refused("content"), addressee="otter")


@forgery
def another_author(t: Tongue) -> tuple[bytes, Follows]:
    t.message(**{"from": t.victim.me})
    return t.send(), refused("wrong-author")


@forgery
def another_credential(t: Tongue) -> tuple[bytes, Follows]:
    t.liar.say(entry={"cred": t.liar.random(32)})
    return t.send(), refused("wrong-credential")


@forgery
def the_node_speaks(t: Tongue) -> tuple[bytes, Follows]:
    t.liar.say(uses=("node",))
    return t.send(), refused("not-released")


@forgery
def nobody_signs(t: Tongue) -> tuple[bytes, Follows]:
    t.liar.say(uses=())
    return t.send(), refused("not-released", "content")


@forgery
def the_log_signs_along(t: Tongue) -> tuple[bytes, Follows]:
    t.liar.say(uses=("officer", "log"))
    return t.send(), refused("not-released")


@forgery
def signed_as_something_else(t: Tongue) -> tuple[bytes, Follows]:
    t.liar.say(tag="terms")
    return t.send(), refused("not-released")


@forgery
def signed_for_another_line(t: Tongue) -> tuple[bytes, Follows]:
    t.liar.say(line=bytes(32))
    return t.send(), refused("not-released")


@forgery
def the_office_announces_keys(t: Tongue) -> tuple[bytes, Follows]:
    t.liar.say(t.liar.of_kind("keys", {"keys": encode({"sealing": [], "mailboxes": {}, "routes": []})}))
    return t.send(), refused("not-released")


@forgery
def placed_late(t: Tongue) -> tuple[bytes, Follows]:
    t.message(composed=1, expires=2)
    return t.send(), refused("expired")


@forgery
def placed_at_its_last_moment(t: Tongue) -> tuple[bytes, Follows]:
    at = next(t.liar.times)
    t.liar.say(t.liar.draft(expires=at), entry={"at": at})
    return t.send(), ACCEPTED


@forgery
def said_twice(t: Tongue) -> tuple[bytes, Follows]:
    draft = t.liar.draft("EXAMPLE said once.")
    message = t.liar.message(draft)
    t.liar.said(message)
    t.liar.said(message)
    return t.send(), refused("sequenced-twice")


@forgery
def other_words_under_one_id(t: Tongue) -> tuple[bytes, Follows]:
    first = t.liar.draft("EXAMPLE first words.")
    second = t.liar.draft("EXAMPLE other words.", id=first.content["id"])
    t.liar.say(first)
    t.liar.say(second)
    return t.send(), refused("sequenced-twice")


@forgery
def a_section_more(t: Tongue) -> tuple[bytes, Follows]:
    draft = t.liar.draft()
    draft.content["sections"]["extra"] = bytes(32)
    t.liar.say(draft)
    return t.send(), refused("sections")


@forgery
def a_section_less(t: Tongue) -> tuple[bytes, Follows]:
    draft = t.liar.draft()
    del draft.content["sections"]["harm"]
    t.liar.say(draft)
    return t.send(), refused("sections")


@forgery
def another_text_for_one(t: Tongue) -> tuple[bytes, Follows]:
    draft = t.liar.draft()
    draft.values["prose"] = encode({"language": "en", "plain": "EXAMPLE another text."})
    t.liar.say(draft)
    return t.send(), refused("not-readable")


@forgery
def a_value_nobody_committed_to(t: Tongue) -> tuple[bytes, Follows]:
    draft = t.liar.draft()
    draft.values["weather"] = encode("EXAMPLE")
    t.liar.say(draft)
    return t.send(), refused("not-readable", "message-form")


@forgery
def null_spelled_out(t: Tongue) -> tuple[bytes, Follows]:
    draft = t.liar.draft()
    draft.values["harm"] = encode(None)
    t.liar.say(draft)
    return t.send(), refused("not-readable")


@forgery
def a_wrong_secret(t: Tongue) -> tuple[bytes, Follows]:
    message = t.liar.message()
    message["secret"] = t.liar.random(32)
    t.liar.said(message)
    return t.send(), refused("not-readable")


@forgery
def a_required_section_left_out(t: Tongue) -> tuple[bytes, Follows]:
    t.liar.say(t.liar.of_kind("notice", {}))
    return t.send(), refused("body")


@forgery
def a_value_of_another_shape(t: Tongue) -> tuple[bytes, Follows]:
    t.liar.say(t.liar.of_kind("acknowledgement", {"coded": encode({"received": "perhaps"})}, re=[bytes(32)]))
    return t.send(), refused("body")


@forgery
def two_acknowledged_at_once(t: Tongue) -> tuple[bytes, Follows]:
    t.liar.say(t.liar.acknowledgement([bytes(32), bytes(31) + b"\x01"]))
    return t.send(), refused("acknowledgement-names-one-message")


@forgery
def a_word_never_agreed(t: Tongue) -> tuple[bytes, Follows]:
    draft = t.liar.draft()
    coded = {**decoded(draft.values["coded"]), "class": "bad-weather"}
    t.liar.say(t.liar.of_kind("notice", draft.values | {"coded": encode(coded)}))
    return t.send(), refused("concept-unknown")


@forgery
def asks_nothing_and_something(t: Tongue) -> tuple[bytes, Follows]:
    draft = t.liar.draft()
    coded = {**decoded(draft.values["coded"]), "asks": ["nothing", "information"]}
    t.liar.say(t.liar.of_kind("notice", draft.values | {"coded": encode(coded)}))
    return t.send(), refused("notice-asks")


def decoded(value: bytes) -> dict[str, Any]:
    found: dict[str, Any] = decode(value, len(value))
    return found


@forgery
def content_that_is_none(t: Tongue) -> tuple[bytes, Follows]:
    t.liar.say(frame=b"\x00")
    return t.send(), refused("content")


@forgery
def a_message_of_another_form(t: Tongue) -> tuple[bytes, Follows]:
    message = t.liar.message() | {"more": 1}
    t.liar.said(message)
    return t.send(), refused("message-form")


@forgery
def between_good_ones(t: Tongue) -> tuple[bytes, Follows]:
    t.liar.say(uses=("node",))
    t.message()
    return t.send(), ACCEPTED


def names_of(t: Tongue) -> dict[str, Any]:
    """Where the last message stands, for looking it up at the victim's."""
    if not t.liar.items:
        return {}
    message, index = t.liar.items[-1]
    signed = message.get("signed")
    what = said_id(signed) if isinstance(signed, list) else b""
    return {"index": index, "what": what}
