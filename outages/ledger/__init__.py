"""The ledger of interruptions: who was without power from when to when; claims, counts, corrections, checks."""
