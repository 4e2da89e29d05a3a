"""`doughy help errors`: what each error's code means, and what to do."""

from __future__ import annotations

from doughy_cli.command_roots import TOPICS
from doughy_cli.error_codes import CODES, GROUPS
from doughy_cli.manual.layout import paragraph, section, table, width

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable


def page() -> str:
    """Return all codes, each with its exit codes, its cause and its remedy."""
    columns = width()
    first = "Under --json an error has one of these as its code. Exit codes stand before the cause."
    parts = [TOPICS["errors"], "\n".join(paragraph(first, columns, 0))]
    parts += [section(title, _rows(codes, columns)) for title, codes in GROUPS]
    return "\n\n".join(parts)


def one(code: str) -> str:
    """Return what one code means."""
    columns = width()
    exits, cause, remedy = CODES[code]
    ends = f"Exit code {' or '.join(map(str, exits))}." if exits else ""
    texts = [each for each in (cause, remedy, ends) if each]
    return "\n\n".join([code, *("\n".join(paragraph(each, columns)) for each in texts)])


def _rows(codes: Iterable[str], columns: int) -> list[str]:
    rows = []
    for code in codes:
        exits, cause, remedy = CODES[code]
        ends = f"{' or '.join(map(str, exits))}: " if exits else ""
        rows.append((code, f"{ends}{cause} {remedy}"))
    return table(rows, columns)
