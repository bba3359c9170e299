"""An address that the user gave, asked of a real server on this machine: what comes is read, what does not is said plainly."""

import socket
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from detente.codec.errors import Damaged
from detente.readouts import scan
from detente.readouts.reading import documents

EN = "The two sides agreed to establish a channel of communication for AI incidents."
PAGE = f"<html><head><title>T</title></head><body><article><p>{EN}</p></article></body></html>".encode()
ASKED: list[str] = []


class Pages(BaseHTTPRequestHandler):
    """One page under /page, and everything that goes wrong with others."""

    stop = threading.Event()

    def log_message(self, *_: object) -> None:
        return None

    def _say(self, body: bytes, kind: str = "text/html; charset=utf-8", length: int | None = None) -> None:
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body) if length is None else length))
        self.end_headers()
        self.wfile.write(body)

    def do_GET(self) -> None:
        ASKED.append(self.path)
        to = {"/moved": "/page", "/loop": "/loop", "/file": "file:///etc/hostname", "/ftp": "ftp://127.0.0.1/x"}
        if self.path in to:
            self.send_response(302)
            self.send_header("Location", to[self.path])
            self.end_headers()
        elif self.path == "/page":
            self._say(PAGE + b"<a href='/other'>more</a><img src='/picture'>")
        elif self.path == "/text":
            self._say("双方同意建立人工智能事件热线。".encode("gb18030"), "text/plain")
        elif self.path == "/large":
            self._say(b"AI incidents. " * 400, "text/plain")
        elif self.path == "/short":
            self._say(b"half a te", "text/plain", 4000)
        elif self.path == "/slow":
            self.send_response(200)
            self.send_header("Content-Length", "100000")
            self.end_headers()
            while not self.stop.wait(0.02):
                try:
                    self.wfile.write(b"a ")
                except OSError:
                    return
        elif self.path == "/silent":
            self.stop.wait(60)
        else:
            self.send_error(404)


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    monkeypatch.setenv("NO_PROXY", "*")
    ASKED.clear()
    Pages.stop.clear()
    made = ThreadingHTTPServer(("127.0.0.1", 0), Pages)
    thread = threading.Thread(target=made.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{made.server_port}"
    Pages.stop.set()
    made.shutdown()
    made.server_close()
    thread.join()


@pytest.mark.parametrize("path", ["/page", "/moved"])
def test_a_page_is_read_from_its_address_and_nothing_it_names_is_fetched(server: str, path: str) -> None:
    read = documents.document(server + path)
    assert (read.kind, read.complete, read.meta["url"]) == ("html", True, server + path)
    assert "communication-channel" in {one.concept for one in scan(read.text).findings}
    assert ([path] if path == "/page" else [path, "/page"]) == ASKED


def test_plain_text_in_a_chinese_encoding_is_read_from_its_address(server: str) -> None:
    read = documents.document(server + "/text")
    assert read.encoding == "gb18030" and "hotline" in {one.concept for one in scan(read.text).findings}


@pytest.mark.parametrize(
    ("path", "why"),
    [("/loop", "loop"), ("/nothing", "Not Found"), ("/file", "file"), ("/ftp", "ftp"), ("/short", "Incomplete")],
)
def test_what_cannot_be_fetched_whole_is_refused_with_its_reason(server: str, path: str, why: str) -> None:
    with pytest.raises(Damaged) as refused:
        documents.document(server + path)
    assert refused.value.code == "readout-address" and why.lower() in str(refused.value.values["why"]).lower()


def test_a_text_above_the_limit_is_refused_and_not_read_in_part(server: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(documents, "MOST_PARSED", 1000)
    with pytest.raises(Damaged) as refused:
        documents.document(server + "/large")
    assert refused.value.code == "file-too-large"


@pytest.mark.parametrize("path", ["/slow", "/silent"])
def test_an_answer_that_does_not_end_is_given_up(server: str, path: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(documents, "SECONDS", 0.3)
    with pytest.raises(Damaged) as refused:
        documents.document(server + path)
    assert refused.value.code == "readout-address" and "timed out" in str(refused.value.values["why"])


def test_a_server_that_is_not_there_is_said_to_be_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_PROXY", "*")
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))  # bound and not listening: nobody answers there
        with pytest.raises(Damaged) as refused:
            documents.document(f"http://127.0.0.1:{held.getsockname()[1]}/")
    assert refused.value.code == "readout-address"
