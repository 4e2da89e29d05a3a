"""How sending ends: the rows, a sentence, and the exit code."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

from doughy_cli.errors import (
    Conflict,
    DoneInPart,
    DoughyError,
    Failed,
    Interrupted,
    NotPermitted,
    Unreachable,
)
from doughy_cli.leads.sending import shown
from doughy_cli.leads.sending.rows import SendRow
from doughy_cli.leads.sending.rules import NOT_PERMITTED
from doughy_cli.targets import STDIN

if TYPE_CHECKING:
    from doughy_cli.context import App
    from doughy_cli.leads.sending.deliver import Job

_CONFLICTS = frozenset(("unresolved", "already_sent", "deleted", "merged", "taken", "stale"))
SYNC = "`doughy leads messages sync` finds out."
_RETRY = "To try again what failed: doughy leads messages retry --failed"


def conclude(
    app: App,
    named: list[str] | None,
    jobs: Sequence[Job],
    rows: Sequence[SendRow],
    error: DoughyError | None,
) -> None:
    """Write the rows, say how many were sent, and raise what the exit code is made of."""
    hints = {job.made.lead.id: job.made.refusal.hint for job in jobs if job.made.refusal}
    if len(rows) == 1 and len(named or []) == 1 and named != [STDIN]:
        _conclude_one(app, rows[0], hints.get(rows[0].lead_id), error)
        return
    app.output.rows(SendRow, rows, whole=True)
    done = Counter(row.outcome for row in rows)
    told = _told(done)
    if app.flags.dry_run:
        app.output.say(f"Dry run: nothing was sent. {told}")
    else:
        app.output.say(told)
    described = named is None and not any(job.retried for job in jobs)
    _raise_for_many(app, rows, done, error, described=described)


def _conclude_one(app: App, row: SendRow, hint: str | None, error: DoughyError | None) -> None:
    dry = app.flags.dry_run
    if row.outcome in (shown.SENT, shown.WOULD_SEND) or dry:
        app.output.one(SendRow, row)
    if dry:
        app.output.say("Dry run: nothing was sent.")
    who = f"{str(row.lead_id)[:8]} ({row.name})"
    match row.outcome:
        case shown.SENT:
            app.output.say("Sent.")
            app.output.suggest("Whether it arrived: doughy leads messages sync")
        case shown.REFUSED | shown.SENT_BEFORE:
            kind = (
                NotPermitted
                if row.code in NOT_PERMITTED
                else Conflict
                if row.code in _CONFLICTS
                else Failed
            )
            raise kind(f"{who}: {_sentence(row.reason)}", hint, code=row.code)
        case shown.FAILED:
            again = None if row.code in NOT_PERMITTED else _RETRY
            raise _kind(error, row)(
                f"{who}: {row.reason}", error.hint if error else again, code=row.code
            )
        case shown.UNKNOWN:
            raise _uncertain(error)(
                f"{who}: {row.reason} It may have been sent, or not.", SYNC, code="unresolved"
            )
        case shown.NOT_SENT:
            raise error or Failed(f"{who}: nothing was sent.")


def _raise_for_many(
    app: App,
    rows: Sequence[SendRow],
    done: Counter[str],
    error: DoughyError | None,
    *,
    described: bool,
) -> None:
    left = f" {done[shown.NOT_SENT]:,} were not begun." if done[shown.NOT_SENT] else ""
    if isinstance(error, Interrupted):
        raise Interrupted(f"Stopped: {done[shown.SENT]:,} sent and recorded.{left}", _again(done))
    if error:
        error.message = f"{error.message}{left}"
        raise error
    if app.flags.dry_run and done[shown.WOULD_SEND]:
        return
    got = (shown.SENT, shown.SENT_BEFORE)
    missing = [row for row in rows if row.outcome not in got]
    if described and done[shown.SENT] + done[shown.SENT_BEFORE]:
        # Of a set that is described, who may not be sent it was never meant; who was named, was.
        missing = [
            row for row in missing if row.outcome != shown.REFUSED or row.code == "unresolved"
        ]
    if not missing:
        return
    if done[shown.UNKNOWN] or len(missing) < len(rows):
        hint = SYNC if done[shown.UNKNOWN] else _RETRY if done[shown.FAILED] else None
        raise DoneInPart(f"Not sent to {len(missing):,} of {len(rows):,}.", hint)
    if not done[shown.FAILED] and any(row.code in NOT_PERMITTED for row in rows):
        raise NotPermitted("Nobody of them may be sent it now.", code=_only(rows))
    kind = Conflict if all(row.code in _CONFLICTS for row in rows) else Failed
    raise kind("Nothing was sent.", _RETRY if done[shown.FAILED] else None, code=_only(rows))


def _told(done: Counter[str]) -> str:
    words = {
        shown.SENT: "sent",
        shown.WOULD_SEND: "would be sent",
        shown.FAILED: "failed",
        shown.UNKNOWN: "may have been sent",
        shown.SENT_BEFORE: "sent before",
        shown.REFUSED: "refused",
        shown.NOT_SENT: "not begun",
    }
    parts = [f"{done[outcome]:,} {word}" for outcome, word in words.items() if done[outcome]]
    return f"{', '.join(parts)}."


def _again(done: Counter[str]) -> str | None:
    if done[shown.UNKNOWN]:
        return SYNC
    return "The same command goes on with the rest." if done[shown.NOT_SENT] else None


def _kind(error: DoughyError | None, row: SendRow) -> type[DoughyError]:
    if row.code == "opted_out":
        return NotPermitted
    return Unreachable if isinstance(error, Unreachable) else Failed


def _uncertain(error: DoughyError | None) -> type[DoughyError]:
    return Interrupted if isinstance(error, Interrupted) else DoneInPart


def _only(rows: Sequence[SendRow]) -> str | None:
    codes = {row.code for row in rows}
    return codes.pop() if len(codes) == 1 else None


def _sentence(reason: str | None) -> str:
    return f"{(reason or '').rstrip('.')}."
