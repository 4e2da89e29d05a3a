"""Groups of duplicates as they are shown."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from typing import Any
from uuid import UUID

from sqlmodel import Session

from doughy_cli.leads.duplicates.engine import Member
from doughy_cli.leads.duplicates.rows import (
    DuplicateGroupRow,
    DuplicateLead,
    DuplicateRow,
    FileDuplicateRow,
)
from doughy_cli.leads.duplicates.search import Group, Line, Undecided, Who
from doughy_cli.leads.duplicates.weights import score_of
from doughy_cli.leads.duplicates.words import sentences, why
from doughy_cli.leads.queries import leads_by_id
from doughy_cli.leads.rows import LeadRow

_FETCHED = 200  # groups whose leads are read at a time


def group_rows(session: Session, groups: Iterable[Group]) -> Iterator[DuplicateGroupRow]:
    """Yield groups as records; a lead that is gone by now is left out."""
    for group, leads in _with_leads(session, groups):
        members = [_lead(who, member, leads) for who, member in group.members]
        reasons = [reason for _, member in group.members for reason in member.reasons]
        yield DuplicateGroupRow(
            score=group.score,
            reasons=sentences(reasons),
            leads=[each for each in members if each is not None],
        )


def table_rows(
    session: Session, groups: Iterable[Group], *, of_file: bool
) -> Iterator[DuplicateRow]:
    """Yield a row for each lead and line, group by group."""
    record = FileDuplicateRow if of_file else DuplicateRow
    for number, (group, leads) in enumerate(_with_leads(session, groups), start=1):
        for who, member in group.members:
            lead = _lead(who, member, leads)
            if lead is None:
                continue
            yield record(
                id=lead.id,
                line=lead.line,
                group=number,
                score=group.score,
                name=lead.name,
                phone=lead.phone,
                email=lead.email,
                company=lead.company,
                status=lead.status,
                created_at=lead.created_at,
                why=why(member.reasons),
            )


def told(session: Session, undecided: Iterable[Undecided]) -> Iterator[str]:
    """Yield a sentence for each lead or line that could not be decided."""
    found = list(undecided)
    ids = {who for each in found for who in each if isinstance(who, UUID)}
    names = {lead.id: lead.name for lead in leads_by_id(session, ids)}
    for each in found:
        who, first, second = (_named(one, names) for one in each)
        yield f"  {who} is as likely {first} as {second}, who are two."


def _with_leads(
    session: Session, groups: Iterable[Group]
) -> Iterator[tuple[Group, Mapping[UUID, LeadRow]]]:
    rest = iter(groups)
    while some := list(islice(rest, _FETCHED)):
        ids = [who for group in some for who, _ in group.members if isinstance(who, UUID)]
        leads = {lead.id: lead for lead in leads_by_id(session, ids)} if ids else {}
        yield from ((group, leads) for group in some)


def _lead(who: Who, member: Member, leads: Mapping[UUID, LeadRow]) -> DuplicateLead | None:
    shown: Any = who if isinstance(who, Line) else leads.get(who)
    if shown is None:
        return None
    return DuplicateLead(
        id=None if isinstance(who, Line) else who,
        line=who.line if isinstance(who, Line) else None,
        name=shown.name,
        email=shown.email,
        phone=shown.phone,
        company=shown.company,
        status=shown.status,
        created_at=None if isinstance(who, Line) else shown.created_at,
        score=score_of(member.bits),
        reasons=[{**each._asdict(), "weight": round(each.weight, 1)} for each in member.reasons],
    )


def _named(who: Who, names: Mapping[UUID, str]) -> str:
    if isinstance(who, Line):
        return f"line {who.line} ({who.name})"
    return f"{str(who)[:8]} ({names.get(who, 'gone')})"
