"""`detente keys` on two running nodes: what a person types on one side, and what the other side then takes, shows and proves."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from detente.cli.founding import recovery_sheet
from e2e.conftest import Office, in_touch
from support import copy_homes, introduce_pair

EXAMPLES = Path(__file__).resolve().parents[2] / "examples" / "notices"
PARTIES = ("heron", "otter")


@pytest.fixture(scope="module")
def sheets(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("keys")
    for party, codes in introduce_pair(root / "homes", list(PARTIES)).items():
        (root / f"{party}.txt").write_text(recovery_sheet(party, codes), "utf-8")
    return root


@pytest.fixture
def offices(sheets: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Office]]:
    homes = copy_homes(sheets / "homes", tmp_path_factory.mktemp("x"), whole=True)
    with in_touch([homes[party] for party in PARTIES]) as both:
        for office in both:
            office.serve()
        yield dict(zip(PARTIES, both, strict=True))


def notify(office: Office) -> str:
    said = office.json("notify", str(EXAMPLES / "a-agent.en.json"), "--wait", "30")
    return str(said["what"])


def verified(office: Office, tmp_path: Path, name: str, *only: str) -> dict[str, object]:
    path = tmp_path / f"{office.party}-{name}.bundle"
    office.run("record", "export", "-o", str(path), *only)
    found = office.json("verify", str(path))
    assert found["verdict"] == "proven"
    return dict(found)


@pytest.mark.slow
def test_keys_are_renewed_on_one_side_and_the_other_needs_no_hand(
    offices: dict[str, Office], sheets: Path, tmp_path: Path
) -> None:
    heron, otter = offices["heron"], offices["otter"]
    heron.run("keys", "renew", "--recovery", str(sheets / "heron.txt"), code=64)  # its node is running
    notify(heron)
    before = tmp_path / "before.bundle"
    otter.run("record", "export", "-o", str(before))
    heron.kill()
    done = heron.json("keys", "renew", "--recovery", str(sheets / "heron.txt"), "-o", str(tmp_path))
    assert [row["case"] for row in done["changed"]] == ["routine", "routine"]
    heron.serve()
    said = heron.json("notify", str(EXAMPLES / "c-intrusion.zh.json"), "--wait", "60")
    assert said["receipts"], "the other node has taken the new keys and the message under them"
    members = {row["party"]: row for row in otter.json("keys", "show")["members"]}
    assert (members["heron"]["seq"], members["otter"]["seq"]) == (1, 0)
    for office in offices.values():
        assert verified(office, tmp_path, "routine")["successions"] == [{"id": "heron", "number": 1, "case": "routine"}]
    assert otter.json("verify", str(before))["verdict"] == "proven"


@pytest.mark.slow
def test_an_emergency_waits_on_the_other_side_until_somebody_there_has_compared_the_words(
    offices: dict[str, Office], sheets: Path, tmp_path: Path
) -> None:
    heron, otter = offices["heron"], offices["otter"]
    notify(heron)
    heron.kill()
    done = heron.json("keys", "emergency", "--recovery", str(sheets / "heron.txt"), "-o", str(tmp_path))
    live = next(row for row in done["changed"] if row["context"] == "live")
    taken = otter.json("keys", "take", live["path"])
    assert taken["waits"] and not taken["known"]
    assert otter.json("line", "status")["lines"][0]["keys_wait"] == ["heron"]
    assert "words-not-compared" in otter.run("keys", "compare", "heron", "--json", code=64)
    shown = otter.json("keys", "compare", "heron", "--words-compared")
    assert shown["numbers"] == live["words"]["numbers"], "both sides read the same twelve words"
    heron.serve()
    said = heron.json("notify", str(EXAMPLES / "a-agent.en.json"), "--wait", "60")
    assert said["receipts"]
    for office in offices.values():
        verified(office, tmp_path, "emergency")


@pytest.mark.slow
def test_new_roots_write_a_new_sheet_and_the_old_one_opens_nothing(
    offices: dict[str, Office], sheets: Path, tmp_path: Path
) -> None:
    heron, otter = offices["heron"], offices["otter"]
    heron.kill()
    sheet = tmp_path / "new.txt"
    heron.json("keys", "roots", "--recovery", str(sheets / "heron.txt"), "--sheet", str(sheet), "-o", str(tmp_path))
    assert sheet.stat().st_mode & 0o077 == 0
    out = heron.run("keys", "renew", "--recovery", str(sheets / "heron.txt"), "-o", str(tmp_path), "--json", code=64)
    assert json.loads(out)["error"]["code"] == "keystore-wrong-code"
    heron.json("keys", "renew", "--recovery", str(sheet), "-o", str(tmp_path))
    heron.serve()
    said = heron.json("notify", str(EXAMPLES / "a-agent.en.json"), "--wait", "60")
    assert said["receipts"]
    found = verified(otter, tmp_path, "roots")
    assert [row["case"] for row in found["successions"]] == ["root-change", "routine"]  # type: ignore[attr-defined]


@pytest.mark.slow
def test_when_the_roots_are_lost_a_new_line_is_founded_and_the_old_record_still_proves_itself(
    offices: dict[str, Office], sheets: Path, tmp_path: Path
) -> None:
    heron, otter = offices["heron"], offices["otter"]
    notify(heron)
    before = tmp_path / "before.bundle"
    heron.run("record", "export", "-o", str(before))
    for office in offices.values():
        office.kill()
    for path in (heron.home.path, heron.home.other):
        (path / "roots.sealed").unlink()
        (path / "next-roots.sealed").unlink()
    heron.run("keys", "renew", "--recovery", str(sheets / "heron.txt"), code=64)
    anew = introduce_pair(tmp_path / "anew", list(PARTIES))  # both begin again, in new homes
    assert set(anew) == set(PARTIES)
    after = verified(heron, tmp_path, "lost")
    assert otter.json("verify", str(before))["verdict"] == "proven"
    assert [m["id"] for m in otter.json("verify", str(before))["messages"]] == [m["id"] for m in after["messages"]]  # type: ignore[attr-defined]
