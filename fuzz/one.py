"""One target under atheris: `python -m fuzz.one TARGET FOLDER [libFuzzer options]`."""

from __future__ import annotations

import hashlib
import sys
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["detente"]):
    from fuzz import targets

from fuzz import mutator, seeds


def main() -> None:
    name, folder, *options = sys.argv[1:]
    target = targets.TARGETS[name]
    if target.believes:
        targets.believe()
    else:
        targets.once()
    begins = list(dict.fromkeys([*target.seeds(), *seeds.kept(name)]))
    for data in begins:
        (Path(folder) / hashlib.sha256(data).hexdigest()[:40]).write_bytes(data)
    change = mutator.mutator(begins, target.checked, target.size_class, lambda data, most: atheris.Mutate(data, most))
    atheris.Setup(
        [sys.argv[0], folder, f"-max_len={target.most}", *options],
        lambda data: targets.attempt(target, data),
        custom_mutator=change,
    )
    atheris.Fuzz()


if __name__ == "__main__":
    main()
