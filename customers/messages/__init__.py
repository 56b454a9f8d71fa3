"""The customer told: what is said to whom, when and how, what became of it, and whether what was promised came true."""
