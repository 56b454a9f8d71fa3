"""How did we do: the page behind the link of a survey."""
