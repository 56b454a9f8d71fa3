"""What every app stands on: events and deliveries (``core``), units and people (``organisation``), the network, alarms."""
