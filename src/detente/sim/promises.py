"""What must hold when everything is mended, whatever happened before. Each promise is one function that names itself.

`record` below is what stands on a member's disk now. What was on no honest disk any more when the world was mended is
physically gone, and is asked of nobody.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from detente.codec.errors import DetenteError
from detente.codec.limits import MAX_MESSAGE
from detente.codec.shape import unpack
from detente.line.judge import ACCEPTED, Carried
from detente.line.log import read_entry
from detente.line.shapes import Heard
from detente.node import audit, proposed, records
from detente.node.node import HOUR
from detente.proof.receipt import Opening
from detente.sim import destroys, lists
from detente.sim.again import check_again
from detente.sim.destroys import same_message
from detente.sim.member import SimNode
from detente.sim.plan import KEYED, NUMBERS
from detente.sim.strict import check_strictly
from detente.sim.successions import cut_short, everybody_knows_the_newest_keys_and_holds_no_others
from detente.sim.world import World
from detente.views.items import step
from detente.views.matters import effect, replies

Row = dict[str, Any]


class Record:
    """One member's record, read once."""

    def __init__(self, node: SimNode) -> None:
        self.node, self.line = node, node.line()
        # Every verdict is reached again from the kept bytes (the same function `record verify` uses).
        judged = list(audit.judged_again(node, self.line))
        self.kept = [message for message, _ in judged]
        self.rows: list[Row] = [row for _, row in judged]
        self.altered = [
            row for message, row in judged if (message.judged.verdict, message.judged.reason) != _verdict(row)
        ]
        self.by_what: dict[bytes, list[Row]] = defaultdict(list)
        for row in self.rows:
            self.by_what[row["what"]].append(row)

        self.excess = {row["what"] for row in node.store.excess(self.line.id)}  # refused, and known by name alone

    def heard(self) -> Iterator[tuple[bytes, Heard]]:
        """(epoch, entry) of every verdict in the own logs."""
        for (party, epoch), log in self.line.logs.items():
            if party == self.node.me:
                for carried in self.node.store.openings(log.key, 0, log.size):
                    entry = read_entry(unpack(Opening, carried, MAX_MESSAGE))
                    if isinstance(entry, Heard):
                        yield epoch, entry


def _verdict(row: Row) -> tuple[str, str | None]:
    return row["verdict"], row["reason"]


def check(world: World) -> None:
    """Bring the world to rest and look at what remains; violations are added to what it has seen."""
    said = dict(world.said)
    kept: dict[str, Record] = {}
    before = {party: world.members[party].disk.whole()["message"] for party in world.honest}
    try:
        if not world.rest():
            world.violate("comes-to-rest", "the line does not come to rest")
        whoever_is_honest_can_still_send(world)
        kept = {party: Record(world.members[party].up) for party in world.honest}
        nothing_recorded_is_lost(world, kept, said, before)
        nothing_is_doubled(world, kept)
        what_two_have_in_common_is_identical(world, kept)
        no_receipt_for_what_is_not_held(world, kept)
        live_and_exercise_never_cross(world, kept)
        what_nobody_may_accept_is_accepted_by_nobody(world, kept)
        folds_are_equal_at_every_cut(world, kept)
        every_record_verifies(world, kept)
        what_all_agreed_to_destroy_is_gone(world)
        if world.plan.weather == KEYED:
            everybody_knows_the_newest_keys_and_holds_no_others(world)
        check_strictly(world)
        check_again(world)
    except DetenteError as error:
        world.violate("readable", f"looking at the record failed: {error}")
    world.seen.heard += sum(len([row for row in k.rows if row["party"] != p]) for p, k in kept.items())
    for party in world.honest:
        node = world.members[party].up
        world.seen.counts.update({"counter " + n: v for n, v in node.store.counters().items()})
        world.seen.counts.update({"counter " + n: v for n, v in node.counted.items()})
        for (whose, _), log in node.line().logs.items():
            if whose == party:
                first = read_entry(unpack(Opening, node.store.openings(log.key, 0, 1)[0], MAX_MESSAGE))
                world.seen.counts[f"epoch {getattr(first, 'reason', '?')}"] += 1
        if node.store.differences(node.line().id):
            world.seen.counts["records differ"] += 1
        if node.store.excess(node.line().id):
            world.seen.counts["verdict refused over-quota"] += len(node.store.excess(node.line().id))
        for row in node.store.messages(node.line().id):
            if row["party"] != party:
                world.seen.counts[f"verdict {row['verdict']} {row['reason'] or ''}".strip()] += 1
        if world.plan.weather not in NUMBERS:
            count_what_is_said(world, node)


def count_what_is_said(world: World, node: SimNode) -> None:
    """Which kinds were accepted, what each reply is to what it names, and how proposals stand: transitions.py asks."""
    line = node.line()
    items = [item for item in node.store.items(line.id) if item["verdict"] == ACCEPTED]
    about = {item["what"]: item for item in items}
    for item in items:
        world.seen.counts[f"kind {item['kind']}"] += item["party"] != node.me
    for item in items:
        for named in item["named"]:
            found = effect(named["kind"], named["party"], item["party"], item["kind"])
            if replies(named["kind"]) is not None or found is not None:
                world.seen.counts[f"effect {found or 'counts'}"] += 1
    for row in node.store.messages(line.id):
        content = Carried.kept(row["message"]).content
        for what in (content.re or []) if content is not None and row["verdict"] == ACCEPTED else []:
            if what not in about and effect(content.kind, content.author, None, None) is not None:  # type: ignore[union-attr]
                world.seen.counts["effect unanchored"] += 1
    for proposal in proposed.listed(node, line)["proposals"]:
        world.seen.counts[f"proposal {proposal['state']}"] += 1


def whoever_is_honest_can_still_send(world: World) -> None:
    # Whoever has used up this hour's quota has the next one; whose clock was a day wrong has used up other hours too.
    world.clock += 50 * HOUR if clocks_were_set(world) else HOUR
    for party in world.honest:
        member = world.members[party]
        if not world.speak(member, 3, 0):
            world.violate("whoever-is-honest-can-still-send", f"{party} cannot speak any more")
    last = list(world.said)[-len(world.honest) :]
    if not world.rest():
        world.violate("whoever-is-honest-can-still-send", "the line does not come to rest after a last word")
    for party in world.honest:
        node = world.members[party].up
        held = {row["what"]: row for row in node.store.messages(node.line().id)}
        for what in last:
            if what not in held or held[what]["verdict"] != ACCEPTED:
                world.violate(
                    "whoever-is-honest-can-still-send",
                    f"{party} has not accepted {what.hex()[:6]}, said by {world.said[what]} when all was well",
                )


def nothing_recorded_is_lost(world: World, kept: dict[str, Record], said: dict[bytes, str], before: Any) -> None:
    on_a_disk: dict[bytes, tuple[str, str]] = {}
    for party, rows in before.items():
        for row in rows:
            if row[1] in world.honest and not cut_short(world, row[1], row[2]):
                on_a_disk.setdefault(row[4], (row[1], party))
    forked = {author for author in world.honest if world.members[author].rolled_back}
    for what, (author, holder) in on_a_disk.items():
        for party, record in kept.items():
            if party == author and world.members[party].rolled_back:
                continue  # its own disk went back: what it lost, the others hold and show
            if what in record.excess and (author in forked or clocks_were_set(world)):
                continue  # it did not know what it had said already, or in which hour: the others refuse the excess, and say so
            if what not in record.by_what and not (author in forked and marked(record, author)):
                world.violate(
                    "nothing-recorded-is-lost",
                    f"{party} does not hold {what.hex()[:6]} of {author}, which {holder} had recorded",
                )
    for what, author in said.items():
        if author in world.honest and not world.members[author].rolled_back and what not in kept[author].by_what:
            world.violate(
                "nothing-recorded-is-lost", f"{author} was told that {what.hex()[:6]} is recorded, and it is not there"
            )


def clocks_were_set(world: World) -> bool:
    return any(name == "skew" for name, *_ in world.plan.steps)


def marked(record: Record, author: str) -> bool:
    """Whether this record says that it holds another history of the author's log than somebody showed it."""
    return author in {row["party"] for row in record.node.store.differences(record.line.id)}


def nothing_is_doubled(world: World, kept: dict[str, Record]) -> None:
    for party, record in kept.items():
        contents: dict[tuple[str, bytes], set[bytes]] = defaultdict(set)
        for message in record.kept:
            if message.judged.verdict == ACCEPTED:
                contents[(message.place.party, message.content_id)].add(message.what)
        for (author, _), whats in contents.items():
            if len(whats) > 1:
                world.violate(
                    "nothing-is-doubled", f"{party} accepted one content of {author} under {len(whats)} names"
                )
        shown = [row["what"] for row in records.queue(record.node, record.line)]
        if len(shown) != len(set(shown)):
            world.violate("nothing-is-doubled", f"{party} shows a message twice")
        places: set[tuple[Any, ...]] = set()
        for epoch, entry in record.heard():
            spot = (epoch, entry.place, entry.what)
            if spot in places:
                world.violate("nothing-is-doubled", f"{party} gave two receipts for one place in one epoch")
            places.add(spot)


def what_two_have_in_common_is_identical(world: World, kept: dict[str, Record]) -> None:
    """Logs of honest members: whoever holds one holds the same leaves; messages: the same bytes."""
    for party, record in kept.items():
        for (author, epoch), log in record.line.logs.items():
            if author not in world.honest:
                continue
            for other, theirs in kept.items():
                same = theirs.line.logs.get((author, epoch))
                if other <= party or same is None:
                    continue
                size = min(log.size, same.size)
                if size and log.tree.root(size) != same.tree.root(size) and not world.members[author].rolled_back:
                    world.violate(
                        "what-two-have-in-common-is-identical", f"{party} and {other} hold different logs of {author}"
                    )
        for what, rows in record.by_what.items():
            if rows[0]["party"] not in world.honest:
                continue  # a dishonest member may give each its own secret: one of them then cannot read it, and says so
            for other, theirs in kept.items():
                for row in theirs.by_what.get(what, ()):
                    if (
                        other > party
                        and row["party"] == rows[0]["party"]
                        and not same_message(row["message"], rows[0]["message"])
                    ):
                        world.violate(
                            "what-two-have-in-common-is-identical",
                            f"{party} and {other} hold different bytes of one message",
                        )


def what_all_agreed_to_destroy_is_gone(world: World) -> None:
    """On every honest node; and honest members agree on what that is, where nobody shows them different words."""
    nodes = {party: world.members[party].up for party in world.honest}
    parted = (
        world.emergencies and len(world.members) > 2
    )  # what one had of a log when its keys were over, another lacks for good
    whole = not (world.hostile or parted or any(world.members[party].rolled_back for party in world.honest))
    apart = set() if whole else set(world.honest)
    world.seen.counts.update(destroys.check(nodes, apart, world.violate))


def no_receipt_for_what_is_not_held(world: World, kept: dict[str, Record]) -> None:
    for party, record in kept.items():
        excess = record.node.store.excess(record.line.id)  # what is over quota is known by its place and name alone
        held = {(row["party"], row["epoch"], row["i"], row["what"]) for row in (*record.rows, *excess)}
        for _, entry in record.heard():
            if (entry.place.party, entry.place.epoch, entry.place.index, entry.what) not in held:
                world.violate(
                    "no-receipt-for-what-is-not-held", f"{party}'s log has a receipt for what {party} does not hold"
                )
        for row in record.rows:
            if row["party"] != party:
                continue
            for peer in record.node.store.receipted_by(record.line.id, row["what"]):
                if peer in kept and row["what"] not in kept[peer].by_what and row["what"] not in kept[peer].excess:
                    detail = f"{party} holds {peer}'s receipt for what {peer} does not hold"
                    world.violate("no-receipt-for-what-is-not-held", detail)


def live_and_exercise_never_cross(world: World, kept: dict[str, Record]) -> None:
    for party, record in kept.items():
        for item in record.node.store.items(record.line.id):
            if item["verdict"] == ACCEPTED and item["context"] != "live":
                world.violate("live-and-exercise-never-cross", f"{party} accepted an exercise message on the live line")


def what_nobody_may_accept_is_accepted_by_nobody(world: World, kept: dict[str, Record]) -> None:
    for party, record in kept.items():
        for row in record.rows:
            if row["verdict"] == ACCEPTED and (row["epoch"], row["i"]) in world.lies:
                detail = f"{party} accepted {row['what'].hex()[:6]} of {row['party']} after all"
                world.violate("what-nobody-may-accept-is-accepted-by-nobody", detail)


def _fold(rows: list[Any]) -> dict[tuple[Any, ...], Any]:
    """Views folded from messages in this order, without what is local to one node."""
    view: dict[tuple[Any, ...], Any] = {}
    for kept in rows:
        for change in step(kept):
            local = {k: v for k, v in change.row.items() if k != "heard_at"}
            view[(change.view, *(change.row[k] for k in change.key))] = local
    return view


def folds_are_equal_at_every_cut(world: World, kept: dict[str, Record]) -> None:
    """The same set of messages gives the same view, in whatever order each recorded it, and as the store has it."""
    parties = list(kept)
    orders = {p: [k for k in r.kept if k.place.party in world.honest] for p, r in kept.items()}
    for party in parties[1:]:
        one, other = orders[parties[0]], orders[party]
        # By place and name: of two histories of one log, each may hold another message at one place.
        spots = {(k.place, k.what) for k in one} & {(k.place, k.what) for k in other}
        common = [k for k in one if (k.place, k.what) in spots]
        for cut in {len(common), len(common) // 2, len(common) // 3}:
            chosen = {(k.place, k.what) for k in common[:cut]}
            if _fold(common[:cut]) != _fold([k for k in other if (k.place, k.what) in chosen]):
                world.violate(
                    "folds-are-equal-at-every-cut", f"{parties[0]} and {party} see another state at a cut of {cut}"
                )
    for party, record in kept.items():
        items = record.node.store.items(record.line.id)
        straight = lists.straight(record.node, record.line)
        if lists.kept(record.node, record.line) != straight:
            world.violate("folds-are-equal-at-every-cut", f"{party}'s list is not what its messages give")
        record.node.store.refold(record.line.id, record.kept)
        if lists.kept(record.node, record.line) != straight:
            world.violate("folds-are-equal-at-every-cut", f"{party}'s list is another when it is made again")
        if items != record.node.store.items(record.line.id):
            world.violate("folds-are-equal-at-every-cut", f"{party}'s views are not those its messages give")


def every_record_verifies(world: World, kept: dict[str, Record]) -> None:
    for party, record in kept.items():
        if record.altered:
            world.violate(
                "every-record-verifies", f"{party} would judge {record.altered[0]['what'].hex()[:6]} otherwise today"
            )
        try:
            audit.check_logs(record.node, record.line)
        except DetenteError as error:
            world.violate("every-record-verifies", f"{party}'s record does not verify: {error}")
