"""Which order leads the repair of an outage, and the order that is opened where nobody has called."""
