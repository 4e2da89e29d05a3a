"""Jobs: what runs while nobody looks, and the workers that run it."""
