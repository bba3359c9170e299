#!/usr/bin/env python3
"""Draw every page of the desk to `build/screens/PAGE.LANG.THEME.WIDTH.png`: two real nodes, real messages, real Chromium.

    scripts/screens.py [PAGE ...]       all pages, or some

Two invented offices found a line as in `make demo`, announce their hours, and say what stands in `story`. Then officers of the
first sign in and look, in both languages, light and dark, wide and narrow. SHOTS says which pages there are and how each is
reached; a page of the desk is drawn when it stands there.
"""

from __future__ import annotations

import contextlib
import json
import shutil
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from detente.demo.__main__ import Office, Teller, found_line, offices

ROOT = Path(__file__).resolve().parents[1]
OUT = ROOT / "build" / "screens"
NOTICES = ROOT / "examples" / "notices"
KINDS = ROOT / "examples" / "kinds"
PASSWORD = "three herons stand in the water"
SIZES = {"wide": {"width": 1440, "height": 900}, "narrow": {"width": 390, "height": 844}}
THEMES, LANGUAGES = ("light", "dark"), ("en", "zh")


@dataclass
class Stage:
    """Four homes: each office live (`heron`, `tern`) and in exercise (`heron-exercise`, …); the desks' addresses; references."""

    homes: dict[str, Office]
    urls: dict[str, str] = field(default_factory=dict)
    said: dict[str, str] = field(default_factory=dict)

    def say(self, name: str, home: str, *words: str) -> str:
        """A command that says something, received on the other side; its reference."""
        reference = str(self.homes[home].json(*words, "--wait", "30")["reference"])
        self.said[name] = reference
        return reference


@dataclass(frozen=True)
class Shot:
    """How a page is reached: whose desk, at which address; `before` may do what has to be done in the page."""

    desk: str
    path: Callable[[Stage], str]
    before: Callable[[Any, Stage], None] | None = None
    late: bool = False  # only after the message that is wanted at once


SHOTS: dict[str, Shot] = {
    "queue": Shot("heron", lambda stage: "/"),
    "closed": Shot("heron", lambda stage: "/closed"),
    "matter": Shot("heron", lambda stage: f"/matters/{stage.said['agent']}"),
    "follow": Shot("heron", lambda stage: f"/follow/{stage.said['platform']}"),
    "proof": Shot("heron", lambda stage: f"/proof/{stage.said['agent']}"),
    "line": Shot("heron", lambda stage: "/line"),
    "account": Shot("heron", lambda stage: "/account"),
    "log": Shot("heron", lambda stage: "/log"),
    "exercise": Shot("heron-exercise", lambda stage: "/"),
    "exercise-matter": Shot("heron-exercise", lambda stage: f"/matters/{stage.said['exercise']}"),
    "acknowledge": Shot("heron", lambda stage: "/", late=True),
}


def kind(name: str) -> str:
    return str(KINDS / f"{name}.yaml")


def story(stage: Stage) -> None:
    """An ordinary week, and one notice that is none."""
    for home, calendar in (("heron", "example-harbour"), ("tern", "example-lakeside")):
        stage.homes[home].run("roster", "announce", "--calendar", calendar, "--yes", "--wait", "30")
    window = ("--begins", "+P2D", "--ends", "+P13D", "--area", "A", "--activity", "large-run", "--public", "no")
    stage.say(
        "plan", "heron", "advise", *window, "-m", "EXAMPLE 示例 — A large training run begins the day after tomorrow."
    )
    stage.say("plan-ack", "tern", "ack", stage.said["plan"])
    agent = stage.say("agent", "tern", "notify", str(NOTICES / "a-agent.zh.json"))
    stage.say("agent-ack", "heron", "ack", agent)
    asked = stage.say(
        "asked",
        "heron",
        "ask",
        agent,
        "--about",
        "facts",
        "-m",
        "EXAMPLE 示例 — Is the tool in use at companies on our side?",
    )
    stage.say("held", "tern", "hold", asked, "--next-word-by", "+PT4H", "-m", "EXAMPLE 示例 — 已向开发者了解情况。")
    stage.say("news", "tern", "update", agent, "--going-on", "no", "-m", "EXAMPLE 示例 — 相关写入权限已全部收回。")
    stage.homes["heron"].run(
        *("translate", agent, "--text", "-", "--by", "person", "--checked-by", "EXAMPLE language service"),
        stdin="EXAMPLE 示例 — An agent that was given write access to a repository changed files outside its task.",
    )
    platform = stage.say("platform", "tern", "notify", str(NOTICES / "b-platform.zh.json"))
    stage.say("platform-ack", "heron", "ack", platform)
    stage.say("intrusion", "heron", "notify", str(NOTICES / "c-intrusion.en.json"))
    stage.say(
        "inquiry",
        "tern",
        "inquire",
        "--area",
        "A",
        "--seen",
        "public-report",
        "-m",
        "EXAMPLE 示例 — 公开报道称某模型服务中断，盼了解有关情况。",
    )
    stage.say(
        "contact",
        "tern",
        "contact",
        "--area",
        "C",
        "-m",
        "EXAMPLE 示例 — 近期某开放权重模型的滥用讨论有所增加，供参考。",
    )
    stage.say("exercise", "tern-exercise", "notify", str(NOTICES / "a-agent.zh.json"))
    stage.say(
        "exercise-ask",
        "heron-exercise",
        "ask",
        stage.said["exercise"],
        "--about",
        "facts",
        "-m",
        "EXAMPLE 示例 — What was changed?",
    )


def wanted_at_once(stage: Stage, folder: Path) -> None:
    draft = (NOTICES / "b-platform.zh.json").read_text("utf-8")
    path = folder / "at-once.json"
    path.write_text(json.dumps(json.loads(draft) | {"wanted": 3}), "utf-8")
    stage.say("at-once", "tern", "notify", str(path))


def stage(folder: Path) -> Stage:
    """The four homes, founded; each node serving, with a desk, and officers who may sign in."""
    live = offices(folder)
    found_line(Teller(), *live)
    homes = {}
    for office in live:
        homes[office.party] = office
        exercise = Office(
            office.home.with_name(office.home.name + "-exercise"), office.party, office.names, office.language
        )
        exercise.listeners = office.listeners[1:]
        homes[f"{office.party}-exercise"] = exercise
    made = Stage(homes)
    for name, office in homes.items():
        for officer, role in (("duty-1", "officer"), ("chief", "administrator")):
            words = ("desk", "officer", "add", officer, "--role", role, "--language", "en")
            office.run(*words, stdin=f"{PASSWORD}\n")
        office.run(
            "desk", "ceiling", "--en", "EXAMPLE: parties only, nothing classified", "--zh", "示例：仅限参与方，不涉密"
        )
        made.urls[name] = str(office.serve("--desk", "0")["desk"]).rstrip("/")
    return made


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
                    page.goto(stage.urls[shot.desk] + shot.path(stage))
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
    with tempfile.TemporaryDirectory(prefix="desk") as root, contextlib.ExitStack() as held:
        made = stage(Path(root))
        for office in made.homes.values():
            held.callback(office.stop)
        story(made)
        with sync_playwright() as playwright:
            chromium = playwright.chromium.launch(executable_path=found, args=["--no-sandbox"])
            drawn = draw(made, chromium, [name for name in names if not SHOTS[name].late])
            if late := [name for name in names if SHOTS[name].late]:
                wanted_at_once(made, Path(root))
                drawn += draw(made, chromium, late)
            chromium.close()
    print(f"{len(drawn)} pictures in {OUT.relative_to(ROOT)}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
