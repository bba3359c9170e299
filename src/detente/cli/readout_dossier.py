"""A dossier: a folder of the user's own copies, dated and named by the shipped manifest, by `dossier.json`, or by themselves."""

from __future__ import annotations

import json
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Any

from detente.cli.readout import read
from detente.codec.errors import Damaged, Local

if TYPE_CHECKING:
    from detente.readouts.timeline import Entry

KINDS = (".txt", ".html", ".htm", ".pdf", ".docx", ".md")


def manifest() -> list[dict[str, Any]]:
    """What ships: occasions with issuers, addresses and digests; no texts."""
    said = (resources.files("detente.readouts") / "dossier.json").read_text("utf-8")
    found: list[dict[str, Any]] = json.loads(said)["texts"]
    return found


def gather(folder: Path, shipped: bool) -> list[Entry]:
    """Every text in the folder that has a date. `shipped` adds the manifest: a file is told by its digest or by its name."""
    from detente.readouts.timeline import Entry

    if not folder.is_dir():
        raise Local("readout-folder", path=str(folder))
    listed: list[dict[str, Any]] = manifest() if shipped else []
    own = folder / "dossier.json"
    if own.exists():
        try:
            listed += json.loads(own.read_text("utf-8"))["texts"]
        except (ValueError, KeyError, TypeError) as error:
            raise Damaged("readout-manifest", path=str(own)) from error
    entries = []
    for path in sorted(folder.iterdir()):
        if path.suffix.lower() not in KINDS or not path.is_file():
            continue
        scanned, about = read(str(path))
        known = next((row for row in listed if about["bytes_sha256"] == row.get("sha256")), None)
        known = known or next((row for row in listed if path.stem == row.get("id") or path.name == row.get("file")), {})
        date = known.get("date") or scanned.meta["date"]
        if not date:
            raise Local("readout-undated", path=path.name)
        issuer = known.get("issuer") or scanned.meta["issuer"] or "-"
        occasion = known.get("occasion") or scanned.meta["occasion"] or ""
        entries.append(Entry(path.name, date, issuer, occasion, scanned, about["bytes_sha256"]))
    return entries
