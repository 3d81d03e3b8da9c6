"""Make xslt/html/outlines.xml, the land of the maps, of the package world-atlas of npm (Natural Earth, 1:50m).

`python -m support.outlines land-50m.json` (npm pack world-atlas@2.0.2) writes it anew; the same input gives the same bytes.

There are two levels, for maps of a region and of much of the world: land as polygons, simplified, in tiles that an
edition picks by its extent. Tiles overlap a little, so that no seam is seen between them. Coordinates are hundredths of
a degree, longitude to the right and latitude downwards; paths are relative, as SVG has them.
"""

from __future__ import annotations

import json
import sys
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

Point = tuple[float, float]
TARGET = Path(__file__).resolve().parents[2] / "xslt" / "html" / "outlines.xml"
# Degrees of a tile, degrees that a simplified line may be off, the smallest area (in square degrees) that is kept.
LEVELS = {"fine": (10, 0.02, 0.004), "coarse": (30, 0.12, 0.15)}
OVERLAP = 0.06
HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    "<!-- Made by tests/support/outlines.py of Natural Earth 4.1.0, 1:50m, land (naturalearthdata.com), which is in the public\n"
    "     domain, in the edition of the npm package world-atlas 2.0.2. Units: hundredths of a degree. -->\n"
)


def rings(topology: Any) -> list[list[Point]]:
    """All rings of the land, outer and inner, in degrees (TopoJSON Format Specification, 2.1.4 and 2.2)."""
    (sx, sy), (tx, ty) = topology["transform"]["scale"], topology["transform"]["translate"]
    arcs = []
    for arc in topology["arcs"]:
        x = y = 0
        line = []
        for dx, dy in arc:
            x, y = x + dx, y + dy
            line.append((x * sx + tx, y * sy + ty))
        arcs.append(line)

    def ring(numbers: Sequence[int]) -> list[Point]:
        line: list[Point] = []
        for number in numbers:
            arc = arcs[number] if number >= 0 else arcs[~number][::-1]
            line += arc[bool(line) :]
        return line

    (land,) = topology["objects"]["land"]["geometries"]
    return [ring(numbers) for polygon in land["arcs"] for numbers in polygon]


def area(ring: Sequence[Point]) -> float:
    pairs = zip(ring, ring[1:] + ring[:1], strict=True)  # type: ignore[operator]
    return abs(sum(x * v - u * y for (x, y), (u, v) in pairs)) / 2


def simplified(line: Sequence[Point], tolerance: float) -> list[Point]:
    """Without points that are no farther than the tolerance from the line between others (Ramer, Douglas, Peucker)."""
    keep = {0, len(line) - 1}
    spans = [(0, len(line) - 1)]
    while spans:
        first, last = spans.pop()
        (x, y), (u, v) = line[first], line[last]
        length = ((u - x) ** 2 + (v - y) ** 2) ** 0.5
        farthest, most = 0, 0.0
        for number in range(first + 1, last):
            a, b = line[number]
            off = (
                abs((u - x) * (y - b) - (x - a) * (v - y)) / length if length else ((a - x) ** 2 + (b - y) ** 2) ** 0.5
            )
            if off > most:
                farthest, most = number, off
        if most > tolerance:
            keep.add(farthest)
            spans += [(first, farthest), (farthest, last)]
    return [line[number] for number in sorted(keep)]


def half(ring: Sequence[Point], inside: Callable[[Point], bool], axis: int, at: float) -> list[Point]:
    """The part of a ring on one side of a line that is parallel to an axis (Sutherland and Hodgman)."""
    found = []
    for number, point in enumerate(ring):
        before = ring[number - 1]
        if inside(point) != inside(before):
            share = (at - before[axis]) / (point[axis] - before[axis])
            other = before[1 - axis] + share * (point[1 - axis] - before[1 - axis])
            found.append((at, other) if axis == 0 else (other, at))
        if inside(point):
            found.append(point)
    return found


def strip(shapes: Sequence[Sequence[Point]], axis: int, low: float, high: float) -> list[list[Point]]:
    """The parts of rings between two lines."""
    parts = []
    for ring in shapes:
        low_part = half(ring, lambda point: point[axis] >= low, axis, low)
        part = half(low_part, lambda point: point[axis] <= high, axis, high) if low_part else []
        if len(part) > 2:
            parts.append(part)
    return parts


def path(shapes: Sequence[Sequence[Point]]) -> str:
    """Rings as data of an SVG path; what rounding makes a line or a point is left out."""
    parts = []
    for ring in shapes:
        points: list[tuple[int, int]] = []
        for x, y in ring:
            point = (round(x * 100), round(-y * 100))
            if not points or point != points[-1]:
                points.append(point)
        if len(set(points)) > 2:
            steps = [(u - x, v - y) for (x, y), (u, v) in pairwise(points)]
            numbers = " ".join(f"{x} {y}" for x, y in steps).replace(" -", "-")
            parts.append(f"M{points[0][0]} {points[0][1]}l{numbers}z".replace(" -", "-"))
    return "".join(parts)


def level(name: str, land: Sequence[Sequence[Point]]) -> list[str]:
    """The element of a level: its tiles from west to east and south to north, those with land."""
    size, tolerance, smallest = LEVELS[name]
    shapes = [simplified(ring, tolerance) for ring in land if area(ring) >= smallest]
    lines = [f'  <level name="{name}" step="{size}">']
    for west in range(-180, 180, size):
        column = strip(shapes, 0, west - OVERLAP, west + size + OVERLAP)
        for south in range(-90, 90, size):
            data = path(strip(column, 1, south - OVERLAP, south + size + OVERLAP))
            if data:
                lines.append(f'    <tile west="{west}" south="{south}" d="{data}"/>')
    return [*lines, "  </level>"]


def main() -> None:
    """Write the outlines of the file that is named."""
    land = rings(json.loads(Path(sys.argv[1]).read_text(encoding="utf-8")))
    lines = ["<outlines>", *level("fine", land), *level("coarse", land), "</outlines>", ""]
    TARGET.write_text(HEAD + "\n".join(lines), encoding="utf-8")


if __name__ == "__main__":
    main()
