"""What calls and meters mean: evidence, its noise, the judgement (pure), and the outage that follows from it."""
