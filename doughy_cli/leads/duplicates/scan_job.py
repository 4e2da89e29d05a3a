"""Which of its owner's leads are likely the same person: what `doughy leads dupes` finds, for who
would rather not wait for it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from doughy_cli.errors import Usage
from doughy_cli.handling import Context, Handler, Job

_LEAST, _MOST = 50, 99


@dataclass(frozen=True)
class Input:
    """How sure it must be, in percent."""

    min_score: int = 85

    def __post_init__(self) -> None:
        if not _LEAST <= self.min_score <= _MOST:
            raise Usage(f"min_score must be from {_LEAST} to {_MOST}.")


def run(job: Job[Input], context: Context) -> dict[str, Any]:
    """Return groups of leads, the surest first, with what speaks for it."""
    from doughy_cli.leads.duplicates.engine import Duplicates
    from doughy_cli.leads.duplicates.evidence_queries import stream_evidence
    from doughy_cli.leads.duplicates.sources import stored_profile
    from doughy_cli.leads.duplicates.weights import score_of
    from doughy_cli.leads.duplicates.words import sentences

    duplicates, leads = Duplicates(), []
    connection = context.connection
    with connection.transaction():
        for lead in stream_evidence(connection, person=job.owner):
            duplicates.add(stored_profile(lead))
            leads.append({"id": lead.id, "name": lead.name})
    found = duplicates.find(job.input.min_score, lambda done: context.progress(done, None, "pairs"))
    groups = [
        {
            "score": score_of(min(each.bits for each in members)),
            "leads": [leads[each.place] for each in members],
            "reasons": sentences([reason for each in members for reason in each.reasons]),
        }
        for members in found.groups
    ]
    groups.sort(key=lambda group: -int(str(group["score"])))
    return {
        "leads_looked_at": len(leads),
        "groups": groups,
        "undecided": [leads[each.place] for each in found.undecided],
    }


def suggest(_job: Job[Input], output: Mapping[str, Any]) -> str | None:
    """Return the command that merges the surest group."""
    groups = output.get("groups")
    if not groups:
        return None
    return f"doughy leads merge {' '.join(each['id'][:8] for each in groups[0]['leads'])}"


HANDLER = Handler(
    "Finds leads of yours that are likely the same person.", Input, run, suggest=suggest
)
