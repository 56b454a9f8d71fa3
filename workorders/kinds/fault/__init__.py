"""故障报修: no supply, danger, bad quality. The way from the call to the archived file (domain reference §2.2)."""
