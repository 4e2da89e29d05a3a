"""The topics of `doughy help`: texts, and tables made from what the program itself goes by."""

from __future__ import annotations

from doughy_cli.command_roots import TOPICS
from doughy_cli.manual.exits import MEANINGS
from doughy_cli.manual.layout import paragraph, section, table, width

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

ENVIRONMENT = (
    ("DOUGHY_PROFILE", "The profile to use, as --profile names it."),
    ("DOUGHY_DATABASE_URL", "The database, as --database-url names it; without a password."),
    ("DOUGHY_EMAIL", "Who signs in."),
    ("DOUGHY_PASSWORD", "Their password. It goes before the one that is kept here."),
    ("DOUGHY_HOME", "One folder for configuration, data, state and cache."),
    ("DOUGHY_NO_INPUT", "Set to anything: never ask, as --no-input."),
    ("DOUGHY_REGION", "Where phones without a country's code are dialled: US, CA …"),
    ("DOUGHY_DOCUMENTS", "Where documents are kept, before what `docs store` says."),
    ("DOUGHY_VAULT_SECRET", "The vault secret that opens stored keys."),
    ("DOUGHY_OPENAI_MODEL", "The model that reads documents in jobs."),
    ("DOUGHY_PG_BIN", "The folder of the PostgreSQL programs of the embedded server."),
    ("PGPASSWORD", "The administrator's password, for init, migrate, backup and restore."),
    ("NO_COLOR", "Set to anything: no colour. CLICOLOR_FORCE wants it in pipes, too."),
    ("COLUMNS", "How wide tables and help are, in place of the terminal's width."),
    ("TERM", "If it is dumb: no colour, and nothing that is drawn anew."),
    ("PAGER", "The program that shows tables which are longer than the screen."),
)
_FLAGS = (
    ("--json", "The whole record, all its fields; for lists, an array."),
    ("-o table", "What a terminal gets: a table of the main fields, 50 rows at most."),
    ("-o tsv", "What a pipe gets: the same fields, a line for each row."),
    ("-o jsonl", "One JSON object a line, written as rows come."),
    ("-o csv", "All fields, with a heading."),
    ("--fields a,b", "Only these, in this order; `--fields help` names them."),
    ("--sort field", "Order by it; `--sort -field` for descending."),
    ("--limit N, --all", "At most N rows; all rows in a table."),
)
_DATES = (
    ("2026-01-31", "A day; 1/31/2026 is the same one."),
    ("today", "Also yesterday, tomorrow, now."),
    ("friday, fri", "The next one. Where a flag looks back (--since), the last one."),
    ("-7d", "Seven days ago. Also h, d and w: hours, days, weeks."),
    ("2h, +3d", "In two hours; in three days."),
    ("2026-01-31T14:30", "A full time, of the computer's time zone."),
    ("…T14:30:00-05:00", "A full time with its zone; Z is UTC."),
)
_IDS = (
    ("1f2e3d4c", "The beginning of an id, as tables show it: 4 digits or more."),
    ("1f2e3d4c-…", "A whole id, as --json writes it."),
    ("ada@example.com", "A lead (and a deal, by its lead): the e-mail."),
    ("9375550190", "A lead (and a deal, by its lead): the phone, however written."),
    ('"418 maple"', "A property, or a deal by its property: a part of the address."),
    ("-", "Ids from stdin, one a line: what `list` writes into a pipe."),
)
_TEXTS: dict[str, tuple[str, ...]] = {
    "environment": (
        "A flag goes before the environment, the environment before the profile, and the profile "
        "before what is usual. `doughy whoami` says which database and person that makes.",
    ),
    "output": (
        "Data goes to stdout, everything else to stderr. JSON and CSV are complete unless --limit "
        "says otherwise; a table says on stderr when it was cut.",
        "Names are in snake_case, times in UTC with a Z, amounts of money are decimal strings, and "
        "what is not known is null. `doughy help fields` has the fields.",
    ),
    "dates": (
        "WHEN, in a flag, is one of these. Times are those of the computer's time zone unless they "
        "say otherwise; --since begins with the day, --until ends with it.",
    ),
    "ids": (
        "ID, in a command line, is one of these. If several records fit, they are listed (exit "
        "code 5), and nothing is done; if none does, or it is not yours to see, the code is 3.",
    ),
    "exit-codes": (
        "A command's own page says which of these it uses, and where one means more than here.",
    ),
    "scripts": (
        "Sign-in without a prompt: DOUGHY_DATABASE_URL, DOUGHY_EMAIL and DOUGHY_PASSWORD. "
        "--no-input never asks: where an answer is missing, the exit code is 2 and the message "
        "names the flag. --yes answers confirmations.",
        "Every command that changes records takes --dry-run: the same statements, rolled back. "
        'Under --json an error is one line on stderr: {"error": {"code", "message", '
        '"hint"}}; `code` does not change between versions.',
        "`doughy help exit-codes`, `errors`, `output` and `fields` have the rest.",
    ),
}
_LINES = {
    "scripts": (
        "# Whoever is overdue, as e-mails",
        "doughy leads list --overdue --json | jq -r '.[].email'",
        "# Every new lead of a tag is marked, a batch at a time",
        "doughy leads list --tag probate -o tsv | doughy leads tag - --add mailing",
        "# From cron, at eight: exit code 1 if anything is due",
        "0 8 * * 1-5  doughy deals next --check --quiet || …",
    ),
}
_TABLES: dict[str, Sequence[tuple[str, str]]] = {
    "environment": ENVIRONMENT,
    "output": _FLAGS,
    "dates": _DATES,
    "ids": _IDS,
    "exit-codes": tuple((str(code), meaning) for code, meaning in MEANINGS.items()),
}


def topic(name: str) -> str:
    """Return the page of a topic that is one page: all but `fields` and `errors`."""
    columns = width()
    parts = [TOPICS[name]]
    if rows := _TABLES.get(name):
        parts.append("\n".join(table(rows, columns)))
    parts += ["\n".join(paragraph(each, columns, 0)) for each in _TEXTS[name]]
    if lines := _LINES.get(name):
        parts.append(section("Examples", [f"  {each}" for each in lines]))
    return "\n\n".join(parts)
