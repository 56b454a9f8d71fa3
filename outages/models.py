"""Outages come with their own issue; the floor is laid so that the imports already point the right way."""
