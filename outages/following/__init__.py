"""The outage follows what others do: switches that move, orders that end."""
