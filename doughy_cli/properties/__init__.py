"""Properties: what is bought, with what is known of it."""
