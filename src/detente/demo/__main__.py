"""`make demo`: every step is the real command or the real node; nothing here speaks the protocol.

    build/demo/a, build/demo/b                    the two live homes (and a-exercise, b-exercise)
    build/demo/record.detente                     the record, to verify anywhere

SWAP=1 exchanges the parts: what a does, b does, each in its own language. With a terminal, both nodes are left running.
"""

from __future__ import annotations

import contextlib
import hashlib
import io
import json
import os
import select
import shutil
import signal
import socket
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.padding import Padding
from rich.text import Text

ROOT = Path("build/demo")
EXAMPLES = Path("examples/notices")
DETENTE = [sys.executable, "-m", "detente.cli"]


@dataclass
class Office:
    """One side: its home, its language, and the node that serves it."""

    home: Path
    party: str
    names: tuple[str, str]
    language: str
    listeners: list[socket.socket] = field(default_factory=list)
    node: subprocess.Popen[str] | None = None

    def run(self, *words: str, language: str | None = None, stdin: str = "") -> str:
        """A command of this office; its standard output. What goes wrong is shown whole and ends the demo."""
        environment = {**os.environ, "DETENTE_HOME": str(self.home), "DETENTE_LANG": language or self.language}
        done = subprocess.run([*DETENTE, *words], env=environment, input=stdin, capture_output=True, encoding="utf-8")
        if done.returncode != 0:
            raise SystemExit(f"detente {' '.join(words)} ({self.party}): exit {done.returncode}\n{done.stderr}")
        return done.stdout

    def json(self, *words: str) -> Any:
        return json.loads(self.run(*words, "--json"))

    def serve(self, *more: str) -> Any:
        """Start its node; what that says when it is ready."""
        fd = self.listeners[0].fileno()
        self.node = subprocess.Popen(
            [*DETENTE, "serve", str(self.home), "--fd", str(fd), "--json", *more],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=open(self.log, "w", encoding="utf-8"),  # noqa: SIM115 - kept by the child
            encoding="utf-8",
            pass_fds=[fd],
        )
        assert self.node.stdout is not None
        ready, _, _ = select.select([self.node.stdout], [], [], 60)
        said = self.node.stdout.readline() if ready else ""
        if not said:
            raise SystemExit(f"the node of {self.party} did not start: see {self.log}")
        return json.loads(said)

    @property
    def log(self) -> Path:
        """What its node says for people."""
        return self.home.with_name(f"{self.home.name}.log")

    def stop(self) -> None:
        if self.node is not None and self.node.poll() is None:
            self.node.send_signal(signal.SIGTERM)
            with contextlib.suppress(subprocess.TimeoutExpired):
                self.node.wait(20)
            if self.node.poll() is None:
                self.node.kill()
                self.node.wait()


class Teller:
    """One line a step, with the time since the start and the time the step took."""

    def __init__(self) -> None:
        self.start = self.last = time.monotonic()
        for stream in (sys.stdout, sys.stderr):
            if isinstance(stream, io.TextIOWrapper):
                stream.reconfigure(errors="replace")
        columns = shutil.get_terminal_size((110, 24)).columns
        self.screen = Console(width=max(60, min(columns, 120)), highlight=False)

    def step(self, words: str) -> None:
        now = time.monotonic()
        mark = (f"{now - self.start:6.1f} s  +{now - self.last:4.1f}  ", "dim")
        self.screen.print(Text.assemble(mark, words))
        self.last = now

    def quote(self, words: str) -> None:
        """What a reader sees, wrapped by the width of its characters (a Chinese one takes two columns)."""
        for row in words.rstrip().splitlines():
            depth = len(row) - len(row.lstrip())
            self.screen.print(Padding(Text(row.strip(), style="cyan"), (0, 0, 0, 17 + depth), expand=False))

    def title(self, words: str) -> None:
        self.screen.print(Text("\n" + words, style="bold"))


def offices(root: Path = ROOT) -> list[Office]:
    """Two invented offices, with listening sockets on ports the system chose."""
    found = [
        Office(root / "a", "heron", ("Office of Heron", "苍鹭办公室"), "en"),
        Office(root / "b", "tern", ("Office of Tern", "燕鸥办公室"), "zh"),
    ]
    for office in found:
        office.listeners = [socket.create_server(("127.0.0.1", 0)) for _ in range(2)]
    return found


def found_line(tell: Teller, first: Office, second: Office) -> None:
    root = first.home.parent
    tell.title("Two offices, four homes · 两个办公室，四处数据目录")
    for office in (first, second):
        live, exercise = (f"127.0.0.1:{s.getsockname()[1]}" for s in office.listeners)
        office.run(
            *("init", str(office.home), "--party", office.party, "--language", office.language),
            *("--name-en", office.names[0], "--name-zh", office.names[1]),
            *("--listen", live, "--exercise-listen", exercise),
        )
        tell.step(f"{office.party}: {office.names[0]} {office.names[1]} has a live and an exercise home, and its keys")
        office.run("introduce", "-o", str(root / f"{office.party}-introduction.detente"))
    tell.title("Twelve words, read aloud · 口头核对十二个词")
    heard = []
    for office, other in ((first, second), (second, first)):
        said = office.json("accept", str(root / f"{other.party}-introduction.detente"), "--words-compared")
        heard.append(said["numbers"])
        tell.step(f"{office.party} reads: {' '.join(said['en' if office.language == 'en' else 'zh'])}")
    if heard[0] != heard[1]:
        raise SystemExit("the words differ")
    tell.title("Terms of the line · 通道约定")
    terms = str(root / "terms.detente")
    names = ("--name-en", "Heron and Tern, EXAMPLE line", "--name-zh", "苍鹭与燕鸥示例通道")
    first.run("terms", "draft", "--with", second.party, "--profile", "watch", *names, "-o", terms)
    tell.step(f"{first.party} drafts: profile watch; at once means a person acknowledges within 30 minutes")
    for office in (first, second, first):
        sheet = str(office.home.with_name(office.home.name + "-recovery-sheet.txt"))
        state = office.json("terms", "sign", terms, "--recovery", sheet)
        done = "the line exists for it" if state["founded"] else f"waits for {', '.join(state['missing'])}"
        tell.step(f"{office.party} signs with Ed25519 and ML-DSA-87: {done}")


def converse(tell: Teller, first: Office, second: Office) -> None:
    tell.title("Both nodes run · 双方节点运行")
    for office in (first, second):
        office.serve()
        tell.step(f"{office.party} serves {office.home} on port {office.listeners[0].getsockname()[1]} (HTTPS)")
    plan(tell, first, second)
    parts = [("a-agent", first, second), ("b-platform", second, first), ("c-intrusion", first, second)]
    opened = []
    for name, author, reader in parts:
        area = name[0].upper()
        tell.title(f"Notice, area {area} · 情况通报，领域 {area}")
        said = author.json("notify", str(EXAMPLES / f"{name}.{author.language}.json"), "--wait", "30")
        receipts = [r for r in said["receipts"] if r["peer"] == reader.party]
        if not receipts:
            raise SystemExit("no receipt came back")
        tell.step(f"{author.party} → {reader.party}: recorded as {said['reference']}, sealed, sent, stored there")
        shown = reader.run("show", said["reference"], "--lang", reader.language)
        tell.step(
            f"{reader.party} reads it in {'English' if reader.language == 'en' else '中文'}, from the same bytes:"
        )
        tell.quote(excerpt(shown))
        reader.json("ack", said["reference"], "--wait", "30")
        tell.step(f"{reader.party} acknowledges: received, no position implied · 已收悉，不代表任何立场")
        opened.append((said["reference"], author, reader))
    deal(tell, *opened[0])


WORDS = {  # what each author writes, in its own language; every one is invented
    "plan": {
        "en": "EXAMPLE 示例 — From the day after tomorrow a large model is trained here for eleven days. "
        "Heavy load on one power line may be seen from outside. This is planned.",
        "zh": "EXAMPLE 示例 — 后天起，我方将在一处进行为期十一天的大规模模型训练，"
        "外界可能观察到某条输电线路负荷升高，属计划内活动。",
    },
    "ask": {
        "en": "EXAMPLE 示例 — Is the same tool in use at companies on our side?",
        "zh": "EXAMPLE 示例 — 我方企业是否也在使用同一工具？",
    },
    "hold": {
        "en": "EXAMPLE 示例 — The developer has been asked.",
        "zh": "EXAMPLE 示例 — 已向开发者了解情况。",
    },
    "answer": {
        "en": "EXAMPLE 示例 — Yes, at two. Both have been told, and write access was withdrawn.",
        "zh": "EXAMPLE 示例 — 是，有两家，均已告知并收回写入权限。",
    },
    "close": {
        "en": "EXAMPLE 示例 — The cause is removed. For us the matter is over.",
        "zh": "EXAMPLE 示例 — 原因已消除，我方认为该事项已结束。",
    },
}


def plan(tell: Teller, author: Office, reader: Office) -> None:
    """The line's first message is no alarm."""
    tell.title("An ordinary day: advance notice · 平常的一天：事先通报")
    window = ("--begins", "+P2D", "--ends", "+P13D", "--area", "A", "--activity", "large-run", "--public", "no")
    said = author.json("advise", *window, "-m", WORDS["plan"][author.language], "--wait", "30")
    tell.step(f"{author.party} → {reader.party}: {said['reference']}, not directed at you · 此情况不针对贵方，谨请知悉")
    tell.quote(excerpt(reader.run("show", said["reference"], "--lang", reader.language)))
    reader.json("ack", said["reference"], "--wait", "30")
    tell.step(f"{reader.party} acknowledges")


def deal(tell: Teller, notice: str, author: Office, reader: Office) -> None:
    """A matter from its notice to its close: read back, ask, hold, answer, follow up, close."""
    tell.title(
        f"Matter {notice}: read back, ask, hold, answer, close · 事项 {notice}：复述、提问、先行答复、答复、结束"
    )

    def say(office: Office, verb: str, name: str, *words: str) -> str:
        text = ("-m", WORDS[verb][office.language]) if verb in WORDS else ()
        said = office.json(verb, name, *words, *text, "--wait", "30")
        tell.step(f"{office.party}: {verb} {name} → {said['reference']}")
        return str(said["reference"])

    say(
        reader, "read-back", notice, "--class", "unauthorised-agent-action", "--going-on", "no", "--asks", "information"
    )
    asked = say(reader, "ask", notice, "--about", "facts")
    say(author, "hold", asked, "--next-word-by", "+PT4H")
    tell.quote(reader.run("inbox", language=reader.language))
    answered = say(author, "answer", asked, "--answer", "full")
    say(reader, "followup", answered, "--follow-up", "noted")
    for office in (author, reader):
        say(office, "close", notice, "--outcome", "resolved")
    tell.quote(reader.run("matter", notice, "--lang", reader.language))


def excerpt(shown: str) -> str:
    """The coded part and the author's words; supporting sections are left to `detente show`."""
    blocks = shown.split("\n\n")
    return "\n".join(block[:900] for block in (blocks[0], *blocks[2:4]) if block)


def prove(tell: Teller, first: Office, second: Office) -> None:
    tell.title("The record, verified by anyone · 任何人均可核验的记录")
    record = ROOT / "record.detente"
    first.run("record", "export", "-o", str(record))
    tell.step(f"{first.party} writes {record}: {record.stat().st_size:,} bytes")
    for office in (first, second):
        checked = office.json("record", "verify")
        tell.step(f"{office.party} checks its own record: {checked['entries']} entries, {checked['messages']} messages")
    proven = first.json("verify", str(record))
    receipted = sum(m["receipted"] for m in proven["messages"])
    tell.step(f"verify: {proven['verdict']}: {len(proven['messages'])} messages, {receipted} receipted")
    body = bytearray(record.read_bytes()[:-32])
    body[len(body) // 2] ^= 1
    forged = ROOT / "one-byte-flipped.detente"
    forged.write_bytes(bytes(body) + hashlib.sha256(body).digest())
    refused = subprocess.run(
        [*DETENTE, "verify", "--json", str(forged)], stdin=subprocess.DEVNULL, capture_output=True, encoding="utf-8"
    )
    verdict = json.loads(refused.stdout)
    if refused.returncode != 1 or verdict["verdict"] != "refused":
        raise SystemExit("a forged record was not refused")
    tell.step(f"one bit flipped, its checksum made right again: refused ({verdict['reason']})")


def main() -> int:
    if not EXAMPLES.is_dir():
        raise SystemExit(f"run it from the project's folder: {EXAMPLES} is not here")
    shutil.rmtree(ROOT, ignore_errors=True)
    ROOT.mkdir(parents=True)
    tell = Teller()
    both = offices()
    first, second = reversed(both) if os.environ.get("SWAP") == "1" else both
    try:
        found_line(tell, first, second)
        converse(tell, first, second)
        prove(tell, first, second)
        tell.title("Done · 完成")
        tell.step("EXAMPLE 示例: the offices, the events and the line are invented")
        tell.screen.print(f"  DETENTE_HOME={ROOT / 'b'} .venv/bin/detente inbox --lang zh")
        tell.screen.print(f"  .venv/bin/detente verify {ROOT / 'record.detente'}")
        if sys.stdin.isatty() and sys.stdout.isatty():
            tell.screen.print(
                "Both nodes are left running. Press Ctrl-C to stop them. · 双方节点保持运行，按 Ctrl-C 停止。"
            )
            with contextlib.suppress(KeyboardInterrupt):
                signal.pause()
    finally:
        for office in both:
            office.stop()
    return 0


if __name__ == "__main__":
    sys.exit(main())
