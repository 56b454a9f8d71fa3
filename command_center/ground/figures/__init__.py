"""Figures as declared rows: what one is called, what it means, what it is counted from, and how it is asked.

Apps declare theirs, ``command_center.screens.figures.catalogue`` collects them, and every page, file and answer reads the same row.
"""
