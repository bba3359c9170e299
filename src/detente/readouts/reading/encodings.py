"""Which encoding is this? UTF-8 where it fits, else the one of GB18030, Big5 and UTF-16 that reads most like Chinese."""

from __future__ import annotations

import codecs

_BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
# The characters that running Chinese text is full of, in both scripts.
_COMMON = frozenset(
    "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面而方后多定行学法所"
    "這為個國時來們對會發動產種後過說學雙雙方與議協統機關間題應當將進開現實際無經長從書見電話人工智慧能美交換意見合安全"
)
_CANDIDATES = ("gb18030", "big5hkscs")
SAMPLE = 200_000  # bytes


def detect(data: bytes) -> tuple[str, int]:
    """(encoding, bytes of it that do not fit). Looks at no more than the first `SAMPLE` bytes, cut between characters."""
    for mark, name in _BOMS:
        if data.startswith(mark):
            return name, 0
    part = data[:SAMPLE]
    try:
        codecs.getincrementaldecoder("utf-8")().decode(part, len(part) == len(data))
        return "utf-8", 0
    except UnicodeDecodeError:
        pass
    if part[:400].count(0) > len(part[:400]) // 4:
        name = "utf-16-le" if part[1:2] == b"\0" else "utf-16-be"
        return name, 0
    broken = _broken(part, "utf-8")
    if broken * 50 < len(part) and any(byte >= 0xE4 for byte in part) and _score(part, "utf-8") > 0.1:
        return "utf-8", broken  # UTF-8 with damaged or foreign bytes in it
    best = max(_CANDIDATES, key=lambda name: _score(part, name))
    if _score(part, best) > 0.08:
        return best, _broken(part, best)
    try:
        part.decode("cp1252")
        return "cp1252", 0
    except UnicodeDecodeError:
        return "utf-8", broken


def _score(data: bytes, name: str) -> float:
    """Common characters among all that are not ASCII, less what does not decode."""
    text = data.decode(name, "replace")
    wide = [char for char in text if char > "\x7f"]
    if not wide:
        return 0.0
    return (sum(char in _COMMON for char in wide) - 2 * wide.count("\ufffd")) / len(wide)


def _broken(data: bytes, name: str) -> int:
    return data.decode(name, "replace").count("\ufffd")
