"""Witnesses: asked over real sockets, another process each; what they do wrong is a code, is bounded, and stops nothing.

The one used here is ours (`tests/witness.py`, written from the C2SP texts alone); a test of litewitness runs where it is
installed. docs/open-standards.md tells what litewitness said when it was.
"""

from __future__ import annotations

import asyncio
import base64
import hashlib
import os
import re
import shutil
import socket
import struct
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from dilithium_py.ml_dsa import ML_DSA_44

from detente.api import witnessing as asking
from detente.codec.errors import Local, Remote
from detente.node import logs, witnessing
from detente.node.home import Home
from detente.node.node import Node
from detente.node.tiling import Source, write_tree
from detente.proof import note
from detente.proof.cosignature import read_size
from support import notify, turn

WITNESS = Path(__file__).resolve().parents[1] / "witness.py"
Start = Callable[..., tuple[str, str]]


@pytest.fixture
def heron(homes: dict[str, Home], opened: Callable[..., Node]) -> Node:
    """By the clock of today, since a witness has its own."""
    return opened(homes["heron"], at=time.time_ns() // 1_000_000)


@pytest.fixture
def otter(homes: dict[str, Home], opened: Callable[..., Node]) -> Node:
    return opened(homes["otter"], at=time.time_ns() // 1_000_000)


@pytest.fixture
def start() -> Iterator[Start]:
    begun: list[subprocess.Popen[str]] = []

    def begin(node: Node, fault: str = "none", known: bool = True) -> tuple[str, str]:
        told = witnessing.listed(node, node.line())["log"]
        pairs = [f"{told['origin']}={told['vkeys'][0]}"] if known else []
        made = subprocess.Popen([sys.executable, str(WITNESS), fault, *pairs], stdout=subprocess.PIPE, text=True)
        begun.append(made)
        assert made.stdout is not None
        url, vkey = made.stdout.readline().split()
        return url, vkey

    yield begin
    for one in begun:
        one.kill()
        one.wait()
        assert one.stdout is not None
        one.stdout.close()


async def run(function: Callable[..., Any], *args: Any) -> Any:
    return function(*args)


def ask(node: Node, name: str = "example.org/small-witness", seconds: float = 10.0) -> str | None:
    return asyncio.run(asking.ask(node, run, node.line(), name, seconds))


def shown(node: Node) -> dict[str, Any]:
    [row] = witnessing.listed(node, node.line())["witnesses"]
    return dict(row)


def test_a_witness_signs_each_later_head_after_a_proof_that_it_continues_the_last(
    heron: Node, otter: Node, start: Start
) -> None:
    turn(heron, otter)
    url, vkey = start(heron)
    witnessing.add(heron, heron.line(), url, [vkey])
    for n in range(4):
        notify(heron, f"EXAMPLE 示例 {n}")
        turn(heron, otter)
        assert ask(heron) is None
        row = shown(heron)
        assert (row["size"], row["why"]) == (heron.line().own.size, None)
    assert ask(heron) is None, "a head that did not grow is not sent again"


def test_a_node_that_lost_what_a_witness_signed_learns_it_from_the_witness(
    heron: Node, otter: Node, start: Start
) -> None:
    turn(heron, otter)
    url, vkey = start(heron)
    witnessing.add(heron, heron.line(), url, [vkey])
    assert ask(heron) is None
    heron.store._db.execute("DELETE FROM cosigned")
    notify(heron)
    assert ask(heron) is None and shown(heron)["size"] == heron.line().own.size


def test_the_published_checkpoint_carries_what_a_witness_signed_and_the_lines_own_never_do(
    heron: Node, otter: Node, start: Start, tmp_path: Path
) -> None:
    turn(heron, otter)
    url, vkey = start(heron)
    witnessing.add(heron, heron.line(), url, [vkey])
    assert ask(heron) is None
    line = heron.line()
    [own] = [log for log in logs.logs(heron, line) if log["ours"]]
    text, lines = note.parse(own["checkpoint"])
    assert [one.name for one in lines] == [own["origin"], own["origin"], "example.org/small-witness"]
    assert len(note.parse(heron.checkpoint(line.own, line.own.size))[1]) == 2
    notify(heron)
    [own] = [log for log in logs.logs(heron, line) if log["ours"]]
    assert len(note.parse(own["checkpoint"])[1]) == 2 and note.parse(own["witnessed"])[0] == text

    def leaves(start: int, stop: int) -> Any:
        return logs.leaves(heron, line, own["party"], own["epoch"], start, stop)

    source = Source(own["origin"], own["size"], own["root"], own["checkpoint"], own["vkeys"], leaves, own["witnessed"])
    write_tree(tmp_path, source)
    written = (tmp_path / own["origin"] / "checkpoint.witnessed").read_bytes()
    assert len(note.parse(written)[1]) == 3
    data = otter.receive(heron.outgoing(line, "otter"))
    heron.take(data)
    assert otter.line().logs[("heron", line.own.epoch)].size == line.own.size


FAULTS = {
    "junk": "witness-answer",
    "huge": "witness-answer",
    "other-head": "witness-signature",
    "other-key": "witness-other-key",
    "zero-time": "witness-time",
    "future": "witness-time",
    "redirect": "witness-status",
    "status": "witness-status",
    "ahead": "witness-ahead",
    "moving": "witness-conflict",
}


@pytest.mark.parametrize("fault", sorted(FAULTS))
def test_what_a_witness_does_wrong_is_named_kept_out_and_stops_nothing(
    heron: Node, otter: Node, start: Start, fault: str
) -> None:
    turn(heron, otter)
    url, vkey = start(heron, fault)
    witnessing.add(heron, heron.line(), url, [vkey])
    assert ask(heron) == FAULTS[fault]
    row = shown(heron)
    assert (row["size"], row["why"], row["good"]) == (None, FAULTS[fault], None)
    assert len(note.parse(next(log for log in logs.logs(heron, heron.line()) if log["ours"])["checkpoint"])[1]) == 2
    kept = notify(heron)
    turn(heron, otter)
    assert heron.store.receipted_by(heron.line().id, kept.what) == ["otter"]


@pytest.mark.slow
@pytest.mark.parametrize("fault", ["hang", "drip"])
def test_a_witness_that_does_not_answer_in_time_is_left(heron: Node, otter: Node, start: Start, fault: str) -> None:
    turn(heron, otter)
    url, vkey = start(heron, fault)
    witnessing.add(heron, heron.line(), url, [vkey])
    assert ask(heron, seconds=2.0) == "witness-unreachable"


def test_a_size_that_is_not_marked_as_one_is_not_believed(heron: Node, otter: Node, start: Start) -> None:
    turn(heron, otter)
    url, vkey = start(heron, "size-text")
    witnessing.add(heron, heron.line(), url, [vkey])
    assert ask(heron) is None
    heron.store._db.execute("DELETE FROM cosigned")
    assert ask(heron) == "witness-answer"


def test_a_witness_that_does_not_know_the_log_or_its_key_says_so(heron: Node, otter: Node, start: Start) -> None:
    turn(heron, otter)
    url, vkey = start(heron, known=False)
    witnessing.add(heron, heron.line(), url, [vkey])
    assert ask(heron) == "witness-log-unknown"
    url, vkey = start(otter)  # it knows otter's log and not heron's
    witnessing.add(heron, heron.line(), url, [vkey])
    assert ask(heron) == "witness-log-unknown"
    witnessing.remove(heron, heron.line(), "example.org/small-witness")
    assert ask(heron) is None and witnessing.listed(heron, heron.line())["witnesses"] == []
    with pytest.raises(Local, match="witness-unknown"):
        witnessing.remove(heron, heron.line(), "example.org/small-witness")


def test_another_history_than_the_one_signed_is_refused_by_the_witness(heron: Node, otter: Node, start: Start) -> None:
    turn(heron, otter)
    notify(heron)
    url, vkey = start(heron)
    witnessing.add(heron, heron.line(), url, [vkey])
    assert ask(heron) is None
    notify(heron)
    asked = witnessing.asking(heron, heron.line(), "example.org/small-witness")
    assert asked is not None and asked.old > 0
    old, *_ = asked.body.split(b"\n")
    bent = old + b"\n" + b"\n".join([b"A" * 43 + b"=", b"", asked.checkpoint])
    status, kind, data = asyncio.run(asking._post(url, bent))
    with pytest.raises(Remote, match="witness-inconsistent"):
        witnessing.take(heron, asked, status, kind, data)


def test_a_post_quantum_cosignature_holds_for_its_head_time_and_witness_alone(heron: Node, otter: Node) -> None:
    """Type 0x06 of c2sp.org/tlog-cosignature, put together here byte by byte and signed by another implementation."""
    public, secret = ML_DSA_44.keygen()
    name = "example.org/w"
    key_id = hashlib.sha256(name.encode() + b"\n\x06" + public).digest()[:4]
    vkey = f"{name}+{key_id.hex()}+{base64.b64encode(bytes([6]) + public).decode()}"
    turn(heron, otter)
    line = heron.line()
    witnessing.add(heron, line, "https://witness.invalid", [vkey])
    asked = witnessing.asking(heron, line, name)
    assert asked is not None
    origin, size, root = asked.checkpoint.decode().split("\n")[:3]
    moment = heron.now() // 1000

    def answer(by: str = name, at: int = moment, of: str = origin, length: int = int(size), first: int = 0) -> bytes:
        said = b"subtree/v1\n\x00" + bytes([len(by)]) + by.encode() + struct.pack(">Q", at)
        said += bytes([len(of)]) + of.encode() + struct.pack(">QQ", first, length) + base64.b64decode(root)
        value = key_id + struct.pack(">Q", moment) + ML_DSA_44.sign(secret, said)
        return f"\u2014 {name} {base64.b64encode(value).decode()}\n".encode()

    for bent in (
        {"by": "example.org/v"},
        {"at": moment - 1},
        {"of": origin[:-1] + "x"},
        {"length": int(size) + 1},
        {"first": 1},
    ):
        with pytest.raises(Remote, match="witness-signature"):
            witnessing.take(heron, asked, 200, "text/plain", answer(**bent))
    assert witnessing.take(heron, asked, 200, "text/plain", answer()) is None
    assert shown(heron)["size"] == int(size)


def test_what_a_witness_is_sent_is_origin_size_root_signatures_and_hashes(heron: Node, otter: Node) -> None:
    turn(heron, otter)
    kept = notify(heron, "EXAMPLE 示例 a word that nobody else may read")
    witnessing.add(heron, heron.line(), "https://witness.invalid", [VKEY])
    asked = witnessing.asking(heron, heron.line(), "example.org/w")
    assert asked is not None
    above, _, rest = asked.body.decode().partition("\n\n")
    body, _, below = rest.partition("\n\n")
    log = heron.line().own
    assert above == "old 0" and body.split("\n")[:2] == [log.origin, str(log.size)] and len(body.split("\n")) == 3
    assert [row.split(" ")[1] for row in below.splitlines()] == [log.origin] * 2
    assert kept.what.hex() not in asked.body.decode() and "nobody else" not in asked.body.decode()


VKEY = "example.org/w+9217dd1c+BDQWKNGSaKn7WoAawfjjpxd0tTL1uslnPfXlj2OkbaDH"


@pytest.mark.parametrize(
    "url",
    [
        "http://witness.example",
        "ftp://127.0.0.1",
        "https://",
        "https://a@b.example",
        "https://w.example/?q",
        "x",
        "http://[::2]/",
    ],
)
def test_an_address_that_would_leave_this_machine_in_the_open_is_refused(heron: Node, url: str) -> None:
    with pytest.raises(Local, match="witness-address"):
        witnessing.add(heron, heron.line(), url, [VKEY])


@pytest.mark.parametrize(
    "key", ["", "a", "a+b+c", VKEY[:-4], VKEY.replace("9217dd1c", "00000000"), VKEY + "\nx", " + + "]
)
def test_a_key_that_is_none_is_refused(heron: Node, key: str) -> None:
    with pytest.raises(Local, match="witness-vkey"):
        witnessing.add(heron, heron.line(), "https://w.example", [key])


@pytest.mark.parametrize("data", [b"", b"12", b"012\n", b"-1\n", b"1\n\n", b"\xff\n", b"9" * 30 + b"\n"])
def test_a_size_is_one_line_with_one_number(data: bytes) -> None:
    with pytest.raises(Exception, match="witness-answer"):
        read_size(data)


@pytest.mark.slow
@pytest.mark.skipif(
    not all(map(shutil.which, ("litewitness", "witnessctl", "ssh-agent"))), reason="litewitness is not here"
)
def test_litewitness_signs_our_heads(heron: Node, otter: Node, tmp_path: Path) -> None:
    turn(heron, otter)
    told = witnessing.listed(heron, heron.line())["log"]
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", "key"], cwd=tmp_path, check=True)
    agent = subprocess.Popen(["ssh-agent", "-D", "-a", str(tmp_path / "agent")], stdout=subprocess.DEVNULL)
    witness = None
    try:
        while not (tmp_path / "agent").exists():
            time.sleep(0.05)
        environment = {**os.environ, "SSH_AUTH_SOCK": str(tmp_path / "agent")}
        subprocess.run(["ssh-add", "-q", "key"], cwd=tmp_path, env=environment, check=True)
        printed = subprocess.run(
            ["ssh-keygen", "-lf", "key.pub"], cwd=tmp_path, capture_output=True, text=True, check=True
        )
        for words in (["add-log"], ["add-key", "-key", told["vkeys"][0]]):
            subprocess.run(["witnessctl", *words, "-db", "w.db", "-origin", told["origin"]], cwd=tmp_path, check=True)
        with socket.create_server(("127.0.0.1", 0)) as free:
            port = free.getsockname()[1]  # litewitness does not say which one it got
        options = [
            "-db",
            "w.db",
            "-key",
            printed.stdout.split()[1],
            "-name",
            "example.org/lw",
            "-listen",
            f"127.0.0.1:{port}",
        ]
        witness = subprocess.Popen(
            ["litewitness", *options, "-ssh-agent", str(tmp_path / "agent")],
            cwd=tmp_path,
            stderr=subprocess.PIPE,
            text=True,
        )
        assert witness.stderr is not None
        said = ""
        while "listening" not in said:
            said += witness.stderr.readline()
        found = re.search(r"vkey=(\S+)", said)
        assert found is not None
        witnessing.add(heron, heron.line(), f"http://127.0.0.1:{port}", [found[1]])
        for n in range(3):
            notify(heron, f"EXAMPLE 示例 {n}")
            assert ask(heron, "example.org/lw") is None
        assert shown(heron)["size"] == heron.line().own.size
    finally:
        for process in (witness, agent):
            if process is not None:
                process.kill()
                process.wait()
        if witness is not None and witness.stderr is not None:
            witness.stderr.close()
