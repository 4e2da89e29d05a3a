"""Alembic's entry point: runs the revisions on the connection that `db/upgrade.py` hands over.

There is no other way in: the transaction, the lock and the role belong to that module, and
so does what happens before and after the revisions.
"""

from __future__ import annotations

from alembic import context

attributes = context.config.attributes
context.configure(
    connection=attributes["connection"],
    version_table=attributes["version_table"],
    version_table_schema=attributes["version_schema"],
    on_version_apply=attributes["on_version_apply"],
)
context.run_migrations()
