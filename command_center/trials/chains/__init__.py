"""Two chains over one stream of faults: from desk to desk, and straight to the crew. Pure (docs/chains.md)."""
