"""The headline table: the figures by which the centre is judged, each against the year before and beside the article's own."""
