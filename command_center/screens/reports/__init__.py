"""The weekly report: made once on Monday for the province and every centre, kept as it was told, read as a page or as a PDF."""
