"""业务咨询: a question that could not be answered at once."""
