"""Writes the pages of `docs/` that are generated: `python -m docs.generate` (see `__main__`)."""
