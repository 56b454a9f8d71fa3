"""Planned outages: drafted, checked, approved, announced, carried out, closed."""
