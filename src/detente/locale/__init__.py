"""Every sentence a person sees, in English and Chinese, in one catalogue; the core raises codes and never sentences.

Domain `detente`: `en.po` and `zh.po`, whose msgids are keys, so neither language is the other's source. What is read
here are the .mo files made of them by set-up, by the build of a wheel and by `scripts/catalogue.py build`.
"""

from __future__ import annotations

import io
from functools import cache
from gettext import GNUTranslations
from typing import Any

LANGUAGES = ("en", "zh")


@cache
def _translations(language: str) -> GNUTranslations:
    # The package's own loader: importlib.resources alone would take a third of `detente --help`.
    loader: Any = globals()["__loader__"]
    try:
        data = loader.get_data(f"{__path__[0]}/{language}/LC_MESSAGES/detente.mo")
    except OSError as error:
        raise RuntimeError("the catalogue of sentences is not built here: scripts/catalogue.py build") from error
    return GNUTranslations(io.BytesIO(data))


def sentence(key: str, reader: str, /) -> str | None:
    """The entry as it stands, with its {names}; None for a key that is not there. `zh`, or English for anything else."""
    found = _translations("zh" if reader == "zh" else "en").gettext(key)
    return None if found == key else found  # gettext gives back what it does not know; no entry says its own key


def text(key: str, reader: str, /, **values: Any) -> str:
    """The sentence for a key. A missing key is a defect and raises `KeyError`."""
    found = sentence(key, reader)
    if found is None:
        raise KeyError(key)
    return found.format(**values)


def preferred(environment: dict[str, str]) -> str:
    """`zh` when the environment asks for Chinese (DETENTE_LANG, then LC_ALL, LC_MESSAGES, LANG), else `en`."""
    for name in ("DETENTE_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        value = environment.get(name, "")
        if value:
            return "zh" if value.lower().startswith("zh") else "en"
    return "en"
