"""Generator vehicles at customers of an outage."""
