"""`properties import`: what becomes of a file, from its records to stored properties."""
