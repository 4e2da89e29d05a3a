"""Completion of command lines: the scripts, and where each shell looks for its own."""
