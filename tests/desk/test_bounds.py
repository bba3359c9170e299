"""What a page reads of the record does not grow with it: as many queries and rows in a long record as in a short one."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from desk.pages import Client, Served, desk_of
from detente.line.shapes import Message
from detente.node import records
from detente.node.compose import sections_of
from detente.node.node import Node
from support import Hand, counted, exchange, notify

PLANNED = {"area": "A", "activity": "large-run", "directed": "not-directed", "public": "no", "handling": "parties-only"}
CONTACT = {"area": "A", "handling": "parties-only", "counted": "not-counted"}
FIVE, HOURLY, HOUR = 5, 80, 3_600_000
# What is no list: seven days of tests for each way and kind, two searches at once, announcements in force, one message's proof.
MOST = {"/line": 50, "/record": 15, "/record?words=number": 15, "/card": 12}
OF_A_MESSAGE = 32  # the path of its entry in the log's tree among them, which grows with the logarithm of the log
LISTS = ("/", "/open/waiting", "/open/needs-us", "/closed", "/closed?of=not-taken", "/drafts", "/log", "/cases")
MORE = (
    "/record",
    "/record?words=number",
    "/line",
    "/card",
    "/account",
    "/compose",
    "/compose/test-person",
    "/readouts",
)
OF_ONE = ("/matters/", "/follow/", "/proof/", "/translate/")


@pytest.fixture
def desk(heron: Node) -> Iterator[Served]:
    with desk_of(heron) as served:
        yield served


def said(node: Node, count: int) -> None:
    """So many matters by turns, eighty an hour as the terms allow: one that is to be acknowledged, one for information."""
    for begun in range(0, count, HOURLY):
        node.now = Hand(node.now() + HOUR)
        node.say_many(node.line(), written(node, min(HOURLY, count - begun)))


def written(node: Node, count: int) -> list[Message]:
    line, made = node.line(), list[Message]()
    for n in range(count):
        kind, coded = ("advance-notice", PLANNED) if n % 2 else ("informal-contact", CONTACT)
        times = {"times": {"begins": "+P2D", "ends": "+P13D"}, "wanted": 1} if n % 2 else {}
        prose = {"language": "en", "plain": f"EXAMPLE 示例 — number {n}."}
        sections, wanted = sections_of(kind, {"coded": coded, "prose": prose} | times, node.now())
        made.append(node.write(line, kind, sections, wanted))
    return made


def read(client: Client, node: Node, paths: list[str]) -> dict[str, tuple[int, int]]:
    found = {}
    for path in paths:
        with counted(node) as count:
            page = client.get(path)
        assert page.status == 200, (path, page.text[:300])
        found[path] = (count.queries, count.rows)
    return found


@pytest.mark.slow
def test_no_page_reads_more_in_a_longer_record(heron: Node, otter: Node, desk: Served) -> None:
    for sender, hearer in ((heron, otter), (otter, heron)):
        exchange(sender, hearer)
    opened = notify(otter, wanted=2)
    exchange(otter, heron)
    name = str(records.row(heron, heron.line(), "otter", opened.what)["reference"])
    paths = [*LISTS, *MORE, *(place + name for place in OF_ONE)]
    client = desk.client("chief")
    reads = []
    for count in (300, 1700):
        said(heron, count)
        desk.look()
        client.get("/")  # messages opened lately are held
        reads.append(read(client, heron, paths))
    short, long = reads
    assert {path: long[path] for path in (*LISTS, *MORE)} == {path: short[path] for path in (*LISTS, *MORE)}
    assert {path: long[path] for path in (*LISTS, *MORE) if long[path][0] > MOST.get(path, FIVE)} == {}
    for place in OF_ONE:
        queries, rows = long[place + name]
        assert queries <= (FIVE if place == "/matters/" else OF_A_MESSAGE) and rows < 100
