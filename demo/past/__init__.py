"""Two years of finished orders of every kind, invented: played by the declared processes, written by COPY."""
