"""Who is sent nothing, and why: plain rules, which docs/sending.md explains.

Consent goes before everything: `now` overrides the hours and nothing else.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from doughy_cli.leads.sending.hours import Place, next_open, quiet_in
from doughy_cli.leads.sending.recipient_queries import Recipient

TEXT, MAIL = "sms", "email"
NOT_PERMITTED = frozenset(("opted_out", "no_opt_in", "quiet_hours", "not_yours"))


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why nothing is sent to a lead: a name for scripts, and words. `hint` is what to do."""

    code: str
    reason: str
    hint: str | None = None


def consent_refusal(lead: Recipient, channel: str, *, require_opt_in: bool) -> Refusal | None:
    """Return why the lead is not to be written to by `channel` at all, if so."""
    if not lead.mine:
        return Refusal("not_yours", "is somebody else's", "A person writes only to their own.")
    out = lead.opted_out
    if channel == TEXT and out is None and lead.contact_out:
        out = f"has the number of the contact {lead.contact_out}, who opted out of texts"
    if out:
        again = f"If they agreed since: doughy leads opt {str(lead.id)[:8]} in --reason TEXT"
        return Refusal("opted_out", out, again)
    if require_opt_in and lead.opt_status != "opted_in":
        return Refusal(
            "no_opt_in",
            "has not agreed to be written to",
            "[sending] require_opt_in asks for that; record it with `doughy leads opt ID in`.",
        )
    if lead.is_deleted:
        restore = f"`doughy leads restore {str(lead.id)[:8]}` first."
        return Refusal("deleted", "is deleted", restore)
    if (lead.phone if channel == TEXT else lead.email) is None:
        what = "phone" if channel == TEXT else "e-mail"
        return Refusal(f"no_{what.replace('-', '')}", f"has no {what}")
    return None


def hours_refusal(place: Place, at: datetime) -> Refusal | None:
    """Return why it is not the hour to write to somebody at `place`, if so."""
    quiet = quiet_in(place.zones, at)
    if not quiet:
        return None
    zone = min(quiet, key=lambda each: at.astimezone(ZoneInfo(each)).strftime("%H:%M"))
    clock = at.astimezone(ZoneInfo(zone)).strftime("%H:%M")
    where = zone if place.known_by != "unknown" else f"{zone}, and they may be there"
    opens = next_open(place.zones, at)
    when = f"From {opens.astimezone():%a %H:%M} here on, or --now." if opens else "Or --now."
    return Refusal("quiet_hours", f"it is {clock} in {where}: quiet from 21:00 to 08:00", when)
