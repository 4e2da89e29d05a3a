"""Screens of one's own on a terminal: keys in, lines out, and the terminal given back."""
