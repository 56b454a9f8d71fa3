"""督办: a control document about another order, or about a unit, which must be answered with cause and measure."""
