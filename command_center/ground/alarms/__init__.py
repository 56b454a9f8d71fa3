"""Why a person should look: the codes, their rank and words; and the alarms that everybody at a desk shares."""
