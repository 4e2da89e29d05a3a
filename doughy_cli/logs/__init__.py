"""The system's log: what runs while nobody looks."""
