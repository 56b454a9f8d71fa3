"""The kept figures: which days were touched, what they come to now, how a walk over all of them finds what no event told."""
