"""What people with a login of their own try with raw SQL, and must not get."""
