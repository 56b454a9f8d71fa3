"""The list of orders of every kind, finished ones included: asked by filters, kept as views, taken along as a table."""
