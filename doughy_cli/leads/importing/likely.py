"""`--match likely`: rows that likely are a lead that is there, or an earlier row of the file.

A row whose e-mail or phone a lead has is left to the index, as ever. Of the others, one is
taken for a lead only if the score is high and no other lead comes near.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple
from uuid import UUID

import psycopg

from doughy_cli.intake.reading import Watch
from doughy_cli.intake.records import Reject
from doughy_cli.leads.duplicates.engine import Duplicates, Member
from doughy_cli.leads.duplicates.evidence_queries import stream_evidence
from doughy_cli.leads.duplicates.grouping import MARGIN
from doughy_cli.leads.duplicates.sources import contact_profile, stored_profile
from doughy_cli.leads.duplicates.weights import score_of
from doughy_cli.leads.duplicates.words import why
from doughy_cli.leads.importing.likely_queries import Marked, StagedRow, mark, staged_rows

LEAST = 97  # a false duplicate is a lead that is lost


class Known(NamedTuple):
    """A lead that is there."""

    id: UUID
    name: str


class Outcome(NamedTuple):
    """What was found: records for the summary, and rejects for rows that may be either of two."""

    likely: list[dict[str, Any]]
    refused: list[Reject]


def mark_likely(
    connection: psycopg.Connection[Any], headers: Mapping[str, str], watch: Watch
) -> Outcome:
    """Find the staged rows that likely are there, and mark them; see `likely_queries`.

    `headers` has the header of each field.
    """
    judge = _Judge(connection, watch)
    marked: list[Marked] = []
    outcome = Outcome([], [])
    for row, verdict in judge.verdicts():
        marked.append(Marked(row.place, verdict.lead, verdict.first, verdict.why))
        if verdict.refusal:
            header = headers.get("name", "name")
            outcome.refused.append(Reject(row.line, header, row.name, verdict.refusal))
        else:
            outcome.likely.append(
                {
                    "line": row.line,
                    "name": row.name,
                    "lead": verdict.lead,
                    "first_line": verdict.first_line,
                    "score": verdict.score,
                    "reasons": verdict.why,
                }
            )
    mark(connection, marked)
    return outcome


class _Verdict(NamedTuple):
    lead: UUID | None = None
    first: int | None = None
    first_line: int | None = None
    score: int = 0
    why: str = ""
    refusal: str | None = None


class _Judge:
    """Leads first, then the file's rows, each at its place among the profiles."""

    def __init__(self, connection: psycopg.Connection[Any], watch: Watch) -> None:
        self._duplicates = Duplicates()
        self._leads: list[Known] = []
        self._rows: list[StagedRow] = []
        taken: set[str | None] = set()
        for number, lead in enumerate(stream_evidence(connection, own=True)):
            watch("Reading your leads", number, None)
            self._duplicates.add(stored_profile(lead))
            self._leads.append(Known(lead.id, lead.name))
            taken |= {lead.email, lead.phone}
        for row in staged_rows(connection):
            self._duplicates.add(contact_profile(*row[2:6], row.contacts or (), [row.address]))
            self._rows.append(row)
        taken.discard(None)
        self._exact = {row.place for row in self._rows if taken & {row.email, row.phone}}
        self._watch = watch

    def verdicts(self) -> Iterator[tuple[StagedRow, _Verdict]]:
        """Yield the rows that are no new leads, in no order of the file's."""
        found = self._duplicates.find(LEAST, lambda done: self._watch("Comparing", done, None))
        for group in found.groups:
            yield from self._group(group)
        for undecided in found.undecided:
            if self._is_row(undecided.place) and self._free(undecided.place):
                names = (self._named(each) for each in undecided[1:])
                yield self._row(undecided.place), _either(names)

    def _group(self, members: Sequence[Member]) -> Iterator[tuple[StagedRow, _Verdict]]:
        leads = [each.place for each in members if not self._is_row(each.place)]
        rows = [each for each in members if self._is_row(each.place)]
        first = self._row(rows[0].place) if rows else None
        for member in rows:
            row = self._row(member.place)
            if not self._free(member.place):
                continue
            if leads:
                yield row, self._of_leads(member, leads)
            elif row is not first and first is not None:
                verdict = _Verdict(
                    first=first.place,
                    first_line=first.line,
                    score=score_of(member.bits),
                    why=why(member.reasons),
                )
                yield row, verdict

    def _of_leads(self, member: Member, leads: Iterable[int]) -> _Verdict:
        """Choose among the leads of a group, if one is clearly the likeliest."""
        weighed = sorted(
            ((self._duplicates.compare(member.place, each), each) for each in leads),
            key=lambda found: -found[0].bits,
        )
        best, place = weighed[0]
        if len(weighed) > 1 and best.bits - weighed[1][0].bits < MARGIN:
            return _either(self._named(each) for _, each in weighed[:2])
        # It may be in the group through another row, and be like that one in the first place.
        reasons = best.reasons if best.bits > 0 else member.reasons
        score = score_of(max(best.bits, member.bits))
        return _Verdict(lead=self._leads[place].id, score=score, why=why(reasons))

    def _is_row(self, place: int) -> bool:
        return place >= len(self._leads)

    def _row(self, place: int) -> StagedRow:
        return self._rows[place - len(self._leads)]

    def _free(self, place: int) -> bool:
        """Whether no lead has the row's e-mail or phone."""
        return self._row(place).place not in self._exact

    def _named(self, place: int) -> str:
        if self._is_row(place):
            row = self._row(place)
            return f"line {row.line} ({row.name})"
        lead = self._leads[place]
        return f"lead {str(lead.id)[:8]} ({lead.name})"


def _either(names: Iterable[str]) -> _Verdict:
    first, second = names
    return _Verdict(refusal=f"it is likely {first}, and as likely {second}")
