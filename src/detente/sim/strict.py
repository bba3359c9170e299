"""Finer promises about one record than those of promises.py: what every row must agree with that says the same in other words.

They were found by changing one operator of `line/` and `trust/` at a time (docs/mutants.md) and asking what a change that
nobody noticed would have meant.
"""

from __future__ import annotations

from collections import Counter
from typing import Any

from detente.bundle.verify import verify_bundle
from detente.codec.cbor import tagged_hash
from detente.codec.errors import Remote
from detente.codec.limits import MAX_MESSAGE
from detente.codec.shape import unpack
from detente.line.judge import Carried
from detente.line.log import Log, read_entry
from detente.line.quota import REFUSED_ANYWAY
from detente.line.shapes import Entry, Erased, Heard, Said
from detente.proof.head import Place
from detente.proof.receipt import Opening
from detente.sim.member import SimNode
from detente.sim.plan import KEYED
from detente.sim.statements import wrong
from detente.sim.world import World
from detente.trust.words import COUNT, SIZE, numbers, word_list

STRANGE = (
    "item-not-included",
    "seen-heads-differ",
    "receipt-for-nothing-said",
    "receipt-in-lost-entries",
    "own-entries-lost",
    "claim-too-soon",
    "not-said-again",
)
UNOPENED = ("not-readable", "content", "sections", "message-form")
BUNDLE_ONE_IN = 4
WORDS_ONE_IN = 16  # the words are made slow on purpose


class Entries:
    """Every entry of every log a member holds, read once. None where it has no shape of ours."""

    def __init__(self, node: SimNode) -> None:
        self.node, self.line = node, node.line()
        self.held: dict[tuple[str, bytes], list[Entry | None]] = {}
        for key, log in self.line.logs.items():
            self.held[key] = [_entry(carried) for carried in node.store.openings(log.key, 0, log.size)]

    def at(self, party: str, epoch: bytes, index: int) -> Entry | None:
        entries = self.held.get((party, epoch), [])
        return entries[index] if index < len(entries) else None


def _entry(carried: bytes) -> Entry | None:
    try:
        return read_entry(unpack(Opening, carried, MAX_MESSAGE))
    except Remote:
        return None


def check_strictly(world: World) -> None:
    entries = {party: Entries(world.members[party].up) for party in world.honest}
    for party, own in entries.items():
        nobody_counts_for_more_than_the_quotas(world, party, own)
        what_counts_counts_in_the_hour_it_was_composed(world, party, own)
        every_receipt_kept_stands_in_its_givers_log(world, party, own)
        a_receipt_says_what_its_giver_decided(world, party, own)
        an_honest_log_is_regular(world, party, own)
        heads_are_named_once_and_truly(world, party, own, entries)
        what_is_accepted_can_be_shown_to_anybody(world, party, own)
    everybody_holds_what_the_others_say_now(world)
    a_disk_that_is_well_fails_nothing(world)
    nothing_strange_is_counted_where_nobody_is_strange(world)
    twelve_words_tell_two_introductions_from_others(world)
    for sentence in wrong():
        world.violate("what-founds-a-line", sentence)


def nobody_counts_for_more_than_the_quotas(world: World, party: str, own: Entries) -> None:
    spent: Counter[tuple[str, int, int]] = Counter()
    for (author, _name), (wanted, hour) in own.node.store.spendings(own.line.id).items():
        spent[(author, wanted, hour)] += 1
    for (author, wanted, _hour), count in spent.items():
        quota = own.line.trust.quotas.get(0 if wanted == REFUSED_ANYWAY else wanted)
        if quota is not None and count > quota:
            world.violate("quotas-hold", f"{party} counts {count} messages of {author} in an hour for {quota}")


def what_counts_counts_in_the_hour_it_was_composed(world: World, party: str, own: Entries) -> None:
    if (world.plan.seed + len(party)) % BUNDLE_ONE_IN or any(name == "skew" for name, *_ in world.plan.steps):
        return
    hours = own.node.store.spendings(own.line.id)
    for row in own.node.store.messages(own.line.id):
        content = Carried.kept(row["message"]).content
        if row["party"] in world.honest and content is not None and (row["party"], row["what"]) in hours:
            wanted, hour = hours[(row["party"], row["what"])]
            if (wanted, hour) != (content.wanted, content.composed // 3_600_000):
                world.violate("quotas-hold", f"{party} counts {row['party']}'s message in another class or hour")


def every_receipt_kept_stands_in_its_givers_log(world: World, party: str, own: Entries) -> None:
    """Found again from the entry it is said to stand in, by nothing but the names in our own log."""
    for row in world.members[party].disk.receipts(own.line.id):
        entry = own.at(row["peer"], row["place_epoch"], row["place_i"])
        if not (isinstance(entry, Heard) and _covers(own, entry, row)):
            detail = f"{party} keeps a receipt of {row['peer']} that {row['peer']}'s log does not show"
            world.violate("a-receipt-stands-in-its-givers-log", detail)
        elif row["peer"] in world.honest and row["verdict"] == "accepted" and not row["possession"]:
            if destroyed(own, row["what"]):
                continue  # with its secret gone, nobody can show possession any more, nor check it
            world.violate("a-receipt-stands-in-its-givers-log", f"{row['peer']} has shown no possession to {party}")


def destroyed(own: Entries, what: bytes) -> bool:
    """Whether sections of a message were destroyed by agreement here."""
    data = own.node.store.message(own.line.id, what)
    return data is not None and isinstance(Carried.kept(data).message, Erased)


def destruction_proposed(world: World, what: bytes) -> bool:
    """A message heard in its destroyed form shows no possession; members put back to before may all hold the whole again."""
    nodes = [member.up for member in world.members.values() if member.node is not None]
    rows = [row for node in nodes for row in node.store.items_of(node.line().id, what)]
    return any(one["kind"] == "destruction" for row in rows for one in row["named"])


def _covers(own: Entries, entry: Heard, row: dict[str, Any]) -> bool:
    also = entry.run.also if entry.run is not None else []
    said = [own.at(own.node.me, entry.place.epoch, index) for index in (entry.place.index, *also)]
    names = [one.what for one in said if isinstance(one, Said)]
    places = [entry.place.index, *also]
    if also and (places != sorted(set(places)) or (entry.verdict, entry.reason) != ("refused", "over-quota")):
        return False  # a run is of excess alone, and in order
    return (
        entry.place.party == own.node.me
        and row["epoch"] == entry.place.epoch
        and row["i"] in (entry.place.index, *also)
        and len(names) == 1 + len(also)
        and names[0] == entry.what
        and (entry.run is None or entry.run.names == tagged_hash("run", names))
    )


def a_receipt_says_what_its_giver_decided(world: World, party: str, own: Entries) -> None:
    """An honest member's record and its log agree, message by message: verdict, reason, and that it could be opened."""
    given: dict[tuple[bytes, Place, bytes], Heard] = {}
    for (author, epoch), entries in own.held.items():
        for one in entries if author == party else ():
            if isinstance(one, Heard):
                given.setdefault((epoch, one.place, one.what), one)
    for row in own.node.store.messages(own.line.id):
        if row["party"] == party:
            continue
        entry = given.get((row["heard_in"], Place(row["party"], row["epoch"], row["i"]), row["what"]))
        # Given again in a later epoch, it says the same at a later time.
        if (
            entry is None
            or (entry.verdict, entry.reason) != (row["verdict"], row["reason"])
            or entry.at < row["heard_at"]
        ):
            world.violate("a-receipt-says-what-was-decided", f"{party}'s log says otherwise than its record")
        elif (entry.has is None) != (row["reason"] in UNOPENED) and not (
            destroyed(own, row["what"]) or (entry.has is None and destruction_proposed(world, row["what"]))
        ):
            world.violate("a-receipt-says-what-was-decided", f"{party} shows possession of what it cannot read, or not")


def an_honest_log_is_regular(world: World, party: str, own: Entries) -> None:
    for (author, epoch), log in own.line.logs.items():
        if author not in world.honest:
            continue
        again = Log(log.line, author, epoch)
        for index, carried in enumerate(own.node.store.openings(log.key, 0, log.size)):
            broken = again.check(unpack(Opening, carried, MAX_MESSAGE), index)[1]
            if broken is not None:
                world.violate("an-honest-log-is-regular", f"{party} holds a log of {author} with {broken} at {index}")
                break


def heads_are_named_once_and_truly(world: World, party: str, own: Entries, all_held: dict[str, Entries]) -> None:
    """`seen` names a head when it has grown, and never again; and in the end each log of the others was named."""
    named: dict[tuple[str, bytes], int] = {}
    for (author, _epoch), entries in own.held.items():
        if author != party:
            continue
        before: dict[tuple[str, bytes], int] = {}
        for entry in entries:
            for head in entry.seen if isinstance(entry, Said) else ():
                key = (head.party, head.epoch)
                if head.party == party or head.size <= before.get(key, 0):
                    world.violate("heads-are-named", f"{party} names a head of {head.party} again, or its own")
                before[key] = head.size
                named[key] = max(named.get(key, 0), head.size)
                log = own.line.logs.get(key)
                true = log is not None and head.size <= log.size and log.tree.root(head.size) == head.root
                if not true and not world.members[party].rolled_back:
                    world.violate("heads-are-named", f"{party} names a head of {head.party} it never held")
    if world.plan.weather == KEYED:  # the end of a log comes after the word that ended it, and is named with the next
        return
    for key, log in own.line.logs.items():
        if key[0] in world.honest and key[0] != party and key not in named and log.said and log.size > 2:
            last = all_held[key[0]].line.own_epoch if key[0] in all_held else None
            if key[1] != last and not world.members[party].rolled_back:
                world.violate("heads-are-named", f"{party} has never named a closed log of {key[0]}")


def everybody_holds_what_the_others_say_now(world: World) -> None:
    """At rest nothing of a log that an honest member writes in is wanting anywhere, receipts and all."""
    for author in world.honest:
        own = world.members[author].up.line().own
        for party in world.honest:
            held = world.members[party].up.line().logs.get((author, own.epoch))
            if held is None or (held.size, held.tree.root()) != (own.size, own.tree.root()):
                size = 0 if held is None else held.size
                world.violate("everybody-holds-all", f"{party} holds {size} of {author}'s {own.size} entries")


def a_disk_that_is_well_fails_nothing(world: World) -> None:
    """Else a commit that contradicts itself would pass for a full disk."""
    if any(name in ("kill-at-commit", "fill") for name, *_ in world.plan.steps):
        return
    for where in ("refused", "local", "at rest"):
        if world.seen.counts[f"{where} store-failed"]:
            world.violate("a-disk-that-is-well", f"a commit failed, {where}, and no disk was full or broken")


def nothing_strange_is_counted_where_nobody_is_strange(world: World) -> None:
    if world.hostile is not None or any(member.rolled_back for member in world.members.values()):
        return
    right = all(name != "skew" for name, *_ in world.plan.steps)
    for party, member in world.members.items():
        if member.up.store.differences(member.up.line().id):
            world.violate("nothing-strange-is-counted", f"{party} keeps two histories, and there was one of each")
        for name in member.up.store.counters():
            if name == "item-not-included" and world.emergencies:
                continue  # sent before its author declared the keys stolen, and come after
            if name in STRANGE or name.startswith("irregular-") or (right and name == "clock-ahead"):
                world.violate("nothing-strange-is-counted", f"{party} counts {name}, and everybody was honest")


def what_is_accepted_can_be_shown_to_anybody(world: World, party: str, own: Entries) -> None:
    """The whole record as a file, verified by nothing but itself: every message accepted is in it, with its receipts."""
    if (world.plan.seed + len(party)) % BUNDLE_ONE_IN:
        return
    report = verify_bundle(own.node.export(own.line))
    shown = {message.what: message for message in report.messages}
    over = (
        own.line.trust.logs_over()
    )  # what nobody named there counts for nothing, and what not all have is written again
    accepted = {
        row["what"]
        for row in own.node.store.messages(own.line.id)
        if row["verdict"] == "accepted" and (row["what"] in shown or (row["party"], row["epoch"]) not in over)
    }
    untouched = world.hostile is None and not any(member.rolled_back for member in world.members.values())
    if untouched and set(shown) != accepted:
        world.violate("anybody-can-verify", f"{party}'s file shows {len(shown)} messages of {len(accepted)}")
    if untouched and not all(report.receipted(one) for one in report.messages if one.spot[:2] not in over):
        world.violate("anybody-can-verify", f"{party}'s file lacks receipts though everything is at rest")


def twelve_words_tell_two_introductions_from_others(world: World) -> None:
    if world.plan.seed % WORDS_ONE_IN != 1:
        return
    one, other = (world.founders.frames[party] for party in world.parties[:2])
    ours, theirs = numbers((one, other)), numbers((other, one))
    swapped = numbers((one, other[:-1] + bytes([other[-1] ^ 1])))
    if ours != theirs or ours == swapped or len(ours) != 12 or len(set(ours)) < 6:
        world.violate("twelve-words", "two offices would not read the same twelve words, or after a swap would")
    if COUNT != 12 or not all(0 <= number < SIZE for number in ours) or max(*ours, *swapped) < SIZE // 2:
        world.violate("twelve-words", "the numbers are not twelve of all the words there are")
    if len(set(word_list())) != 2048 or any(len(set(column)) != 2048 for column in zip(*word_list(), strict=True)):
        world.violate("twelve-words", "a word stands twice")
