"""A terminal's text as a picture that is good on light and on dark pages."""

from __future__ import annotations

import re
from io import StringIO
from xml.etree import ElementTree

from rich.console import Console
from rich.terminal_theme import TerminalTheme
from rich.text import Text

# A dark window, on any page. Each colour has a contrast of 4.5 or more against it.
_THEME = TerminalTheme(
    (24, 27, 33),
    (222, 226, 232),
    [
        (24, 27, 33), (242, 120, 120), (134, 206, 134), (226, 190, 106),
        (122, 170, 240), (214, 150, 224), (100, 200, 210), (200, 204, 210),
    ],
)  # fmt: skip
# The readers' own fonts: nothing is fetched. What is dim is mixed into the background by rich.
_FORMAT = """\
<svg viewBox="0 0 {width} {height}" xmlns="http://www.w3.org/2000/svg">
<style>
.{unique_id}-matrix {{
font-family: ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", monospace;
font-size: {char_height}px;
line-height: {line_height}px;
}}
{styles}
</style>
<defs>
<clipPath id="{unique_id}-clip-terminal">
<rect x="0" y="0" width="{terminal_width}" height="{terminal_height}"/>
</clipPath>
{lines}
</defs>
{chrome}
<g transform="translate({terminal_x}, {terminal_y})" clip-path="url(#{unique_id}-clip-terminal)">
{backgrounds}
<g class="{unique_id}-matrix">
{matrix}
</g>
</g>
</svg>
"""
# Where a terminal that is not sure of a text's width is told a column; rich is sure.
_TO_COLUMN = re.compile(r"\x1b\[[0-9]+G")
_SVG = "{http://www.w3.org/2000/svg}"


def picture(name: str, written: str, columns: int, command: str | None = None) -> str:
    """Return what was `written` on a terminal as an SVG, below the prompt with its command if it
    has one."""
    console = Console(
        file=StringIO(), record=True, width=columns, force_terminal=True, color_system="standard"
    )
    if command:
        console.print(Text("$ ", style="dim"), Text(command, style="bold"), sep="")
    console.print(Text.from_ansi(_TO_COLUMN.sub("", written.rstrip())), end="\n\n")
    return console.export_svg(title="", theme=_THEME, code_format=_FORMAT, unique_id=name)


def text_of(svg: str) -> list[str]:
    """Return the lines of text in a picture, without the blanks around them."""
    lines: dict[float, list[tuple[float, str]]] = {}
    for each in ElementTree.fromstring(svg).iter(f"{_SVG}text"):  # noqa: S314 -- our own file
        at = (float(each.get("x", 0)), each.text or "")
        lines.setdefault(float(each.get("y", 0)), []).append(at)
    found = ("".join(text for _, text in sorted(line)) for _, line in sorted(lines.items()))
    return [" ".join(line.replace("\xa0", " ").split()) for line in found]
