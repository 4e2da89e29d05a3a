"""The parts of the bench, in the order in which they are measured."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from inspect import signature

from bench import (
    documents,
    dupes,
    duplicates,
    embedded,
    imports,
    jobs,
    logs,
    peers,
    policies,
    size,
    startup,
    suite,
)
from bench.measure import Figure
from bench.place import Place


@dataclass(frozen=True)
class Part:
    """`title` heads it on docs/performance.md, `how` says how it is measured. A `shared` part
    runs in the database with a million leads; a part that is `asked` for runs only if named."""

    title: str
    how: str
    measure: Callable[..., list[Figure]]
    shared: bool = False
    asked: bool = False

    def figures(self, place: Place, settings: dict[str, int]) -> list[Figure]:
        """Measure it, with those of the settings (`rounds`, `rows`) that it has."""
        known = signature(self.measure).parameters
        return self.measure(place, **{k: v for k, v in settings.items() if k in known})


PARTS = {
    "startup": Part(
        "Start, fifty rows, one change",
        "Whole processes of the installed console script, by `python -c pass`; CPU of the process,"
        " output into nothing. Fifty leads, fifty deals; each command has run before.",
        startup.measure,
    ),
    "peers": Part(
        "Others' start",
        "The same of programs in Python that people know, each installed from PyPI into one"
        " environment.",
        peers.measure,
    ),
    "idle": Part(
        "The embedded server while nobody types",
        "PSS and voluntary context switches of all its processes, over a minute, once what was"
        " written has been looked after: six minutes after the start, 40 s after the last command.",
        embedded.measure_idle,
    ),
    "quickstart": Part(
        "Quickstart",
        "An empty home: the engine copied out of its wheel, a database made and started, the"
        " schema, an account, demo data; by `initdb` and one start of the same programs.",
        embedded.measure_quickstart,
    ),
    "dupes": Part(
        "Duplicates",
        "`leads dupes` of all stored leads, by an export of the same.",
        dupes.measure,
    ),
    "list": Part(
        "A list among few and among many",
        "The same process on a table with 1,000 leads and on one with a million, CPU of client and"
        " server.",
        size.measure_list,
        shared=True,
    ),
    "policies": Part(
        "Row level security",
        "The program's statements on connections that are open, as the member or admin, by the"
        " same with an explicit WHERE as a superuser, whom no policy holds. Wall; a query that"
        " takes less than 5 ms holds whatever its ratio.",
        policies.measure,
        shared=True,
    ),
    "export": Part(
        "Export",
        "As an admin who sees all, by psql's COPY of the same columns and of what hangs on each"
        " lead; both into a file. Wall; CPU is that of client and server.",
        size.measure_export,
        shared=True,
    ),
    "import": Part(
        "Import",
        "By psql's `\\copy` of the same file into a temporary table and the same INSERT … SELECT,"
        " as the same person, into an empty table. Wall; CPU is that of client and server. Of"
        " doughy's file one row in a thousand is rejected with its line and reason; phones and"
        " e-mails are as people write them.",
        imports.measure,
    ),
    "duplicates": Part(
        "The search for duplicates in a file",
        "By an import of the same file that is rolled back.",
        duplicates.measure,
    ),
    "logs": Part("Logs", "By psql with the same SELECT.", logs.measure),
    "documents": Part(
        "Documents", "A thousand files in one command, by one file.", documents.measure
    ),
    "jobs": Part("Jobs", "A worker, by a bare loop in psycopg that does the same.", jobs.measure),
    "suite": Part(
        "The tests", "`pytest`, as the project's check runs it.", suite.measure, asked=True
    ),
}
