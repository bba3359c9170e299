"""Public texts: what does each side say about AI, how far does it go, and what does the other not say?

`scan(text)` and `compare([scan(a), scan(b)])` are pure functions of texts (docs/readouts.md); reading files, PDF and
addresses is `readouts.reading`. Needs no line and no server; the extra `readouts` brings what it uses.
"""

from detente.readouts.comparing import compare
from detente.readouts.scanning import Scan, scan

__all__ = ["Scan", "compare", "scan"]
