"""Merging leads that are one person, and taking it back."""
