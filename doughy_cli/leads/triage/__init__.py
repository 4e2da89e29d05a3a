"""Triage: the queue one lead at a time, each decided by a key or by a line of JSON."""
