"""Handover, cases, readouts, the record, the card and stopping an exercise, over a real node and without a browser."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from desk.pages import Client, Served, desk_of
from detente.bundle.verify import verify_bundle
from detente.node import handover, records, searching, texts
from detente.node.home import Home
from detente.node.node import DAY, Node
from detente.store.officers import Officers
from support import Hand, exchange, notify

READOUTS = Path(__file__).resolve().parents[2] / "examples"


@pytest.fixture
def desk(heron: Node) -> Iterator[Served]:
    with desk_of(heron) as served:
        yield served


def heard(heron: Node, otter: Node, count: int = 1) -> list[str]:
    """Notices of otter that heron has; their references."""
    for number in range(count):
        notify(otter, f"EXAMPLE 示例 — statement number {number}.", wanted=2)
    exchange(otter, heron)
    return [row["reference"] for row in records.queue(heron, heron.line()) if row["kind"] == "notice"]


def test_the_incoming_office_signs_what_was_shown_and_nothing_that_changed_since(
    heron: Node, otter: Node, desk: Served
) -> None:
    [reference] = heard(heron, otter)
    client = desk.client()
    page = client.get("/handover")
    assert reference in page.text and "Needs us" in page.text
    assert handover.listed(heron, heron.line()) == []  # to look is not to sign
    heard(heron, otter)
    refused = client.post("/handover", {"desk": "Night desk", "code": page.value("code")})
    assert refused.status == 409 and handover.listed(heron, heron.line()) == []
    assert 'value="Night desk"' in refused.html
    done = client.followed(client.post("/handover", {"desk": "Night desk", "code": refused.value("code")}))
    assert "Proven: takeover 1, by Night desk" in done.text
    assert handover.verify(heron, heron.line(), 1)["verdict"] == "proven"
    assert ("duty-1", "handover-taken") in [(row["officer"], row["act"]) for row in desk.kept(Officers.log, 5)]
    empty = client.post("/handover", {"desk": "Night desk", "code": ""})
    assert empty.status == 409


def test_a_case_has_its_clocks_with_the_sentence_of_law_and_its_form_to_take_away(desk: Served) -> None:
    client = desk.client()
    form = {
        **{"class": "loss-of-control", "plain": "EXAMPLE 示例 — it did not stop.", "detected": "2026-09-21 09:00"},
        **{"jurisdictions": ["us-ca", "eu"], "harm": ["death"], "imminent_danger": "no"},
    }
    page = client.followed(client.post("/cases", form))
    assert "2026-09-21 09:00 UTC" in page.text and page.html.count("<blockquote>") >= 1
    listed = client.get("/cases")
    link = listed.html.split('href="/cases/')[1].split('"')[0]
    assert "it did not stop" in listed.text
    made = client.post(f"/cases/{link}", {"do": "form", "regime": "us-ca-sb53", "as": "pdf"})
    assert made.status == 200 and made.data.startswith(b"%PDF")
    told = {"do": "told", "regime": "us-ca-sb53", "clock": _clock(page.html, "us-ca-sb53"), "receipt": "EXAMPLE-7"}
    after = client.followed(client.post(f"/cases/{link}", told))
    assert "EXAMPLE-7" in after.text
    client.post(f"/cases/{link}", {"do": "note", "words": "EXAMPLE a note"})
    version = after.value("version")
    edit = {
        "do": "edit",
        "version": version,
        "title": "EXAMPLE title",
        "detected": "2026-09-21 09:00",
        "plain": "EXAMPLE",
    }
    assert "EXAMPLE title" in client.followed(client.post(f"/cases/{link}", edit)).text
    late = client.post(f"/cases/{link}", edit | {"title": "EXAMPLE other"})  # of a version that was overtaken
    assert late.status == 409 and "EXAMPLE other" in late.html
    assert "EXAMPLE a note" in client.get(f"/cases/{link}").text


def _clock(html: str, regime: str) -> str:
    part = html.split(f'name="regime" value="{regime}"><input type="hidden" name="clock" value="')[1]
    return part.split('"')[0]


def test_two_public_texts_are_compared_in_a_process_of_their_own(desk: Served) -> None:
    client = desk.client()
    one = "The two sides agreed to establish a communication channel for AI incidents. They will hold a dialogue."
    two = "双方就人工智能对话交换了意见。双方同意保持沟通。"
    form = {"text-a": one, "text-b": two, "issuer-a": "heron", "issuer-b": "otter", "do": "compare"}
    page = client.post("/readouts", form)
    assert page.status == 200, page.text[:500]
    assert "A heron" in page.text and "B otter" in page.text
    assert page.html.count("<li") > 10 and one in page.text  # both stand there to be compared once more
    alone = client.post("/readouts", form | {"text-b": ""})
    assert alone.status == 409 and one in alone.text
    taken = client.post("/readouts", form | {"do": "file"})
    assert taken.headers["content-type"].startswith("text/markdown") and b"heron" in taken.data
    upload = {"file-a": ("a.html", f"<html><body><p>{one}</p></body></html>".encode(), "text/html")}
    read = client.post("/readouts", form | {"text-a": ""}, files=upload)
    assert read.status == 200 and one in read.text


def test_the_record_is_searched_by_words_of_either_language_and_looks_further_back_when_asked(
    heron: Node, otter: Node, desk: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(searching, "STRETCH", 3)
    heard(heron, otter, 5)
    client = desk.client()
    page = client.get("/record?words=number+4.&by=otter")
    assert "Messages found: 1" in page.text and "statement number 4." in page.text
    older = client.get("/record?words=number+0.&by=otter")
    assert "Messages found: 0" in older.text
    link = older.html.split('<p class="pages"><a href="')[1].split('"')[0].replace("&amp;", "&")
    assert "statement number 0." in client.get(link).text
    assert "Messages found: 0" in client.get("/record?kind=question").text
    assert "Messages found: 0" in client.get("/record?since=2999-01-01").text


def test_the_record_is_checked_step_by_step_and_a_fault_is_said(heron: Node, otter: Node, desk: Served) -> None:
    heard(heron, otter)
    client = desk.client()
    page = client.post("/record/check", {})
    assert page.status == 200 and "The record holds." in page.text
    assert "Log of otter:" in page.text and "Log of heron:" in page.text
    heron.store._db.execute("UPDATE message SET verdict='refused', reason='over-quota'")
    broken = client.post("/record/check", {})
    assert broken.status == 409 and "The record holds." not in broken.text


def test_the_record_is_taken_out_by_the_line_s_rule(heron: Node, otter: Node, desk: Served) -> None:
    heard(heron, otter)
    client = desk.client()
    assert "shown to its members only" in client.get("/record").text
    taken = client.post("/record/file", {"for": "members"})
    assert [message.content.kind for message in verify_bundle(taken.data).messages].count("notice") == 1
    refused = client.post("/record/file", {"for": "outside"})
    assert refused.status == 409 and "application/octet-stream" not in refused.headers["content-type"]


def test_own_response_times_are_drawn_with_the_time_agreed(heron: Node, otter: Node, desk: Served) -> None:
    [reference] = heard(heron, otter)
    client = desk.client()
    assert "Nothing has been acknowledged here yet." in client.get("/record").text
    client.post(f"/at-once/{reference}", {})
    page = client.get("/record")
    assert f"How soon we answered: {reference}: " in page.text
    assert page.html.count('class="took"') == 1 and page.html.count('class="agreed"') == 1


def test_stopping_an_exercise_is_a_message_on_the_exercise_line_alone(
    two_founded: Path, tmp_path: Path, opened: Callable[..., Node], desk: Served
) -> None:
    from support import copy_homes

    assert desk.client().get("/exercise/stop").status == 409  # a live desk has no such thing
    assert desk.client().post("/exercise/stop", {}).status == 409
    copy_homes(two_founded, tmp_path / "both", whole=True)
    exercise = opened(Home.open(tmp_path / "both" / "heron-exercise"))
    with desk_of(exercise) as served:
        client = served.client()
        page = client.get("/exercise/stop")
        assert "STOP EXERCISE" in page.text and "停止演练" in page.text
        assert "Stop exercise" in client.get("/").text
        client.followed(client.post("/exercise/stop", {}))
    [said] = [row for row in records.queue(exercise, exercise.line()) if row["kind"] == "informal-contact"]
    message: dict[str, Any] = records.message(exercise, exercise.line(), said)
    assert said["wanted"] == 3 and message["content"]["context"] == "exercise"
    assert {message["sections"][name]["language"] for name in ("prose", "courtesy")} == {"en", "zh"}


def test_an_address_without_a_page_and_a_mistake_of_ours_are_said_in_the_readers_language(
    desk: Served, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    client = desk.client()
    page = client.get("/no-such-page")
    assert page.status == 404 and "There is no page at this address" in page.text and "/no-such-page" in page.text
    assert client.post("/closed", {}).status == 404  # takes no form
    client.post("/language", {"switch": "zh", "back": "/"})
    assert "值班台没有此地址的页面" in client.get("/no-such-page").text
    assert Client(desk).get("/no-such-page").to == "/sign-in", "who is not signed in learns nothing of what is there"

    def broken(*_: object) -> None:
        raise RuntimeError("EXAMPLE secret of the inside")

    monkeypatch.setattr(handover, "listed", broken)
    page = client.get("/handover")
    assert page.status == 500 and "本页无法生成" in page.text and "EXAMPLE secret" not in page.html
    assert "EXAMPLE secret of the inside" in capsys.readouterr().err
    assert client.get("/").status == 200


def test_what_a_person_may_do_for_the_line_is_a_link_to_the_page_that_does_it(
    heron: Node, otter: Node, desk: Served
) -> None:
    exchange(heron, otter)
    exchange(otter, heron)
    for node in (heron, otter):
        node.now = Hand(node.now() + 40 * DAY)
    desk.look()
    client = desk.client()
    asked = "/compose/test-person"
    due = [page for page in (client.get("/"), client.get("/line")) if f'href="{asked}"' in page.html]
    assert len(due) == 2 and all("detente line test" not in page.text for page in due)
    form = client.get(asked)
    assert texts.next_text(heron, heron.line())["text"] in form.text  # the next of the pool stands there already
    test_words = texts.next_text(otter, otter.line())["text"]
    test = texts.say(otter, otter.line(), test_words)
    exchange(otter, heron)
    desk.look()
    name = records.row(heron, heron.line(), "otter", test.what)["reference"]
    page = client.get("/")
    link = f"/compose/test-person-reply?about={name}"
    assert f'href="{link}"' in page.html and "detente test-reply" not in page.text
    form = client.get(link)
    assert test_words in form.text  # what is to be translated
    id = form.html.split('action="/drafts/')[1].split('"')[0]
    given = {"coded.of": "zh", "prose.language": "en", "prose.plain": "EXAMPLE 示例 — a dull sentence."}
    answer = client.post(
        f"/drafts/{id}",
        given | {"kind": "test-person-reply", "about": name, "version": "0", "do": "look", "wanted": "0"},
    )
    shown = client.followed(answer)
    client.followed(client.post(answer.to, {"digest": shown.value("digest"), "do": "release"}))
    assert [row["party"] for row in heron.store.replies_to(heron.line().id, test.what)] == ["heron"]
    desk.look()
    assert link not in client.get("/").html


def test_the_operator_log_says_codes_in_the_readers_language(desk: Served) -> None:
    client = desk.client("chief")
    client.post("/language", {"switch": "zh", "back": "/"})
    desk.kept(Officers.did, "chief", "release-set", "notice question")
    page = client.get("/log")
    assert "使用口令" in page.text and "password" not in page.text
    assert "notice" not in page.text and "情况通报" in page.text
