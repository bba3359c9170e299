"""A message of the record, as the API gives it, on its form; and a draft, as an example."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from detente.annex.forms import OF_KIND, Form
from detente.annex.paper import Head
from detente.annex.places import Filled
from detente.codec.errors import Local
from detente.locale.render import Names, party_name
from detente.locale.times import utc


def form_of(kind: str) -> Form:
    """The form of a kind. `Local("form-none")`: the annex has none for it."""
    form = OF_KIND.get(kind)
    if form is None:
        raise Local("form-none", kind=kind)
    return form


def head_of(message: Mapping[str, Any], names: Names, members: list[str], line: str) -> Head:
    """Names of parties in the language their office writes in would favour one side: the id that is signed, and both names."""
    content = message["content"]

    def named(party: str) -> str:
        english, chinese = party_name(party, names, "en"), party_name(party, names, "zh").partition(" · ")[2]
        return f"{english} {chinese}" if chinese and chinese not in english else english

    others = [party for party in members if party != message["party"]]
    matter = message.get("matter") or {}
    return Head(
        kind=message["kind"],
        wanted=content.get("wanted", -1),
        party=named(message["party"]),
        to="; ".join(map(named, others)),
        number=message["reference"],
        line=line,
        context=content["context"],
        said_at=utc(message["said_at"], "en"),
        re=", ".join(message.get("re") or []),
        thread=str(matter.get("reference") or "") if content.get("thread") else "",
    )


def filled(message: Mapping[str, Any]) -> Filled:
    """`Local("form-not-accepted")`: of a message that was not taken into the record no form is made."""
    if message.get("verdict") != "accepted":
        raise Local("form-not-accepted", name=message.get("reference"))
    sections: Filled = message["sections"]
    return sections
