"""A complaint figure that cannot be defined away: everything that was ever alleged stands in exactly one column."""
