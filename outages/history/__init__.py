"""What happened to one outage, for its detail."""
