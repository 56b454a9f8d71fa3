"""The figures of orders in the catalogue: repairs, promises kept, what customers said."""
