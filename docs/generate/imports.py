"""The picture of who imports whom.

The rows are the layers of the import contract in pyproject.toml. An arrow goes from a layer to one
that it imports, unless a way of other arrows leads there as well.
"""

from __future__ import annotations

import textwrap
import tomllib
from collections.abc import Iterable
from pathlib import Path
from xml.sax.saxutils import escape

import grimp

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = "doughy_cli"

Layers = list[list[str]]
Arrows = list[tuple[int, int]]

_BOX, _SIDE = 640, 150  # pixels: a layer, and the arrows past others beside it
_MARGIN, _GAP, _LINE = 10, 24, 18
_LETTERS = 82  # in a line of a layer
_STYLE = """\
rect { fill: #f6f8fa; stroke: #57606a; }
text { font: 13px ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", monospace;
  fill: #1f2328; }
path { fill: none; stroke: #57606a; stroke-width: 1.5; marker-end: url(#head); }
#head path { fill: #57606a; stroke: none; marker-end: none; }
svg { background: #ffffff; }"""


def layers() -> Layers:
    """Return the modules of each layer of the contract, the uppermost first."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    [contract] = (
        each for each in settings["tool"]["importlinter"]["contracts"] if each["type"] == "layers"
    )
    return [
        [each.strip().removeprefix(f"{PACKAGE}.") for each in layer.split("|")]
        for layer in contract["layers"]
    ]


def homeless(rows: Layers) -> set[str]:
    """Return the modules and packages of the program that are in no layer."""
    folder = ROOT / PACKAGE
    there = {each.stem for each in folder.glob("*.py")} - {"__init__"}
    there |= {each.parent.name for each in folder.glob("*/__init__.py")}
    return there - {name for row in rows for name in row}


def arrows(rows: Layers) -> Arrows:
    """Return from which layer to which others an arrow goes, by their numbers."""
    graph = grimp.build_graph(PACKAGE, exclude_type_checking_imports=True, cache_dir=None)
    place = {name: number for number, row in enumerate(rows) for name in row}
    imports: dict[int, set[int]] = {number: set() for number in range(len(rows))}
    for module in graph.modules - {PACKAGE}:
        for imported in graph.find_modules_directly_imported_by(module) - {PACKAGE}:
            imports[place[module.split(".")[1]]].add(place[imported.split(".")[1]])
    return [
        (above, below)
        for above, found in imports.items()
        for below in sorted(found)
        if below > above and not _reached(imports, found - {above, below}, below)
    ]


def _reached(imports: dict[int, set[int]], starts: Iterable[int], end: int) -> bool:
    """Whether a way leads from one of the layers to another, downwards."""
    return any(
        start < end and (end in imports[start] or _reached(imports, imports[start] - {start}, end))
        for start in starts
    )


def render() -> str:
    """Return the picture as SVG."""
    rows = layers()
    return _drawn(rows, arrows(rows))


def _drawn(rows: Layers, found: Arrows) -> str:
    texts = [textwrap.wrap("   ".join(row), _LETTERS, break_on_hyphens=False) for row in rows]
    tops, bottom = [], _MARGIN
    for lines in texts:
        tops.append(bottom)
        bottom += len(lines) * _LINE + 14 + _GAP
    ends = [top + len(lines) * _LINE + 14 for top, lines in zip(tops, texts, strict=True)]
    drawn = [
        f'<rect x="{_MARGIN}" y="{top}" width="{_BOX}" height="{end - top}" rx="4"/>\n'
        + "\n".join(
            f'<text x="{_MARGIN + 12}" y="{top + 20 + number * _LINE}" xml:space="preserve">'
            f"{escape(line)}</text>"
            for number, line in enumerate(lines)
        )
        for top, end, lines in zip(tops, ends, texts, strict=True)
    ]
    for above, below in found:
        if below == above + 1:
            way = f"M{_BOX // 2},{ends[above]} V{tops[below] - 2}"
        else:
            start, end = (tops[above] + ends[above]) // 2 + 4, (tops[below] + ends[below]) // 2 - 4
            edge = _MARGIN + _BOX
            out = edge + 20 + (below - above) * 11
            way = f"M{edge},{start} C{out},{start} {out},{end} {edge + 2},{end}"
        drawn.append(f'<path d="{way}"/>')
    width, height = _MARGIN + _BOX + _SIDE, bottom - _GAP + _MARGIN
    return f"""\
<svg viewBox="0 0 {width} {height}" xmlns="http://www.w3.org/2000/svg">
<style>
{_STYLE}
</style>
<defs><marker id="head" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" \
orient="auto"><path d="M0,0 L8,4 L0,8 z"/></marker></defs>
<rect width="{width}" height="{height}" style="fill: #ffffff; stroke: none"/>
{chr(10).join(drawn)}
</svg>
"""
