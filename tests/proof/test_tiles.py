"""Trees on the disk, read back by a straight reader of c2sp.org/tlog-tiles that shares no code with their writer."""

from __future__ import annotations

import base64
import hashlib
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.mldsa import MLDSA44PublicKey

from detente.codec.cose import ED25519, ML_DSA_44
from detente.codec.errors import Remote
from detente.crypto.suites import signer
from detente.node import logs, tiling
from detente.node.node import Node
from detente.node.tiling import Source, write_tree
from detente.proof.head import body, ed25519_message, encode_checkpoint, ml_dsa_44_message, origin
from detente.proof.tiles import verifier_keys
from detente.proof.tree import Tree
from support import notify, turn

ED, ML = signer(ED25519, bytes(range(32))), signer(ML_DSA_44, bytes(range(1, 33)))
NAME = origin(bytes(32), "heron", bytes(16))
LEAVES = [hashlib.sha256(n.to_bytes(8, "big")).digest() for n in range(70_000)]


def source(size: int, leaves: Sequence[bytes] = LEAVES, asked: list[tuple[int, int]] | None = None) -> Source:
    root = Tree(leaves[:size]).root()
    text = body(NAME, size, root)
    signed = ED.sign(ed25519_message(text)), ML.sign(ml_dsa_44_message(NAME, size, root))
    checkpoint = encode_checkpoint(NAME, size, root, ED.public, signed[0], ML.public, signed[1])

    def give(start: int, stop: int) -> list[bytes]:
        if asked is not None:
            asked.append((start, stop))
        return list(leaves[start:stop])

    return Source(NAME, size, root, checkpoint, verifier_keys(NAME, ED.public, ML.public), give)


# -- a straight reader --------------------------------------------------------------------------------------------------------


def mth(hashes: list[bytes]) -> bytes:
    if len(hashes) == 1:
        return hashes[0]
    k = 1
    while k * 2 < len(hashes):
        k *= 2
    return hashlib.sha256(b"\x01" + mth(hashes[:k]) + mth(hashes[k:])).digest()


def number(n: int) -> str:
    text = f"{n % 1000:03d}"
    while n >= 1000:
        n //= 1000
        text = f"x{n % 1000:03d}/{text}"
    return text


def read(folder: Path) -> tuple[int, bytes, list[bytes]]:
    """Size, root and entries of the tree at `folder`; an AssertionError for anything that c2sp.org/tlog-tiles has otherwise."""
    text, _, below = (folder / "checkpoint").read_text("utf-8").partition("\n\n")
    name, size_text, root_text = text.split("\n")
    size, root = int(size_text), base64.b64decode(root_text, validate=True)
    assert str(folder).endswith(name)
    keys = {}
    for row in (folder / "vkeys").read_text("ascii").splitlines():
        of, key_id, rest = row.split("+", 2)
        data = base64.b64decode(rest, validate=True)
        assert of == name and hashlib.sha256(name.encode() + b"\n" + data).digest()[:4].hex() == key_id
        keys[key_id] = data
    verified = set()
    for row in below.splitlines():
        dash, of, value = row.split(" ")
        data = base64.b64decode(value, validate=True)
        key = keys.get(data[:4].hex())
        assert dash == "—" and of == name and key is not None
        if key[0] == 1:
            Ed25519PublicKey.from_public_bytes(key[1:]).verify(data[4:], f"{text}\n".encode())
        else:
            label = b"subtree/v1\n\x00" + bytes([len(name)]) + name.encode() + data[4:12]
            message = label + bytes([len(name)]) + name.encode() + bytes(8) + size.to_bytes(8, "big") + root
            MLDSA44PublicKey.from_public_bytes(key[1:]).verify(data[12:], message)
        verified.add(key[0])
    assert verified == {1, 6}
    entries, hashes = [], []
    for n in range((size + 255) // 256):
        width = min(256, size - n * 256)
        partial = "" if width == 256 else f".p/{width}"
        data = (folder / f"tile/entries/{number(n)}{partial}").read_bytes()
        found = []
        while data:
            length = int.from_bytes(data[:2], "big")
            found.append(data[2 : 2 + length])
            data = data[2 + length :]
        assert len(found) == width
        entries += found
        level0 = (folder / f"tile/0/{number(n)}{partial}").read_bytes()
        assert level0 == b"".join(hashlib.sha256(b"\x00" + entry).digest() for entry in found)
        hashes += [level0[at : at + 32] for at in range(0, len(level0), 32)]
    assert mth(hashes) == root
    level, below_it = 1, hashes
    while len(below_it) >= 256:
        above = [mth(below_it[at : at + 256]) for at in range(0, len(below_it) // 256 * 256, 256)]
        for n in range((len(above) + 255) // 256):
            row_of = above[n * 256 : n * 256 + 256]
            partial = "" if len(row_of) == 256 else f".p/{len(row_of)}"
            assert (folder / f"tile/{level}/{number(n)}{partial}").read_bytes() == b"".join(row_of)
        level, below_it = level + 1, above
    assert not (folder / f"tile/{level}").exists()
    return size, root, entries


def files(folder: Path) -> dict[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


# -- promises -----------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("size", [1, 2, 255, 256, 257, 511, 512, 1000])
def test_a_tree_of_any_size_is_read_back_by_a_straight_reader(tmp_path: Path, size: int) -> None:
    done = write_tree(tmp_path, source(size))
    assert (done.state, done.size) == ("written", size)
    assert read(tmp_path / NAME) == (size, Tree(LEAVES[:size]).root(), LEAVES[:size])


@pytest.mark.slow
def test_a_tree_of_seventy_thousand_has_the_tiles_that_c2sp_counts(tmp_path: Path) -> None:
    write_tree(tmp_path, source(70_000))
    read(tmp_path / NAME)
    there = [name for name in files(tmp_path / NAME) if name.startswith("tile/") and "entries" not in name]
    full0 = [name for name in there if name.startswith("tile/0/") and ".p" not in name]
    assert len(full0) == 273
    assert {name for name in there if not name.startswith("tile/0/") or ".p" in name} == {
        "tile/0/273.p/112",
        "tile/1/000",
        "tile/1/001.p/17",
        "tile/2/000.p/1",
    }


def test_exporting_again_only_adds_and_asks_only_for_what_is_new(tmp_path: Path) -> None:
    write_tree(tmp_path, source(600))
    before = files(tmp_path / NAME)
    assert write_tree(tmp_path, source(600)).state == "unchanged"
    assert files(tmp_path / NAME) == before, "signed anew, the same head is not written anew"
    asked: list[tuple[int, int]] = []
    write_tree(tmp_path, source(1100, asked=asked))
    assert asked == [(512, 1100)], "full tiles that are there are read, not asked for"
    after = files(tmp_path / NAME)
    assert {name for name in before if after.get(name) != before[name]} == {"checkpoint"}
    assert read(tmp_path / NAME)[0] == 1100


def test_a_stop_at_any_file_leaves_a_whole_tree_and_the_next_run_finishes_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_tree(tmp_path, source(300))
    real, left = tiling.write_private, [0]

    def stops(path: Path, data: bytes) -> None:
        if left[0] == 0:
            path.with_name(path.name + ".new").write_bytes(data[: len(data) // 2])  # as a crash leaves it
            raise OSError("stopped")
        left[0] -= 1
        real(path, data)

    stopped = 0
    for allowed in range(20):
        with monkeypatch.context() as patched:
            patched.setattr(tiling, "write_private", stops)
            left[0] = allowed
            try:
                write_tree(tmp_path, source(900))
            except OSError:
                stopped += 1
                assert read(tmp_path / NAME)[0] == 300
                continue
            break
    assert stopped >= 3 and read(tmp_path / NAME)[0] == 900
    write_tree(tmp_path, source(901))
    assert read(tmp_path / NAME)[0] == 901


def test_a_tree_with_more_than_we_hold_or_of_another_history_is_left_as_it_is(tmp_path: Path) -> None:
    write_tree(tmp_path, source(700))
    before = files(tmp_path / NAME)
    assert write_tree(tmp_path, source(500)).state == "ahead"
    assert files(tmp_path / NAME) == before
    other = [*LEAVES[:650], bytes(32), *LEAVES[651:900]]
    assert write_tree(tmp_path, source(800, other)).state == "differs"
    assert {n: d for n, d in files(tmp_path / NAME).items() if n in before} == before


@pytest.mark.parametrize("name", ["tile/0/000", "tile/entries/001", "tile/1/000.p/3", "checkpoint", "vkeys"])
@pytest.mark.parametrize("harm", ["cut", "flip", "gone", "empty"])
def test_what_is_damaged_on_the_disk_is_written_again(tmp_path: Path, name: str, harm: str) -> None:
    write_tree(tmp_path, source(800))
    path = tmp_path / NAME / name
    data = path.read_bytes()
    harmed = {"cut": data[:-1], "flip": bytes([data[0] ^ 1]) + data[1:], "empty": b""}
    if harm == "gone":
        path.unlink()
    else:
        path.write_bytes(harmed[harm])
    write_tree(tmp_path, source(800))
    assert read(tmp_path / NAME)[0] == 800


def test_leaves_that_do_not_lead_to_the_head_are_not_published(tmp_path: Path) -> None:
    good = source(10)
    wrong = Source(
        good.origin, 10, good.root, good.checkpoint, good.vkeys, lambda start, stop: [bytes(32)] * (stop - start)
    )
    with pytest.raises(Remote, match="tiles-root"):
        write_tree(tmp_path, wrong)
    assert not (tmp_path / NAME / "checkpoint").exists()


def test_the_trees_of_a_line_hold_no_word_name_or_digest_of_what_was_said(
    heron: Node, otter: Node, tmp_path: Path
) -> None:
    turn(heron, otter)
    kept = notify(heron, "EXAMPLE 示例 a word that nobody else may read")
    turn(heron, otter)
    line = heron.line()
    rows = logs.logs(heron, line)
    assert sorted(row["party"] for row in rows) == ["heron", "otter"]
    for row in rows:
        write_tree(tmp_path / "out", _of(heron, row))
        read(tmp_path / "out" / row["origin"])
    everything = b"".join(files(tmp_path / "out").values())
    secret = [kept.what, kept.content_id, b"nobody else", "示例".encode()]
    for log in line.logs.values():
        for carried in heron.store.openings(log.key, 0, log.size):
            secret += [bytes(carried), bytes(carried)[3:35]]  # the entry, and its blind
    assert [value for value in secret if value in everything] == []
    assert all(b"EXAMPLE" not in data for data in files(tmp_path / "out").values())


def _of(node: Node, row: dict[str, Any]) -> Source:
    def leaves(start: int, stop: int) -> Sequence[bytes]:
        return logs.leaves(node, node.line(), row["party"], row["epoch"], start, stop)

    return Source(row["origin"], row["size"], row["root"], row["checkpoint"], row["vkeys"], leaves, row["witnessed"])


def test_only_its_owner_can_read_what_is_written(tmp_path: Path) -> None:
    write_tree(tmp_path, source(3))
    if os.name == "posix":
        assert all(path.stat().st_mode & 0o077 == 0 for path in (tmp_path / NAME).rglob("*") if path.is_file())
