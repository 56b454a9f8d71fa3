"""Whether somebody holds the phone they say: a code goes to it, and comes back."""
