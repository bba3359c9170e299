"""The protocol's bytes once more, from the standards and without `detente`: what the vectors are computed with.

Nothing here imports the package. CBOR, COSE, Merkle trees, notes, X-Wing and HPKE are written out; Ed25519, ECDSA, X25519
and AES-GCM come from `cryptography`, ML-DSA from dilithium_py (signing deterministically) and ML-KEM from kyber_py, so
that every byte repeats. Slow, and secret to nobody: for making vectors only.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ec import ECDSA, SECP256R1, EllipticCurvePrivateKey, derive_private_key
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from dilithium_py.ml_dsa import ML_DSA_44, ML_DSA_87
from kyber_py.ml_kem import ML_KEM_768

ED, ESP256, ML44, ML87 = -19, -9, -48, -50
NULL = b"\xf6"


def fresh(name: str, size: int = 32) -> bytes:
    """What elsewhere is random: bytes that follow from a name."""
    return hashlib.shake_256(b"detente example " + name.encode()).digest(size)


# --- CBOR (RFC 8949 section 4.2.1) ------------------------------------------------------------------


@dataclass(frozen=True)
class Tag:
    number: int
    value: Any


def _head(major: int, number: int) -> bytes:
    for size, code in ((0, None), (1, 24), (2, 25), (4, 26), (8, 27)):
        if code is None:
            if number < 24:
                return bytes([major << 5 | number])
        elif number < 1 << 8 * size:
            return bytes([major << 5 | code]) + number.to_bytes(size, "big")
    raise ValueError(number)


def cbor(value: Any) -> bytes:
    match value:
        case None:
            return NULL
        case bool():
            return b"\xf5" if value else b"\xf4"
        case int():
            return _head(0, value) if value >= 0 else _head(1, -1 - value)
        case bytes():
            return _head(2, len(value)) + value
        case str():
            return _head(3, len(value.encode())) + value.encode()
        case list() | tuple():
            return _head(4, len(value)) + b"".join(map(cbor, value))
        case dict():
            pairs = sorted((cbor(k), cbor(v)) for k, v in value.items())
            return _head(5, len(pairs)) + b"".join(k + v for k, v in pairs)
        case Tag():
            return _head(6, value.number) + cbor(value.value)
    raise TypeError(type(value))


def tagged(tag: str, *values: Any) -> bytes:
    return hashlib.sha256(cbor(["detente/1/" + tag, *values])).digest()


# --- keys and signatures ----------------------------------------------------------------------------


@cache
def _ml_dsa(alg: int, seed: bytes) -> tuple[bytes, bytes]:
    return (ML_DSA_44 if alg == ML44 else ML_DSA_87).key_derive(seed)


@cache
def _ml_dsa_sign(alg: int, seed: bytes, data: bytes) -> bytes:
    return (ML_DSA_44 if alg == ML44 else ML_DSA_87).sign(_ml_dsa(alg, seed)[1], data, deterministic=True)


P256_ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551


@dataclass(frozen=True)
class Key:
    """A key pair that follows from its name; its id too."""

    name: str
    use: str
    alg: int = ED
    held: str | None = None

    @property
    def seed(self) -> bytes:
        return fresh("seed " + self.name)

    @property
    def id(self) -> bytes:
        return fresh("id " + self.name, 16)

    def _p256(self) -> EllipticCurvePrivateKey:
        return derive_private_key(int.from_bytes(self.seed, "big") % (P256_ORDER - 1) + 1, SECP256R1())

    @property
    def public(self) -> bytes:
        if self.alg == ED:
            return Ed25519PrivateKey.from_private_bytes(self.seed).public_key().public_bytes_raw()
        if self.alg == ESP256:
            return self._p256().public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
        return _ml_dsa(self.alg, self.seed)[0]

    def sign(self, data: bytes) -> bytes:
        if self.alg == ED:
            return Ed25519PrivateKey.from_private_bytes(self.seed).sign(data)
        if self.alg == ESP256:
            r, s = decode_dss_signature(self._p256().sign(data, ECDSA(SHA256(), deterministic_signing=True)))
            return r.to_bytes(32, "big") + min(s, P256_ORDER - s).to_bytes(32, "big")
        return _ml_dsa_sign(self.alg, self.seed, data)

    def plain(self) -> dict[str, Any]:
        row = {"id": self.id, "use": self.use, "alg": self.alg, "pub": self.public}
        return row if self.held is None else row | {"held": self.held}


# --- COSE_Sign (RFC 9052) ---------------------------------------------------------------------------


def protected(alg: int, kid: bytes) -> bytes:
    return cbor({1: alg, 4: kid})


def to_sign(tag: str, line: bytes, alg: int, kid: bytes, payload: bytes) -> bytes:
    return cbor(["Signature", b"", protected(alg, kid), cbor([tag, line]), payload])


def signature(tag: str, line: bytes, payload: bytes, key: Key) -> list[Any]:
    value = key.sign(to_sign(tag, line, key.alg, key.id, payload))
    return [protected(key.alg, key.id), {}, value]


def frame(payload: bytes, rows: Sequence[list[Any]]) -> bytes:
    return cbor(Tag(98, [b"", {}, payload, list(rows)]))


def cose(tag: str, line: bytes, payload: bytes, keys: Sequence[Key]) -> bytes:
    ordered = sorted(keys, key=lambda key: key.id)
    return frame(payload, [signature(tag, line, payload, key) for key in ordered])


# --- logs -------------------------------------------------------------------------------------------


def merkle_leaf(leaf: bytes) -> bytes:
    return hashlib.sha256(b"\x00" + leaf).digest()


def _split(count: int) -> int:
    half = 1
    while half * 2 < count:
        half *= 2
    return half


def root(leaves: Sequence[bytes]) -> bytes:
    """MTH of RFC 9162 section 2.1.1, as it is written there."""
    if not leaves:
        return hashlib.sha256(b"").digest()
    if len(leaves) == 1:
        return merkle_leaf(leaves[0])
    k = _split(len(leaves))
    return hashlib.sha256(b"\x01" + root(leaves[:k]) + root(leaves[k:])).digest()


def path(index: int, leaves: Sequence[bytes]) -> list[bytes]:
    """PATH of RFC 9162 section 2.1.3.1."""
    if len(leaves) == 1:
        return []
    k = _split(len(leaves))
    if index < k:
        return [*path(index, leaves[:k]), root(leaves[k:])]
    return [*path(index - k, leaves[k:]), root(leaves[:k])]


def consistency(old: int, leaves: Sequence[bytes], whole: bool = True) -> list[bytes]:
    """SUBPROOF of RFC 9162 section 2.1.4.1."""
    if old == len(leaves):
        return [] if whole else [root(leaves)]
    k = _split(len(leaves))
    if old <= k:
        return [*consistency(old, leaves[:k], whole), root(leaves[k:])]
    return [*consistency(old - k, leaves[k:], False), root(leaves[:k])]


def around(start: int, stop: int, leaves: Sequence[bytes], low: int = 0) -> list[bytes]:
    """The roots of the largest subtrees that hold none of the leaves [start, stop), from left to right."""
    high = low + len(leaves)
    if high <= start or stop <= low:
        return [root(leaves)]
    if start <= low and high <= stop:
        return []
    k = _split(len(leaves))
    return around(start, stop, leaves[:k], low) + around(start, stop, leaves[k:], low + k)


def origin(line: bytes, party: str, epoch: bytes) -> str:
    return f"detente.v1/{base64.b32encode(line).decode().rstrip('=').lower()}/{party}/{epoch.hex()}"


def leaf(name: str, blind: bytes, entry: dict[str, Any]) -> bytes:
    return tagged("leaf", name, blind, entry)


def body(name: str, size: int, top: bytes) -> str:
    return f"{name}\n{size}\n{base64.b64encode(top).decode()}\n"


def ml_dsa_44_message(name: str, size: int, top: bytes, time: int = 0) -> bytes:
    opaque = bytes([len(name)]) + name.encode()
    numbers = (0).to_bytes(8, "big") + size.to_bytes(8, "big")
    return b"subtree/v1\n\x00" + opaque + time.to_bytes(8, "big") + opaque + numbers + top


def note_line(name: str, kind: int, public: bytes, value: bytes) -> str:
    key_id = hashlib.sha256(name.encode() + b"\n" + bytes([kind]) + public).digest()[:4]
    return f"\u2014 {name} {base64.b64encode(key_id + value).decode()}\n"


def checkpoint(name: str, size: int, top: bytes, ed: Key, ml: Key) -> bytes:
    text = body(name, size, top)
    first = note_line(name, 1, ed.public, ed.sign(text.encode()))
    second = note_line(name, 6, ml.public, bytes(8) + ml.sign(ml_dsa_44_message(name, size, top)))
    return (text + "\n" + first + second).encode()


# --- messages ---------------------------------------------------------------------------------------


def salt(secret: bytes, name: str) -> bytes:
    return hmac.digest(secret, name.encode(), "sha256")


def section(content_id: bytes, secret: bytes, name: str, value: bytes) -> bytes:
    return tagged("section", content_id, name, salt(secret, name), value)


def possession(secret: bytes, receiver: str) -> bytes:
    return hmac.digest(secret, cbor(["heard", receiver]), "sha256")


# --- X-Wing (draft-connolly-cfrg-xwing-kem), HPKE (RFC 9180 section 5.1), layers ----------------------


def _expand(seed: bytes) -> tuple[bytes, X25519PrivateKey]:
    wide = hashlib.shake_256(seed).digest(96)
    return ML_KEM_768.key_derive(wide[:64])[0], X25519PrivateKey.from_private_bytes(wide[64:])


def sealing_public(seed: bytes) -> bytes:
    lattice, curve = _expand(seed)
    return lattice + curve.public_key().public_bytes_raw()


def _encapsulate(public: bytes, chance: bytes) -> tuple[bytes, bytes]:
    ephemeral, curve = X25519PrivateKey.from_private_bytes(chance[32:]), public[1184:]
    sent = ephemeral.public_key().public_bytes_raw()
    shared, carried = ML_KEM_768._encaps_internal(public[:1184], chance[:32])
    other = ephemeral.exchange(X25519PublicKey.from_public_bytes(curve))
    combined = hashlib.sha3_256(shared + other + sent + curve + bytes.fromhex("5c2e2f2f5e5c")).digest()
    return combined, carried + sent


def seal(public: bytes, info: bytes, text: bytes, chance: bytes) -> bytes:
    """enc || ct; `chance` (64 bytes) stands for what is random."""
    shared, enc = _encapsulate(public, chance)
    suite = b"HPKE\x64\x7a\x00\x01\x00\x02"

    def extract(key: bytes, label: bytes, data: bytes) -> bytes:
        return hmac.digest(key, b"HPKE-v1" + suite + label + data, "sha256")

    def expand(key: bytes, label: bytes, data: bytes, size: int) -> bytes:
        return hmac.digest(key, size.to_bytes(2, "big") + b"HPKE-v1" + suite + label + data + b"\x01", "sha256")[:size]

    context = b"\x00" + extract(b"", b"psk_id_hash", b"") + extract(b"", b"info_hash", info)
    secret = extract(shared, b"secret", b"")
    cipher = AESGCM(expand(secret, b"key", context, 32))
    return enc + cipher.encrypt(expand(secret, b"base_nonce", context, 12), text, b"")


def layer_keys(secret: bytes, fresh_salt: bytes, layer: int, sender: str, to: str, outer: Any) -> tuple[bytes, bytes]:
    info = cbor(["detente/1/layer", layer, sender, to, outer])
    key = hmac.digest(fresh_salt, secret, "sha256")
    first = hmac.digest(key, info + b"\x01", "sha256")
    return first, hmac.digest(key, first + info + b"\x02", "sha256")


def add_layer(text: bytes, key: bytes, commitment: bytes) -> bytes:
    return commitment + AESGCM(key).encrypt(bytes(12), text, commitment)


SIZES = (32 * 1024, 128 * 1024, 512 * 1024, 2 * 1024 * 1024)


def envelope(
    outer: dict[str, Any],
    payload: dict[str, Any],
    public: bytes,
    chance: bytes,
    secrets: Sequence[bytes] = (),
    bound: tuple[bytes, str, str] | None = None,
    pad: bytes | None = None,
) -> bytes:
    """The sealed envelope. `bound` replaces (line, from, to) in `info`; `pad` is given to make one that is wrong."""
    line, sender, to = bound or (payload["line"], payload["from"], payload["to"])

    def build(filling: bytes) -> bytes:
        text = cbor(payload | {"pad": filling})
        for row, secret in zip(outer["layers"], secrets, strict=True):
            text = add_layer(text, *layer_keys(secret, row[2], row[0], sender, to, outer))
        return text

    def size_of(filling: int) -> int:
        return len(cbor(outer)) + 1 + len(_head(2, (n := 1136 + len(build(bytes(filling)))))) + n

    if pad is None:
        for size in SIZES:
            guess = size - size_of(0)
            fits = [n for n in range(max(0, guess - 6), max(0, guess) + 1) if size_of(n) == size]
            if fits:
                pad = bytes(fits[0])
                break
        else:
            raise ValueError("no class is large enough")
    info = cbor(["detente/1/seal", outer, line, sender, to])
    return cbor([outer, seal(public, info, build(pad), chance)])


# --- twelve words -----------------------------------------------------------------------------------


def words(first: bytes, second: bytes) -> list[int]:
    digest = tagged("words", sorted([first, second]))
    wide = hashlib.scrypt(digest, salt=b"detente/1/words", n=65536, r=8, p=1, maxmem=2**27, dklen=17)
    bits = "".join(f"{byte:08b}" for byte in wide)
    return [int(bits[11 * n : 11 * n + 11], 2) for n in range(12)]


# --- what people say on the telephone -----------------------------------------------------------------


def spoken(member: int, n: int, epoch: bytes | None = None) -> str:
    tail = "" if epoch is None else f"{int(tagged('reference', epoch)[:8].hex(), 16) % 10000:04d}"
    number = str(n).rjust(4, "0")
    weight, value = 1, 0
    for digit in reversed(str(member) + number + tail):
        weight = weight * 2 % 11
        value = (value + weight * int(digit)) % 11
    value += (5 if member >= 10 else 0) + (7 if epoch is not None else 0)
    return "FHKLMQRTWXY"[value % 11] + f"{member}-{number}" + (f"-{tail}" if tail else "")


def call_words(
    line: bytes, secrets: dict[str, bytes], context: str, day: int, caller: str, callee: str, row: int
) -> dict[str, Any]:
    first, second = sorted(secrets)
    key = hmac.digest(line, secrets[first] + secrets[second], "sha256")
    block = hmac.digest(
        key, cbor(["detente/1/call-words", line, context, day, caller, callee, row]) + b"\x01", "sha256"
    )
    bits = "".join(f"{byte:08b}" for byte in block)
    numbers = [int(bits[11 * n : 11 * n + 11], 2) for n in range(4)]
    of = hmac.digest(key, cbor(["detente/1/call-sheet", line]) + b"\x01", "sha256")
    return {"sheet": f"{int(of[:8].hex(), 16) % 10000:04d}", "challenge": numbers[:2], "reply": numbers[2:]}
