"""保密: who told us of a confidential matter, kept apart and sealed; no row of an order names them."""
