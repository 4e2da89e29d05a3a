"""What is about to be sent, in a few lines on stderr."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from doughy_cli.leads.sending.deliver import Job
from doughy_cli.leads.sending.rules import TEXT
from doughy_cli.leads.targets import counted
from doughy_cli.output import Output

_SHOWN = 3  # texts
_LONGEST = 160  # characters of each
_WORDS = {
    "opted_out": "opted out",
    "no_opt_in": "have not agreed",
    "quiet_hours": "in quiet hours",
    "already_sent": "were sent the same",
    "unresolved": "may have been sent the same",
    "empty_field": "lack a field of the text",
    "no_phone": "have no phone",
    "no_email": "have no e-mail",
    "not_yours": "are somebody else's",
    "deleted": "are deleted",
    "too_long": "would be sent too long a text",
    "empty": "would be sent nothing",
}


def preview(output: Output, jobs: Sequence[Job]) -> None:
    """Say what the first would be sent, and how many nothing, by reason."""
    fit = [job.made for job in jobs if job.made.refusal is None]
    for made in fit[:_SHOWN]:
        heading = f"[{made.subject}] " if made.subject else ""
        output.say(f"  {made.lead.name}: {_cut(heading + ' '.join(made.body.split()))}")
    if len(fit) > _SHOWN:
        output.say(f"  … and {len(fit) - _SHOWN:,} more")
    reasons = Counter(job.made.refusal.code for job in jobs if job.made.refusal)
    if reasons:
        told = ", ".join(
            f"{count:,} {_WORDS.get(code, code)}" for code, count in reasons.most_common()
        )
        output.say(f"Sent nothing: {told}.")
    if fit and fit[0].channel == TEXT:
        parts = sum(each.segments.count for each in fit if each.segments)
        wide = sum(each.segments.encoding != "GSM-7" for each in fit if each.segments)
        more = f", {wide:,} with letters that need UCS-2" if wide else ""
        output.say(f"{parts:,} segments in all{more}.")
    pending = sum(each.lead.opt_status != "opted_in" for each in fit)
    if pending:
        output.say(f"{pending:,} of {len(fit):,} have not said that they agree.")


def question(jobs: Sequence[Job], interval: float) -> str:
    """Return what is asked before anything is sent."""
    fit = [job for job in jobs if job.made.refusal is None]
    verb = "Text" if fit[0].letter.channel == TEXT else "Mail"
    seconds = interval * (len(fit) - 1)
    long = f", in about {_lasting(seconds)}" if seconds >= 60 else ""
    return f"{verb} {counted(len(fit))} from {fit[0].letter.sender}{long}?"


def _lasting(seconds: float) -> str:
    minutes = round(seconds / 60)
    return f"{minutes} min" if minutes < 120 else f"{round(minutes / 60)} h"


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"
