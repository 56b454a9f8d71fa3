"""Every figure of the catalogue with its page: value, comparison, parts, definition and the rows behind it."""
