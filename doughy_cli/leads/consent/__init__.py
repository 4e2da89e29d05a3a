"""Whether a lead agreed to be written to, and whether that was respected."""
