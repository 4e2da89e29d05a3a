"""What triage shows: the only part of it that knows rich."""
