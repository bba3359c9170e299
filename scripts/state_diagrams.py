#!/usr/bin/env python3
"""`spec/diagrams/*.svg`: one drawing for each state table of section 30 of the protocol, made from the table's own rows.

States stand in columns by how many steps they are from the beginning; an arrow bears the number of its row, and the rows are
written below. `--check` only compares. Exit codes: 0 done or equal, 1 a drawing is another.
"""

from __future__ import annotations

import argparse
import re
import sys
from dataclasses import dataclass
from html import escape
from pathlib import Path

SPEC = Path(__file__).resolve().parent.parent / "spec"
BEGIN = "●"
WIDTH, HEIGHT, ACROSS, DOWN, MARGIN = 132, 40, 250, 104, 48  # px: a box, between columns, between rows, round the edge
LINE, LETTERS = 18, 118  # px of a line of text; letters that fit on one


@dataclass(frozen=True)
class Row:
    """In `state`, when `when` happens, `then` is next, with `what`."""

    state: str
    when: str
    then: str
    what: str
    shown_by: str


@dataclass(frozen=True)
class Machine:
    number: str
    name: str
    rows: list[Row]

    @property
    def file(self) -> str:
        return f"{self.number.replace('.', '-')}.svg"


def machines(page: str) -> list[Machine]:
    """Every state table of section 30."""
    found = []
    for part in page.split("\n## 30 ", 1)[1].split("\n## ", 1)[0].split("\n### ")[1:]:
        title, _, body = part.partition("\n")
        number, _, name = title.partition(" ")
        cells = [line.strip("|").split(" | ") for line in body.splitlines() if line.startswith("|")]
        rows = [Row(*(cell.strip() for cell in row)) for row in cells[2:]]
        found.append(
            Machine(number, name, [Row(r.state, r.when, r.then, r.what, r.shown_by.strip("` ")) for r in rows])
        )
    return found


def columns(machine: Machine) -> dict[str, tuple[int, int]]:
    """(column, place in it) of every state: how many steps from the beginning, in the order of the table."""
    depth = {BEGIN: 0}
    changed = True
    while changed:
        changed = False
        for row in machine.rows:
            if row.state in depth and row.then not in depth:
                depth[row.then] = depth[row.state] + 1
                changed = True
    used: dict[int, int] = {}
    found = {}
    for state, column in sorted(depth.items(), key=lambda pair: pair[1]):
        found[state] = (column, used.get(column, 0))
        used[column] = used.get(column, 0) + 1
    return found


def draw(machine: Machine) -> str:
    """The drawing as SVG text."""
    places = columns(machine)
    tallest = 1 + max(place for _column, place in places.values())
    centre = {
        state: (MARGIN + WIDTH / 2 + column * ACROSS, MARGIN + 56 + HEIGHT / 2 + place * DOWN)
        for state, (column, place) in places.items()
    }
    legend = [line for number, row in enumerate(machine.rows, 1) for line in told(number, row)]
    top = int(MARGIN + 56 + tallest * DOWN)
    width = int(max(2 * MARGIN + WIDTH + max(c for c, _ in places.values()) * ACROSS, 2 * MARGIN + 7 * LETTERS))
    height = top + LINE * len(legend) + MARGIN
    out = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {width} {height}" '
        'font-family="sans-serif" font-size="13" fill="#1a1a1a" stroke="none">',
        f'<rect width="{width}" height="{height}" fill="#ffffff"/>',
        f'<text x="{MARGIN}" y="{MARGIN}" font-size="16" font-weight="bold">{escape(f"{machine.number} {machine.name}")}</text>',
    ]
    arrows: dict[tuple[str, str], list[int]] = {}
    for number, row in enumerate(machine.rows, 1):
        arrows.setdefault((row.state, row.then), []).append(number)
    for (state, then), numbers in arrows.items():
        out += arrow(centre[state], centre[then], ", ".join(map(str, numbers)), state == BEGIN, (then, state) in arrows)
    out += [box(state, *where) for state, where in centre.items()]
    for at, line in enumerate(legend):
        out.append(f'<text x="{MARGIN}" y="{top + LINE * at}" xml:space="preserve">{escape(line)}</text>')
    return "\n".join([*out, "</svg>"]) + "\n"


def told(number: int, row: Row) -> list[str]:
    """A row below the drawing, on as many lines as it takes."""
    text = f"{row.when}" + (f": {row.what}" if row.what != "–" else "")
    words, lines = re.sub(r"[`*]", "", text).split(), [f"{number:>2}  "]
    for word in words:
        if len(lines[-1]) + len(word) > LETTERS:
            lines.append("      ")
        lines[-1] += word + " "
    return [line.rstrip() for line in lines]


def box(state: str, x: float, y: float) -> str:
    if state == BEGIN:
        return f'<circle cx="{x:.0f}" cy="{y:.0f}" r="9" fill="#1a1a1a"/>'
    return (
        f'<rect x="{x - WIDTH / 2:.0f}" y="{y - HEIGHT / 2:.0f}" width="{WIDTH}" height="{HEIGHT}" rx="8" fill="#eef2f8" '
        f'stroke="#44546a"/><text x="{x:.0f}" y="{y + 5:.0f}" text-anchor="middle">{escape(state)}</text>'
    )


def arrow(a: tuple[float, float], b: tuple[float, float], label: str, begin: bool, both_ways: bool) -> list[str]:
    """A line from state to state with the numbers of its rows: a loop above a box for a state that stays."""
    (ax, ay), (bx, by) = a, b
    if a == b:
        top = ay - HEIGHT / 2
        path = f"M{ax - 18:.0f} {top:.0f} C{ax - 34:.0f} {top - 34:.0f} {ax + 34:.0f} {top - 34:.0f} {ax + 18:.0f} {top:.0f}"
        return [line(path), head(ax + 18, top, (-0.35, 1)), numbers(ax, top - 26, label)]
    if bx == ax:
        down = 1 if by > ay else -1
        if abs(by - ay) > DOWN:  # past the boxes between
            side = ax + WIDTH / 2
            out = side + 56
            path = f"M{side:.0f} {ay:.0f} C{out:.0f} {ay:.0f} {out:.0f} {by:.0f} {side:.0f} {by:.0f}"
            return [line(path), head(side, by, (-1, 0)), numbers(side + 42, (ay + by) / 2, label)]
        shift = 14 * down if both_ways else 0
        start, end = (ax + shift, ay + down * HEIGHT / 2), (bx + shift, by - down * HEIGHT / 2)
        path = f"M{start[0]:.0f} {start[1]:.0f} L{end[0]:.0f} {end[1]:.0f}"
        return [line(path), head(*end, (0, down)), numbers(start[0], (start[1] + end[1]) / 2, label)]
    right = 1 if bx > ax else -1
    shift = 12 * right if both_ways else 0
    start = (ax + right * (10 if begin else WIDTH / 2), ay + shift)
    end = (bx - right * WIDTH / 2, by + shift)
    bend = (start[0] + end[0]) / 2
    if ay == by and abs(bx - ax) > ACROSS:  # over the boxes between
        high = ay - 62
        ways = f"{start[0] + 40:.0f} {high:.0f} {end[0] - 60:.0f} {high:.0f}"
        path = f"M{start[0]:.0f} {start[1]:.0f} C{ways} {end[0]:.0f} {end[1] - 8:.0f}"
        return [line(path), head(end[0], end[1] - 8, (1, 0.75)), numbers(bend, high + 14, label)]
    path = (
        f"M{start[0]:.0f} {start[1]:.0f} C{bend:.0f} {start[1]:.0f} {bend:.0f} {end[1]:.0f} {end[0]:.0f} {end[1]:.0f}"
    )
    at = (end[0] - right * 34, end[1]) if ay != by else (bend, end[1])
    return [line(path), head(*end, (right, 0)), numbers(*at, label)]


def line(path: str) -> str:
    return f'<path d="{path}" fill="none" stroke="#44546a" stroke-width="1.4"/>'


def head(x: float, y: float, towards: tuple[float, float]) -> str:
    """The head of an arrow that ends at a point."""
    dx, dy = towards
    size = (dx * dx + dy * dy) ** 0.5
    dx, dy = 9 * dx / size, 9 * dy / size
    corners = ((x, y), (x - dx - dy / 2, y - dy + dx / 2), (x - dx + dy / 2, y - dy - dx / 2))
    return f'<polygon points="{" ".join(f"{a:.1f},{b:.1f}" for a, b in corners)}" fill="#44546a"/>'


def numbers(x: float, y: float, label: str) -> str:
    wide = 7 * len(label) + 6
    return (
        f'<rect x="{x - wide / 2:.0f}" y="{y - 8:.0f}" width="{wide}" height="16" fill="#ffffff" stroke="none"/>'
        f'<text x="{x:.0f}" y="{y + 4:.0f}" text-anchor="middle" font-size="12">{label}</text>'
    )


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true")
    asked = parser.parse_args(arguments)
    folder = SPEC / "diagrams"
    drawn = {machine.file: draw(machine) for machine in machines((SPEC / "protocol.md").read_text("utf-8"))}
    if asked.check:
        there = {path.name: path.read_text("utf-8") for path in folder.glob("*.svg")}
        differ = sorted(name for name in {*there, *drawn} if there.get(name) != drawn.get(name))
        print(
            "\n".join(f"{name} is not what the table says" for name in differ) or "the drawings are those of the tables"
        )
        return 1 if differ else 0
    folder.mkdir(exist_ok=True)
    for path in folder.glob("*.svg"):
        if path.name not in drawn:
            path.unlink()
    for name, text in drawn.items():
        (folder / name).write_text(text, "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
