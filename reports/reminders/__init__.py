"""Reminders: when one is due (``schedule``), to whom and about what (``planning``), in which words (``words``), and sending them once."""
