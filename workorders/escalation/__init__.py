"""Escalation: what a limit, a third call or a danger sets in motion, to named people, by rows that a person edits."""
