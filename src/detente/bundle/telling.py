"""What a bundle or delivery record shows, as plain data: what `detente verify --json` prints (docs/contracts.md)."""

from __future__ import annotations

from typing import Any

from detente.bundle.delivery import Member, Report, Statement
from detente.bundle.differing import Shown
from detente.bundle.verify import Report as Whole
from detente.codec.errors import DetenteError, Remote
from detente.codec.shape import readable, to_plain
from detente.line.delivery import Point


def not_proven(error: DetenteError) -> dict[str, Any]:
    """The verdict on a file of which nothing is proven."""
    verdict = "refused" if isinstance(error, Remote) else "damaged"
    return {"verdict": verdict, "reason": error.code, "parties": [], "messages": []}


def proven(report: Whole | Report | Shown) -> dict[str, Any]:
    """The verdict on a bundle, a delivery record or a difference that holds."""
    parties = [{"id": party, "key": key} for party, key in report.parties]
    found: dict[str, Any] = {"verdict": "proven", "reason": None, "parties": parties}
    match report:
        case Report():
            return found | {"messages": [_row(report.message, report.receipted)], "delivery": readable(told(report))}
        case Shown():
            return found | {"messages": [], "differ": differing(report)}
        case Whole():
            steps = [{"id": party, "number": seq, "case": case} for party, seq, case in report.successions]
            context = report.trust.terms.context
            rows = [
                {
                    "id": message.what.hex(),
                    "kind": message.name,
                    "area": message.area,
                    "author": message.author,
                    "context": context,
                    "receipted": report.receipted(message),
                }
                for message in report.messages
            ]
            return found | {"messages": rows} | ({"successions": steps} if steps else {})


def differing(shown: Shown) -> dict[str, Any]:
    """What a file of differing records shows."""
    heads = [{"epoch": head.epoch, "size": head.size, "root": head.root} for head in shown.heads]
    context = shown.trust.terms.context
    about = {"party": shown.party, "context": context, "form": shown.form, "heads": heads, "index": shown.index}
    found: dict[str, Any] = readable(about)
    return found


def _row(message: Statement, receipted: bool) -> dict[str, Any]:
    return {
        "id": message.what.hex(),
        "kind": message.content.kind,
        "area": getattr(message.sections.get("coded"), "area", None),
        "author": message.content.author,
        "context": message.content.context,
        "receipted": receipted,
    }


def told(report: Report) -> dict[str, Any]:
    """Bytes as bytes, times in ms UTC. Members in order of their names; the same keys for every member and either side."""
    return {
        "message": _message(report.message),
        "context": report.trust.terms.context,
        "writer": report.writer,
        "made": report.made,
        "members": [_member(member) for member in report.members],
        "explanations": [_message(one) for one in report.explanations],
    }


def _message(one: Statement) -> dict[str, Any]:
    return {
        "id": one.what,
        "kind": one.content.kind,
        "author": one.content.author,
        "entry": one.place.index,
        "at": one.said.at,
        "wanted": one.content.wanted,
        "vocab": one.content.vocab,
        "sections": {name: to_plain(value) for name, value in one.sections.items() if value is not None},
        "withheld": one.withheld,
    }


def _member(member: Member) -> dict[str, Any]:
    finding = member.finding
    heard = None
    if finding.heard is not None:
        place, entry = finding.heard
        heard = {"entry": place.index, "at": entry.at, "verdict": entry.verdict, "reason": entry.reason}
    bounds = member.bounds
    carried = None if member.carried is None else [to_plain(one) for one in member.carried]
    return {
        "party": member.party,
        "state": str(finding.state),
        "by": finding.by,
        "basis": member.basis,
        "stored": heard,
        "acknowledged": _point(finding.acknowledged),
        "late": finding.late,
        "none_before": finding.none_before,
        "first": _point(finding.first),
        "last": _point(finding.last),
        "not_shown": finding.not_shown,
        "names": [{**(_point(point) or {}), "kind": kind} for point, kind in finding.names],
        "named": None if bounds is None else {"before": bounds.before, "after": bounds.after},
        "carried": carried,
        "differ": member.differ,
    }


def _point(point: Point | None) -> dict[str, int] | None:
    return None if point is None else {"entry": point.place.index, "at": point.at}
