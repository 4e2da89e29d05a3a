"""Looking for leads in the queue by what somebody types."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from sqlmodel import Session, select

from doughy_cli.db.ids import among
from doughy_cli.db.tables import Lead
from doughy_cli.leads.triage.places import Words, fits


def fitting(session: Session, ids: Iterable[UUID], text: str) -> set[UUID]:
    """Return those of the leads whose words `text` fits; see `fits`.

    They are read when they are asked for: a queue of thousands is rarely searched.
    """
    columns = (Lead.id, Lead.name, Lead.company, Lead.email, Lead.phone, Lead.tags)
    found = session.connection().execute(select(*columns).where(among(Lead.id, ids)))  # type: ignore[call-overload]
    return {lead for lead, *words in found if fits(Words(*words), text)}
