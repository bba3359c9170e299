"""Texts that need every member, on logs written by hand: who had seen what, what was said again, and what is not here."""

from __future__ import annotations

from detente.kinds.progress import Coded as Progressed
from detente.kinds.proposal import Action, Coded, Minutes
from detente.kinds.roster import Names
from detente.views.dialogue import compared, digest
from drawn import Logs, name


def _agreed() -> Logs:
    """EXAMPLE heron proposes, otter agrees, and both have the other's word."""
    logs = Logs("heron", "otter")
    logs.proposes("heron", "text")
    logs.hears("otter", "text")
    logs.answers("otter", "yes", "text", "agreed", "heron")
    logs.all_hear("yes")
    return logs


def test_a_text_stands_once_both_have_the_others_word() -> None:
    assert _agreed().state("text") == "stands"


def test_a_reader_waits_for_a_log_that_a_member_had_seen_and_that_may_hold_a_refusal() -> None:
    logs = Logs("heron", "otter", "stork")
    logs.proposes("heron", "text")
    logs.answers("stork", "yes-too", "text", "agreed", "heron")
    logs.answers("stork", "no", "text", "declined")
    logs.answers("otter", "yes", "text", "agreed", "heron", "stork")  # having seen the refusal
    logs.all_hear("text", "yes", "yes-too")
    behind = {key: len(log) for key, log in logs.entries.items()} | {("stork", logs.now["stork"]): 2}
    assert logs.state("text", behind) == "waiting"
    assert logs.state("text") == "declined"


def test_a_log_that_a_text_comes_after_holds_nothing_about_it_and_is_not_waited_for() -> None:
    logs = Logs("heron", "otter")
    for number in range(3):
        logs.answers("otter", f"of-before-{number}", "of-before", "reserved")
    lost = logs.head("otter")
    first = logs.now["otter"]
    logs.opens("otter", logs.head("otter", 2), (lost,))
    logs.proposes("heron", "text", lost, "otter")
    logs.answers("otter", "yes", "text", "agreed", "heron")
    logs.all_hear("text", "yes")
    there = {key: len(log) for key, log in logs.entries.items()} | {("otter", first): 2}
    assert logs.state("text", there) == "stands"


def test_what_is_said_again_in_a_new_log_was_said_before_what_came_after_it() -> None:
    logs = Logs("heron", "otter")
    logs.proposes("heron", "older")
    logs.proposes("heron", "newer", re=())
    logs.opens("heron", logs.head("heron"))
    logs.proposes("heron", "older")  # nobody had receipted it
    assert (logs.state("older"), logs.state("newer")) == ("replaced", "open")


def test_a_text_said_again_was_still_made_without_knowing_what_stood_by_then() -> None:
    logs = _agreed()
    logs.proposes("heron", "counter", re=("text",))
    late = Logs("heron", "otter")
    late.proposes("heron", "text")
    late.proposes("heron", "counter", re=("text",))
    late.answers("otter", "yes", "text", "agreed", late.head("heron", 2))
    late.all_hear("text", "yes")
    late.opens("heron", late.head("heron"))
    late.proposes(
        "heron", "counter", "otter", re=("text",)
    )  # the same message, once more, having heard that all agreed
    late.answers("otter", "yes-to-counter", "counter", "agreed", "heron")
    late.all_hear("counter", "yes-to-counter")
    assert (late.state("text"), late.state("counter")) == ("stands", "crossed")


def test_what_a_member_says_it_has_seen_of_its_own_logs_is_not_what_it_had_said() -> None:
    logs = Logs("heron", "otter")
    logs.proposes("heron", "text")
    logs.answers(
        "otter", "yes", "text", "agreed", "heron", logs.head("otter", 3)
    )  # of its own log, and of what is to come
    logs.answers("otter", "no", "text", "declined")
    logs.all_hear("text", "yes")
    assert logs.state("text") == "stands", "taken back too late"


def test_a_member_that_logs_anothers_declined_as_refused_undoes_nothing_by_it() -> None:
    logs = Logs("heron", "otter")
    logs.proposes("heron", "text")
    logs.answers("heron", "no", "text", "declined")  # taken back in time
    logs.hears("otter", "text")
    logs.hears("otter", "no", "refused")  # a lie: every rule takes it
    logs.answers("otter", "yes", "text", "agreed", "heron")
    logs.all_hear("yes")
    assert logs.state("text") == "withdrawn"


def test_a_member_that_takes_a_word_and_refuses_it_in_a_later_log_undoes_nothing_by_it() -> None:
    logs = _agreed()
    logs.opens("otter", logs.head("otter"))
    logs.hears("otter", "text", "refused")
    assert logs.state("text") == "stands"


def test_nothing_stands_on_words_that_a_member_did_not_take() -> None:
    logs = Logs("heron", "otter")
    logs.proposes("heron", "text")
    logs.hears("otter", "text", "refused")
    logs.answers("otter", "yes", "text", "agreed", "heron")
    logs.all_hear("yes")
    assert logs.state("text") == "receipts"


def test_an_action_is_done_when_its_own_party_says_so_first_and_nobody_else_can() -> None:
    logs = Logs("heron", "otter")
    office = Names(en="EXAMPLE office", zh="示例办公室")
    action = Action(name="a-1", party="otter", office=office, due=9, to_do=office)
    minutes = Minutes(begins=1, ends=2, decisions=[], actions=[action], next="none")
    coded = Coded("minutes", "one", "text")
    logs.says("heron", "minutes", ("proposal", (), {"coded": coded, "minutes": minutes}))
    logs.answers("otter", "yes", "minutes", "agreed", "heron")
    logs.all_hear("minutes", "yes")

    def done(party: str, word: str, action: str = "a-1") -> None:
        logs.says(party, word, ("progress", ("minutes",), {"coded": Progressed(progress="done", action=action)}))

    done("heron", "of-another")
    done("otter", "no-such", "a-2")
    assert compared(logs.table())["done"] == []
    done("otter", "first")
    done("otter", "again")
    assert compared(logs.table())["done"] == [[name("minutes"), "a-1", name("first")]]


def test_a_digest_is_of_one_cut_and_of_one_state() -> None:
    logs = _agreed()
    whole = {key: len(log) for key, log in logs.entries.items()}
    behind = whole | {("heron", logs.now["heron"]): whole[("heron", logs.now["heron"])] - 1}
    states = [compared(logs.table(cut)) for cut in (whole, dict(reversed(whole.items())), behind)]
    assert digest(states[0]) == digest(states[1]) != digest(states[2])
    assert [state["texts"][0]["how"] for state in states] == ["stands", "stands", "receipts"]
