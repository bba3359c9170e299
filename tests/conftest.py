"""What several rooms' tests share: founded homes, made once a run, and nodes that are closed whatever happens."""

from __future__ import annotations

import contextlib
import functools
import gettext
import importlib.util
import io
import os
import shutil
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parent))
sys.path.append(str(Path(__file__).resolve().parents[1]))  # faults/ and bench/ lie beside src


def _script(name: str) -> ModuleType:
    """A file of `scripts`, which are no part of the package; known to every test as NAME_tool."""
    path = Path(__file__).resolve().parents[1] / "scripts" / f"{name}.py"
    spec = importlib.util.spec_from_file_location(f"{name}_tool", path)
    assert spec is not None and spec.loader is not None
    module = sys.modules[f"{name}_tool"] = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


_script("terminology")
_script("freeze")
_script("state_diagrams")
_script("catalogue").build_if_older()  # somebody may have changed a .po since set-up
pytest.register_assert_rewrite("support", "attacks.hostile")

from detente.trust import keysets  # noqa: E402
from support import Clock, Home, Node, Seeded, copy_homes, found_line, start  # noqa: E402

PARTIES = {2: ["heron", "otter"], 3: ["heron", "otter", "stork"]}


def _founded(factory: pytest.TempPathFactory, members: int) -> Path:
    """Founded homes, made by whichever worker comes first; the others wait for it."""
    base = factory.getbasetemp()
    shared = base.parent if os.environ.get("PYTEST_XDIST_WORKER") else base
    path, claim = shared / f"founded-{members}", shared / f"founding-{members}"
    try:
        claim.mkdir()
    except FileExistsError:
        for _ in range(3000):
            if path.exists():
                return path
            time.sleep(0.1)
        raise
    found_line(claim / "homes", PARTIES[members], Seeded(f"founding/{members}"), Clock())
    shutil.move(claim / "homes", path)
    return path


@pytest.fixture(scope="session", autouse=True)
def _sound_keys_are_checked_once() -> None:
    """The same few keys stand in every home here. A key found sound is not checked again; a refused one is, every time."""
    keysets.check_public = functools.cache(keysets.check_public)


@pytest.fixture(scope="session")
def two_founded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return _founded(tmp_path_factory, 2)


@pytest.fixture(scope="session")
def three_founded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return _founded(tmp_path_factory, 3)


@pytest.fixture
def homes(two_founded: Path, tmp_path: Path) -> dict[str, Home]:
    """heron and otter, founded, none of them open."""
    return copy_homes(two_founded, tmp_path / "homes")


@pytest.fixture
def three_homes(three_founded: Path, tmp_path: Path) -> dict[str, Home]:
    """heron, otter and stork on one line, none of them open."""
    return copy_homes(three_founded, tmp_path / "homes")


@pytest.fixture
def opened(request: pytest.FixtureRequest) -> Iterator[Callable[..., Node]]:
    """Opens a node on a home; all are closed at the end."""
    nodes: list[Node] = []

    def open_node(home: Home, **options: int) -> Node:
        nodes.append(start(home, name=request.node.name, **options))
        return nodes[-1]

    yield open_node
    for node in nodes:
        node.close()


@pytest.fixture
def heron(homes: dict[str, Home], opened: Callable[..., Node]) -> Node:
    return opened(homes["heron"])


@pytest.fixture
def otter(homes: dict[str, Home], opened: Callable[..., Node]) -> Node:
    return opened(homes["otter"])


Command = Callable[..., tuple[int, str, str]]


@pytest.fixture
def command(monkeypatch: pytest.MonkeyPatch) -> Command:
    """`detente` with its arguments, run in this process: exit code, standard output, standard error. `typed` is what is typed."""
    from detente.cli.main import main

    def run(home: Path, *words: str, lang: str = "en", typed: str = "") -> tuple[int, str, str]:
        said, told = io.StringIO(), io.StringIO()
        with monkeypatch.context() as patch, contextlib.redirect_stdout(said), contextlib.redirect_stderr(told):
            patch.setenv("DETENTE_LANG", lang)
            patch.setenv("LANGUAGE", "")
            patch.setattr("sys.stdin", io.StringIO(typed))
            with pytest.raises(SystemExit) as ended:
                main(["--home", str(home), *words])
        gettext.textdomain("messages")  # which a Chinese reader's command changes
        return int(ended.value.code or 0), said.getvalue(), told.getvalue()

    return run
