"""投诉: a customer alleges a service failure."""
