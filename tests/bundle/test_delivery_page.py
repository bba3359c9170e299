"""The page on delivery records shows what two real nodes say today."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def test_the_page_on_delivery_records_is_what_two_nodes_say() -> None:
    done = subprocess.run([sys.executable, ROOT / "scripts" / "delivery_page.py", "--check"], timeout=120)
    assert done.returncode == 0, "run scripts/delivery_page.py"
