"""A word from the desk to a crew: shown on the crew's phone until somebody there says that it was read."""
