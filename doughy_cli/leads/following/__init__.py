"""Who is next: which lead to turn to, and why."""
