"""The ways a step is called by, used for real: programs on this machine, a web server on loopback, the apprise package."""

from __future__ import annotations

import asyncio
import hmac
import json
import os
import ssl
import stat
import sys
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from detente.node import ways
from detente.node.ways import HEADER, Way, read_way

FACTS = {
    "v": 1,
    "call": "0123456789abcdef",
    "reference": "K7-0042",
    "kind": "notice",
    "area": "A",
    "wanted": 3,
    "line": {"en": "Example line", "zh": "示例通道"},
    "context": "exercise",
    "mark": "EXERCISE 演练",
    "step": "duty",
    "try": 1,
}
SECRET = b"0123456789abcdef0123456789abcdef"


def call(way: Way, home: Path, seconds: float = 10.0, facts: dict[str, Any] = FACTS) -> str | None:
    return asyncio.run(ways.call(way, facts, home, seconds))


def program(home: Path, body: str, name: str = "page") -> Way:
    path = home / name
    path.write_text(f"#!{sys.executable}\n{body}", "utf-8")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return Way("command", (f"./{name}", "one", "$(touch no); two"))


def gone(pid: int) -> bool:
    """Whether a process has ended, or is about to: an orphan's entry goes when its new parent looks."""
    for _ in range(200):
        try:
            state = Path(f"/proc/{pid}/stat").read_text("utf-8").rpartition(")")[2].split()[0]
        except (FileNotFoundError, ProcessLookupError):
            return True
        if state == "Z":
            return True
        time.sleep(0.02)
    return False


# -- a command -----------------------------------------------------------------------------------------------------


def test_a_program_gets_the_facts_on_its_input_and_its_arguments_as_they_are(tmp_path: Path) -> None:
    way = program(
        tmp_path,
        "import json, os, sys\n"
        "json.dump({'facts': json.load(sys.stdin), 'argv': sys.argv[1:], 'env': dict(os.environ)}, open('seen', 'w'))\n",
    )
    os.environ["DETENTE_TEST_SECRET"] = "not for programs"
    try:
        assert call(way, tmp_path) is None
    finally:
        del os.environ["DETENTE_TEST_SECRET"]
    seen = json.loads((tmp_path / "seen").read_text("utf-8"))
    assert seen["facts"] == FACTS
    assert seen["argv"] == ["one", "$(touch no); two"], "no shell has looked at them"
    assert not (tmp_path / "no").exists()
    assert seen["env"]["DETENTE_MARK"] == "EXERCISE 演练" and seen["env"]["DETENTE_CONTEXT"] == "exercise"
    assert "DETENTE_TEST_SECRET" not in seen["env"]


def test_a_program_that_fails_or_is_not_there_is_named(tmp_path: Path) -> None:
    assert call(program(tmp_path, "raise SystemExit(3)\n"), tmp_path) == "hook-failed"
    assert call(Way("command", ("./nobody",)), tmp_path) == "hook-program"
    assert call(Way("command", ("sh",)), tmp_path) == "hook-program", "nothing is looked for on the PATH"
    (tmp_path / "plain").write_text("x", "utf-8")
    assert call(Way("command", ("./plain",)), tmp_path) == "hook-program"
    no_interpreter = tmp_path / "broken"
    no_interpreter.write_text("#!/nowhere/at/all\n", "utf-8")
    no_interpreter.chmod(0o700)
    assert call(Way("command", ("./broken",)), tmp_path) == "hook-unreachable"


def test_a_program_that_neither_reads_nor_ends_is_ended_with_what_it_started(tmp_path: Path) -> None:
    way = program(
        tmp_path,
        "import os, subprocess, sys, time\n"
        "child = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(600)'])\n"
        "open('pids.new', 'w').write(f'{os.getpid()} {child.pid}')\n"
        "os.rename('pids.new', 'pids')\n"
        "time.sleep(600)\n",
    )

    async def scene() -> str | None:
        made = asyncio.create_task(ways.call(way, FACTS | {"line": {"en": "x" * 200_000}}, tmp_path, 4.0))
        while not (tmp_path / "pids").exists() and not made.done():
            await asyncio.sleep(0.02)
        return await made

    assert asyncio.run(scene()) == "hook-time"
    pids = [int(pid) for pid in (tmp_path / "pids").read_text("utf-8").split()]
    assert len(pids) == 2 and all(gone(pid) for pid in pids)
    with pytest.raises(ChildProcessError):
        os.waitpid(pids[0], os.WNOHANG)  # nothing is left to be waited for: no zombie


def test_a_program_that_ends_and_leaves_something_behind_is_done_at_once(tmp_path: Path) -> None:
    way = program(
        tmp_path,
        "import subprocess, sys\n"
        "child = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(600)'])\n"
        "open('pid', 'w').write(str(child.pid))\n",
    )
    assert call(way, tmp_path, 60.0) is None
    assert gone(int((tmp_path / "pid").read_text("utf-8")))


def test_a_program_that_says_a_great_deal_fills_nothing(tmp_path: Path) -> None:
    way = program(
        tmp_path, "import sys\nfor _ in range(200):\n    print('x' * 100_000)\nsys.stderr.write('y' * 1000000)\n"
    )
    assert call(way, tmp_path, 60.0) is None


def test_a_call_that_is_given_up_ends_its_program(tmp_path: Path) -> None:
    way = program(
        tmp_path,
        "import os, time\nopen('pid.new', 'w').write(str(os.getpid()))\nos.rename('pid.new', 'pid')\ntime.sleep(600)\n",
    )

    async def scene() -> None:
        made = asyncio.create_task(ways.call(way, FACTS, tmp_path, 60.0))
        while not (tmp_path / "pid").exists():
            await asyncio.sleep(0.02)
        made.cancel()
        with pytest.raises(asyncio.CancelledError):
            await made

    asyncio.run(scene())
    assert gone(int((tmp_path / "pid").read_text("utf-8")))


# -- a webhook -----------------------------------------------------------------------------------------------------


class Server(ThreadingHTTPServer):
    """Keeps what is posted; answers with `status`."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Taking)
        self.seen: list[tuple[str, dict[str, str], bytes]] = []
        self.status = 200


class Taking(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        server = self.server
        assert isinstance(server, Server)
        body = self.rfile.read(int(self.headers["Content-Length"]))
        server.seen.append((self.path, dict(self.headers.items()), body))
        self.send_response(server.status)
        if 300 <= server.status < 400:
            self.send_header("Location", "/elsewhere")
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def server() -> Iterator[Server]:
    made = Server()
    thread = threading.Thread(target=made.serve_forever, args=(0.02,))
    thread.start()
    yield made
    made.shutdown()
    thread.join()
    made.server_close()


@pytest.fixture
def home(tmp_path: Path) -> Path:
    (tmp_path / "keys").mkdir()
    (tmp_path / "keys" / "pager.hook").write_bytes(SECRET + b"\n")
    return tmp_path


def hook(server: Server, secret: str = "pager") -> Way:
    return Way("webhook", (f"http://127.0.0.1:{server.server_address[1]}/page",), secret)


def test_a_webhook_is_signed_over_time_and_body(server: Server, home: Path) -> None:
    assert call(hook(server), home) is None
    [(path, headers, body)] = server.seen
    assert path == "/page" and json.loads(body) == FACTS
    assert headers["Detente-Call"] == FACTS["call"]
    at, value = (part.partition("=")[2] for part in headers[HEADER].split(","))
    assert abs(int(at) - time.time()) < 600
    assert value == hmac.new(SECRET, f"{at}.".encode() + body, "sha256").hexdigest()
    assert SECRET.decode() not in str(headers) + body.decode()


def test_a_webhook_that_is_refused_or_sent_elsewhere_is_named_and_not_followed(server: Server, home: Path) -> None:
    for status in (302, 307, 404, 500):
        server.status = status
        assert call(hook(server), home) == "hook-answer"
    assert [path for path, *_ in server.seen] == ["/page"] * 4


def test_a_webhook_without_its_secret_is_never_sent(server: Server, home: Path) -> None:
    assert call(hook(server, "nobody"), home) == "hook-secret"
    (home / "keys" / "short.hook").write_bytes(b"short")
    assert call(hook(server, "short"), home) == "hook-secret"
    assert server.seen == []
    assert [ways.missing(hook(server, name), home) for name in ("pager", "short")] == [None, "hook-secret"]


def test_a_webhook_that_nobody_answers_is_named(server: Server, home: Path) -> None:
    closed = Server()
    way = hook(closed)
    closed.server_close()
    assert call(way, home) == "hook-unreachable"
    # TLS is asked for and none is spoken there
    plain = Way("webhook", (f"https://127.0.0.1:{server.server_address[1]}/page",), "pager")
    assert call(plain, home) == "hook-unreachable"
    assert ssl.create_default_context().verify_mode == ssl.CERT_REQUIRED, "whom this machine does not trust is not told"


def test_http_is_for_this_machine_alone() -> None:
    def code(address: str) -> str | None:
        try:
            read_way({"webhook": address, "secret": "pager"}, 1)
        except ways.Local as error:
            return error.code
        return None

    for good in ("https://pager.invalid/x", "http://127.0.0.1:8080/x", "http://[::1]/x"):
        assert code(good) is None, good
    for bad in ("http://pager.invalid/x", "http://127.0.0.1.evil.invalid", "http://localhost/x", "ftp://x.invalid", "https://",
                "https://a:b@x.invalid", "http://10.0.0.1/", "https://x.invalid:port/"):  # fmt: skip
        assert code(bad) == "ladder-address", bad


# -- apprise -------------------------------------------------------------------------------------------------------


def test_apprise_tells_one_line_and_the_facts(server: Server, home: Path) -> None:
    pytest.importorskip("apprise", reason="the extra `apprise` is not installed")
    (home / "keys" / "pager.hook").write_text(f"json://127.0.0.1:{server.server_address[1]}/page", "utf-8")
    assert call(Way("apprise", ("pager",)), home, 60.0) is None
    [(_, _, body)] = server.seen
    told = json.loads(body)
    assert told["title"] == "[EXERCISE 演练] Detente K7-0042 · Example line · 示例通道"
    assert json.loads(told["message"]) == FACTS
    server.status = 500
    assert call(Way("apprise", ("pager",)), home, 60.0) == "hook-failed"
    (home / "keys" / "pager.hook").write_text("no address at all", "utf-8")
    assert call(Way("apprise", ("pager",)), home, 60.0) == "hook-address"


def test_without_apprise_the_step_says_how_to_install_it(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "apprise", None)
    assert call(Way("apprise", ("pager",)), home) == "apprise-missing"
    assert ways.missing(Way("apprise", ("pager",)), home) == "apprise-missing"
