"""Tables that are made into files in the background: asked for, made by a worker, kept some days for who asked."""
