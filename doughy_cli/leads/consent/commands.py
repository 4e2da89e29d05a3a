"""`doughy leads opt` and `doughy leads opt-audit`."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from doughy_cli.errors import Failed, Usage
from doughy_cli.leads.consent.rows import AuditRow
from doughy_cli.leads.mark_commands import Named
from doughy_cli.leads.rows import LeadRow
from doughy_cli.leads.targets import counted, show_written
from doughy_cli.options import Writing
from doughy_cli.targets import texts

if TYPE_CHECKING:
    from doughy_cli.context import App

app = typer.Typer()


class Consent(StrEnum):
    """Whether a lead agreed to be written to, in the words that are typed."""

    IN = "in"
    OUT = "out"
    PENDING = "pending"

    @property
    def stored(self) -> str:
        """The same as the database has it."""
        return "pending" if self is Consent.PENDING else f"opted_{self.value}"


@app.command(cls=Writing.of(LeadRow))
def opt(
    context: typer.Context,
    leads: Named,
    consent: Annotated[
        Consent,
        typer.Argument(metavar="in|out|pending", case_sensitive=False, show_default=False),
    ],
    reason: Annotated[
        str | None, typer.Option(metavar="TEXT", help="How you know; it goes to the timeline.")
    ] = None,
) -> None:
    """Record whether leads agreed to be written to.

    Who has opted out is opted in again only with a --reason, and after a question.

    Examples:
      doughy leads opt 9375550100 in --reason "Said yes on the phone"
      doughy leads opt alma.reyes@example.com out
    """
    from doughy_cli.db.finding import find_leads
    from doughy_cli.leads.consent.queries import opted_out_among, set_consent
    from doughy_cli.texts import checked_text

    app: App = context.obj
    why = None if reason is None else checked_text(reason, "--reason")
    wanted = texts(app, leads)
    ids = find_leads(app.session, wanted, app.settings.region)
    if consent is not Consent.OUT and (out := opted_out_among(app.session, ids)):
        if why is None:
            raise Usage(f"{_named(out)} opted out.", "Say with --reason how they agreed since.")
        app.confirm(f"{_named(out)} opted out. Record {consent.stored} all the same?")
    else:
        app.confirm(f"Record {consent.stored} for {counted(len(ids))}?", len(ids))
    with app.transaction() as session:
        written = set_consent(session, ids, consent.stored, why)
    show_written(app, leads, written, "saved", "like that already")


@app.command("opt-audit", cls=Writing.of(AuditRow))
def opt_audit(
    context: typer.Context,
    mine: Annotated[
        bool, typer.Option("--mine", help="Your own leads: support and admins see all people's.")
    ] = False,
    fix: Annotated[
        bool, typer.Option("--fix", help="Opt your own leads out whose STOP was not recorded.")
    ] = False,
) -> None:
    """Find STOPs that were not recorded, and what was sent after one.

    Ends with exit code 1 if it finds any that it does not --fix; --json has the evidence.

    Examples:
      doughy leads opt-audit
      doughy leads opt-audit --fix

    Exit codes:
      1  Something was found, and is not mended.
    """
    from doughy_cli.leads.consent.audit import NOT_RECORDED
    from doughy_cli.leads.consent.audit_queries import audit, record_stops

    app: App = context.obj
    findings = audit(app.session, mine=mine or fix)
    unrecorded = {row.lead_id for row in findings if row.kind == NOT_RECORDED}
    if fix and unrecorded:
        app.confirm(f"Opt out {counted(len(unrecorded))}?", len(unrecorded))
        with app.transaction() as session:
            findings = record_stops(session, findings)
    if findings or app.output.explicit:  # else one word is enough
        app.output.rows(AuditRow, findings, whole=True)
    _conclude(app, findings)


def _named(leads: list[LeadRow]) -> str:
    first = f"{str(leads[0].id)[:8]} ({leads[0].name})"
    return first if len(leads) == 1 else f"{first} and {len(leads) - 1} more"


def _conclude(app: App, findings: list[AuditRow]) -> None:
    """Say what was found; raise Failed if any of it is still so."""
    from doughy_cli.leads.consent.audit import NOT_RECORDED

    fixed = sum(row.fixed for row in findings)
    left = sum(row.kind == NOT_RECORDED and not row.fixed for row in findings)
    sent = len(findings) - fixed - left
    if fixed:
        app.output.say(f"{_replies(fixed)} recorded now.")
    if not left and not sent:
        app.output.say("Every STOP is recorded, and nothing was sent after one.")
        return
    found = [f"{_replies(left)} not recorded"] if left else []
    found += [f"{sent:,} sent after an opt-out"] if sent else []
    raise Failed(
        f"{', '.join(found)}.",
        "To record the STOPs: doughy leads opt-audit --fix" if left else None,
        code="consent",
    )


def _replies(count: int) -> str:
    return f"{count:,} STOP repl{'y' if count == 1 else 'ies'}"
