"""Two verifiers that share no code say the same of every file: verdict, reason, and all that is proven."""

from __future__ import annotations

import json
import os
import random
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from faults import bent
from faults.agreement import CLI, Bender, Other, bases, compare, ours, vectors

from detente.codec.cbor import decode
from detente.codec.errors import DetenteError
from detente.codec.faults import first_fault

ROOT = Path(__file__).resolve().parents[2]
NODE = shutil.which("node")
needs_node = pytest.mark.skipif(NODE is None, reason="node is not installed (Debian: nodejs)")


def run(*words: str | Path, given: str = "") -> subprocess.CompletedProcess[str]:
    assert NODE is not None
    environment = {**os.environ, "LANG": "C.UTF-8"}
    return subprocess.run(
        [NODE, CLI, *words], input=given, capture_output=True, text=True, timeout=120, env=environment, check=False
    )


@pytest.fixture
def other() -> Iterator[Other]:
    asked = Other()
    yield asked
    asked.close()
    assert asked.process.returncode == 0


@needs_node
def test_both_say_what_every_vector_expects_and_show_the_same(other: Other, tmp_path: Path) -> None:
    files = vectors()
    assert len(files) >= 92
    for name, (data, _) in files.items():
        (tmp_path / name).write_bytes(data)
    other.ask([tmp_path / name for name in files])
    for (name, (data, expected)), answer in zip(files.items(), other.answers(len(files)), strict=True):
        assert answer["reason"] == expected.get("refused"), name
        verdict = "proven" if "ok" in expected else expected.get("fault", "refused")
        assert answer["verdict"] == verdict, name
        assert answer == ours(data), name


@needs_node
def test_both_agree_on_bent_files(other: Other, tmp_path: Path) -> None:
    reasons, differ = compare(range(900_000, 900_200), Bender(bases(), 2), other, tmp_path)
    assert differ == 0
    assert len(reasons) >= 20, "the files were not bent in many ways"


@pytest.mark.slow
@needs_node
def test_both_agree_on_thousands_of_bent_files(other: Other, tmp_path: Path) -> None:
    reasons, differ = compare(range(910_000, 914_000), Bender(bases(), 3), other, tmp_path)
    assert differ == 0
    assert len(reasons) >= 45, "the files were not bent in many ways"
    assert reasons["proven"] > 0


def test_a_bent_file_follows_from_its_number() -> None:
    first, again = Bender(bases(), 5), Bender(bases(), 5)
    assert [first.make(n) for n in range(40)] == [again.make(n) for n in range(40)]


def test_a_tree_is_written_back_as_it_was_read() -> None:
    for data in bases():
        assert bent.write(bent.read(data[:-32])) == data[:-32]


def test_bytes_have_a_first_fault_exactly_where_they_are_refused() -> None:
    """Of what is bent by bits, in CBOR of every kind; and the code is that of the fast reader where there is one fault."""
    rng = random.Random(7)
    sources = [data[:-32] for data in bases()[:6]] + [b"\xa2\x61a\x01\x61b\x82\xf5\x20", b"\x00", b"\x81\x80"]
    refused = 0
    for n in range(1500):
        data = bytearray(rng.choice(sources)[: rng.choice((40, 400, 40_000))] if n % 3 else rng.choice(sources))
        data[rng.randrange(len(data))] ^= 1 << rng.randrange(8)
        fault = first_fault(bytes(data))
        try:
            decode(bytes(data), 1 << 20)
        except DetenteError:
            refused += 1
            assert fault is not None
        else:
            assert fault is None
    assert refused > 500


@needs_node
def test_the_stream_answers_every_path_and_ends_well(tmp_path: Path) -> None:
    whole = next(data for data, expected in vectors().values() if "ok" in expected)
    (tmp_path / "whole").write_bytes(whole)
    (tmp_path / "empty").write_bytes(b"")
    (tmp_path / "noise").write_bytes(random.Random(1).randbytes(5000))
    (tmp_path / "deep").write_bytes(bent.sealed(b"\x81" * 200_000))
    (tmp_path / "wide").write_bytes(bent.sealed(b"\x9b" + b"\xff" * 8 + bytes(200_000)))
    names = ["whole", "empty", "noise", "absent", ".", "deep", "wide", "whole"]
    done = run("--stream", given="".join(f"{tmp_path / name}\n" for name in names))
    assert done.returncode == 0 and done.stderr == ""
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    said = [(answer["verdict"], answer["reason"]) for answer in answers]
    assert said == [
        ("proven", None),
        ("damaged", "damaged"),
        ("damaged", "damaged"),
        ("damaged", "file-missing"),
        ("damaged", "file-unreadable"),
        ("refused", "cbor-depth"),
        ("refused", "cbor-unreadable"),
        ("proven", None),
    ]


@needs_node
def test_the_command_ends_with_the_codes_of_the_contract(tmp_path: Path) -> None:
    files = {name: data for name, (data, _) in vectors().items()}
    for name, status in (("bundle_valid", 0), ("bundle_flipped_line_refused", 1), ("bundle_damaged", 2)):
        (tmp_path / name).write_bytes(files[name])
        done = run("--json", tmp_path / name)
        assert done.returncode == status
        assert json.loads(done.stdout) == ours(files[name])
    assert run().returncode == run("--what").returncode == run("a", "b").returncode == 64
    assert run(tmp_path / "absent").returncode == 64


@needs_node
def test_the_command_speaks_both_languages(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(vectors()["bundle_valid"][0])
    english, chinese = run(tmp_path / "file").stdout, run("--lang", "zh", tmp_path / "file").stdout
    assert "Proven (live): 4 message(s) between heron, ibis." in english and "withheld: line keys and routes" in english
    assert "已证明（正式）" in chinese and "情况通报" in chinese


@needs_node
def test_every_source_is_sound_javascript() -> None:
    assert NODE is not None
    sources = sorted((ROOT / "verifier").glob("src/*.mjs")) + sorted((ROOT / "verifier").glob("page/*.mjs"))
    assert len(sources) > 20
    for source in [*sources, CLI, ROOT / "verifier" / "build.mjs"]:
        done = subprocess.run([NODE, "--check", source], capture_output=True, text=True, timeout=60, check=False)
        assert done.returncode == 0, done.stderr
    assert max(len(source.read_text("utf-8").splitlines()) for source in sources) < 450
