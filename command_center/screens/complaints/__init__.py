"""The complaint figures as a page."""
