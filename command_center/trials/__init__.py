"""Trials: nights played through the real services in a scratch database, and their answers written down."""
