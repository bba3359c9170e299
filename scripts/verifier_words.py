"""Write the words that the second verifier shares with the software: `python scripts/verifier_words.py [--check]`.

Data, never code: the vocabulary's labels, what error codes mean, and the sentences of delivery records, to
`verifier/page/data.json`, which is bundled into the page and the command. `--check` changes nothing and exits 1 where it differs.
"""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path
from typing import Any

import polib

from detente import locale
from detente.locale.render import CODES, TIMES
from detente.vocabulary import current

ROOT = Path(__file__).resolve().parent.parent
OUT = ROOT / "verifier" / "page" / "data.json"
SENTENCES = ("delivery.", "differ.", "verify.", "list.separator")
_OPTIONAL = re.compile(r"\[[^\]]*\]")


def both(row: dict[str, Any]) -> list[str]:
    return [row["en"], row["zh"]]


def said(key: str) -> list[str]:
    found = [locale.sentence(key, language) for language in ("en", "zh")]
    if None in found:
        raise SystemExit(f"{key} is not in the catalogue that is built: scripts/catalogue.py build")
    return [one or "" for one in found]


def codes() -> list[str]:
    """Every code of section 22 that a file can be refused with."""
    spec = (ROOT / "spec" / "protocol.md").read_text("utf-8")
    return re.findall(r"^\| `([a-z0-9-]+)` \| (?:refused|damaged) \|", spec, re.MULTILINE)


def data() -> dict[str, Any]:
    words = current()
    entries = polib.pofile(str(ROOT / "src" / "detente" / "locale" / "en.po"))
    keys = [entry.msgid for entry in entries if entry.msgid.startswith(SENTENCES)]
    return {
        "vocabulary": {
            "digest": words.digest.hex(),
            "areas": {name: both(row) for name, row in words.areas.items()},
            "concepts": {name: both(row) for name, row in words.concepts.items()},
            "order": list(words.fields),
            "fields": {name: both(row) for name, row in words.fields.items()},
            "codes": {name: {code: both(row) for code, row in rows.items()} for name, rows in words.codes.items()},
        },
        "codesOf": CODES,
        "times": sorted(TIMES),
        "sentences": {key: said(key) for key in sorted(keys)},
        "errors": {code: [_OPTIONAL.sub("", one) for one in said(f"error.{code}.what")] for code in codes()},
    }


def main(arguments: list[str]) -> int:
    text = json.dumps(data(), ensure_ascii=False, indent=1, sort_keys=True) + "\n"
    if "--check" in arguments:
        return 0 if OUT.is_file() and OUT.read_text("utf-8") == text else 1
    OUT.parent.mkdir(exist_ok=True)
    OUT.write_text(text, "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
