"""Destruction and disclosure by command, between two running nodes."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

Offices = tuple[Any, Any]
PLAIN = b"a link was lost at 09:10"


def wait_for(what: Callable[[], object], seconds: float = 60) -> None:
    """Until it is true; the test fails when it never is."""
    end = time.monotonic() + seconds
    while not what():
        assert time.monotonic() < end, "it did not come about"
        time.sleep(0.1)


def on_disk(office: Any) -> bytes:
    return b"".join(path.read_bytes() for path in sorted(office.home.path.glob("detente.db*")))


def states(office: Any) -> list[str]:
    return [row["state"] for row in office.json("destroy", "list")["proposals"]]


def test_a_section_is_destroyed_on_both_nodes_by_two_commands(offices: Offices, draft: Path, tmp_path: Path) -> None:
    heron, otter = offices
    heron.serve()
    otter.serve()
    name = heron.json("notify", str(draft), "--wait", "60")["reference"]
    assert PLAIN in on_disk(heron) and PLAIN in on_disk(otter)
    heron.run("destroy", name, "coded", "--yes", code=64)
    assert "can never be destroyed" in heron.said
    heron.run("destroy", name, "prose", "--reason", "EXAMPLE. It named a person.", stdin=b"n\n", code=1)
    proposed = heron.json("destroy", name, "prose", "--reason", "EXAMPLE", "--yes", "--wait", "60")["reference"]
    assert states(heron) == ["open"] and states(otter) == ["open"]
    assert "Waiting for otter" in heron.run("destroy", "list")
    otter.run("destroy", proposed, "--agree", "--yes", "--wait", "60")
    assert "does not reach backups" in otter.said
    wait_for(lambda: states(heron) == states(otter) == ["destroyed"])
    wait_for(lambda: set(heron.json("destroy", "list")["proposals"][0]["destroyed"]) == {"heron", "otter"})
    assert PLAIN not in on_disk(heron) and PLAIN not in on_disk(otter)
    english, chinese = (otter.run("show", name, "--lang", lang) for lang in ("en", "zh"))
    assert "section destroyed by agreement of all members on" in english and PLAIN.decode() not in english
    assert "经各参与方一致同意销毁" in chinese
    for office in (heron, otter):
        office.run("record", "verify")
        office.run("record", "rebuild")
        record = tmp_path / f"{office.party}.detente"
        office.run("record", "export", "-o", str(record))
        assert office.json("verify", str(record))["verdict"] == "proven"
        assert "destroyed by agreement of all members on" in office.run("verify", str(record))
        assert "经各参与方一致同意销毁：" in office.run("verify", str(record), lang="zh")
    only = tmp_path / "only.detente"
    heron.run("record", "export", "-o", str(only), "--only", name)
    assert "destroyed by agreement" in heron.run("verify", str(only)), "what proves it comes along"


def test_showing_the_record_outside_is_refused_or_first_said_to_all(
    offices: Offices, draft: Path, tmp_path: Path
) -> None:
    heron, otter = offices
    heron.serve()
    otter.serve()
    name = heron.json("notify", str(draft), "--wait", "60")["reference"]
    record = tmp_path / "record.detente"
    asked = ("record", "export", "-o", str(record), "--only", name, "--withhold", "system", "--for", "outside")
    heron.run(*asked, code=64)
    assert "parties only" in heron.said and not record.exists()
    heron.run(*asked, "--unilateral", "EXAMPLE. A court ordered it.", code=64)
    assert "needs a reader and a reason" in heron.said and not record.exists()
    heron.run(*asked, "--unilateral", "EXAMPLE. A court ordered it.", "--to", "EXAMPLE court")
    assert "recorded unilateral disclosure" in heron.said and record.exists()
    shown = heron.run("verify", str(record))
    assert "withheld: system" in shown
    assert "未出示：" in heron.run("verify", str(record), lang="zh")
    wait_for(lambda: any(item["kind"] == "disclosure" for item in otter.json("inbox", "--all")["items"]))
    told = next(item for item in otter.json("inbox", "--all")["items"] if item["kind"] == "disclosure")
    text = otter.run("show", told["reference"])
    assert "EXAMPLE court" in text and "A court ordered it" in text
    heron.run("record", "export", "-o", str(tmp_path / "x"), "--to", "EXAMPLE", code=64)
