"""Versions of the vocabulary that members agree on: made from agreed texts alone, written in by all, readable for ever."""

from __future__ import annotations

from typing import Any

import pytest

from detente.codec.errors import Local
from detente.locale.render import headline, words_named, words_of
from detente.node import records, versioning
from detente.node.audit import audit
from detente.node.dialogue import state, table
from detente.node.node import Node
from detente.node.proposing import propose, take_stance
from detente.node.versions import known
from detente.vocabulary import current, vocabularies
from node.test_dialogue import both, label, same, say, stance
from support import exchange, notify

WORD = "unexpected-model-behaviour"
EN, ZH = "EXAMPLE behaviour nobody intended", "示例：超出预期的行为"


def agreed_word(heron: Node, otter: Node) -> None:
    said = label(heron, {"en": EN, "zh": ZH}, name=WORD)
    both(heron, otter)
    stance(otter, said, "agreed")
    both(heron, otter)


def next_version(node: Node) -> dict[str, Any]:
    line = node.line()
    return versioning.draft(table(node, line), versioning.writes(node, line))


def agreed_version(heron: Node, otter: Node) -> bytes:
    said = propose(heron, heron.line(), next_version(heron))
    both(heron, otter)
    stance(otter, said, "agreed")
    both(heron, otter)
    return versioning.writes(heron, heron.line()).digest


def theft(node: Node) -> bytes:
    return notify(node).what


def read(node: Node, what: bytes) -> dict[str, Any]:
    line = node.line()
    [row] = [row for row in records.queue(node, line) if row["what"] == what]
    return records.message(node, line, row)


def test_members_write_in_a_version_once_it_stands_and_each_reads_the_words_it_agreed_to(
    heron: Node, otter: Node
) -> None:
    before = theft(heron)
    both(heron, otter)
    agreed_word(heron, otter)
    digest = agreed_version(heron, otter)
    assert digest not in vocabularies() and same(heron, otter)["vocabulary"]["digest"] == digest
    after = theft(otter)
    both(heron, otter)
    for node in (heron, otter):
        assert versioning.writes(node, node.line()).digest == digest
        old, new = read(node, before), read(node, after)
        assert (old["content"]["vocab"], new["content"]["vocab"]) == (current().digest, digest)
        assert words_of(new).concept(WORD, "en") == EN and words_of(new).concept(WORD, "zh") == ZH
        assert words_of(old).concept(WORD, "en") == current().concept(WORD, "en")
        assert new["verdict"] == "accepted" and audit(node, node.line())["messages"] > 4


def test_a_version_is_known_after_a_start_and_every_verdict_is_reached_again(heron: Node, otter: Node) -> None:
    agreed_word(heron, otter)
    digest = agreed_version(heron, otter)
    what = theft(otter)
    both(heron, otter)
    heron.unread = True
    heron.refresh()  # memory is thrown away and read back, as after a start
    assert digest in known(heron.line()) and versioning.writes(heron, heron.line()).digest == digest
    assert words_of(read(heron, what)).concept(WORD, "en") == EN
    assert audit(heron, heron.line())["messages"]


def test_a_version_nobody_here_agreed_to_is_not_understood_and_stays_so(heron: Node, otter: Node) -> None:
    """One member writes in a version by itself: the other reads no word of it, then or ever."""
    agreed_word(heron, otter)
    said = propose(heron, heron.line(), next_version(heron))
    line = heron.line()
    line.written = next(iter(line.versions))  # heron's node is bent: it writes in what its own office alone agreed to
    early = theft(heron)
    both(heron, otter)
    [row] = [row for row in records.queue(otter, otter.line()) if row["what"] == early]
    assert (row["verdict"], row["reason"]) == ("not-understood", "vocabulary")
    stance(otter, said, "agreed")
    both(heron, otter)
    [row] = [row for row in records.queue(otter, otter.line()) if row["what"] == early]
    assert (row["verdict"], row["reason"]) == ("not-understood", "vocabulary")
    assert audit(otter, otter.line())["messages"]  # by what it knew when it heard it
    later = theft(heron)
    both(heron, otter)
    assert read(otter, later)["verdict"] == "accepted"


def test_nobody_agrees_to_a_version_that_is_not_what_it_says(heron: Node, otter: Node) -> None:
    agreed_word(heron, otter)
    good = next_version(heron)
    bent = {**good, "version": {**good["version"], "digest": "00" * 32}}
    with pytest.raises(Local, match="version-differs"):
        propose(heron, heron.line(), bent)
    from detente.node.proposing import sections_of

    line = heron.line()
    said = heron.say(line, heron.write(line, "proposal", sections_of("proposal", bent, heron.now()), 1))
    both(heron, otter)
    with pytest.raises(Local, match="version-differs"):
        take_stance(otter, otter.line(), said.what.hex(), "agreed")
    assert not otter.line().versions and not heron.line().versions


def test_a_text_that_does_not_stand_makes_no_version(heron: Node, otter: Node) -> None:
    agreed_word(heron, otter)
    good = next_version(heron)
    open_ = say(otter, "label", "loss-of-control", wording={"en": "EXAMPLE", "zh": "示例"})
    both(heron, otter)
    texts = sorted([*good["version"]["texts"], open_.what.hex()])
    with pytest.raises(Local, match="version-text"):
        propose(heron, heron.line(), {**good, "version": {**good["version"], "texts": texts}})
    with pytest.raises(Local, match="version-base"):
        propose(heron, heron.line(), {**good, "version": {**good["version"], "base": "11" * 32}})


def test_a_retired_word_stays_readable_and_is_refused_in_the_version_without_it(heron: Node, otter: Node) -> None:
    """It is in use in a message, and in no new one."""
    before = theft(heron)
    agreed_word(heron, otter)
    agreed_version(heron, otter)
    said = say(heron, "label", WORD, form="retire")
    both(heron, otter)
    stance(otter, said, "agreed")
    both(heron, otter)
    agreed_version(heron, otter)
    with pytest.raises(Local, match=r"would-be-refused|draft-concept"):
        theft(heron)
    for node in (heron, otter):
        assert headline(read(node, before), {}, "en").endswith(current().concept(WORD, "en"))
        assert versioning.writes(node, node.line()).version == 3
        assert state(table(node, node.line()))["vocabulary"]["base"] in node.line().versions


def test_two_versions_that_cross_leave_the_one_before_in_use(heron: Node, otter: Node) -> None:
    agreed_word(heron, otter)
    one, two = (propose(node, node.line(), next_version(node)) for node in (heron, otter))
    both(heron, otter)
    found = same(heron, otter)["vocabulary"]
    assert found["digest"] is None and len(found["open"]) == 2
    stance(otter, one, "agreed")
    both(heron, otter)
    assert same(heron, otter)["vocabulary"]["digest"] == versioning.writes(otter, otter.line()).digest
    assert two.what != one.what


def test_a_word_in_an_unknown_version_is_shown_as_its_code_and_never_as_another_word() -> None:
    """What nobody said would be read otherwise, offline and years later."""
    words = words_named(bytes(32))
    assert words.concept(WORD, "zh") == WORD and words.code("status", "ongoing", "en") == "ongoing"
    assert words.field("area", "en") == current().field("area", "en")


def test_nobody_writes_in_a_version_before_each_has_heard_of_the_others_word(heron: Node, otter: Node) -> None:
    """What stands for the sender is known to every reader, whatever has arrived in which order."""
    agreed_word(heron, otter)
    said = propose(heron, heron.line(), next_version(heron))
    exchange(heron, otter)
    stance(otter, said, "agreed")
    assert (
        versioning.writes(otter, otter.line()).digest == current().digest
    )  # heron's log does not say that it heard that
    both(heron, otter)
    assert (
        versioning.writes(heron, heron.line()).digest
        == versioning.writes(otter, otter.line()).digest
        != current().digest
    )
