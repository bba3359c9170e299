"""The proxy that makes the weather between two nodes: each weather does what it says, and no byte changes."""

from __future__ import annotations

import contextlib
import socket
import threading
from collections.abc import Iterator

import pytest
from faults import proxy as proxy_module
from faults.proxy import MOST, WEATHERS, Proxy

MUCH = bytes(range(256)) * 512  # more than a fault lets pass
assert len(MUCH) > 2 * MOST


class Listener:
    """Greets, then sends back what it hears; remembers what each connection said first, and in whole when it has ended."""

    def __init__(self) -> None:
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.port = self.socket.getsockname()[1]
        self.began: list[bytes] = []
        self.heard: list[bytes] = []
        self.changed = threading.Condition()
        self.threads: list[threading.Thread] = []
        self.accepting = threading.Thread(target=self._accept)
        self.accepting.start()

    def _accept(self) -> None:
        while True:
            try:
                connection, _ = self.socket.accept()
            except OSError:
                return
            thread = threading.Thread(target=self._answer, args=(connection,))
            self.threads.append(thread)
            thread.start()

    def _answer(self, connection: socket.socket) -> None:
        said = b""
        with connection, contextlib.suppress(OSError):
            connection.settimeout(60)
            connection.sendall(b"!")
            while data := connection.recv(65536):
                if not said:
                    self.began.append(data)
                said += data
                with contextlib.suppress(OSError):  # whoever asked may have gone; what it said is heard all the same
                    connection.sendall(data)
        with self.changed:
            self.heard.append(said)
            self.changed.notify_all()

    def wait_for(self, connections: int) -> list[bytes]:
        with self.changed:
            assert self.changed.wait_for(lambda: len(self.heard) >= connections, 60)
        return self.heard

    def close(self) -> None:
        with contextlib.suppress(OSError):
            self.socket.shutdown(socket.SHUT_RDWR)
        self.socket.close()
        for thread in [self.accepting, *self.threads]:
            thread.join(60)


@pytest.fixture
def listener() -> Iterator[Listener]:
    made = Listener()
    yield made
    made.close()


@pytest.fixture
def proxy(listener: Listener) -> Iterator[Proxy]:
    made = Proxy("test")
    made.target = listener.port
    yield made
    made.close()


def connect(proxy: Proxy) -> socket.socket:
    """A connection through the proxy that the listener has greeted."""
    client = socket.create_connection(("127.0.0.1", proxy.ports[0]), timeout=60)
    assert client.recv(1) == b"!"
    return client


def say(client: socket.socket, data: bytes) -> threading.Thread:
    def send() -> None:
        with contextlib.suppress(OSError):
            client.sendall(data)

    thread = threading.Thread(target=send)
    thread.start()
    return thread


def hear(client: socket.socket, size: int) -> bytes:
    """What comes back, until so many bytes or the end."""
    heard = b""
    while len(heard) < size and (data := client.recv(65536)):
        heard += data
    return heard


@pytest.mark.parametrize("weather", ["clear", "delay"])
def test_bytes_pass_whole_and_in_order(proxy: Proxy, weather: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(proxy_module, "DELAY", (0.0, 0.01))
    with connect(proxy) as client:
        proxy.set(weather)
        sending = say(client, MUCH)
        assert hear(client, len(MUCH)) == MUCH
        sending.join()
    assert (proxy.seen["delayed"] > 1) == (weather == "delay")


def test_a_stalled_connection_says_nothing_until_the_weather_changes_and_loses_nothing(proxy: Proxy) -> None:
    proxy.set("stall")
    client = socket.create_connection(("127.0.0.1", proxy.ports[0]), timeout=60)
    sending = say(client, MUCH)
    client.settimeout(0.3)
    before = b""
    with pytest.raises(TimeoutError):
        while True:
            before += client.recv(65536)
    assert len(before) <= MOST and proxy.seen["stalled"] >= 1
    client.settimeout(60)
    proxy.set("clear")
    assert before + hear(client, len(MUCH) + 1 - len(before)) == b"!" + MUCH
    sending.join()
    client.close()


def test_a_cut_connection_ends_in_order_in_the_middle_of_what_was_said(proxy: Proxy, listener: Listener) -> None:
    with connect(proxy) as client:
        proxy.set("cut")
        sending = say(client, MUCH)
        heard = hear(client, len(MUCH))
        sending.join()
    assert len(heard) < len(MUCH) and MUCH.startswith(heard)
    [said] = listener.wait_for(1)
    assert len(said) <= MOST and MUCH.startswith(said) and proxy.seen["cut in mid-frame"] >= 1


def test_a_reset_reaches_both_sides_as_one(proxy: Proxy, listener: Listener) -> None:
    with connect(proxy) as client:
        proxy.set("reset")
        sending = say(client, MUCH)
        with pytest.raises(ConnectionResetError):
            hear(client, len(MUCH))
        sending.join()
    [said] = listener.wait_for(1)
    assert len(said) <= MOST and MUCH.startswith(said) and proxy.seen["reset in mid-frame"] == 1


def test_an_older_connection_is_delivered_after_a_newer_one_though_its_client_has_gone(
    proxy: Proxy, listener: Listener, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(proxy_module, "HOLD", 60.0)
    monkeypatch.setattr(proxy_module, "OVERTAKE", 0.5)
    proxy.set("reorder")
    with connect(proxy) as older:
        older.sendall(b"older")
    assert listener.began == []
    with connect(proxy) as newer:
        newer.sendall(b"newer")
        assert hear(newer, 5) == b"newer"
        newer.shutdown(socket.SHUT_WR)
        listener.wait_for(2)
    assert listener.began == [b"newer", b"older"] and proxy.seen["overtaken"] == 1


def test_a_connection_that_nobody_overtakes_is_released_all_the_same(
    proxy: Proxy, listener: Listener, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(proxy_module, "HOLD", 0.05)
    proxy.set("reorder")
    with connect(proxy) as alone:
        alone.sendall(b"alone")
        assert hear(alone, 5) == b"alone"


def test_where_nobody_listens_the_client_learns_it(proxy: Proxy, listener: Listener) -> None:
    listener.close()
    with (
        contextlib.suppress(ConnectionResetError),  # while it connects, or when it listens
        socket.create_connection(("127.0.0.1", proxy.ports[0]), timeout=60) as client,
    ):
        assert client.recv(1) == b""
    assert proxy.seen["refused"] == 1


def test_a_weather_that_is_not_known_is_refused(proxy: Proxy) -> None:
    with pytest.raises(ValueError, match="hail"):
        proxy.set("hail")
    assert proxy.name == "clear" and "clear" in WEATHERS
