"""Drawn lines to stdout."""

from __future__ import annotations

from collections.abc import Iterable

from rich.text import Text

from doughy_cli.output import Output
from doughy_cli.screens.parts import Pen


def print_lines(output: Output, lines: Iterable[Text]) -> None:
    """Write lines: with styles on a terminal or where colour is forced, else as plain text."""
    color = output.color(output.stdout)
    pen = Pen(color=color, plain=not color and not output.stdout.isatty())
    for line in lines:
        output.stdout.write(pen.write(line).rstrip() + "\n")
