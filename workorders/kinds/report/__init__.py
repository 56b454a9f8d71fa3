"""举报: staff misconduct, theft of power, breach of contract, damage to facilities. Who reports is not disclosed."""
