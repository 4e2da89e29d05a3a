"""Triage without a terminal: the queue as data, and decisions from a file."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO
from uuid import UUID

import psycopg
from sqlalchemy.exc import SQLAlchemyError

from doughy_cli.dates import HERE
from doughy_cli.db.failures import explain_database_error
from doughy_cli.db.finding import find_leads
from doughy_cli.errors import DoneInPart, DoughyError, SignIn, Unreachable, Usage
from doughy_cli.leads.following.order_queries import queue_order
from doughy_cli.leads.following.weights import read_weights
from doughy_cli.leads.targets import counted
from doughy_cli.leads.triage.apply_queries import Applied, apply
from doughy_cli.leads.triage.card_queries import cards
from doughy_cli.leads.triage.decisions import Kind, Line, read_line
from doughy_cli.leads.triage.rows import AnswerRow, TriageRow
from doughy_cli.options import Format

if TYPE_CHECKING:
    from sqlmodel import Session

    from doughy_cli.context import App
    from doughy_cli.leads.filters import LeadFilter

_AT_ONCE = 200  # cards that are read together


def print_plan(app: App, where: LeadFilter) -> None:
    """Print the queue, each lead with all that its card shows; nothing is changed."""
    app.flags.output = app.flags.output or (None if app.flags.json else Format.jsonl)
    weights, now = read_weights(app.folders), datetime.now(HERE)
    ids = [each.id for each in queue_order(app.session, where, weights, now, app.flags.limit)]
    portions = (ids[first : first + _AT_ONCE] for first in range(0, len(ids), _AT_ONCE))
    app.output.rows(
        TriageRow,
        (row for portion in portions for row in cards(app.session, portion, weights, now)),
        whole=True,
    )


def apply_file(app: App, path: str) -> None:
    """Apply a file's decisions, each in a transaction of its own, and answer each.

    Raises DoneInPart if some were rejected; Unreachable and SignIn end it at once.
    """
    app.flags.output = app.flags.output or (None if app.flags.json else Format.jsonl)
    count = {"saved": 0, "skipped": 0, "rejected": 0}

    def answers() -> Iterator[AnswerRow]:
        with _opened(path) as file:
            for number, text in enumerate(file, 1):
                if text.strip():
                    answer = _answer(app, number, text)
                    count[answer.result] += 1
                    yield answer

    app.output.rows(AnswerRow, answers(), whole=True)
    if app.flags.dry_run:
        app.session.rollback()
        app.output.say("Dry run: nothing was saved.")
    if count["rejected"]:
        raise DoneInPart(
            f"{count['rejected']:,} of {sum(count.values()):,} decisions were rejected.",
            "Their lines say why; the others are done.",
        )
    app.output.say(f"{counted(count['saved'])} decided, {count['skipped']:,} skipped.")


@contextmanager
def _opened(path: str) -> Iterator[BinaryIO]:
    if path == "-":
        yield sys.stdin.buffer
    else:
        try:
            file = Path(path).open("rb")  # noqa: SIM115 -- errors of reading it later are others
        except OSError as error:
            hint = "Give a file of JSON lines, or - for standard input."
            raise Usage(f"Cannot read {path}: {error.strerror}.", hint) from error
        with file:
            yield file


def _answer(app: App, number: int, text: bytes) -> AnswerRow:
    """Apply one line and return what became of it; what went wrong is in the answer."""
    record: Any = None
    lead_id: UUID | None = None
    try:
        record = _json(text)
        line = read_line(record)
        [lead_id] = find_leads(app.session, [line.lead], app.settings.region)
        with _saved(app) as session:
            done = _apply(session, lead_id, line)
    except (DoughyError, SQLAlchemyError, psycopg.Error) as error:
        failure = error if isinstance(error, DoughyError) else explain_database_error(error)
        if isinstance(failure, Unreachable | SignIn):
            raise
        if not app.flags.dry_run:
            app.session.rollback()
        told = {"code": failure.code, "message": failure.message, "hint": failure.hint}
        decision = record.get("decision") if isinstance(record, dict) else None
        named = decision if isinstance(decision, str) else None
        return AnswerRow(number, lead_id, None, named, "rejected", None, None, told)
    kind = line.decision.kind
    if done is None:
        return AnswerRow(number, lead_id, None, kind, "skipped", None, None, None)
    made = [*done.entry.calls, *done.entry.deals]
    return AnswerRow(
        line=number,
        lead=lead_id,
        name=done.row.name,
        decision=kind,
        result="saved",
        made=UUID(made[0]) if made else None,
        updated_at=done.row.updated_at,
        error=None,
    )


def _json(text: bytes) -> Any:
    try:
        return json.loads(text.decode("utf-8-sig"))
    except ValueError as error:
        raise Usage(f"This is not JSON in UTF-8: {error}", "A line holds one object.") from None


def _apply(session: Session, lead_id: UUID, line: Line) -> Applied | None:
    if line.decision.kind is Kind.skip:
        return None
    return apply(session, lead_id, line.decision, line.unchanged_since)


@contextmanager
def _saved(app: App) -> Iterator[Session]:
    """A transaction of one line; in a dry run a part of one that is rolled back at the end."""
    if app.flags.dry_run:
        with app.session.begin_nested():
            yield app.session
        return
    with app.transaction() as session:
        yield session
