"""Open items as ranked lines: what a hand-over gives and a supervision desk watches, whatever kind each is."""
