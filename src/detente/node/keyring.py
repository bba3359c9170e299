"""Private keys of a home: those the node uses unattended, and the roots, which it cannot use without a recovery code.

A key file is canonical CBOR {v: 1, id, use, alg, line, seed}, mode 0600. Sealing seeds are kept apart (`sealing-…`) so
that a backup can leave them out, and are destroyed after their end.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Annotated, Literal, TypeVar

import msgspec

from detente.codec.cose import ED25519, ML_DSA_44, ML_DSA_87
from detente.codec.errors import Damaged, Remote
from detente.codec.shape import B16, B32, Millis, Row, Shape, pack, unpack
from detente.crypto.keystore import lock, parse_recovery_code, recovery_code, unlock
from detente.crypto.seal import forget_private_keys, sealing_public
from detente.crypto.suites import Signer, signer
from detente.node.home import Home, sync_directory, write_private
from detente.trust.statements import Key, RootSet, roots_digest

Random = Callable[[int], bytes]
T = TypeVar("T")


class KeyFile(Shape, frozen=True):
    v: Literal[1]
    id: B16
    use: str
    alg: int
    line: B32
    seed: B32


class SealingFile(Shape, frozen=True):
    v: Literal[1]
    id: B16
    line: B32
    seed: B32
    start: Millis
    until: Millis
    mailboxes: dict[str, B16]


class RootSeed(Row, frozen=True):
    id: B16
    alg: int
    seed: B32


class RootSeeds(Shape, frozen=True):
    v: Literal[1]
    keys: Annotated[list[RootSeed], msgspec.Meta(min_length=2, max_length=2)]


@dataclass(frozen=True)
class Roots:
    """A root set that can sign: only ever in memory, only while a recovery code is at hand."""

    keys: list[Key]
    signers: dict[bytes, Signer]


def _seeds_to_roots(seeds: RootSeeds) -> Roots:
    made = {key.id: signer(key.alg, key.seed) for key in seeds.keys}
    keys = [Key(id=kid, use="root", alg=s.alg, pub=s.public) for kid, s in sorted(made.items())]
    return Roots(keys, made)


def create_roots(home: Home, random: Random) -> tuple[RootSet, dict[str, str], Roots]:
    """New roots and their successors, sealed on disk; returns the public set, the two recovery codes, and the roots."""
    codes: dict[str, str] = {}
    made: dict[str, Roots] = {}
    for name in ("roots", "next-roots"):
        seeds = RootSeeds(v=1, keys=[RootSeed(random(16), alg, random(32)) for alg in (ED25519, ML_DSA_87)])
        entropy = random(20)
        codes[name] = recovery_code(entropy)
        write_private(home.path / f"{name}.sealed", lock(pack(seeds), entropy, random(16), random(12)))
        made[name] = _seeds_to_roots(seeds)
    root_set = RootSet(roots=made["roots"].keys, next=roots_digest(made["next-roots"].keys))
    return root_set, codes, made["roots"]


def create_next(home: Home, random: Random) -> tuple[Roots, str]:
    """A root set to succeed the next one, sealed on disk as `later-roots`, with its recovery code."""
    seeds = RootSeeds(v=1, keys=[RootSeed(random(16), alg, random(32)) for alg in (ED25519, ML_DSA_87)])
    entropy = random(20)
    write_private(home.path / "later-roots.sealed", lock(pack(seeds), entropy, random(16), random(12)))
    return _seeds_to_roots(seeds), recovery_code(entropy)


def move_up(home: Home) -> None:
    """The next roots become the roots, and the later ones the next: under the codes they have. The old ones are gone.

    A stop in between leaves a file under two names or one name less; doing it again ends the same.
    """
    later, following = home.path / "later-roots.sealed", home.path / "next-roots.sealed"
    if later.exists():
        if following.exists():
            os.replace(following, home.path / "roots.sealed")
        os.replace(later, following)
        sync_directory(home.path)


def open_roots(home: Home, code: str, name: str = "roots") -> Roots:
    """The roots, with the code from the recovery sheet. `Local("keystore-wrong-code")` otherwise.

    `name`: `roots`, or `next-roots` for those that may succeed them.
    """
    data = (home.path / f"{name}.sealed").read_bytes()
    return _seeds_to_roots(unpack(RootSeeds, unlock(data, parse_recovery_code(code)), 1024))


def _read(kind: type[T], name: str, data: bytes, limit: int) -> T:
    """A key file. `Damaged("key-damaged")` names the one that cannot be read: nothing is signed with less than all of them."""
    try:
        return unpack(kind, data, limit)
    except (Damaged, Remote) as error:
        raise Damaged("key-damaged", file=f"keys/{name}") from error


class Keyring:
    """The unattended keys of a home, by line and use."""

    def __init__(self, home: Home) -> None:
        self._path = home.path / "keys"
        self._signers: dict[tuple[bytes, str, int], tuple[bytes, Signer]] = {}
        self._files: dict[bytes, KeyFile] = {}  # every signing key on the disk, by id
        self.sealing: dict[bytes, SealingFile] = {}
        for path in self._path.glob("*.new"):
            path.unlink()  # a process died while it wrote this; nobody was ever told of the key in it
        self._read_all(
            [(path.name, path.read_bytes()) for path in sorted(self._path.glob("*.key"))],
            [(path.name, path.read_bytes()) for path in sorted(self._path.glob("sealing-*.bin"))],
        )

    def _read_all(self, signing: Iterable[tuple[str, bytes]], sealing: Iterable[tuple[str, bytes]]) -> None:
        for name, data in signing:
            if not any(data):
                self._remove(name)  # a process died while it destroyed this key
                continue
            self._remember(_read(KeyFile, name, data, 1024))
        for name, data in sealing:
            if not any(data):
                self._remove(name)  # a process died while it destroyed this key
                continue
            file = _read(SealingFile, name, data, 8192)
            self.sealing[file.id] = file

    def _save(self, name: str, data: bytes) -> None:
        write_private(self._path / name, data)

    def _destroy(self, name: str) -> None:
        path = self._path / name
        with open(path, "r+b", buffering=0) as held:  # in place, whole and on the disk before the name goes
            held.write(bytes(path.stat().st_size))
            os.fsync(held.fileno())
        self._remove(name)

    def _remove(self, name: str) -> None:
        (self._path / name).unlink()

    def _remember(self, file: KeyFile) -> None:
        self._files[file.id] = file
        self._signers[(file.line, file.use, file.alg)] = (file.id, signer(file.alg, file.seed))

    def select(self, line: bytes, ids: set[bytes]) -> None:
        """Sign on a line with the keys of this credential, whatever others lie on the disk: an earlier one's, when a process
        died before it could destroy them, or a later one's that was never recorded."""
        for kid, file in self._files.items():
            if file.line == line and kid in ids:
                self._remember(file)

    def lacks(self, line: bytes, ids: set[bytes]) -> bool:
        """Whether this home holds none of a credential's keys: it was put back from before them."""
        return not any(file.line == line and kid in ids for kid, file in self._files.items())

    def destroy(self, line: bytes, ids: set[bytes]) -> int:
        """Destroy the signing keys of credentials that are over; how many."""
        over = [kid for kid, file in self._files.items() if file.line == line and kid in ids]
        for kid in over:
            self._destroy(f"{kid.hex()}.key")
            del self._files[kid]
        return len(over)

    @property
    def empty(self) -> bool:
        """No line was ever begun here: the keys of one are made before, and never go."""
        return not self._signers

    def create(self, line: bytes, random: Random) -> list[Key]:
        """The keys of a first credential: office, node, and the two of the log."""
        keys: list[Key] = []
        for use, alg in (("officer", ED25519), ("node", ED25519), ("log", ED25519), ("log", ML_DSA_44)):
            file = KeyFile(v=1, id=random(16), use=use, alg=alg, line=line, seed=random(32))
            self._save(f"{file.id.hex()}.key", pack(file))
            self._remember(file)
            held: Literal["node"] | None = "node" if use == "officer" else None
            keys.append(
                Key(id=file.id, use=use, alg=alg, pub=signer(alg, file.seed).public, held=held)  # type: ignore[arg-type]
            )
        return sorted(keys, key=lambda key: key.id)

    def create_sealing(
        self, line: bytes, random: Random, start: int, until: int, mailboxes: dict[str, bytes]
    ) -> SealingFile:
        """A sealing key, on the disk before it is announced."""
        file = SealingFile(
            v=1, id=random(16), line=line, seed=random(32), start=start, until=until, mailboxes=mailboxes
        )
        self._save(f"sealing-{file.id.hex()}.bin", pack(file))
        self.sealing[file.id] = file
        return file

    def sealing_public(self, file: SealingFile) -> bytes:
        """The public half of a sealing key: 1216 bytes."""
        return sealing_public(file.seed)

    def destroy_sealing(self, before: int) -> int:
        """Destroy the sealing keys that ended before a time (ms UTC); how many. Their envelopes can no longer be opened."""
        ended = [file for file in self.sealing.values() if file.until < before]
        for file in ended:
            self._destroy(f"sealing-{file.id.hex()}.bin")
            del self.sealing[file.id]
        if ended:
            forget_private_keys()
        return len(ended)

    def signer(self, line: bytes, use: str, alg: int = ED25519) -> tuple[bytes, Signer]:
        """Key id and signer."""
        return self._signers[(line, use, alg)]
