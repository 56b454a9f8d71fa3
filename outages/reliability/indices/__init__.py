"""Reliability figures, pure: arrays in, figures out. ``interruptions`` holds the arrays, the other files the indices."""
