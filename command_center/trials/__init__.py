"""Trials: nights played through the real services in a scratch database; two chains of dispatch in virtual time."""
