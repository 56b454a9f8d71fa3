"""Where power comes from: the way to an order's customer or to an outage's device, and the devices around an outage."""
