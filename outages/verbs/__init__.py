"""What an outage undergoes: opened, confirmed, moved, split, merged, dismissed, restored, verified, closed."""
