import argparse
import json
import os
import platform

from . import importing, polling, rendering

PARTS = {"rendering": rendering.measured, "importing": importing.measured, "polling": polling.measured}
ROUNDS = 9


def main() -> None:
    parser = argparse.ArgumentParser(prog="make bench")
    parser.add_argument("parts", nargs="*", choices=[*PARTS, []], help="which parts to measure; all without")
    parser.add_argument("--json", action="store_true", help="for programs")
    parser.add_argument("--rounds", type=int, default=ROUNDS, help=f"at least 5; {ROUNDS} without")
    options = parser.parse_args()
    before, found = os.getloadavg(), {}
    for name in options.parts or PARTS:
        found[name] = list(PARTS[name](max(5, options.rounds)))
    machine = {"python": platform.python_version(), "cores": os.cpu_count(), "load": [before, os.getloadavg()]}
    if options.json:
        parts = {name: [row.as_dict() for row in rows] for name, rows in found.items()}
        print(json.dumps({"machine": machine, "rounds": max(5, options.rounds), **parts}, ensure_ascii=False, indent=1))
    else:
        print_table(found, machine)


def print_table(found: dict, machine: dict) -> None:
    for name, measured in found.items():
        rows = [[name, "median", "range", "CPU time or memory"], *(row.row() for row in measured)]
        widths = [max(len(row[column]) for row in rows) for column in range(4)]
        for row in rows:
            print(row[0].ljust(widths[0]), row[1].rjust(widths[1]), row[2].rjust(widths[2]), row[3], sep="  ")
    before, after = (" ".join(f"{value:.2f}" for value in load) for load in machine["load"])
    print(f"Python {machine['python']}, {machine['cores']} cores, load average {before} before, {after} after")


main()
