"""What the customers of an outage are told: that it is dark, until when, that it is over, that it is not over after all."""
