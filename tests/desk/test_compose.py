"""Composing: eight answers make a notice, nothing typed is lost, and what a second person releases is exactly what was shown."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from desk.pages import Client, Page, Served, desk_of
from detente.desk.pages.compose import PAGE
from detente.node import records
from detente.node.node import Node
from detente.store.officers import Officers

NOTICES = Path(__file__).resolve().parents[2] / "examples" / "notices"
EIGHT: dict[str, Any] = {
    "coded.class": "unauthorised-agent-action",
    "prose.plain": "EXAMPLE 示例 — an agent changed files outside its task.",
    "times.detected~span": "60",
    "coded.going_on": "no",
    "coded.touches": "unknown",
    "coded.public": "no",
    "coded.asks": ["information", "not-directed"],
    "times.next_word_by~span": "360",
    "wanted": "2",
}


@pytest.fixture
def desk(heron: Node) -> Iterator[Served]:
    with desk_of(heron) as served:
        yield served


def looked(client: Client, form: dict[str, Any], kind: str = "notice", about: str = "") -> Page:
    """A form filled in and looked through; the page where it is released, its address in `to`."""
    page = client.get(f"/compose/{kind}" + (f"?about={about}" if about else ""))
    assert page.status == 200, page.text[:300]
    id = page.html.split('action="/drafts/')[1].split('"')[0]
    answer = client.post(f"/drafts/{id}", form | {"kind": kind, "about": about, "version": "0", "do": "look"})
    if answer.status != 303:
        return answer
    shown = client.get(answer.to)
    shown.to = answer.to
    return shown


def said(client: Client, page: Page, do: str = "release") -> Page:
    return client.followed(client.post(page.to, {"digest": page.value("digest"), "do": do}))


def messages(node: Node) -> list[dict[str, Any]]:
    line = node.line()
    return [records.message(node, line, row) for row in records.queue(node, line) if row["kind"] != "keys"]


def test_eight_answers_make_a_notice_that_is_seen_in_both_languages_before_it_is_said(desk: Served) -> None:
    client = desk.client()
    page = looked(client, EIGHT)
    assert page.status == 200, page.text[:900]
    assert "otter · Office of Otter" in page.text and "This goes to" in page.text
    assert "handling mark: parties only" in page.text
    assert "class of event" in page.text and "事件类别" in page.text
    assert messages(desk.node) == []  # nothing is on the record before it is released
    matter = said(client, page)
    [one] = messages(desk.node)
    coded = one["sections"]["coded"]
    assert (coded["area"], coded["class"], coded["severity"]) == ("A", "unauthorised-agent-action", 0)
    assert coded["asks"] == ["information", "not-directed"]
    assert one["reference"] in matter.text
    assert client.get(page.to).to.endswith(one["reference"])  # and the draft is over


def test_the_real_event_opens_an_empty_form_with_the_ceiling_repeated(desk: Served) -> None:
    desk.kept(Officers.set, "ceiling-en", "EXAMPLE, nothing real")
    desk.look()
    page = desk.client().get("/compose")
    assert page.status == 200, page.text[:900]
    assert page.text.count("EXAMPLE, nothing real") == 2
    assert 'name="prose.plain" rows="6" dir="auto"></textarea>' in page.html


def test_what_is_lacking_is_named_and_what_was_typed_stays(desk: Served) -> None:
    client = desk.client()
    form = {name: value for name, value in EIGHT.items() if name not in ("coded.touches", "times.next_word_by~span")}
    page = looked(client, form)
    assert page.status == 409
    assert "does it touch you?" in page.text and "next word by" in page.text
    assert EIGHT["prose.plain"] in page.text
    assert page.html.count("data-lacking") == 2
    bad = looked(client, EIGHT | {"times.detected": "yesterday, I think"})
    assert bad.status == 409 and 'value="yesterday, I think"' in bad.html
    page = looked(client, EIGHT | {"times.detected": "2020-01-01 09:30"})
    assert "2020-01-01 09:30:00 UTC" in page.text


def test_a_switch_of_language_keeps_the_form_and_says_it_in_the_other(desk: Served) -> None:
    client = desk.client()
    id = "ab" * 16
    page = client.post(f"/drafts/{id}", EIGHT | {"kind": "notice", "version": "0", "switch": "zh"})
    assert page.status == 200 and "拟写" in page.text and EIGHT["prose.plain"] in page.text
    assert client.get(f"/drafts/{id}").html.count(" checked>") >= 5


def test_a_session_that_ended_keeps_what_was_typed_for_whoever_signs_in(desk: Served) -> None:
    client = desk.client()
    token = client.csrf()
    desk.kept(lambda officers: officers._run("UPDATE session SET used=0"))
    id = "cd" * 16
    answer = client.post(f"/drafts/{id}", EIGHT | {"kind": "notice", "version": "0", "do": "look"}, csrf=token)
    assert (answer.status, answer.to) == (303, f"/sign-in?kept={id}")
    assert "is kept as a draft" in client.get(answer.to).text
    again = client.post("/sign-in", {"name": "duty-2", "password": _password(), "kept": id}, csrf=False)
    assert again.to == f"/drafts/{id}"
    assert EIGHT["prose.plain"] in client.get(again.to).text
    stranger = client.post(f"/drafts/{'ef' * 16}", EIGHT | {"kind": "notice", "version": "0"}, csrf="x" * 32)
    assert stranger.status != 303 and desk.kept(Officers.draft, "ef" * 16) is None


def _password() -> str:
    from desk.conftest import PASSWORD

    return PASSWORD


def test_two_who_write_the_same_draft_at_once_lose_nothing(desk: Served) -> None:
    one, two = desk.client("duty-1"), desk.client("duty-2")
    id = "12" * 16
    kept = json.loads(one.post(f"/drafts/{id}", EIGHT | {"kind": "notice", "version": "0", "do": "keep"}).data)
    assert kept == {"kept": id, "version": 1}
    first = json.loads(one.post(f"/drafts/{id}", _with("first"), csrf=True).data)
    second = json.loads(two.post(f"/drafts/{id}", _with("second"), csrf=True).data)
    assert first == {"kept": id, "version": 2} and second["kept"] != id
    words = {draft.fields["prose.plain"][0] for draft in desk.kept(Officers.drafts, desk.node.line().id)}
    assert words == {"EXAMPLE 示例 — first", "EXAMPLE 示例 — second"}


def _with(words: str) -> dict[str, Any]:
    return EIGHT | {"prose.plain": f"EXAMPLE 示例 — {words}", "kind": "notice", "version": "1", "do": "keep"}


def test_a_second_person_releases_exactly_what_is_shown_and_the_writer_cannot(desk: Served) -> None:
    desk.kept(Officers.set, "release-two", "notice")
    writer, other = desk.client("duty-1"), desk.client("duty-2")
    page = looked(writer, EIGHT)
    assert "Release and send" not in page.text and "another officer releases this kind" in page.text
    refused = writer.post(page.to, {"digest": page.value("digest"), "do": "release"})
    assert refused.status == 409 and messages(desk.node) == []
    writer.followed(writer.post(page.to, {"digest": page.value("digest"), "do": "ask"}))
    refused = writer.post(page.to, {"digest": page.value("digest"), "do": "release"})
    assert refused.status == 409 and messages(desk.node) == []
    assert "waits for a second person" in other.get("/drafts").text
    seen = other.get(page.to)
    seen.to = page.to
    assert seen.value("digest") == page.value("digest")
    refused = other.post(page.to, {"digest": "00" * 32, "do": "release"})
    assert refused.status == 409 and "not what you were shown" in refused.text and messages(desk.node) == []
    matter = said(other, seen)
    assert "Written by duty-1, released by duty-2." in matter.text
    assert [one["kind"] for one in messages(desk.node)] == ["notice"]
    acts = [(row["officer"], row["act"]) for row in desk.kept(Officers.log, 20)]
    assert ("duty-2", "released") in acts and ("duty-1", "release-asked") in acts


def test_a_draft_sent_back_says_why_and_whoever_changes_it_cannot_release_it(desk: Served) -> None:
    desk.kept(Officers.set, "release-two", "notice")
    writer, other = desk.client("duty-1"), desk.client("duty-2")
    page = looked(writer, EIGHT)
    writer.post(page.to, {"digest": page.value("digest"), "do": "ask"})
    other.post(page.to, {"do": "back", "remark": "EXAMPLE: say when"})
    id = page.to.split("/")[2]
    form = writer.get(f"/drafts/{id}")
    assert "EXAMPLE: say when" in form.text
    changed = EIGHT | {
        "prose.plain": "EXAMPLE 示例 — at noon.",
        "kind": "notice",
        "version": form.value("version"),
        "do": "look",
    }
    other.followed(other.post(f"/drafts/{id}", changed))
    other.post(page.to, {"do": "ask"})
    again = other.get(page.to)
    refused = other.post(page.to, {"digest": again.value("digest"), "do": "release"})
    assert refused.status == 409 and messages(desk.node) == []
    writer.followed(writer.post(page.to, {"digest": again.value("digest"), "do": "release"}))
    assert "at noon" in messages(desk.node)[0]["sections"]["prose"]["plain"]


def test_break_glass_is_for_what_is_wanted_at_once_alone_and_is_marked(desk: Served) -> None:
    desk.kept(Officers.set, "release-two", "notice")
    client = desk.client()
    page = looked(client, EIGHT)
    refused = client.post(page.to, {"digest": page.value("digest"), "do": "alone"})
    assert refused.status == 409 and messages(desk.node) == []
    page = looked(client, EIGHT | {"wanted": "3"})
    matter = said(client, page, "alone")
    assert "Released by duty-1 alone (break-glass)." in matter.text
    assert ("duty-1", "break-glass") in [(row["officer"], row["act"]) for row in desk.kept(Officers.log, 9)]


@pytest.mark.parametrize("name", ["a-agent.en.json", "c-intrusion.en.json"])
def test_a_draft_cleared_elsewhere_fills_the_form_and_says_the_same_as_the_command(desk: Served, name: str) -> None:
    client = desk.client()
    data = (NOTICES / name).read_bytes()
    taken = client.post("/compose/import", {"kind": "notice"}, files={"file": (name, data, "application/json")})
    form = client.followed(taken)
    id = taken.to.split("/")[2]
    typed = desk.kept(Officers.draft, id).fields
    page = client.post(f"/drafts/{id}", typed | {"kind": "notice", "version": form.value("version"), "do": "look"})
    shown = client.get(page.to)
    shown.to = page.to
    said(client, shown)
    [one] = messages(desk.node)
    draft = json.loads(data)
    for section in ("coded", "prose", "system", "harm", "measures"):
        assert one["sections"].get(section) == draft.get(section), section


@pytest.mark.parametrize(
    ("data", "said_so"),
    [
        (b"a: [" * 2000, "cannot be read as a draft"),
        (b"a: &a x\nb: *a\n", "an alias"),
        (b"\xff\xfe", "not UTF-8"),
        (b"[1, 2]", "cannot be read as a draft"),
        (b'{"nonsense": 1}', "a field that does not exist"),
        (b'{"coded": 7}', "does not fit"),
        (b"", "cannot be read as a draft"),
    ],
)
def test_an_upload_that_is_no_draft_is_refused_by_the_process_that_reads_it(
    desk: Served, data: bytes, said_so: str
) -> None:
    page = desk.client().post("/compose/import", {"kind": "notice"}, files={"file": ("x.yaml", data, "text/plain")})
    assert page.status == 409 and said_so in page.text
    assert desk.kept(Officers.drafts, desk.node.line().id) == []


def test_routine_kinds_and_what_follows_in_a_matter_are_as_near(desk: Served) -> None:
    client = desk.client()
    notice = said(client, looked(client, EIGHT))
    reference = messages(desk.node)[0]["reference"]
    for verb in ("update", "correction", "close"):
        assert f"/compose/{verb}?about=" in notice.html
    plan = {
        **{
            "coded.activity": "large-run",
            "coded.area": "A",
            "coded.public": "no",
            "prose.plain": "EXAMPLE 示例 — a run.",
        },
        **{"times.begins": "2999-01-01 00:00", "times.ends": "2999-01-02 00:00"},
    }
    said(client, looked(client, plan, "advance-notice"))
    said(client, looked(client, {"coded.area": "C", "prose.plain": "EXAMPLE 示例 — a word."}, "informal-contact"))
    asks = {"coded.area": "A", "prose.plain": "EXAMPLE 示例 — a report.", "coded.seen": "public-report"}
    said(client, looked(client, asks, "inquiry"))
    said(client, looked(client, {"prose.plain": "EXAMPLE 示例 — contained."}, "update", reference))
    cancel = client.get(f"/compose/correction?about={reference}&coded.extent=whole&coded.correcting=sent-in-error")
    assert cancel.html.count(" checked>") == 2 + 1  # both codes, and what is wanted
    fix = {"coded.extent": "whole", "coded.correcting": "sent-in-error", "prose.plain": "EXAMPLE 示例 — sent in error."}
    said(client, looked(client, fix, "correction", reference))
    said(client, looked(client, {"coded.outcome": "no-incident"}, "close", reference))
    kinds = sorted(one["kind"] for one in messages(desk.node))
    assert kinds == ["advance-notice", "close", "correction", "informal-contact", "inquiry", "notice", "update"]


def test_a_form_without_the_session_s_token_does_nothing(desk: Served) -> None:
    client = desk.client()
    page = client.post(f"/drafts/{'34' * 16}", EIGHT | {"kind": "notice", "do": "look"}, csrf=False)
    assert page.status == 409 and desk.kept(Officers.draft, "34" * 16) is None


def test_drafts_are_listed_page_by_page_and_none_is_left_out(desk: Served) -> None:
    client, line = desk.client(), desk.node.line().id
    for number in range(PAGE + 3):
        words = {"prose.plain": [f"EXAMPLE 示例 — draft {number:02}."]}
        desk.kept(Officers.keep_draft, f"{number:032x}", 0, line, "notice", "", "duty-1", words)
    first = client.get("/drafts")
    link = first.html.split('<p class="pages"><a href="')[1].split('"')[0]
    second = client.get(link)
    found = [number for page in (first, second) for number in re.findall(r"draft ([0-9]{2})", page.text)]
    assert sorted(found) == [f"{number:02}" for number in range(PAGE + 3)]
    assert 'class="pages"' not in second.html
    assert f'<span class="count">{PAGE + 3}</span>' in client.get("/compose").html
