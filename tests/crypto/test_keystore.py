"""Keys at rest: the right code opens, everything else says plainly that it does not."""

from __future__ import annotations

import base64
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.codec.cbor import decode, encode
from detente.codec.errors import Damaged, Local
from detente.crypto import keystore
from detente.crypto.keystore import MAX_COST, MIN_COST, lock, parse_recovery_code, recovery_code, unlock

SECRET, CODE = b"seeds of all keys", b"a long code"
SALT, NONCE = b"s" * 16, b"n" * 12
CHEAP = MIN_COST
FILE = lock(SECRET, CODE, SALT, NONCE, CHEAP)
ENTROPY = bytes(range(20))


def plain() -> dict[str, Any]:
    value: dict[str, Any] = decode(FILE, 4096)
    return value


def test_the_right_code_opens() -> None:
    assert unlock(FILE, CODE) == SECRET
    assert unlock(lock(b"", CODE, SALT, NONCE, CHEAP), CODE) == b""


def test_the_default_cost_opens_too() -> None:
    assert unlock(lock(SECRET, CODE, SALT, NONCE), CODE) == SECRET


def test_a_keystore_is_the_stated_map_and_nothing_of_the_secret_shows() -> None:
    value = plain()
    assert set(value) == {"v", "kdf", "n", "r", "p", "salt", "nonce", "box"}
    assert (value["v"], value["kdf"], value["n"], value["r"], value["p"]) == (1, "scrypt", CHEAP, 8, 1)
    assert SECRET not in FILE and CODE not in FILE
    assert len(value["box"]) == len(SECRET) + 16


@pytest.mark.parametrize("code", [b"", b"a long cod", b"a long codf", b"a long code ", b"A long code"])
def test_a_wrong_code_is_refused(code: bytes) -> None:
    with pytest.raises(Local, match="keystore-wrong-code"):
        unlock(FILE, code)


def test_a_file_with_any_byte_changed_never_opens() -> None:
    for at in range(len(FILE)):
        changed = bytearray(FILE)
        changed[at] ^= 1 << at % 8
        with pytest.raises((Local, Damaged)) as caught:
            unlock(bytes(changed), CODE)
        assert caught.value.code in ("keystore-wrong-code", "keystore-unreadable")


@pytest.mark.parametrize("cut", [0, 1, 10, len(FILE) - 1])
def test_a_file_cut_short_is_unreadable(cut: int) -> None:
    with pytest.raises(Damaged, match="keystore-unreadable"):
        unlock(FILE[:cut], CODE)


def test_a_file_with_something_after_it_is_unreadable() -> None:
    with pytest.raises(Damaged, match="keystore-unreadable"):
        unlock(FILE + b"\0", CODE)


@pytest.mark.parametrize(
    "change",
    [
        {"n": 0},
        {"n": 1},
        {"n": CHEAP // 2},
        {"n": CHEAP + 1},
        {"n": MAX_COST * 2},
        {"n": 2**40},
        {"n": 2**53 - 1},
        {"n": -1},
        {"r": 0},
        {"r": 1},
        {"r": 9},
        {"r": 2**30},
        {"p": 0},
        {"p": 2},
        {"p": 2**30},
        {"v": 2},
        {"kdf": "argon2id"},
        {"kdf": "none"},
        {"salt": b""},
        {"salt": bytes(17)},
        {"nonce": bytes(8)},
        {"nonce": bytes(13)},
        {"box": b""},
        {"box": bytes(15)},
        {"more": 1},
    ],
)
def test_hostile_parameters_are_refused_before_any_work(
    change: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_work(*_args: object) -> bytes:
        raise AssertionError("scrypt was run")

    monkeypatch.setattr(keystore, "_key", no_work)
    with pytest.raises(Damaged, match="keystore-unreadable"):
        unlock(encode(plain() | change), CODE)


def test_the_header_is_bound_to_the_box() -> None:
    for change in ({"salt": bytes(16)}, {"nonce": bytes(12)}, {"n": CHEAP * 2}):
        with pytest.raises(Local, match="keystore-wrong-code"):
            unlock(encode(plain() | change), CODE)


@pytest.mark.parametrize("cost", [0, 1, CHEAP // 2, CHEAP + 1, MAX_COST * 2, -1024])
def test_nothing_is_locked_at_a_cost_that_would_not_be_unlocked(cost: int) -> None:
    with pytest.raises(Local, match="keystore-parameters"):
        lock(SECRET, CODE, SALT, NONCE, cost)


def test_nothing_is_locked_with_an_empty_code_or_parts_of_another_size() -> None:
    for code, salt, nonce in ((b"", SALT, NONCE), (CODE, SALT[:-1], NONCE), (CODE, SALT, NONCE + b"n")):
        with pytest.raises(Local, match="keystore-parameters"):
            lock(SECRET, code, salt, nonce, CHEAP)
    with pytest.raises(Local, match="keystore-parameters"):
        lock(bytes(keystore.MAX_KEYSTORE), CODE, SALT, NONCE, CHEAP)


@settings(max_examples=20, deadline=None)
@given(st.binary(max_size=500), st.binary(min_size=1, max_size=100))
def test_whatever_is_locked_unlocks(secret: bytes, code: bytes) -> None:
    assert unlock(lock(secret, code, SALT, NONCE, CHEAP), code) == secret


# --- recovery code --------------------------------------------------------------------------------


def test_a_recovery_code_is_seven_groups_of_five() -> None:
    assert recovery_code(ENTROPY) == "AAAQE-AYEAU-DAOCA-JBIFQ-YDIOB-4IBCE-QTB3J"


@given(st.binary(min_size=20, max_size=20))
def test_every_recovery_code_reads_back(entropy: bytes) -> None:
    code = recovery_code(entropy)
    assert parse_recovery_code(code) == entropy
    assert not set("0189") & set(code)


@pytest.mark.parametrize(
    "typed",
    [
        "aaaqe-ayeau-daoca-jbifq-ydiob-4ibce-qtb3j",
        "AAAQEAYEAUDAOCAJBIFQYDIOB4IBCEQTB3J",
        "  AAAQE AYEAU\tDAOCA JBIFQ\nYDIOB 4IBCE QTB3J ",
        "AAAQE–AYEAU—DAOCA‐JBIFQ‑YDIOB−4IBCE--QTB3J",
        "ＡＡＡＱＥ－ＡＹＥＡＵ　ｄａｏｃａ－JBIFQ-YDIOB-4IBCE-QTB3J",
        "AAAQE-AYEAU-DA0CA-J8IFQ-YDI0B-4I8CE-QTB3J",
        "AAAQE-AYEAU-DAOCA-JB1FQ-YD1OB-41BCE-QTB3J",
    ],
)
def test_a_code_is_read_however_a_person_types_it(typed: str) -> None:
    assert parse_recovery_code(typed) == ENTROPY


def test_one_wrong_character_is_always_or_nearly_always_noticed() -> None:
    code = recovery_code(ENTROPY).replace("-", "")
    missed = 0
    for at in range(len(code)):
        for other in "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567":
            if other != code[at]:
                try:
                    parse_recovery_code(code[:at] + other + code[at + 1 :])
                    missed += 1
                except Local as error:
                    assert error.code == "recovery-code-mistyped"
    assert missed == 0


def test_two_characters_exchanged_are_noticed() -> None:
    code = recovery_code(ENTROPY).replace("-", "")
    for at in range(len(code) - 1):
        swapped = code[:at] + code[at + 1] + code[at] + code[at + 2 :]
        if swapped != code:
            with pytest.raises(Local, match="recovery-code-mistyped"):
                parse_recovery_code(swapped)


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "-",
        "AAAQE",
        recovery_code(ENTROPY) + "A",
        recovery_code(ENTROPY)[:-1],
        "9" * 35,
        "é" * 35,
        "A" * 10_000,
    ],
)
def test_what_is_no_code_is_refused(typed: str) -> None:
    with pytest.raises(Local, match="recovery-code-mistyped"):
        parse_recovery_code(typed)


@pytest.mark.parametrize("size", [0, 19, 21, 32])
def test_a_code_holds_twenty_bytes(size: int) -> None:
    with pytest.raises(Local, match="recovery-entropy-size"):
        recovery_code(bytes(size))


def test_a_recovery_code_opens_a_keystore() -> None:
    locked = lock(SECRET, ENTROPY, SALT, NONCE, CHEAP)
    assert unlock(locked, parse_recovery_code(recovery_code(ENTROPY).lower())) == SECRET


def test_the_checksum_is_not_the_entropy() -> None:
    assert base64.b32encode(ENTROPY).decode()[:3] != recovery_code(ENTROPY)[-3:]
