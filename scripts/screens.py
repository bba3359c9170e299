#!/usr/bin/env python3
"""Draw every page of the desk to `build/screens/PAGE.LANG.THEME.WIDTH.png`: two real nodes, real messages, real Chromium.

    scripts/screens.py [PAGE ...]       all pages, or some

Two invented offices have a line, live and in exercise, and say what stands in `story`. Then an officer of the first signs in and
looks, in both languages, light and dark, wide and narrow. SHOTS says which pages there are and how each is reached; a page of the
desk is drawn when it stands there.
"""

from __future__ import annotations

import contextlib
import json
import select
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from bench.homes import found_pair  # noqa: E402

from detente.api.client import Client  # noqa: E402
from detente.desk.signing import hashed  # noqa: E402
from detente.node.found import CONTEXTS  # noqa: E402
from detente.node.home import Home, Listen  # noqa: E402
from detente.node.node import clock  # noqa: E402
from detente.store.officers import NAME, Officers  # noqa: E402

OUT = ROOT / "build" / "screens"
NOTICES, KINDS = ROOT / "examples" / "notices", ROOT / "examples" / "kinds"
PASSWORD = "three herons stand in the water"
SIZES = {"wide": {"width": 1440, "height": 900}, "narrow": {"width": 390, "height": 844}}
THEMES, LANGUAGES = ("light", "dark"), ("en", "zh")
OFFICES = {
    "heron": {"en": "Office of Heron", "zh": "苍鹭办公室"},
    "tern": {"en": "Office of Tern", "zh": "燕鸥办公室"},
}
HOURS = {"heron": "example-harbour", "tern": "example-lakeside"}
LINE = {"en": "Heron and Tern, EXAMPLE line", "zh": "苍鹭与燕鸥示例通道"}


@dataclass
class Stage:
    """Four homes: each office live (`heron`, `tern`) and in exercise (`heron-exercise`, …); the desks' addresses; references."""

    homes: dict[str, Home]
    urls: dict[str, str] = field(default_factory=dict)
    logs: dict[str, Path] = field(default_factory=dict)
    said: dict[str, str] = field(default_factory=dict)

    def post(self, home: str, path: str, value: dict[str, Any]) -> Any:
        """To the node that serves a home, as a command does."""
        return Client(self.homes[home]).post(path, value)

    def say(self, name: str, home: str, kind: str, draft: dict[str, Any], about: str | None = None) -> str:
        """A message, received on the other side; `about` names one said before. Its reference, kept under `name`."""
        named = None if about is None else self.said[about]
        made = self.post(home, "/v1/say", {"kind": kind, "draft": draft, "name": named, "wait": 30})
        self.said[name] = str(made["reference"])
        return self.said[name]


@dataclass(frozen=True)
class Shot:
    """How a page is reached: whose desk, at which address; `before` may do what has to be done in the page."""

    desk: str
    path: Callable[[Stage], str]
    before: Callable[[Any, Stage], None] | None = None
    late: bool = False  # only after the message that is wanted at once


def _eight(page: Any, _stage: Stage) -> None:
    """The eight answers of a notice, as an officer gives them."""
    page.select_option('[name="coded.class"]', "unauthorised-agent-action")
    page.fill(
        '[name="prose.plain"]', "EXAMPLE 示例 — An agent changed files outside its task; its access is withdrawn."
    )
    page.select_option('[name="times.detected~span"]', "60")
    for name, value in (("going_on", "no"), ("touches", "unknown"), ("public", "no"), ("asks", "information")):
        page.check(f'[name="coded.{name}"][value="{value}"]')
    page.select_option('[name="times.next_word_by~span"]', "360")
    page.check('[name="wanted"][value="2"]')


def _looked_through(page: Any, stage: Stage) -> None:
    _eight(page, stage)
    page.click('[value="look"]')
    page.wait_for_url("**/look")


def _case(page: Any, _stage: Stage) -> None:
    page.select_option('[name="class"]', "loss-of-control")
    page.fill('[name="plain"]', "EXAMPLE 示例 — It did not stop when it was told to.")
    page.fill('[name="detected"]', "2h ago")
    for name, value in (("jurisdictions", "us-ca"), ("jurisdictions", "eu"), ("harm", "death")):
        page.check(f'[name="{name}"][value="{value}"]')
    page.click("#case button.primary")
    page.wait_for_url("**/cases/*")


def _compared(page: Any, _stage: Stage) -> None:
    page.fill('[name="text-a"]', "The two sides agreed to establish a communication channel for AI incidents.")
    page.fill('[name="text-b"]', "双方就人工智能对话交换了意见，同意保持沟通。")
    page.click('[value="compare"]')
    page.wait_for_selector(".differences")


SHOTS: dict[str, Shot] = {
    "queue": Shot("heron", lambda stage: "/"),
    "closed": Shot("heron", lambda stage: "/closed"),
    "matter": Shot("heron", lambda stage: f"/matters/{stage.said['agent']}"),
    "follow": Shot("heron", lambda stage: f"/follow/{stage.said['platform']}"),
    "proof": Shot("heron", lambda stage: f"/proof/{stage.said['agent']}"),
    "line": Shot("heron", lambda stage: "/line"),
    "account": Shot("heron", lambda stage: "/account"),
    "card": Shot("heron", lambda stage: "/card"),
    "translate": Shot("heron", lambda stage: f"/translate/{stage.said['agent']}"),
    "log": Shot("heron", lambda stage: "/log"),
    "compose": Shot("heron", lambda stage: "/compose", _eight),
    "release": Shot("heron", lambda stage: "/compose", _looked_through),
    "update": Shot("heron", lambda stage: f"/compose/update?about={stage.said['intrusion']}"),
    "drafts": Shot("heron", lambda stage: "/drafts"),
    "handover": Shot("heron", lambda stage: "/handover"),
    "record": Shot("heron", lambda stage: "/record"),
    "cases": Shot("heron", lambda stage: "/cases"),
    "case": Shot("heron", lambda stage: "/cases", _case),
    "readouts": Shot("heron", lambda stage: "/readouts", _compared),
    "stop": Shot("heron-exercise", lambda stage: "/exercise/stop"),
    "exercise": Shot("heron-exercise", lambda stage: "/"),
    "exercise-matter": Shot("heron-exercise", lambda stage: f"/matters/{stage.said['exercise']}"),
    "acknowledge": Shot("heron", lambda stage: "/", late=True),
}


def words(language: str, plain: str, **more: Any) -> dict[str, Any]:
    return {"prose": {"language": language, "plain": f"EXAMPLE 示例 — {plain}"}, **more}


def notice(name: str, wanted: int | None = None) -> dict[str, Any]:
    draft: dict[str, Any] = json.loads((NOTICES / f"{name}.json").read_text("utf-8"))
    return draft if wanted is None else draft | {"wanted": wanted}


def example(kind: str) -> dict[str, Any]:
    draft: dict[str, Any] = YAML(typ="safe", pure=True).load((KINDS / f"{kind}.yaml").read_text("utf-8"))
    return draft


RECEIVED = {"coded": {"received": "received"}}


def story(stage: Stage) -> None:
    """An ordinary week, and one notice that is none."""
    for home, calendar in HOURS.items():
        stage.post(home, "/v1/roster", {"roster": {"calendar": calendar}, "wait": 30})
    for home in stage.homes:
        stage.post(home, "/v1/tests", {"wait": 30})
    stage.say("plan", "heron", "advance-notice", example("advance-notice"))
    stage.say("plan-ack", "tern", "acknowledgement", RECEIVED, "plan")
    stage.say("agent", "tern", "notice", notice("a-agent.zh"))
    stage.say("agent-ack", "heron", "acknowledgement", RECEIVED, "agent")
    facts = {"coded": {"about": "facts"}}
    stage.say(
        "asked", "heron", "question", words("en", "Is the tool in use at companies on our side?", **facts), "agent"
    )
    stage.say(
        "held", "tern", "holding-reply", words("zh", "已向开发者了解情况。", times={"next_word_by": "+PT4H"}), "asked"
    )
    stage.say("news", "tern", "update", words("zh", "相关写入权限已全部收回。", coded={"going_on": "no"}), "agent")
    reading = (
        "An agent with write access deleted a production database during a freeze; it was restored within three hours."
    )
    path = f"/v1/messages/{stage.said['agent']}/translation"
    office = "EXAMPLE language service"
    stage.post("heron", path, {"text": f"EXAMPLE 示例 — {reading}", "by": "person", "checked_by": office})
    stage.say("platform", "tern", "notice", notice("b-platform.zh", 2))
    stage.say("platform-ack", "heron", "acknowledgement", RECEIVED, "platform")
    stage.say("intrusion", "heron", "notice", notice("c-intrusion.en"))
    stage.say(
        "inquiry", "tern", "inquiry", example("inquiry") | words("zh", "公开报道称某模型服务中断，盼了解有关情况。")
    )
    contact = words("zh", "近期某开放权重模型的滥用讨论有所增加，供参考。")
    stage.say("contact", "tern", "informal-contact", example("informal-contact") | contact)
    stage.say("exercise", "tern-exercise", "notice", notice("a-agent.zh"))
    stage.say("exercise-ask", "heron-exercise", "question", words("en", "What was changed?", **facts), "exercise")


def wanted_at_once(stage: Stage) -> None:
    stage.say("at-once", "tern", "notice", notice("b-platform.zh", 3))


@contextlib.contextmanager
def staged(folder: Path) -> Iterator[Stage]:
    """The four homes, founded; each node serving, with a desk, and an officer who may sign in."""
    with contextlib.ExitStack() as held:
        listeners = {
            f"{party}{suffix}": held.enter_context(socket.create_server(("127.0.0.1", 0)))
            for party in OFFICES
            for suffix in ("", "-exercise")
        }
        reached = {name: listener.getsockname()[1] for name, listener in listeners.items()}
        listens = {
            party: {
                context: Listen("127.0.0.1", port, f"https://127.0.0.1:{port}")
                for context, port in zip(CONTEXTS, (reached[party], reached[f"{party}-exercise"]), strict=True)
            }
            for party in OFFICES
        }
        live = found_pair(folder, listens, LINE, OFFICES, {"heron": "en", "tern": "zh"})
        stage = Stage(live | {f"{party}-exercise": Home.open(home.other) for party, home in live.items()})
        password, started = hashed(PASSWORD), {}
        for name, home in stage.homes.items():
            officers = Officers(home.path / NAME, clock)
            officers.add("chief", "administrator", "en", password)
            officers.set("ceiling-en", "EXAMPLE: parties only, nothing classified")
            officers.set("ceiling-zh", "示例：仅限参与方，不涉密")
            officers.close()
            fd = listeners[name].fileno()
            command = [
                sys.executable,
                "-m",
                "detente.cli",
                "serve",
                str(home.path),
                "--fd",
                str(fd),
                "--desk",
                "0",
                "--json",
            ]
            stage.logs[name] = folder / f"{name}.log"
            log = held.enter_context(open(stage.logs[name], "w", encoding="utf-8"))
            started[name] = subprocess.Popen(command, pass_fds=[fd], stdout=subprocess.PIPE, stderr=log, text=True)
            held.callback(_stop, started[name])
        for name, process in started.items():
            assert process.stdout is not None
            ready, _, _ = select.select([process.stdout], [], [], 120)
            said = process.stdout.readline() if ready else ""
            if not said:
                raise SystemExit(f"the node of {name} did not start: {stage.logs[name].read_text('utf-8')}")
            stage.urls[name] = str(json.loads(said)["desk"]).rstrip("/")
        yield stage


def _stop(process: subprocess.Popen[str]) -> None:
    process.terminate()
    try:
        process.wait(20)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def draw(stage: Stage, chromium: Any, names: list[str]) -> list[Path]:
    drawn = []
    desks = sorted({SHOTS[name].desk for name in names})
    for theme in THEMES:
        for width, size in SIZES.items():
            context = chromium.new_context(color_scheme=theme, viewport=size, reduced_motion="reduce")
            page = context.new_page()
            for desk in desks:
                page.goto(stage.urls[desk] + "/sign-in")
                page.fill("#name", "chief")
                page.fill("#password", PASSWORD)
                page.press("#password", "Enter")
                page.wait_for_url(lambda url: "/sign-in" not in url)
            for language in LANGUAGES:
                for name in names:
                    shot = SHOTS[name]
                    answer = page.goto(stage.urls[shot.desk] + shot.path(stage))
                    if not answer.ok:
                        told = stage.logs[shot.desk].read_text("utf-8")
                        raise SystemExit(f"{name}: {answer.status} for {shot.path(stage)}\n{told}")
                    if not page.get_attribute("html", "lang").startswith(language):
                        page.click(f'.tools [lang="{"zh-Hans" if language == "zh" else "en"}"]')
                        page.goto(stage.urls[shot.desk] + shot.path(stage))
                    if shot.before is not None:
                        shot.before(page, stage)
                    path = OUT / f"{name}.{language}.{theme}.{width}.png"
                    page.screenshot(path=str(path), full_page=True)
                    drawn.append(path)
            context.close()
    return drawn


def main(asked: list[str]) -> int:
    unknown = sorted(set(asked) - set(SHOTS))
    if unknown:
        print(f"no page named {', '.join(unknown)}; there are: {', '.join(SHOTS)}", file=sys.stderr)
        return 64
    try:
        from playwright.sync_api import sync_playwright
    except ModuleNotFoundError:
        sync_playwright = None
    found = shutil.which("chromium")
    if found is None or sync_playwright is None:
        print(
            "chromium and playwright are needed to draw the pages (Debian: chromium; Python: playwright)",
            file=sys.stderr,
        )
        return 1
    names = asked or list(SHOTS)
    OUT.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="desk") as root, staged(Path(root)) as made:
        story(made)
        with sync_playwright() as playwright:
            chromium = playwright.chromium.launch(executable_path=found, args=["--no-sandbox"])
            drawn = draw(made, chromium, [name for name in names if not SHOTS[name].late])
            if late := [name for name in names if SHOTS[name].late]:
                wanted_at_once(made)
                drawn += draw(made, chromium, late)
            chromium.close()
    print(f"{len(drawn)} pictures in {OUT.relative_to(ROOT)}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
