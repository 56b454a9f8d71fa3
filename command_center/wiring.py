"""The map of the system: who reacts to what, which card shows which subject, what is pushed by the clock."""


def install() -> None:
    """Called once at start, by the roof's AppConfig."""
