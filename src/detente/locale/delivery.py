"""A delivery record in words: one neutral sentence, and the rows below it. The same for both sides, whoever wrote the file.

Takes what `bundle.telling.told` gives, bytes as hexadecimal. Every clause has one key for all parties; only names and times
differ. Nothing here says what a person has or has not done.
"""

from __future__ import annotations

from typing import Any

from detente.locale import text
from detente.locale.errors import explain
from detente.locale.render import Part, section, words_named
from detente.locale.times import utc
from detente.vocabulary import Vocabulary, current

WAYS = ("https", "answer")


def sentence(told: dict[str, Any], lang: str) -> str:
    """What the record shows of every member, in one sentence each, after what it is about."""
    about, gap = about_of(told, lang), "" if lang == "zh" else " "
    return text(
        "delivery.sentence", lang, about=about, members=gap.join(_member(told, m, lang) for m in told["members"])
    )


def about_of(told: dict[str, Any], lang: str) -> str:
    message = told["message"]
    kind = _words(message).code("kind", message["kind"], lang)
    at = utc(message["at"], lang)
    return text("delivery.about", lang, kind=kind, author=message["author"], entry=message["entry"], at=at)


def parts(told: dict[str, Any], lang: str) -> list[Part]:
    """What each sentence rests on, then explanations as their authors wrote them, then who wrote the record."""
    found = []
    for member in told["members"]:
        rows = [(text(f"delivery.label-{label}", lang), row) for label, row in _rows(told, member, lang)]
        found.append(Part(member["party"], rows))
    for one in told["explanations"]:
        title = text("delivery.explained", lang, party=one["author"], at=utc(one["at"], lang))
        part = Part(title, prose=True)
        words = _words(one)
        for name, value in one["sections"].items():
            part.rows += section(name, value, words, lang, None).rows
        found.append(part)
    return found


def written(told: dict[str, Any], lang: str) -> str:
    return text("delivery.written", lang, writer=told["writer"], at=utc(told["made"], lang))


def _words(message: dict[str, Any]) -> Vocabulary:
    return words_named(message["vocab"])


def _member(told: dict[str, Any], member: dict[str, Any], lang: str) -> str:
    state = _state(told, member, lang)
    if member["state"] == "not-sent":
        return text("delivery.member-unsent", lang, party=member["party"], state=state)
    return text("delivery.member", lang, party=member["party"], stored=_stored(member, lang), state=state)


def _stored(member: dict[str, Any], lang: str) -> str:
    heard = member["stored"]
    if heard is None:
        return text("delivery.no-receipt", lang)
    at = utc(heard["at"], lang)
    if heard["verdict"] == "accepted":
        return text("delivery.is-stored", lang, at=at)
    verdict = current().code("verdict", heard["verdict"], lang)
    reason = explain(heard["reason"] or "", {}, lang)[0].rstrip(".。")
    return text("delivery.is-not-taken", lang, at=at, verdict=verdict, reason=reason)


def _state(told: dict[str, Any], member: dict[str, Any], lang: str) -> str:
    by, state = utc(member["by"], lang), member["state"]
    if state == "acknowledged":
        at = utc(member["acknowledged"]["at"], lang)
        if not member["late"]:
            return text("delivery.acknowledged-at", lang, at=at)
        said = text("delivery.acknowledged-after", lang, at=at, by=by)
        before = text("delivery.none-by", lang, by=by) if member["none_before"] else ""
        return said + (("；" if lang == "zh" else "; ") + before if before else "")
    author = told["message"]["author"]
    said = text(f"delivery.{state}", lang, by=by, count=member["not_shown"], author=author)
    if state == "no-word-after" and member["not_shown"]:
        said += "；" if lang == "zh" else "; "
        said += text("delivery.not-opened", lang, by=by, count=member["not_shown"])
    return said


def _rows(told: dict[str, Any], member: dict[str, Any], lang: str) -> list[tuple[str, str]]:
    author = told["message"]["author"]
    rows = [("time", text(f"delivery.by-{member['basis']}", lang, by=utc(member["by"], lang)))]
    for one in member["carried"] or []:
        way = one["way"] if one["way"] in WAYS else "other"
        at = utc(one["first"], lang)
        values = {"to": one.get("to") or "?", "way": one["way"], "at": at, "author": author}
        rows.append(("route", text(f"delivery.way-{way}", lang, **values)))
    first, last = member["first"], member["last"]
    if first is not None and last is not None:
        ends = {"first": first["entry"], "last": last["entry"]}
        times = {"first_at": utc(first["at"], lang), "last_at": utc(last["at"], lang)}
        rows.append(("entries", text("delivery.shown", lang, **ends, **times)))
    named = member["named"] or {}
    for side in ("before", "after"):
        if named.get(side) is not None:
            rows.append(("bounds", text(f"delivery.named-{side}", lang, author=author, at=utc(named[side], lang))))
    for one in member["names"]:
        kind = current().codes["kind"].get(one["kind"], {}).get("zh" if lang == "zh" else "en", one["kind"])
        rows.append(("also", text("delivery.named-it", lang, kind=kind, at=utc(one["at"], lang))))
    if member["differ"]:
        rows.append(("also", text("delivery.differ", lang)))
    return rows
