"""Contacts: the people around leads, such as spouses, heirs and attorneys."""
