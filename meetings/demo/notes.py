"""The demo's notes as they lie in this folder: YAML, days counted from 1, times in minutes after a meeting began."""

import datetime
import functools
from pathlib import Path

import yaml

FOLDER = Path(__file__).parent
MEETING_DAYS = 10


@functools.cache
def cohort() -> dict:
    """Who is there, what the course consists of, and the names of the accounts."""
    return _read(FOLDER / "cohort.yaml")


def meetings() -> list[dict]:
    """All minutes of both teams, in the order in which they were written. Read anew: the loader marks its copy."""
    paths = sorted(FOLDER.glob("team_*/day_*.yaml"), key=lambda path: (path.name, path.parent.name))
    back = {team["slug"]: team.get("days_back", 0) for team in cohort()["teams"]}
    slugs = [path.parent.name.removeprefix("team_") for path in paths]
    return [_read(path) | {"team": slug, "days_back": back[slug]} for path, slug in zip(paths, slugs, strict=True)]


def master_class() -> dict:
    return _read(FOLDER / "master_class.yaml")


def weekdays_until(today: datetime.date, count: int = MEETING_DAYS) -> list[datetime.date]:
    """The last `count` weekdays up to and including the latest that is not after `today`, oldest first."""
    days = (today - datetime.timedelta(days=back) for back in range(count * 2))
    return [day for day in days if day.weekday() < 5][:count][::-1]


def weekday_after(day: datetime.date, count: int) -> datetime.date:
    """The weekday `count` weekdays after `day`, or before it."""
    step = datetime.timedelta(days=1 if count > 0 else -1)
    while count:
        day += step
        count -= step.days * (day.weekday() < 5)
    return day


def _read(path: Path) -> dict:
    return yaml.safe_load(path.read_text(encoding="utf-8"))
