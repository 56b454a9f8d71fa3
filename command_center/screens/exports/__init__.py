"""Files made in the background: which tables can be had so, a worker that makes them, a page where they wait for who asked."""
