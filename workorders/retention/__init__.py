"""How long people stand in orders: afterwards pseudonyms stand in their place, and what was done stays countable."""
