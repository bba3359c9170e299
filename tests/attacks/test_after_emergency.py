"""What still counts of a log whose keys were declared stolen: delivery records, agreements, and what members keep together."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from attacks.hostile import refusal
from attacks.test_succession import Office, sheets
from detente.bundle.delivery import Report, verify_delivery
from detente.codec.errors import Local, Remote
from detente.line.delivery import State
from detente.node import dialogue, records
from detente.node.delivering import delivery
from detente.node.destroying import consent, proposals, propose
from detente.node.node import Node
from detente.node.proposing import propose as put
from detente.node.proposing import take_stance
from detente.proof.head import Head
from support import acknowledge, exchange, notify

__all__ = ["sheets"]  # a fixture
VERIFIER = Path(__file__).parents[2] / "verifier" / "cli.mjs"


@pytest.fixture
def office(sheets: object, tmp_path: Path) -> Iterator[Office]:
    founded, codes = sheets  # type: ignore[misc]
    one = Office(founded, tmp_path / "homes", codes)
    yield one
    one.heron.close()
    one.otter.close()


def stolen(office: Office) -> None:
    """heron declares its keys stolen, and persons at otter compare the words."""
    office.renewed(emergency=True)
    assert refusal(office.otter.receive, office.heron.outgoing(office.heron.line(), "otter")) == "head-key"
    office.otter.commit(office.otter.line().compared("heron", office.otter.now()))


def both(office: Office) -> None:
    for _ in range(3):
        exchange(office.heron, office.otter)
        exchange(office.otter, office.heron)


def made(node: Node, what: bytes, at: int | None = None) -> bytes:
    row = next(row for row in records.queue(node, node.line()) if row["what"] == what)
    return delivery(node, node.line(), row, at)


def seen(data: bytes, tmp_path: Path) -> Report:
    """What the file shows; and the second verifier says the same of it."""
    report = verify_delivery(data)
    node = shutil.which("node")
    if node is None:
        pytest.skip("no node: the second verifier cannot be asked")
    file = tmp_path / "delivery.detente"
    file.write_bytes(data)
    said = subprocess.run([node, VERIFIER, "--json", file], capture_output=True, text=True, timeout=60, check=False)
    assert said.returncode == 0, said.stdout + said.stderr
    for member in report.members:
        assert f'"state":"{member.finding.state.value}"' in said.stdout.replace(": ", ":")
    return report


def test_a_delivery_record_after_an_emergency_shows_what_the_other_member_had_named(
    office: Office, tmp_path: Path
) -> None:
    """The message, its receipt and its acknowledgement all stand in logs that were named before: from both sides, years later."""
    theirs = notify(office.otter).what
    exchange(office.otter, office.heron)
    answer = acknowledge(office.heron, type("Kept", (), {"what": theirs})())
    ours = office.speak("EXAMPLE 示例 before")
    both(office)
    stolen(office)
    both(office)
    for node in (office.heron, office.otter):
        [member] = seen(made(node, theirs), tmp_path).members
        assert (member.party, member.finding.state) == ("heron", State.ACKNOWLEDGED)
        assert member.finding.acknowledged is not None and member.finding.acknowledged.place == answer.place
        [member] = seen(made(node, ours), tmp_path).members
        assert member.finding.state == State.NO_WORD_AFTER and member.finding.heard is not None


def test_an_answer_that_nobody_named_before_an_emergency_is_neither_shown_nor_denied(
    office: Office, tmp_path: Path
) -> None:
    """It never left. Its own author's record has it, and proves nothing by it: no thief's could."""
    theirs = notify(office.otter).what
    both(office)
    notify(office.otter, "EXAMPLE 示例 names the receipt")
    both(office)
    acknowledge(office.heron, type("Kept", (), {"what": theirs})())
    stolen(office)
    both(office)
    [mine] = seen(made(office.heron, theirs), tmp_path).members
    [other] = seen(made(office.otter, theirs), tmp_path).members
    assert mine.finding.acknowledged is None and other.finding.acknowledged is None
    assert mine.finding.state in (State.NOT_OPENED, State.NO_WORD_AFTER) and other.finding.state == State.NOT_HELD


def test_a_message_that_nobody_named_before_an_emergency_has_no_delivery_record(office: Office) -> None:
    waiting = notify(office.heron, "EXAMPLE 示例 waiting").what
    stolen(office)
    both(office)
    with pytest.raises(Local, match="delivery-keys-over"):
        made(office.heron, waiting)


def test_what_nobody_has_of_a_log_under_keys_that_are_over_is_waited_for_by_nobody(office: Office) -> None:
    """heron had heard something when its keys were stolen, and never got to say so. Words go on being agreed all the same."""
    both(office)
    notify(office.otter, "EXAMPLE 示例 heard at the last moment")
    office.heron.receive(office.otter.outgoing(office.otter.line(), "heron"))  # its receipt stays in heron's old log
    stolen(office)
    both(office)
    old, new = [log for (party, _), log in office.heron.line().logs.items() if party == "heron"]
    assert office.otter.line().logs[("heron", old.epoch)].size < old.size and new.size
    text = {
        "coded": {"subject": "label", "name": "model-theft", "form": "text"},
        "wording": {"en": "EXAMPLE", "zh": "示例"},
    }
    said = put(office.heron, office.heron.line(), text, None)
    both(office)
    take_stance(office.otter, office.otter.line(), said.what.hex(), "agreed")
    both(office)
    for node in (office.heron, office.otter):
        [row] = dialogue.state(dialogue.table(node, node.line()))["terms"]
        assert row["status"] == "agreed", node.me


def test_a_destruction_is_agreed_by_both_or_by_neither_after_an_emergency(office: Office) -> None:
    """heron's consent stood in its old log when that ended, and otter never had it: it counts with nobody, and is given again."""
    what = office.speak("EXAMPLE 示例 to be destroyed")
    proposed = propose(office.otter, office.otter.line(), what, ["prose"], "en", None)
    exchange(office.otter, office.heron)
    [there] = [one for one in proposals(office.heron, office.heron.line()) if one.what == proposed.what]
    consent(office.heron, office.heron.line(), there, agreed=True)
    stolen(office)
    both(office)
    for node in (office.heron, office.otter):
        [one] = [one for one in proposals(node, node.line()) if one.what == proposed.what]
        assert not one.stands.complete, node.me


def test_a_head_of_a_stolen_log_in_a_difference_is_said_and_not_shown(office: Office) -> None:
    from detente.node.delivering import _standing

    line = office.otter.line()
    own = office.heron.line().own
    head = office.heron.checkpoint(own, own.size)
    both(office)
    assert isinstance(_standing(line, head), Head)
    stolen(office)
    assert _standing(line, head) is None
    with pytest.raises(Remote):
        line.trust.check_head(office.heron.checkpoint(office.heron.line().own, 1) + b"x")
