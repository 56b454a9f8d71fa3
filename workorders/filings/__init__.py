"""报备: what a unit lets the centre know in advance, so that a later order of that customer is read with it."""
