"""Custody: who, by name, answers for each open item, who is on duty at which desk, and how a shift hands over."""
