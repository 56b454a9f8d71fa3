"""The call-taking desk: who is on the line, what is known of them, and any kind of order from one form."""
