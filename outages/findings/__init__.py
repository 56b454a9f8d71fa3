"""What a crew found on site, and what becomes of the outage by it."""
