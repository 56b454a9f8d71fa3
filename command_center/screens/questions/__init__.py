"""Figures asked in plain Chinese or English. A closed grammar: every word of a question is known, or it is not answered."""
