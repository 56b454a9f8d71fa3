"""The way a crew went while it held an order: read from the history of positions, thinned, told with what happened on the way."""
