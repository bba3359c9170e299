"""Sizes of proofs and the time to check them against the size of the log, measured here, drawn as docs/proof-sizes.svg.

    scripts/proof_plot.py [--most EXPONENT] [--out FILE]

Sizes are exact (an inclusion and a consistency proof in the middle of a log of 2^k + 1 entries, 32 bytes an element; the receipt
as it is handed on, with its signed head). Times are the least of `RUNS` runs of the pure check, one core; signatures apart.
"""

from __future__ import annotations

import argparse
import hashlib
import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from detente.codec.cose import ED25519, ML_DSA_44
from detente.codec.shape import pack, to_plain
from detente.crypto.suites import signer
from detente.line.shapes import Said
from detente.proof import head
from detente.proof.leaf import leaf
from detente.proof.receipt import Opening, Proof, check_proof
from detente.proof.tree import Tree, verify_consistency

RUNS = 1000
WIDTH, HEIGHT, LEFT, TOP, GAP = 760, 300, 64, 34, 56
Row = tuple[
    int, int, int, int, float, float
]  # entries, bytes of path, of consistency, of receipt; µs of receipt, of consistency


def least(work: Callable[[], object]) -> float:
    """µs of the fastest of `RUNS` runs: what else the machine does only ever adds."""
    times = []
    for _ in range(RUNS):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return min(times) * 1e6


def measured(most: int) -> list[Row]:
    name = head.origin(bytes(32), "example", bytes(16))
    ed, ml = signer(ED25519, bytes(32)), signer(ML_DSA_44, bytes(32))
    rows: list[Row] = []
    for exponent in range(0, most + 1, 2):
        size = 2**exponent + 1
        index, old = size // 2, 2 * size // 3 or 1
        entry = to_plain(Said(i=index, n=1, at=1_790_000_000_000, what=bytes(32), cred=bytes(32), seen=[]))
        opening = Opening(bytes(32), entry)
        stands = leaf(name, opening.blind, entry)
        tree = Tree()
        tree.extend(stands if i == index else hashlib.sha256(i.to_bytes(8, "big")).digest() for i in range(size))
        root = tree.root()
        text = head.body(name, size, root)
        signed = head.encode_checkpoint(
            name,
            size,
            root,
            ed.public,
            ed.sign(text.encode()),
            ml.public,
            ml.sign(head.ml_dsa_44_message(name, size, root)),
        )
        proof = Proof(opening=opening, size=size, path=tree.path(index, size), head=signed)
        checkpoint = head.parse_checkpoint(signed, ed.public, ml.public)
        consistency, before = tree.consistency(old, size), tree.root(old)
        receipt = least(partial(check_proof, proof, checkpoint))
        later = least(partial(verify_consistency, old, before, size, root, consistency))
        rows.append((size, 32 * len(proof.path), 32 * len(consistency), len(pack(proof)), receipt, later))
    return rows


def _panel(
    title: str, unit: str, sizes: Sequence[int], series: Sequence[tuple[str, str, Sequence[float]]], top: float
) -> list[str]:
    """One chart: log size across (by powers of two), the unit up from zero. Marks differ in shape, never in colour alone."""
    most = max(max(values) for _, _, values in series) * 1.1
    step = 10 ** (len(str(int(most))) - 1)
    step = next(s for s in (step / 10, step / 5, step / 2, step, 2 * step, 5 * step) if most / s <= 6)
    inner = WIDTH - LEFT - 170
    x = {size: LEFT + inner * at / max(1, len(sizes) - 1) for at, size in enumerate(sizes)}

    def y(value: float) -> float:
        return top + HEIGHT - HEIGHT * value / most

    out = [f'<text x="{LEFT}" y="{top - 12}" class="t">{title}</text>']
    tick = 0.0
    while tick <= most:
        out.append(f'<line x1="{LEFT}" x2="{LEFT + inner}" y1="{y(tick):.1f}" y2="{y(tick):.1f}" class="g"/>')
        out.append(f'<text x="{LEFT - 8}" y="{y(tick) + 4:.1f}" text-anchor="end">{tick:g}</text>')
        tick += step
    out.append(f'<text x="{LEFT - 8}" y="{top - 12}" text-anchor="end">{unit}</text>')
    for size in sizes:
        shown = f"2<tspan dy='-5' font-size='9'>{(size - 1).bit_length() - 1 if size > 2 else 0}</tspan>"
        out.append(f'<text x="{x[size]:.1f}" y="{top + HEIGHT + 18}" text-anchor="middle">{shown}</text>')
    said = top - 16.0  # where the last label stands: each at least a line below the one before
    for number, (label, mark, values) in sorted(enumerate(series), key=lambda row: -row[1][2][-1]):
        points = [(x[size], y(value)) for size, value in zip(sizes, values, strict=True)]
        out.append(f'<polyline points="{" ".join(f"{a:.1f},{b:.1f}" for a, b in points)}" class="l{number}"/>')
        out += [f'<text x="{a:.1f}" y="{b + 4:.1f}" text-anchor="middle">{mark}</text>' for a, b in points]
        said = max(said + 16, points[-1][1] + 4)
        out.append(f'<text x="{LEFT + inner + 14}" y="{said:.1f}">{mark} {label}</text>')
    return out


def drawn(rows: Sequence[Row]) -> str:
    sizes = [row[0] for row in rows]
    height = 2 * (TOP + HEIGHT + GAP)
    body = _panel(
        "Size of a proof · 证明的大小",
        "bytes",
        sizes,
        [
            ("receipt 回执", "■", [r[3] for r in rows]),
            ("consistency 一致", "▲", [r[2] for r in rows]),
            ("path 路径", "●", [r[1] for r in rows]),
        ],
        TOP,
    )
    body += _panel(
        "Time to check it, signatures apart · 核对所需时间（不含签名）",
        "µs",
        sizes,
        [("receipt 回执", "■", [r[4] for r in rows]), ("consistency 一致", "▲", [r[5] for r in rows])],
        TOP + HEIGHT + GAP + TOP,
    )
    style = (
        "text{font:12px sans-serif;fill:#222}.t{font-size:14px;font-weight:bold}.g{stroke:#ddd}"
        "polyline{fill:none;stroke:#222}.l1{stroke-dasharray:6 3}.l2{stroke-dasharray:2 3}"
        "@media(prefers-color-scheme:dark){text{fill:#ddd}.g{stroke:#444}polyline{stroke:#ddd}}"
    )
    foot = f'<text x="{LEFT}" y="{height - 4}">entries in the log, plus one · 日志条目数（另加一条）</text>'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height + 6}" role="img">'
        f"<title>Proof sizes and times against log size</title><style>{style}</style>\n"
        + "\n".join(body)
        + f"\n{foot}\n</svg>\n"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--most", type=int, default=20, help="the largest log has 2^MOST + 1 entries")
    parser.add_argument("--out", type=Path, default=Path(__file__).resolve().parents[1] / "docs" / "proof-sizes.svg")
    asked = parser.parse_args()
    rows = measured(asked.most)
    asked.out.write_text(drawn(rows), encoding="utf-8")
    print(
        "| entries | path, bytes | consistency, bytes | receipt with its head, bytes | receipt, µs | consistency, µs |"
    )
    print("|---|---|---|---|---|---|")
    for row in rows:
        print("| " + " | ".join(f"{value:.0f}" if isinstance(value, float) else str(value) for value in row) + " |")


if __name__ == "__main__":
    main()
