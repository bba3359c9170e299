"""When records differ: files that show two statements of one member, and what shows nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache
from typing import Any

from oracle import cbor, checkpoint, consistency, fresh, path, root
from succeeded import ROUTINE, Succeeded
from world import EXERCISE, HOUR, LIVE, START, Log, party, with_check

from cases import Vector, bad, damaged, difference, good, xor

MAGIC = "detente/1/differ"
CHECK = "differ.verify"
BEFORE = fresh("differ epoch", 16)


def log(name: str = "ibis", epoch: bytes = BEFORE, size: int = 3, other_from: int | None = None) -> Log:
    """A log of keys messages said, as far as it matters here; from `other_from` on the entries are another's."""
    made = Log(LIVE.line, name, epoch)
    made.add(role="epoch", at=START, reason="founded", reported=[])
    for index in range(1, size):
        later = HOUR if other_from is not None and index >= other_from else 0
        made.add(
            role="said", at=START + index + later, n=index, what=fresh(f"said {index}"), cred=fresh("cred"), seen=[]
        )
    return made


def again(epoch: str, follows: Log, size: int | None = None, reported: list[Any] | None = None, at: int = 0) -> Log:
    """An epoch opened after another, at a size of it."""
    made = Log(LIVE.line, follows.party, fresh(f"differ {epoch}", 16))
    made.add(role="epoch", at=START + HOUR + at, reason="restored", follows=follows.head(size), reported=reported or [])
    made.add(role="said", at=START + HOUR + at + 1, n=1, what=fresh(epoch), cred=fresh("cred"), seen=[])
    return made


def signed(made: Log, size: int | None = None, by: str | None = None) -> bytes:
    head = made.head(size)
    return checkpoint(made.origin, head[2], head[3], *party(by or made.party).log_keys)


def base(heads: list[bytes], **beside: Any) -> dict[str, Any]:
    return {
        "v": 1,
        "line": LIVE.line,
        "terms": LIVE.terms,
        "credentials": [LIVE.credential("heron"), LIVE.credential("ibis")],
        "heads": heads,
    } | beside


def in_order(*logs: Log) -> list[Log]:
    return sorted(logs, key=lambda made: (made.epoch, len(made.openings), root(made.leaves)))


def one_size() -> dict[str, Any]:
    return base([signed(made) for made in in_order(log(), log(other_from=2))])


def prefix() -> dict[str, Any]:
    """A head at 3, and one at 5 of a log that had another entry before 3."""
    short, long = log(size=3), log(size=5, other_from=2)
    return base([signed(short), signed(long)], prefix=[root(long.leaves[:3]), consistency(3, long.leaves)])


def at(made: Log, index: int) -> list[Any]:
    return [made.leaves[index], path(index, made.leaves)]


def leaves(index: int = 2) -> dict[str, Any]:
    short, long = log(size=3), log(size=5, other_from=2)
    return base([signed(short), signed(long)], leaves=[index, at(short, index), at(long, index)])


def first(made: Log) -> list[Any]:
    return [made.openings[0], path(0, made.leaves)]


def epochs(*logs: Log) -> dict[str, Any]:
    """Two epochs after one log: one follows it at 2, the other at 3."""
    before = log()
    chosen = in_order(*(logs or (again("one", before, 2), again("two", before, 3, at=5))))
    return base([signed(made) for made in chosen], epochs=[first(made) for made in chosen])


def file(plain: dict[str, Any]) -> bytes:
    return with_check(cbor([MAGIC, plain]))


@cache
def whole() -> bytes:
    return file(one_size())


def shows(form: str, *heads: list[Any], index: int | None = None) -> dict[str, Any]:
    rows = [[epoch.hex(), size, top.hex()] for _party, epoch, size, top in heads]
    return {"party": "ibis", "form": form, "heads": rows, "index": index}


def written(plain: dict[str, Any]) -> Any:
    return difference("differ", whole(), file(plain), recheck=True)


def cases() -> Iterator[Vector]:
    short, long = log(size=3), log(size=5, other_from=2)
    before = log()
    pair = in_order(again("one", before, 2), again("two", before, 3, at=5))
    of_one_size = in_order(log(), log(other_from=2))
    for name, what, plain, shown in (
        ("one_size", "Two heads of one size.", one_size(), shows("one-size", *(made.head() for made in of_one_size))),
        (
            "prefix",
            "A larger head that does not begin with the smaller.",
            prefix(),
            shows("prefix", short.head(), long.head()),
        ),
        ("leaves", "Two entries at one place.", leaves(), shows("leaves", short.head(), long.head(), index=2)),
        (
            "epochs",
            "Two epochs after one log, of which neither names the other.",
            epochs(),
            shows("epochs", *(made.head() for made in pair)),
        ),
    ):
        yield good(f"differ_{name}_valid", what, CHECK, shown, file=written(plain))
    yield from after_a_succession()
    yield from refused()


def after_a_succession() -> Iterator[Vector]:
    made = Succeeded(ROUTINE)
    two = in_order(log("heron"), log("heron", other_from=2))
    heads = [made.head(one, None, made.log_keys) for one in two]
    plain = base(heads, successions=[made.carried])
    shown = shows("one-size", *(one.head() for one in two)) | {"party": "heron"}
    yield good("differ_after_a_succession_valid", "Two heads under keys after keys.", CHECK, shown, file=written(plain))
    without = written(base(heads))
    what = "The same, and nothing that vouches for the later keys."
    yield bad("differ_after_without_the_succession_refused", what, CHECK, "head-key", file=without)
    twice = written(base(heads, successions=[made.carried] * 2))
    yield bad("differ_succession_twice_refused", "One succession twice.", CHECK, "bundle-order", file=twice)


def bent(name: str, what: str, code: str, made: dict[str, Any], change: Callable[[dict[str, Any]], Any]) -> Vector:
    change(made)
    return bad(f"differ_{name}_refused", what, CHECK, code, file=written(made))


def refused() -> Iterator[Vector]:
    short, long, other = log(size=3), log(size=5, other_from=2), log(size=5)
    apart = Log(LIVE.line, "ibis", fresh("differ elsewhere", 16), [list(row) for row in log(other_from=2).openings])
    heron = log("heron", other_from=2)
    before = log()
    one = again("one", before, 2)
    known = again("two", before, 3, reported=[one.head()], at=5)
    after = again("two", one, at=5)
    elsewhere = again("two", apart, at=5)
    yield bent("same_head_twice", "One head, twice.", "differ-heads", one_size(),
               lambda d: d.update(heads=[signed(short)] * 2))  # fmt: skip
    yield bent("heads_order", "The greater root first.", "bundle-order", one_size(), lambda d: d["heads"].reverse())
    yield bent("other_member", "Heads of two members.", "differ-heads", one_size(),
               lambda d: d.update(heads=[signed(heron), signed(short)]))  # fmt: skip
    yield bent("other_log", "Heads of two epochs as one of one size.", "differ-form", one_size(),
               lambda d: d.update(heads=[signed(made) for made in in_order(short, apart)]))  # fmt: skip
    yield bent("other_key", "A head under another member's keys.", "head-key", one_size(),
               lambda d: d["heads"].__setitem__(1, signed(short, by="heron")))  # fmt: skip
    yield bent("other_line", "A head of the exercise.", "head-of-another-line", one_size(),
               lambda d: d["heads"].__setitem__(1, EXERCISE.checkpoint("ibis")))  # fmt: skip
    yield bent("half_signed", "A head without its ML-DSA-44 signature.", "head-lines", one_size(),
               lambda d: d["heads"].__setitem__(0, b"\n".join(d["heads"][0].split(b"\n")[:-2]) + b"\n"))  # fmt: skip
    yield bent("two_sizes_alone", "Two sizes, and nothing that shows a difference.", "differ-form", one_size(),
               lambda d: d.update(heads=[signed(short), signed(long)]))  # fmt: skip
    yield bent("prefix_continues", "A larger head that begins with the smaller.", "differ-heads", prefix(),
               lambda d: d.update(heads=[signed(short), signed(other)],
                                  prefix=[root(short.leaves), consistency(3, other.leaves)]))  # fmt: skip
    yield bent("prefix_of_another_root", "A root from which the path does not lead to the larger head.",
               "proof-not-consistent", prefix(), lambda d: d["prefix"].__setitem__(0, root(short.leaves)))  # fmt: skip
    yield bent("prefix_path_short", "A hash of the path left out.", "proof-not-consistent", prefix(),
               lambda d: d["prefix"][1].pop())  # fmt: skip
    yield bent("prefix_of_one_size", "A path between two heads of one size.", "differ-form", one_size(),
               lambda d: d.update(prefix=[root(short.leaves), []]))  # fmt: skip
    yield bent("leaves_same", "One entry at one place of both.", "differ-heads", leaves(),
               lambda d: d.update(leaves=[1, at(short, 1), at(long, 1)]))  # fmt: skip
    yield bent("leaf_changed", "A leaf that the smaller head does not have.", "proof-not-included", leaves(),
               lambda d: d["leaves"][1].__setitem__(0, bytes(32)))  # fmt: skip
    yield bent("leaves_of_two_places", "The leaf of another place.", "proof-not-included", leaves(),
               lambda d: d["leaves"].__setitem__(2, at(long, 3)))  # fmt: skip
    yield bent("leaf_beyond", "A place beyond the smaller head.", "proof-path-shape", leaves(),
               lambda d: d["leaves"].__setitem__(0, 3))  # fmt: skip
    yield bent(
        "two_forms", "Two forms at once.", "differ-form", prefix(), lambda d: d.update(leaves=leaves()["leaves"])
    )
    yield bent("epochs_named", "The later epoch says that the others reported the earlier.", "differ-heads",
               epochs(one, known), lambda d: None)  # fmt: skip
    yield bent("epochs_one_after_the_other", "The later epoch follows the earlier.", "differ-heads",
               epochs(one, after), lambda d: None)  # fmt: skip
    yield bent(
        "epochs_after_two_logs", "Epochs after two logs.", "differ-heads", epochs(one, elsewhere), lambda d: None
    )
    yield bent("epochs_of_one_size", "Two epochs without their first entries.", "differ-form", epochs(),
               lambda d: d.pop("epochs"))  # fmt: skip
    yield bent("epochs_second_entry", "The second entry in place of the first.", "differ-form", epochs(),
               lambda d: d["epochs"][0].__setitem__(0, again("one", before, 2).openings[1]))  # fmt: skip
    yield bent("epochs_flipped_blind", "A first entry with another blind.", "proof-not-included", epochs(),
               lambda d: d["epochs"][0].__setitem__(0, [bytes(32), d["epochs"][0][0][1]]))  # fmt: skip
    yield bent("credential_missing", "Without a member's credential.", "founding-member-missing", one_size(),
               lambda d: d["credentials"].pop())  # fmt: skip
    yield bent("line_changed", "Another line.", "bundle-line", one_size(), lambda d: d.update(line=bytes(32)))
    yield bent("extra_member", "A member more.", "shape", one_size(), lambda d: d.update(why="EXAMPLE"))
    yield bent("version_2", "Another version.", "shape", one_size(), lambda d: d.update(v=2))
    data = whole()
    place = data.index(signed(in_order(log(), log(other_from=2))[0]))
    yield bad("differ_flipped_root_refused", "A bit of a root, checked again.", CHECK, "head-signature",
              file=xor("differ", data, place + data[place:].index(b"\n3\n") + 5, recheck=True))  # fmt: skip
    yield damaged(
        "differ_damaged", "A bit, with the damage check as it was.", CHECK, "damaged", file=xor("differ", data, place)
    )
    yield damaged("differ_cut_short_damaged", "The last byte missing.", CHECK, "damaged", file=data[:-1])
