"""The message log: what was told to customers, what did not arrive, what they answered, what was promised."""
