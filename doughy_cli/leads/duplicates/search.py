"""Likely duplicates among stored leads, and among the lines of a file and these."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import groupby
from typing import Any, NamedTuple
from uuid import UUID

import psycopg

from doughy_cli.intake.reading import Watch
from doughy_cli.leads.duplicates.engine import Duplicates, Found, Member
from doughy_cli.leads.duplicates.evidence_queries import stream_evidence
from doughy_cli.leads.duplicates.sources import incoming_profile, stored_profile
from doughy_cli.leads.duplicates.weights import score_of
from doughy_cli.leads.importing.incoming import IncomingLead


class Line(NamedTuple):
    """A row of a file, with what is shown of it."""

    line: int
    name: str
    email: str | None
    phone: str | None
    company: str | None
    status: str | None


Who = UUID | Line


class Group(NamedTuple):
    """Leads and lines that are likely one. `score` is that of the least sure of them."""

    score: int
    members: list[tuple[Who, Member]]


class Undecided(NamedTuple):
    """Who is as likely one person as another."""

    who: Who
    first: Who
    second: Who


class Search(NamedTuple):
    """What was found: groups, the surest first, and what could not be decided."""

    groups: list[Group]
    undecided: list[Undecided]


def among_leads(
    connection: psycopg.Connection[Any],
    least: int,
    *,
    deleted: bool,
    fitting: Collection[UUID] | None,
    watch: Watch,
) -> Search:
    """Search the leads that are seen; each person's own, as only those can be merged.

    Groups without a lead in `fitting` are left out.
    """
    groups: list[Group] = []
    undecided: list[Undecided] = []
    leads = _counted(stream_evidence(connection, own=False, deleted=deleted), watch)
    for _, own in groupby(leads, key=lambda lead: lead.user_id):
        duplicates, ids = Duplicates(), []
        for lead in own:
            duplicates.add(stored_profile(lead))
            ids.append(lead.id)
        found = duplicates.find(least, lambda done: watch("Comparing", done, None))
        _collect(found, ids, groups, undecided)
    if fitting is not None:
        groups = [each for each in groups if any(who in fitting for who, _ in each.members)]
        undecided = [each for each in undecided if each.who in fitting]
    return Search(sorted(groups, key=_surest), undecided)


def with_lines(
    connection: psycopg.Connection[Any], lines: Iterable[IncomingLead], least: int, watch: Watch
) -> Search:
    """Search the lines of a file, among themselves and against one's own leads.

    Groups of leads alone are left out.
    """
    duplicates = Duplicates()
    who: list[Who] = []
    for lead in _counted(stream_evidence(connection, own=True), watch):
        duplicates.add(stored_profile(lead))
        who.append(lead.id)
    stored = len(who)
    for line in _counted(lines, watch):
        duplicates.add(incoming_profile(line))
        who.append(Line(line.line, line.name, line.email, line.phone, line.company, line.status))
    groups: list[Group] = []
    undecided: list[Undecided] = []
    found = duplicates.find(least, lambda done: watch("Comparing", done, None))
    kept = Found(
        [group for group in found.groups if group[-1].place >= stored],
        [each for each in found.undecided if each.place >= stored],
    )
    _collect(kept, who, groups, undecided)
    return Search(sorted(groups, key=_surest), undecided)


def _collect(
    found: Found, who: Sequence[Who], groups: list[Group], undecided: list[Undecided]
) -> None:
    for members in found.groups:
        score = score_of(min(each.bits for each in members))
        groups.append(Group(score, [(who[each.place], each) for each in members]))
    undecided += [
        Undecided(who[each.place], who[each.first], who[each.second]) for each in found.undecided
    ]


def _surest(group: Group) -> int:
    return -group.score


def _counted(leads: Iterable[Any], watch: Watch) -> Iterator[Any]:
    for number, lead in enumerate(leads):
        watch("Reading", number, None)
        yield lead
