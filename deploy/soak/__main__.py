"""make soak: everything in full length, with `--short` a minute's worth of it. DATABASE_URL chooses the database."""

import argparse
import json
import os
import sys
import tempfile
from pathlib import Path

from . import browsers, kills, polls, writers
from .found import Found
from .server import Site

PARTS = {"writers": writers.measured, "kills": kills.measured, "polls": polls.measured, "browsers": browsers.measured}
# Short forms say whether something is lost, not how fast it goes: other programs run beside them.
SHORT = {
    "writers": {"editors": 4, "saves": 8},
    "kills": {"kills": 2, "writers": 3},
    "polls": {"teams": 6, "seconds": 6, "saves_a_second": 4, "most_ms": 0},
    "browsers": {"people": 3, "tokens": 8, "seconds": 8, "away_from": 2, "away_to": 3, "equal_within": 20},
}
TOLD = """
Exit code 1 when anything was lost or wrong, or the server logged a traceback. The database has to be empty: without
DATABASE_URL it is a new SQLite file. That one request in twenty takes no more than 300 ms, and that all pages are equal
3 s after the last key, is asked of the full length alone.
"""


def main() -> None:
    parser = argparse.ArgumentParser(prog="make soak", description=__doc__, epilog=TOLD)
    parser.add_argument("parts", nargs="*", choices=[*PARTS, []], help="which parts; all without")
    parser.add_argument("--short", action="store_true", help="a small number of everything")
    parser.add_argument("--json", action="store_true", help="for programs")
    parser.add_argument(
        "--set", action="append", default=[], metavar="NAME=NUMBER", type=_setting, help="another number, as tokens=30"
    )
    options = parser.parse_args()
    found = run(options.parts or list(PARTS), options.short, dict(options.set))
    if options.json:
        print(json.dumps([one.as_dict() for one in found], ensure_ascii=False, indent=1))
    else:
        print_table(found)
    sys.exit(any(one.wrong for one in found))


def _setting(text: str) -> tuple[str, float]:
    name, _equals, number = text.partition("=")
    return name, float(number) if "." in number else int(number)


def run(parts: list[str], is_short: bool, numbers: dict[str, float]) -> list[Found]:
    """Each part on a server of its own. The database has to be a new one: its people stay in it."""
    with tempfile.TemporaryDirectory(prefix="peersession-soak-") as folder:
        site = Site(Path(folder))
        site.prepare()
        return [_run(site, name, (SHORT[name] if is_short else {}) | numbers) for name in parts]


def _run(site: Site, name: str, numbers: dict[str, float]) -> Found:
    site.start()
    try:
        found = PARTS[name](site, **numbers)
    finally:
        site.stop()
    complaints = site.complaints()
    for complaint in complaints[:3]:
        print(complaint, file=sys.stderr)
    found.expect(not complaints, f"the server logged {len(complaints)} tracebacks")
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
