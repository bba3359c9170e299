"""Every sentence a person sees, in English and Chinese, in one catalogue; the core raises codes and never sentences."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

LANGUAGES = ("en", "zh")


@cache
def catalogue() -> dict[str, dict[str, str]]:
    """Key → language → text with {names}."""
    # The package's own loader: importlib.resources alone would take a third of `detente --help`.
    loader: Any = globals()["__loader__"]
    data: dict[str, dict[str, str]] = json.loads(loader.get_data(f"{__path__[0]}/catalogue.json"))
    return data


def text(key: str, reader: str, /, **values: Any) -> str:
    """The sentence for a key. A missing key is a defect and raises `KeyError`."""
    return catalogue()[key]["zh" if reader == "zh" else "en"].format(**values)


def preferred(environment: dict[str, str]) -> str:
    """`zh` when the environment asks for Chinese (DETENTE_LANG, then LC_ALL, LC_MESSAGES, LANG), else `en`."""
    for name in ("DETENTE_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        value = environment.get(name, "")
        if value:
            return "zh" if value.lower().startswith("zh") else "en"
    return "en"
