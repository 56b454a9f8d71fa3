"""Use cases of a connection, one topic a file."""
