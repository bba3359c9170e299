"""A small witness, written for these tests from c2sp.org/tlog-witness, tlog-cosignature and signed-note: nothing of Detente.

    python tests/witness.py FAULT ORIGIN=VKEY …        prints its address and its own key, then serves until it is ended

FAULT is `none`, or what it does wrong: hang, drip, junk, huge, other-head, other-key, zero-time, future, redirect, status,
size-text, ahead, moving.
"""

from __future__ import annotations

import base64
import hashlib
import sys
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

NAME = "example.org/small-witness"
KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
PUBLIC = KEY.public_key().public_bytes_raw()
KEY_ID = hashlib.sha256(NAME.encode() + b"\n\x04" + PUBLIC).digest()[:4]
VKEY = f"{NAME}+{KEY_ID.hex()}+{base64.b64encode(bytes([4]) + PUBLIC).decode()}"
FAULT = sys.argv[1] if len(sys.argv) > 1 else "none"
LOGS: dict[str, list[tuple[bytes, bytes]]] = {}  # origin → key ids with keys
LAST: dict[str, tuple[int, bytes]] = {}  # origin → size and root signed last
LOCK = threading.Lock()


def node(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\x01" + left + right).digest()


def consistent(old: int, old_root: bytes, new: int, new_root: bytes, proof: list[bytes]) -> bool:
    """RFC 6962 section 2.1.2, top down: the roots that the proof's hashes lead to, or an exhausted proof."""
    left = list(proof)

    def both(m: int, n: int, whole: bool) -> tuple[bytes, bytes]:
        if m == n:
            one = old_root if whole else left.pop(0)
            return one, one
        k = 1 << (n - 1).bit_length() - 1
        if m <= k:
            first, second = both(m, k, whole)
            return first, node(second, left.pop(0))
        first, second = both(m - k, n - k, False)
        beside = left.pop(0)
        return node(beside, first), node(beside, second)

    try:
        found = both(old, new, True)
    except IndexError:
        return False
    return not left and found == (old_root, new_root)


def signed(body: str) -> str:
    stamp = {"zero-time": 0, "future": int(time.time()) + 86400 * 30}.get(FAULT, int(time.time()))
    if FAULT == "other-head":
        origin, size, root = body.split("\n")[:3]
        body = f"{origin}\n{int(size) + 1}\n{root}\n"
    key = Ed25519PrivateKey.from_private_bytes(bytes(32)) if FAULT == "other-key" else KEY
    value = key.sign(f"cosignature/v1\ntime {stamp}\n{body}".encode())
    public = key.public_key().public_bytes_raw()
    key_id = hashlib.sha256(NAME.encode() + b"\n\x04" + public).digest()[:4]
    return f"\u2014 {NAME} {base64.b64encode(key_id + stamp.to_bytes(8, 'big') + value).decode()}\n"


def answer(data: bytes) -> tuple[int, str, bytes]:
    above, _, note = data.partition(b"\n\n")
    first, *hashes = above.decode("ascii").split("\n")
    body, _, below = note.decode().partition("\n\n")
    body += "\n"
    origin, size_text, root_text = body.split("\n")[:3]
    old, size, root = int(first.removeprefix("old ")), int(size_text), base64.b64decode(root_text)
    if origin not in LOGS:
        return 404, "text/plain", b""
    good = False
    for line in below.splitlines():
        _, name, value = line.split(" ")
        carried = base64.b64decode(value)
        for key_id, public in LOGS[origin]:
            if (name, carried[:4]) == (origin, key_id):
                try:
                    Ed25519PublicKey.from_public_bytes(public).verify(carried[4:], body.encode())
                    good = True
                except InvalidSignature:
                    return 403, "text/plain", b""
    if not good:
        return 403, "text/plain", b""
    if old > size:
        return 400, "text/plain", b""
    with LOCK:
        last, last_root = LAST.get(origin, (0, b""))
        if FAULT == "ahead":
            last = size + 5
        if FAULT == "moving" and last == old:
            last = old + 1 if old < size else old - 1
        if old != last:
            kind = "text/plain" if FAULT == "size-text" else "text/x.tlog.size"
            return 409, kind, f"{last}\n".encode()
        proof = [base64.b64decode(item) for item in hashes]
        fits = not proof if old in (0, size) else consistent(old, last_root, size, root, proof)
        if not fits or (old == size and old > 0 and root != last_root):
            return 422, "text/plain", b""
        LAST[origin] = (size, root)
    return 200, "text/plain", signed(body).encode()


class Handler(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        data = self.rfile.read(int(self.headers["content-length"]))
        status, kind, body = answer(data) if self.path == "/add-checkpoint" else (404, "text/plain", b"")
        if FAULT == "hang":
            time.sleep(60)
        if FAULT == "junk":
            status, body = 200, b"\xff\x00 not a signature line\n"
        if FAULT == "huge":
            status, body = 200, b"\xe2\x80\x94 " + b"a" * 50_000_000
        if FAULT == "status":
            status, body = 503, b"later"
        self.send_response(302 if FAULT == "redirect" else status)
        if FAULT == "redirect":
            self.send_header("location", "http://127.0.0.1:9/")
        self.send_header("content-type", kind)
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        try:
            if FAULT == "drip":
                for at in range(len(body)):
                    self.wfile.write(body[at : at + 1])
                    self.wfile.flush()
                    time.sleep(1)
            else:
                self.wfile.write(body)
        except OSError:
            pass

    def log_message(self, *_: Any) -> None:
        pass


def main() -> None:
    for pair in sys.argv[2:]:
        origin, _, vkey = pair.partition("=")
        _, hexed, carried = vkey.split("+", 2)
        LOGS.setdefault(origin, []).append((bytes.fromhex(hexed), base64.b64decode(carried)[1:]))
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    print(f"http://127.0.0.1:{server.server_address[1]}", VKEY, flush=True)
    server.serve_forever()


if __name__ == "__main__":
    main()
