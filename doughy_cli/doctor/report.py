"""The text for a bug report: versions, settings and findings, without what is anybody's."""

from __future__ import annotations

import os
import platform
import shutil
import sys
from collections.abc import Iterable, Iterator
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING

from doughy_cli import __version__
from doughy_cli.doctor.hiding import Veil
from doughy_cli.doctor.rows import CheckRow
from doughy_cli.doctor.shown import name_of, summary, told
from doughy_cli.errors import DoughyError

if TYPE_CHECKING:
    from doughy_cli.context import App

_VARIABLES = ("DOUGHY_", "PG", "AWS_", "XDG_", "PYTHON", "LC_", "SSL_")
_SHOWN = ("LANG", "LC_ALL", "TERM", "TZ", "NO_COLOR")  # their values are nobody's secret
_LINES = 20  # of the server's log


def write_report(app: App, rows: Iterable[CheckRow]) -> list[CheckRow]:
    """Write the report to stdout; return the rows."""
    found = list(rows)
    veil = Veil(app)
    lines = [
        "doughy report: names, hosts and folders of yours are left out; look it over all the same.",
        "",
        *_machine(),
        *_settings(app),
        "",
        *(line for row in found for line in _of(row)),
        summary(found),
        *_log(app),
    ]
    for line in lines:
        app.output.stdout.write(veil.hide(line) + "\n")
    return found


def _machine() -> Iterator[str]:
    libc = " ".join(filter(None, platform.libc_ver()))
    yield f"doughy    {__version__}, {_installation()}"
    yield f"python    {platform.python_implementation()} {platform.python_version()}"
    yield f"system    {platform.system()} {platform.release()} {platform.machine()} {libc}".rstrip()
    yield f"packages  {', '.join(_packages())}"
    size = shutil.get_terminal_size()
    shown = "terminal" if sys.stderr.isatty() else "no terminal"
    yield f"terminal  {shown}, {size.columns} × {size.lines}, {sys.stderr.encoding}"
    names = sorted(name for name in os.environ if name.startswith(_VARIABLES) or name in _SHOWN)
    values = (f"{each}={os.environ[each]}" if each in _SHOWN else each for each in names)
    yield f"set       {', '.join(values) or 'no variable'}"


def _installation() -> str:
    """Return how doughy was installed, as far as its files tell."""
    try:
        installed = metadata.distribution("doughy")
    except metadata.PackageNotFoundError:
        return "run from a folder"
    if '"editable": true' in (installed.read_text("direct_url.json") or ""):
        return "installed with pip -e"
    by = (installed.read_text("INSTALLER") or "").strip() or "something unknown"
    tool = next((each for each in ("pipx", "uv") if each in Path(sys.prefix).parts), None)
    return f"installed by {tool or by}"


def _packages() -> list[str]:
    try:
        wanted = metadata.requires("doughy") or []
    except metadata.PackageNotFoundError:
        return ["unknown"]
    found = []
    for each in (each for each in wanted if "'dev'" not in each):
        name = each.split(";")[0].split("[")[0].rstrip("0123456789.<>=!,~ ")
        try:
            found.append(f"{name} {metadata.version(name)}")
        except metadata.PackageNotFoundError:
            if "extra" not in each:
                found.append(f"{name} missing")
    return list(dict.fromkeys(found))


def _settings(app: App) -> Iterator[str]:
    try:
        origins = app.settings.origins
    except DoughyError as error:
        yield f"settings  {error.message}"
        return
    kind = "embedded" if app.settings.database_url is None else "another server"
    said = ", ".join(f"{name} from {origin}" for name, origin in origins.items())
    yield f"settings  {kind}; {said}"


def _of(row: CheckRow) -> Iterator[str]:
    code = f" [{row.code}]" if row.code else ""
    first, *rest = told(row)
    yield f"{row.state:<8}  {name_of(row):<10}  {first}{code}"
    yield from (f"{'':<22}{each}" for each in rest)


def _log(app: App) -> Iterator[str]:
    """Yield the last lines of the embedded server's log. Errors of statements are left out: they
    quote what people keep."""
    from doughy_cli.db.server import log_tail

    try:
        lines = log_tail(app.folders.server, 10 * _LINES)
    except DoughyError:
        return
    kept = [line for line in lines if any(each in line for each in ("LOG:", "FATAL:", "PANIC:"))]
    if kept:
        yield from ("", "The server's log:", *kept[-_LINES:])
