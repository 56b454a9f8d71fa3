"""How good the told restoration times are, on one page: accuracy, steadiness, by cause and by who told them."""
