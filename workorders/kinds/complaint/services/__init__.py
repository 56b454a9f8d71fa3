"""What verbs of a complaint do besides moving it: one file a topic."""
