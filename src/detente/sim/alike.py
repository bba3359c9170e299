"""What two desks must find alike without asking each other: call words, spoken references, whose turn a test is, and when.

Each is computed again here in the straight line of its definition (spec/protocol.md sections 28 and 31), for the members of
the world as they are and for values drawn from its seed; and both ends of every pair are asked.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterator, Mapping
from random import Random
from typing import Any

from detente.codec.cbor import encode, tagged_hash
from detente.codec.errors import Local
from detente.line import alive, callwords, spoken
from detente.node.node import Node
from detente.node.spoken import meant, spoken_of
from detente.node.telephone import words

DAY, HOUR = 86_400_000, 3_600_000
LETTERS = "FHKLMQRTWXY"
DRAWS = 40


def wrong(seed: int) -> Iterator[str]:
    """Where the code and the straight line differ, on values drawn from a seed."""
    chance = Random(f"detente/alike/{seed}")
    for _ in range(DRAWS):
        yield from _spoken(chance)
        yield from _called(chance)
        yield from _tested(chance)
    yield from _looked_at(chance)


def between(nodes: Mapping[str, Node]) -> Iterator[str]:
    """What the members of a world that hold the same find: the same words for each day, the same name for each message."""
    parties = sorted(nodes)
    for one in parties:
        node, line = nodes[one], nodes[one].line()
        for other in parties:
            theirs = nodes[other].line()
            for (party, epoch), log in line.logs.items():
                if (party, epoch) not in theirs.logs or other <= one:
                    continue
                names = [spoken_of(node.line(), party, epoch, n) for n in (1, max(1, log.said))]
                first = [who for who, _ in line.logs].index(party) == list(line.logs).index((party, epoch))
                same = [who for who, _ in theirs.logs].index(party) == list(theirs.logs).index((party, epoch))
                if first == same and names != [spoken_of(theirs, party, epoch, n) for n in (1, max(1, log.said))]:
                    yield f"{one} and {other} call a message of {party} by two names"
                known = meant(line, names[0])
                if known is None or (known[0], known[1]) != (party, 1) or epoch not in known[2]:
                    yield f"{one} does not understand {names[0]}, which it says itself"


def telephone(node: Node, other: Node, day: int) -> Iterator[str]:
    """Two members that hold the same record read the same words to each other, on each day about now."""
    ours, theirs = (words(a, a.line(), b.me, [day - 1, day, day + 1]) for a, b in ((node, other), (other, node)))
    for mine, other_day in zip(ours["days"], theirs["days"], strict=True):
        calls = [{(c["caller"], c["row"], *c["challenge"], *c["reply"]) for c in d["calls"]} for d in (mine, other_day)]
        if (mine["sheet"], sorted(mine["lacks"])) != (other_day["sheet"], sorted(other_day["lacks"])):
            yield f"{node.me} and {other.me} hold two sheets for one day"
        elif calls[0] != calls[1] or len(calls[0]) != len(mine["calls"]):
            yield f"{node.me} and {other.me} would not say the same words"


# -- spoken references ------------------------------------------------------------------------------------------------


def _letter(member: int, number: str, epoch: str | None) -> str:
    total, weight = 0, 2
    for digit in (str(member) + number + (epoch or ""))[::-1]:
        total += int(digit) * weight
        weight = weight * 2 % 11
    return LETTERS[(total + (5 if member > 9 else 0) + (7 if epoch is not None else 0)) % 11]


def _spelled(member: int, n: int, epoch: str | None) -> str:
    number = str(n).rjust(4, "0")
    return f"{_letter(member, number, epoch)}{member}-{number}" + ("" if epoch is None else "-" + epoch)


def _heard(name: str) -> Any:
    try:
        return spoken.understand(name)
    except Local as error:
        return error.code


def _spoken(chance: Random) -> Iterator[str]:
    member, n = chance.randint(1, 16), chance.choice([1, 42, 9999, 10_000, chance.randrange(10**9)])
    log = chance.randbytes(16)
    epoch = chance.choice([None, spoken.epoch_digits(log)])
    named = spoken.Spoken(member, n, epoch)
    right = _spelled(member, n, epoch)
    if spoken.spell(named) != right:
        yield f"{named} is spelled {spoken.spell(named)} and not {right}"
    digits = int.from_bytes(tagged_hash("reference", log)[:8], "big") % 10_000
    if spoken.epoch_digits(log) != f"{digits:04}":
        yield "an epoch is named by other digits"
    if _heard(right) != named or _heard(f" {right.lower().replace('-', ' – ')} ") != named:
        yield f"{right} is not understood"
    place = chance.choice([i for i, c in enumerate(right) if c != "-"])
    other = chance.choice([c for c in "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ" if c != right[place]])
    if _heard(right[:place] + other + right[place + 1 :]) not in (None, "reference-misheard"):
        yield f"{right} with {other} in place {place} is taken for another"
    # One more nought before a number of five digits or more is no other spelling of it.
    long = f"{_letter(member, f'0{n:05}', epoch)}{member}-0{n:05}" + ("" if epoch is None else "-" + epoch)
    if n > 9999 and _heard(long) is not None:
        yield f"{long} is taken, though it is no spelling"
    if (
        _heard(chance.choice(["", "K7", "K7-", "K0-0042", "K17-0042", "KK-0042", "B7-0042", "K7-0042-1", "K7-42"]))
        is not None
    ):
        yield "what is no reference is taken for one"


# -- call words -------------------------------------------------------------------------------------------------------


def _expand(key: bytes, info: list[object]) -> bytes:
    return hmac.new(key, encode(info) + b"\x01", hashlib.sha256).digest()


def _called(chance: Random) -> Iterator[str]:
    line, day, row = chance.randbytes(32), chance.randrange(20_000, 21_000), chance.randint(1, 3)
    secrets = {party: chance.randbytes(32) for party in chance.sample(["heron", "otter", "stork"], 2)}
    key = hmac.new(line, b"".join(secret for _, secret in sorted(secrets.items())), hashlib.sha256).digest()
    if callwords.root(line, secrets) != key:
        yield "the root of call words is another"
    number = int.from_bytes(_expand(key, ["detente/1/call-sheet", line])[:8], "big") % 10_000
    if callwords.sheet(key, line) != f"{number:04}":
        yield "a sheet has another number"
    caller, callee = secrets
    block = _expand(key, ["detente/1/call-words", line, "live", day, caller, callee, row])
    bits = "".join(f"{byte:08b}" for byte in block)
    four = [int(bits[at : at + 11], 2) for at in (0, 11, 22, 33)]
    found = callwords.call(key, line, "live", day, caller, callee, row)
    if (found.row, found.challenge, found.reply) != (row, four[:2], four[2:]):
        yield f"call words are {found} and not {four}"
    at = day * DAY + chance.choice([0, 1, HOUR - 1, HOUR, HOUR + 1, DAY - 1, chance.randrange(DAY)])
    shown = [day, day - 1] if at < day * DAY + HOUR else [day]
    if callwords.day_of(at) != day or callwords.days_shown(at) != shown:
        yield "another day's words are shown"
    rows = [
        callwords.Announcement(day * DAY + chance.choice([-DAY, -1, 0, 1, 5, DAY]), chance.randbytes(1), b"")
        for _ in range(chance.randint(0, 4))
    ]
    best = None
    for one in rows:
        if one.heard_at < day * DAY and (best is None or (one.heard_at, one.what) > (best.heard_at, best.what)):
            best = one
    if callwords.latest(rows, day) != best:
        yield "another announcement counts"


# -- tests of the line ------------------------------------------------------------------------------------------------


def _pace(terms: Any, own: dict[str, int]) -> tuple[Any, ...]:
    agreed: dict[str, int] | None = None
    if isinstance(terms, dict) and "machine" in terms and "person" in terms:
        agreed = {"machine": terms["machine"], "person": terms["person"]}
    common = agreed or {"machine": HOUR, "person": 7 * DAY}
    machine = own.get("machine", common["machine"])
    person = own.get("person", common["person"])
    machine = machine if machine == 0 or machine > 1000 else 1000
    other = agreed is None or (own.get("machine", common["machine"]), person) != (agreed["machine"], agreed["person"])
    return machine, own.get("window", common["machine"] // 4), person, agreed, other


def _tested(chance: Random) -> Iterator[str]:
    terms = chance.choice(
        [None, "hourly", {"machine": HOUR}, {"machine": 2 * HOUR, "person": DAY}, {"machine": 0, "person": 0}]
    )
    values = {"machine": [0, 1, 1000, 1001, HOUR, 2 * HOUR], "window": [60_000], "person": [0, DAY]}
    own = {name: chance.choice(some) for name, some in values.items() if chance.random() < 0.4}
    found = alive.cadence({} if terms is None else {"tests": terms}, own or None)
    got = (found.machine, found.window, found.person, found.agreed, found.own)
    if got != _pace(terms, own):
        yield f"tests are due by {got} and not {_pace(terms, own)}"
    epoch, interval = chance.randbytes(16), chance.choice([1000, 7001, HOUR, 3 * HOUR + 1])
    at = int(epoch[:6].hex(), 16) % interval
    if alive.offset(epoch, interval) != at:
        yield "tests stand at another minute"
    last = 1_790_000_000_000 + chance.randrange(interval)
    half = interval // 2
    now = last + chance.choice(
        [-interval, -half, 0, half - 1, half, interval, 3 * interval, chance.randrange(2 * interval)]
    )
    since = chance.choice([None, 0, half - 1, half, interval])
    is_due = _due(now, last, since, interval, at)
    if alive.due(now, last, since, interval, at) != is_due or alive.due(now, last, since, 0, 0):
        yield f"a test is {'not ' * is_due}due {now - last} ms after the last"
    quota, used = chance.choice([None, 0, 1, 2, 7, 200]), chance.randrange(0, 120)
    if alive.affordable(quota, used) != (quota is None or used + 1 <= quota // 2):
        yield "a test takes what is people's, or leaves it"
    line, roots = chance.randbytes(32), {party: chance.randbytes(32) for party in ("heron", "otter", "stork")}
    said: dict[str, int | None] = {party: chance.choice([None, 0, 5, 9]) for party in roots}
    silent = [party for party in roots if said[party] is None]
    earliest = min((at for at in said.values() if at is not None), default=0)
    first = silent or [party for party in roots if said[party] == earliest]
    if alive.turn(line, said, roots) != min(first, key=lambda party: tagged_hash("turn", line, roots[party])):
        yield "it is another's turn"
    pool, used_texts = list("abcd"), [chance.choice("abcde") for _ in range(chance.randrange(7))]
    fresh = [text for text in pool if text not in used_texts]
    oldest = sorted(pool, key=lambda text: used_texts[::-1].index(text) if text in used_texts else -1)[-1]
    if alive.choose(pool, used_texts) != (fresh[0] if fresh else oldest):
        yield "another text is next"


def _due(now: int, last: int, since: int | None, interval: int, at: int) -> bool:
    """One test in each slot of an interval, and never two within half of one by either clock."""
    slot, before = (now - at) // interval, (last - at) // interval
    return (
        slot != before
        and not -(interval // 2) < now - last < interval // 2
        and (since is None or since >= interval // 2)
    )


def _looked_at(chance: Random) -> Iterator[str]:
    """The next time a test is due is the first at which it is: looked for one by one."""
    interval = chance.choice([20, 31, 64])
    at, last = chance.randrange(interval), 1000 + chance.randrange(interval)
    for _ in range(DRAWS):
        now = (
            last + chance.randint(-1, 1) * chance.randrange(3 * interval)
            if chance.random() < 0.2
            else last + chance.randrange(3 * interval)
        )
        since = chance.choice([None, chance.randrange(2 * interval)])
        found = alive.next_due(now, last, since, interval, at)
        steps = range(now, now + 6 * interval)
        first = next(
            (t for t in steps if _due(t, last, None if since is None else since + t - now, interval, at)), None
        )
        if now >= last and found != first:
            yield f"the next test is due at {found}, and first at {first}"
    if alive.next_due(1, 0, None, 0, 0) is not None:
        yield "a test is due of a line that has none"
