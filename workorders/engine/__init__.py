"""The order engine: what a process is, the one way a state changes, the doors it opens."""
