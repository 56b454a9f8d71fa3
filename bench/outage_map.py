"""``./run bench outage_map``: the same as ``./run bench board`` for the outage map, with two thousand outages on it."""

import argparse
import os

from bench.board import options_of, run


def main() -> None:
    options = options_of(argparse.ArgumentParser(prog="./run bench outage_map", description=__doc__))
    run(options, ["bare: parses", "outages, map hidden", "outages, map shown"])


if __name__ == "__main__":
    os.environ["DJANGO_SETTINGS_MODULE"] = "command_center.settings"
    main()
