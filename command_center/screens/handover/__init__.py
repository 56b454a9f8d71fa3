"""The hand-over of a shift: the giver's ranked lines, the night in figures, the record that the next one reads."""
