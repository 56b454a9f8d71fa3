"""Figures made of the ledger: indices, daily figures, who is out too often, logs of other utilities."""
