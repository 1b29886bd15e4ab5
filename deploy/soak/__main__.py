"""make soak: everything in full length, with `--short` a minute's worth of it. DATABASE_URL chooses the database."""

import argparse
import json
import os
import sys
import tempfile
from pathlib import Path

from . import kills, polls, writers
from .found import Found
from .server import Site

PARTS = {"writers": writers.measured, "kills": kills.measured, "polls": polls.measured}
SHORT = {
    "writers": {"editors": 4, "saves": 8},
    "kills": {"kills": 2, "writers": 3},
    "polls": {"teams": 6, "seconds": 6, "saves_a_second": 4},
}


def main() -> None:
    parser = argparse.ArgumentParser(prog="make soak", description="Exit code 1 when anything was lost or wrong.")
    parser.add_argument("parts", nargs="*", choices=[*PARTS, []], help="which parts; all without")
    parser.add_argument("--short", action="store_true", help="a small number of everything")
    parser.add_argument("--json", action="store_true", help="for programs")
    options = parser.parse_args()
    found = run(options.parts or list(PARTS), options.short)
    if options.json:
        print(json.dumps([one.as_dict() for one in found], ensure_ascii=False, indent=1))
    else:
        print_table(found)
    sys.exit(any(one.wrong for one in found))


def run(parts: list[str], is_short: bool) -> list[Found]:
    """Each part on a server of its own. The database has to be a new one: its people stay in it."""
    with tempfile.TemporaryDirectory(prefix="peersession-soak-") as folder:
        site = Site(Path(folder))
        site.prepare()
        found = []
        for name in parts:
            site.start()
            try:
                found.append(PARTS[name](site, **(SHORT[name] if is_short else {})))
            finally:
                site.stop()
        return found


def print_table(found: list[Found]) -> None:
    from django.db import connection

    load = " ".join(f"{value:.2f}" for value in os.getloadavg())
    print(f"{connection.vendor}, gunicorn with two workers, load average {load}")
    for one in found:
        print(f"\n{one.what}")
        for name, value in one.figures.items():
            print(f"  {name:<14} {value}")
        for sentence in one.wrong:
            print(f"  WRONG: {sentence}")


if __name__ == "__main__":
    main()
