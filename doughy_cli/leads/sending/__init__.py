"""Texts and mails to leads: who may be sent one and when, what it says, and what became of it."""
