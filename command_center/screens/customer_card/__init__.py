"""A customer at a glance, while they are on the line: what is open, what was promised, when they were last without power."""
