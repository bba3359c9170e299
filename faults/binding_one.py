"""One test of tests/bundle/test_bindings.py, run on whatever sources come first on the path; what it came to as JSON.

`faults.bindings` starts it. Without pytest, which takes longer to start than the test takes.
"""

from __future__ import annotations

import importlib.util
import json
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]


def _tests() -> Any:
    sys.path[1:1] = [str(ROOT / "tests"), str(ROOT)]  # behind the sources under test
    spec = importlib.util.spec_from_file_location("test_bindings", ROOT / "tests" / "bundle" / "test_bindings.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _run(tests: Any, name: str, shared: Path) -> str | None:
    """None when it passes, else what the bundle came to."""
    exported = {base: (shared / base).read_bytes() for base in ("whole", "one")}
    function, _, argument = name.partition("[")
    arguments = [argument[:-1]] if argument else []
    expected = tests.ATTACKS[arguments[0]][2] if function == "test_attack" else None
    seen: list[str] = []
    if expected is not None:  # the test compares this; it is kept here to be told
        say = tests.said
        tests.said = lambda data: seen.append(say(data)) or seen[-1]
    try:
        getattr(tests, function)(exported, *arguments)
    except AssertionError as error:
        if not seen:
            return "believed"
        return seen[-1] if seen[-1] == "believed" else f"refused: `{seen[-1]}`" if seen[-1] != expected else str(error)
    except BaseException as error:  # pytest's own failure ("DID NOT RAISE") is no Exception
        if type(error).__name__ == "Failed":
            return "believed"
        return f"an error: {type(error).__name__}"
    return None


def main() -> None:
    import os

    tests = _tests()
    import detente

    came_to = _run(tests, sys.argv[1], Path(os.environ["DETENTE_BINDINGS_FROM"]))
    found = {
        "failed": came_to is not None,
        "came_to": came_to or "the same",
        "source": str(Path(str(detente.__file__)).parent),
    }
    print(json.dumps(found))


if __name__ == "__main__":
    main()
