"""What a customer is asked by their link, and what each answer is worth: a row of evidence with a verdict."""
