"""Deals: the pipeline from the first contact to the closing."""
