"""The outage itself: its states and row, its history and events, whom it means, the one place where it changes."""
