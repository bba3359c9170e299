"""What the hostile member says against the rules of a kind, one lie a rule: refused with that rule's name."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from detente.codec.cbor import encode
from detente.codec.shape import pack
from detente.kinds import LATEST
from detente.sim.floods import ALL as FORGERIES
from detente.sim.forgeries import Follows, Tongue, refused
from detente.sim.words import a_notice

WORDS = {"language": "en", "plain": "EXAMPLE against a rule."}
AGAIN = {"language": "zh", "plain": "示例：违反规则。"}
ONE = bytes(31) + b"\x01"
WEEK: list[Any] = [[[540, 1020]]] * 5 + [[], []]
CALENDAR: dict[str, Any] = {
    "label": {"en": "EXAMPLE Time", "zh": "示例时间"},
    "offset": 480,
    "changes": [],
    "week": WEEK,
    "holidays": [{"from": "2026-10-01", "until": "2026-10-07"}],
    "working": [],
    "covers_from": "2026-01-01",
    "covers_until": "2026-12-31",
}
OFFICES = {"offices": [{"names": {"en": "EXAMPLE desk", "zh": "示例值班室"}, "reach": []}]}
RETIRED = {"coded": {"subject": "label", "name": "example", "form": "retire"}}
MINUTES = {"begins": 5, "ends": 6, "decisions": [], "actions": [], "next": "set"}
TIMES = {"detected": 5, "next_word_by": 9, "occurred_from": 5, "occurred_to": 4}
Values = Mapping[str, Any]


def _against(kind: str, values: Values | Callable[[Tongue], Values], reason: str, **content: Any) -> tuple[str, Any]:
    """`values` are the sections as plain data, or what makes them; `content` is what else the message says."""

    def work(t: Tongue) -> tuple[bytes, Follows]:
        said = values(t) if callable(values) else values
        packed = {name: value if isinstance(value, bytes) else encode(value) for name, value in said.items()}
        uses = ("node",) if LATEST[kind].machine else ("officer",)
        t.liar.say(t.liar.of_kind(kind, packed, **content), uses=uses)
        return t.send(), refused(reason)

    return reason, work


def _calendar(**lies: Any) -> dict[str, Any]:
    return {"offices": OFFICES, "calendar": CALENDAR | lies}


def _keys(t: Tongue, bent: Callable[[dict[str, Any]], dict[str, Any]]) -> dict[str, Any]:
    key = {"id": bytes(16), "suite": 9, "pub": bytes(32), "from": 1, "until": 2}
    plain = {"sealing": [key], "mailboxes": {t.victim.me: bytes(16)}, "routes": []}
    return {"keys": plain | bent(key)}


def _notice(**lies: Any) -> Callable[[Tongue], Values]:
    def made(t: Tongue) -> Values:
        return {name: pack(value) for name, value in a_notice(WORDS["plain"], t.liar.start).items()} | lies

    return made


RULES: Sequence[tuple[str, Any]] = (
    _against("read-back", {"coded": {"read_back": "as-understood"}}, "names-one-message"),
    _against("test-person", {"coded": {"tester": "person", "task": "translate"}, "prose": WORDS}, "names-no-message", re=[ONE]),
    _against(
        "correction",
        {"coded": {"extent": "part", "correcting": "mistake"}, "prose": WORDS},
        "names-no-matter",
        re=[ONE],
    ),
    _against(
        "update",
        {"coded": {"status": "confirmed"}, "prose": WORDS, "courtesy": WORDS | {"by": "person"}},
        "courtesy-language",
        thread=ONE,
    ),
    _against("assistance-request", {"coded": {"area": "C", "help": ["contact", "contact"]}, "prose": WORDS}, "said-twice"),
    _against("suspend", {"coded": {"categories": ["test"]}, "times": {"begins": 5, "ends": 4}}, "window-ends-first"),
    _against("service", {"coded": {"plan": "cancelled", "pauses": "desk"}}, "service-names"),
    _against("service", {"coded": {"plan": "maintenance", "pauses": "desk"}}, "service-times"),
    _against(
        "test-person-reply",
        {"coded": {"tester": "person", "of": "zh"}, "prose": AGAIN},
        "test-reply-language",
        re=[ONE],
    ),
    _against("explanation", {"coded": {"explains": ["delay"]}, "prose": WORDS}, "explanation-of-nothing"),
    _against("destruction", {"coded": {"sections": ["prose", "measures"]}}, "names-not-in-order", re=[ONE]),
    _against(
        "disclosure",
        {
            "coded": {"ground": "asked", "scope": "messages", "messages": [], "sections": []},
            "prose": WORDS | {"to": "EXAMPLE"},
        },
        "disclosure-scope",
    ),
    _against("roster", _calendar(week=[[[540, 540]], *WEEK[1:]]), "roster-hours"),
    _against("roster", _calendar(changes=[[1_790_000_000_000, 480]]), "roster-offsets"),
    _against("roster", _calendar(covers_until="2025-12-31"), "roster-covers"),
    _against("roster", _calendar(working=[{"on": "2026-10-03", "like": 1}]), "roster-days"),
    _against(
        "keys",
        lambda t: _keys(t, lambda _key: {"mailboxes": {t.victim.me: bytes(16), "nobody": bytes(16)}}),
        "keys-mailbox-shared",
    ),
    _against("keys", lambda t: _keys(t, lambda key: {"sealing": [key | {"until": 1}]}), "keys-sealing"),
    _against("notice", _notice(times=encode(TIMES)), "notice-times"),
    _against("proposal", {"coded": {"subject": "label", "name": "example", "form": "text"}}, "proposal-form"),
    _against("proposal", RETIRED, "proposal-replaces", re=[bytes(31) + bytes([n]) for n in range(9)]),
    _against(
        "proposal",
        {"coded": {"subject": "minutes", "name": "example", "form": "text"}, "minutes": MINUTES},
        "minutes-next",
    ),
    _against("progress", {"coded": {"progress": "done"}}, "progress-form", re=[ONE]),
    _against(
        "question",
        {"coded": {"about": "facts"}, "prose": WORDS | {"reading": "EXAMPLE"}},
        "reading-of-meaning",
    ),
)  # fmt: skip
FORGERIES.update({f"against-{reason}": work for reason, work in RULES})
REASONS = tuple(reason for reason, _ in RULES)
ALL = FORGERIES  # with those registered here
