"""`deals next` and `deals stale`: what waits, and why."""
