"""Who must not be without power: the sensitive register, who of them an outage touches, entries that expire."""
