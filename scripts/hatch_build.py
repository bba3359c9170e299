"""Hatchling's hook: the catalogue's .mo files are made before a wheel, or an editable installation, looks for them; a wheel
also holds the page that verifies a file in a browser, which the desk offers."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class Catalogue(BuildHookInterface):
    """Found by hatchling as the one subclass in this file."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Build both languages; a catalogue that is not in order stops the build."""
        path = Path(self.root) / "scripts" / "catalogue.py"
        spec = importlib.util.spec_from_file_location("catalogue", path)
        assert spec is not None and spec.loader is not None
        catalogue = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(catalogue)
        catalogue.build()
        if version == "standard":  # else the desk finds it where it is built
            page = Path(self.root) / "verifier" / "detente-verifier.html"
            build_data["force_include"][str(page)] = "detente/desk/offline/detente-verifier.html"
