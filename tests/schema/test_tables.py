"""SQLModel's tables on a real database, as a person."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import create_engine, inspect
from sqlmodel import Session, col, select

from doughy_cli.db import tables

if TYPE_CHECKING:
    from tests.harness import Database, Person


def session(person: Person | Database) -> Session:
    # The harness's connections commit by themselves; a session means to say when.
    def connect() -> object:
        connection = person.connect()
        connection.autocommit = False
        return connection

    return Session(create_engine("postgresql+psycopg://", creator=connect))


def test_the_database_fills_in_what_is_not_given(ann: Person) -> None:
    with session(ann) as db:
        lead = tables.Lead(name="Lee", email=" LEE@example.com", tags=["hot", "probate"])
        db.add(lead)
        db.flush()
        db.refresh(lead)
        assert lead.user_id == ann.id
        assert lead.email == "lee@example.com"
        assert lead.status is tables.LeadStatus.NEW
        assert lead.opt_status is tables.OptStatus.PENDING
        assert lead.is_deleted is False
        assert lead.tags == ["hot", "probate"]
        assert lead.created_at == lead.updated_at
        assert lead.created_at.tzinfo is not None
        before = lead.updated_at
        lead.status = tables.LeadStatus.QUALIFIED
        db.commit()
        assert lead.updated_at > before


def test_every_table_of_a_person_can_be_written_and_read(ann: Person) -> None:
    with session(ann) as db:
        workspace = tables.Workspace(name="Main")
        house = tables.Property(
            address_line_1="1 A St",
            city="B",
            state="CA",
            zip="94000",
            bathrooms=Decimal("1.5"),
            arv=Decimal("250000.00"),
            latitude=Decimal("38.631913"),
        )
        contact = tables.Contact(first_name="Lee", emails=[{"email": "x@x.com"}])
        key = tables.ApiKey(service="openai", key_ciphertext="x")
        db.add_all([workspace, house, contact, key])
        db.flush()
        lead = tables.Lead(name="Lee", workspace_id=workspace.id)
        db.add(lead)
        db.flush()
        deal = tables.Deal(
            title="A deal",
            stage="closing",
            lead_id=lead.id,
            property_id=house.id,
            expected_close_date=date(2026, 1, 31),
            next_action_due=datetime(2026, 1, 31, 12, tzinfo=UTC),
        )
        call = tables.Call(lead_id=lead.id, direction=tables.MessageDirection.INCOMING)
        db.add_all([deal, call])
        db.flush()
        document = tables.Document(
            title="Deed",
            type=tables.DocumentType.DEED,
            file_url="file:x",
            deal_id=deal.id,
            metadata_={"sha256": "00"},
        )
        db.add_all(
            [
                document,
                tables.LeadContact(lead_id=lead.id, contact_id=contact.id),
                tables.Message(
                    lead_id=lead.id,
                    channel=tables.MessageChannel.SMS,
                    direction=tables.MessageDirection.OUTGOING,
                ),
                tables.Transcript(lead_id=lead.id, call_id=call.id),
                tables.LeadEvent(lead_id=lead.id, event_type="note_added", metadata_={"a": 1}),
                tables.DealEvent(deal_id=deal.id, event_type="note_added"),
                tables.AiJob(deal_id=deal.id, job_type="valuation", input_data={"a": [1]}),
                tables.LeadDocument(
                    lead_id=lead.id,
                    title="W9",
                    type=tables.LeadDocumentType.W9,
                    file_url="file:y",
                ),
            ]
        )
        db.flush()
        db.add(tables.PropertyDocument(property_id=house.id, document_id=document.id))
        db.commit()
        assert db.exec(select(tables.Property)).one().arv == Decimal("250000.00")
        assert db.exec(select(tables.Deal).where(col(tables.Deal.stage) == "closing")).one()
        job = db.exec(select(tables.AiJob)).one()
        assert (job.status, job.attempts) == (tables.JobStatus.QUEUED, 0)
        assert db.exec(select(tables.Document)).one().metadata_ == {"sha256": "00"}
        relation = db.exec(select(tables.LeadContact.relation)).one()
        assert relation == "other"


def test_admins_read_logs(admin: Person) -> None:
    with session(admin) as db:
        log = db.exec(select(tables.SystemLog).limit(1)).one()
        assert log.level == "info"


@pytest.mark.parametrize("table", tables.METADATA.sorted_tables, ids=str)
def test_keys_and_foreign_keys_are_the_databases(database: Database, table: object) -> None:
    from sqlalchemy import Table

    assert isinstance(table, Table)
    with session(database) as db:
        found = inspect(db.connection())
        wanted = found.get_pk_constraint(table.name, table.schema)["constrained_columns"]
        assert [column.name for column in table.primary_key] == wanted
        declared = {
            (key.parent.name, key.column.table.name, key.ondelete) for key in table.foreign_keys
        }
        there = {
            (key["constrained_columns"][0], key["referred_table"], key["options"].get("ondelete"))
            for key in found.get_foreign_keys(table.name, table.schema)
        }
        assert declared == there
