"""What to offer for a property."""
