"""`properties comps`: what a property may be worth, by the person's own that were sold near it."""
