"""Plans: what people subscribe to, and what Stripe says of it."""
