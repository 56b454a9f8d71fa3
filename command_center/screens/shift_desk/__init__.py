"""The shift desk: who is on duty, where, with how much in hand and for how long already; and a word to a crew."""
