"""What docs/performance.md says of a part below its figures: what does not hold and why, and what
was found out. Kept by hand; the figures themselves are in figures.json."""

from __future__ import annotations

NOTES: dict[str, str] = {
    "startup": (
        "Help is never drawn by rich, so `--help` has one limit, that of plain help. A statement's"
        " text is made from SQLModel once and kept (`doughy_cli/db/kept.py`); the first run of a"
        " kind of list takes about three times as long."
    ),
    "idle": (
        "What has been read stays in the server's buffers, 32 MB at most, as the system's own cache"
        " does: a server that was worked with is that much larger than one that was started and"
        " asked once, and not busier. The limit is said of the latter."
        " In its first minutes the log writer still wakes up for what the first session and"
        " autovacuum have written (1.4 times a second); later it does not (0.4)."
    ),
    "export": (
        "Memory: before, records were made by SQLAlchemy, in 77 MB. Now the database writes the"
        " lines and COPY sends them (`doughy_cli/db/copied.py`), nothing of which is kept. What"
        " stands in the way of 40 MB is what is loaded to be connected at all: the interpreter"
        " and the command line are 18 MB, psycopg adds 19; 7 of these are asyncio, which it"
        " imports.\n\n"
        "psql's query is the obvious one: each lead's contacts, notes and imports are looked up."
        " doughy's asks first, for all leads together, which have any; that is why it is faster"
        " than what it is measured by."
    ),
    "list": (
        "A member's. An admin's list, and with it that of the owner of a database of their own, is"
        " of everybody's leads by time, and there is no index of that: through one a member could"
        " find out by EXPLAIN when others' leads were made"
        " ([security-model.md](security-model.md)). The newest are read of each person instead, by"
        " the index that everybody's list is read by; a list of all with conditions reads the whole"
        " table."
    ),
    "policies": (
        "A tag is looked up by the explicit WHERE in an index of all people's tags (GIN) and put"
        " beside the index of the owner. Under a policy PostgreSQL uses no index for a condition"
        " that is not known to be leakproof, and that of arrays is not: the person's own leads are"
        " read, each of them, which is felt from some ten thousand on. What stands in the way: a"
        " function of the tables' owner could use the index for a member, and how long it takes"
        " would tell of others' tags; nothing else here tells of others' rows."
    ),
    "import": (
        "What the database does for each row takes most of the time on both sides: eighteen"
        " indexes, the event in the timeline, the question whether its e-mail and phone are"
        " taken. What doughy adds is the reading, checking and normalising. Until lately a long"
        " import became slower with each row once autovacuum had looked at the table and had seen"
        " nothing in it (`doughy_cli/db/taken.py` says how).\n\n"
        "A row of 100,000 takes longer than one of 10,000 on the clock, for psql as well (the ratio"
        " is the same at both sizes): the indexes are larger than the server's 32 MB of buffers. Of"
        " the processor it takes a tenth more.\n\n"
        "Measured with 100,000 leads, in three rounds, on a machine with others' work on it: a"
        " million takes some minutes each time."
    ),
}
