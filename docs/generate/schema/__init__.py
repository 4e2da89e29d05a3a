"""docs/schema.md: the schema as PostgreSQL's catalog has it, laid out for reading."""

from docs.generate.schema.page import render

__all__ = ["render"]
