"""The supervision desk: what is due, late, urged, without a name or called upwards, per centre, and what a supervisor does about it."""
