"""The map under every map: none but ours, tiles of a map service, or one file; told by the environment (docs/operations.md)."""
