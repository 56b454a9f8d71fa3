"""业扩: a new connection, more capacity, a temporary supply."""
