"""Desks in real browsers: two nodes that serve one each, officers who may sign in, and a Chromium that reaches nothing else."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from detente.desk.signing import hashed
from detente.node.home import Home
from detente.node.node import clock
from detente.store.officers import NAME, Officers
from e2e.conftest import Office, in_touch
from support import copy_homes

CHROMIUM = shutil.which("chromium")
PASSWORD = "three herons stand in the water"
HASHED = hashed(PASSWORD)
NOTICES = Path(__file__).resolve().parents[2] / "examples" / "notices"


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    """One Chromium for the tests of a file, ended before another file starts one; a context for each browser in it."""
    if CHROMIUM is None:
        pytest.skip("chromium is not installed (Debian: chromium)")
    playwright = pytest.importorskip("playwright.sync_api")
    with playwright.sync_playwright() as started:
        flags = ["--no-sandbox", "--autoplay-policy=user-gesture-required"]
        opened = started.chromium.launch(executable_path=CHROMIUM, args=flags)
        yield opened
        opened.close()


class Served:
    """One office whose node serves a desk, with two officers: `duty-1`, and `chief`, who administers."""

    def __init__(self, office: Office) -> None:
        self.office, self.party, self.home = office, office.party, office.home
        with self.officers() as officers:
            for name, role in (("duty-1", "officer"), ("chief", "administrator")):
                officers.add(name, role, "en", HASHED)
            officers.set("ceiling-en", "EXAMPLE, nothing real")
            officers.set("ceiling-zh", "示例，无真实信息")
        self.url = str(office.serve("--desk", "0")["desk"]).rstrip("/")

    @contextmanager
    def officers(self, now: Callable[[], int] = clock) -> Iterator[Officers]:
        """The file of its officers, as a command has it beside the node."""
        found = Officers(self.home.path / NAME, now)
        yield found
        found.close()

    def speaks(self, language: str) -> None:
        """What a fresh session begins in."""
        with self.officers() as officers:
            officers.db.execute("UPDATE officer SET language=?", (language,))


class Browser:
    """One browser: its page, and everything that was complained of or asked of anybody but the desk."""

    def __init__(self, chromium: Any, served: Served, **options: Any) -> None:
        self.served = served
        self.context = chromium.new_context(**options)
        self.context.set_default_timeout(20_000)
        self.page = self.context.new_page()
        self.complaints: list[str] = []
        self.asked: list[str] = []
        self.page.on("console", self._said)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("request", lambda request: self.asked.append(request.url))

    def _said(self, message: Any) -> None:
        expected = "status of 40"  # the answer to a form that was refused, of which a browser tells as well
        if message.type in ("error", "warning") and expected not in message.text:
            self.complaints.append(message.text)

    def go(self, path: str) -> None:
        self.page.goto(self.served.url + path)

    def sign_in(self, name: str = "duty-1", password: str = PASSWORD) -> None:
        self.go("/sign-in")
        self.page.fill("#name", name)
        self.page.fill("#password", password)
        self.page.press("#password", "Enter")
        self.page.wait_for_url(lambda url: "/sign-in" not in url)

    def text(self, selector: str = "main") -> str:
        return str(self.page.inner_text(selector))

    def close(self) -> None:
        self.context.close()


Open = Callable[..., Browser]


@pytest.fixture
def browser(chromium: Any) -> Iterator[Open]:
    """Opens browsers; at the end nothing was complained of, and nothing asked of anybody else."""
    opened: list[Browser] = []

    def open_one(served: Served, **options: Any) -> Browser:
        opened.append(Browser(chromium, served, **options))
        return opened[-1]

    yield open_one
    for one in opened:
        one.close()
    for one in opened:
        one.served.office.told.seek(0)
        assert "Traceback" not in (told := one.served.office.told.read().decode()), told
        assert one.complaints == []
        assert [url for url in one.asked if not url.startswith(one.served.url)] == []


@pytest.fixture(scope="module")
def desks(two_founded: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Served, Served]]:
    """heron and otter, live, both served with a desk: the same two for all tests of a file; each settles what it says."""
    homes = copy_homes(two_founded, tmp_path_factory.mktemp("l"))
    with in_touch([homes["heron"], homes["otter"]]) as both:
        yield Served(both[0]), Served(both[1])


@pytest.fixture(scope="module")
def all_desks(two_founded: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Served]]:
    """heron and otter, live and exercise, each served with a desk of its own: `heron`, `heron-exercise` and so on."""
    here = tmp_path_factory.mktemp("d")
    copy_homes(two_founded, here, whole=True)
    names = ("heron", "otter")
    with (
        in_touch([Home.open(here / name) for name in names]) as live,
        in_touch([Home.open(here / f"{name}-exercise") for name in names]) as exercise,
    ):
        served = {name: Served(office) for name, office in zip(names, live, strict=True)}
        served |= {f"{name}-exercise": Served(office) for name, office in zip(names, exercise, strict=True)}
        yield served


def at_once(tmp_path: Path) -> Path:
    """The example of an agent's notice, wanted at once."""
    draft = json.loads((NOTICES / "a-agent.en.json").read_text("utf-8"))
    draft["wanted"] = 3
    path = tmp_path / "at-once.json"
    path.write_text(json.dumps(draft), "utf-8")
    return path


@pytest.fixture
def urgent(tmp_path: Path) -> Path:
    return at_once(tmp_path)
