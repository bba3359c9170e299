"""Layers under HPKE: a second lock whose secret came with a courier."""

from __future__ import annotations

import hashlib
import hmac
from typing import Any

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from detente.codec.cbor import encode
from detente.codec.errors import Local, Remote
from detente.codec.shape import pack, read, to_plain
from detente.crypto.seal import (
    LAYER_OVERHEAD,
    LayerRef,
    add_layer,
    apply_layers,
    layer_key,
    remove_layer,
    remove_layers,
)

SECRET, OTHER = bytes([1]) * 32, bytes([2]) * 32
SALT = bytes([3]) * 32
OUTER: dict[str, Any] = {"v": 1, "suite": 1, "mailbox": bytes(16), "layers": [[1, bytes(16), SALT]]}
TEXT = b"what the payload says"
FIRST = LayerRef(1, b"a" * 16, b"s" * 32)
SECOND = LayerRef(2, b"b" * 16, b"t" * 32)
SECRETS = {FIRST.key: SECRET, SECOND.key: OTHER}


def test_a_layer_key_is_hkdf_over_the_whole_outer_header() -> None:
    key, commitment = layer_key(SECRET, SALT, 1, "alpha", "beta", OUTER)
    info = encode(["detente/1/layer", 1, "alpha", "beta", OUTER])
    prk = hmac.digest(SALT, SECRET, "sha256")
    one = hmac.digest(prk, info + b"\x01", "sha256")
    two = hmac.digest(prk, one + info + b"\x02", "sha256")
    assert (key, commitment) == (one, two)


@pytest.mark.parametrize(
    "changed",
    [
        (OTHER, SALT, 1, "alpha", "beta", OUTER),
        (SECRET, bytes(32), 1, "alpha", "beta", OUTER),
        (SECRET, SALT, 2, "alpha", "beta", OUTER),
        (SECRET, SALT, 1, "beta", "alpha", OUTER),
        (SECRET, SALT, 1, "alpha", "gamma", OUTER),
        (SECRET, SALT, 1, "alpha", "beta", OUTER | {"mailbox": bytes(15) + b"\1"}),
    ],
)
def test_a_layer_key_depends_on_everything_it_is_for(
    changed: tuple[bytes, bytes, int, str, str, Any],
) -> None:
    key, commitment = layer_key(SECRET, SALT, 1, "alpha", "beta", OUTER)
    other_key, other_commitment = layer_key(*changed)
    assert key != other_key and commitment != other_commitment


def test_a_layer_has_the_stated_form_and_comes_off_again() -> None:
    key, commitment = layer_key(SECRET, SALT, 1, "alpha", "beta", OUTER)
    layered = add_layer(TEXT, key, commitment)
    assert layered == commitment + AESGCM(key).encrypt(bytes(12), TEXT, commitment)
    assert len(layered) == len(TEXT) + LAYER_OVERHEAD
    assert remove_layer(layered, key, commitment) == TEXT


def test_a_wrong_layer_key_is_refused_by_its_commitment() -> None:
    layered = add_layer(TEXT, *layer_key(SECRET, SALT, 1, "alpha", "beta", OUTER))
    with pytest.raises(Remote, match="layer-wrong-key"):
        remove_layer(layered, *layer_key(OTHER, SALT, 1, "alpha", "beta", OUTER))


def test_the_commitment_is_bound_to_the_ciphertext() -> None:
    key, commitment = layer_key(SECRET, SALT, 1, "alpha", "beta", OUTER)
    forged = hashlib.sha256(b"another").digest()
    with pytest.raises(Remote, match="layer-damaged"):
        remove_layer(forged + add_layer(TEXT, key, commitment)[32:], key, forged)


def test_a_layer_with_any_byte_changed_is_refused() -> None:
    key, commitment = layer_key(SECRET, SALT, 1, "alpha", "beta", OUTER)
    layered = add_layer(TEXT, key, commitment)
    for at in range(len(layered)):
        changed = bytearray(layered)
        changed[at] ^= 1 << at % 8
        with pytest.raises(Remote) as caught:
            remove_layer(bytes(changed), key, commitment)
        assert caught.value.code == ("layer-wrong-key" if at < 32 else "layer-damaged")


@pytest.mark.parametrize("size", [0, 1, 31])
def test_less_than_a_commitment_is_refused(size: int) -> None:
    key, commitment = layer_key(SECRET, SALT, 1, "alpha", "beta", OUTER)
    with pytest.raises(Remote, match="layer-wrong-key"):
        remove_layer(commitment[:size], key, commitment)


@pytest.mark.parametrize("size", [32, 33, 47])
def test_a_commitment_with_less_than_a_tag_is_refused(size: int) -> None:
    key, commitment = layer_key(SECRET, SALT, 1, "alpha", "beta", OUTER)
    with pytest.raises(Remote, match="layer-damaged"):
        remove_layer(add_layer(TEXT, key, commitment)[:size], key, commitment)


def test_layers_go_on_in_the_order_listed_and_come_off_in_reverse() -> None:
    layered = apply_layers(TEXT, [FIRST, SECOND], SECRETS, "alpha", "beta", OUTER)
    outermost = layer_key(OTHER, SECOND.salt, 2, "alpha", "beta", OUTER)
    inner = remove_layer(layered, *outermost)
    assert remove_layer(inner, *layer_key(SECRET, FIRST.salt, 1, "alpha", "beta", OUTER)) == TEXT
    assert remove_layers(layered, [FIRST, SECOND], SECRETS, "alpha", "beta", OUTER) == TEXT
    with pytest.raises(Remote, match="layer-wrong-key"):
        remove_layers(layered, [SECOND, FIRST], SECRETS, "alpha", "beta", OUTER)


def test_no_layers_change_nothing() -> None:
    assert apply_layers(TEXT, [], {}, "alpha", "beta", OUTER) == TEXT
    assert remove_layers(TEXT, [], {}, "alpha", "beta", OUTER) == TEXT


def test_a_sender_without_the_key_never_drops_the_layer() -> None:
    with pytest.raises(Local, match="layer-key-missing"):
        apply_layers(TEXT, [FIRST, SECOND], {FIRST.key: SECRET}, "alpha", "beta", OUTER)


def test_a_receiver_without_the_key_says_which() -> None:
    layered = apply_layers(TEXT, [FIRST, SECOND], SECRETS, "alpha", "beta", OUTER)
    with pytest.raises(Remote, match="layer-key-unknown") as caught:
        remove_layers(layered, [FIRST, SECOND], {SECOND.key: OTHER}, "alpha", "beta", OUTER)
    assert caught.value.values["key"] == FIRST.key.hex()


def test_one_salt_is_never_used_for_two_layers() -> None:
    twice = [FIRST, LayerRef(2, SECOND.key, FIRST.salt)]
    with pytest.raises(Remote, match="layer-salt-repeated"):
        apply_layers(TEXT, twice, SECRETS, "alpha", "beta", OUTER)
    with pytest.raises(Remote, match="layer-salt-repeated"):
        remove_layers(TEXT, twice, SECRETS, "alpha", "beta", OUTER)


def test_a_secret_of_another_size_is_refused() -> None:
    with pytest.raises(Local, match="layer-secret-size"):
        layer_key(bytes(16), SALT, 1, "alpha", "beta", OUTER)


def test_a_layer_reference_is_an_array_of_three() -> None:
    assert to_plain(FIRST) == [1, FIRST.key, FIRST.salt]
    assert read(LayerRef, [1, FIRST.key, FIRST.salt]) == FIRST
    assert pack(FIRST)[0] == 0x83
    for other in (
        [1, FIRST.key],
        [1, FIRST.key, FIRST.salt, 0],
        [-1, FIRST.key, FIRST.salt],
        [1, b"", FIRST.salt],
    ):
        with pytest.raises(Remote, match="shape"):
            read(LayerRef, other)
