"""What kinds of orders have in common: the states, forms and verbs that several of them are put together from."""
