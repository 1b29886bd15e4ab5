"""What a page that is open costs: its question whether anything is new, beside a bare view of the same reader."""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from .measuring import Measured, alternating, ratios, summed_up

ROOT = Path(__file__).resolve().parents[2]
ASKED = 40  # times a round
ROWS = 40


def measured(rounds: int) -> Iterator[Measured]:
    taken = _asked(rounds)
    for name, values in taken.items():
        yield summed_up(name, [value / ASKED for value in values], "ms of CPU")
    yield summed_up("nothing new ÷ bare", ratios(taken["nothing new"], taken["a bare view"]), "times")


def _asked(rounds: int) -> dict[str, list[float]]:
    with tempfile.TemporaryDirectory() as folder:
        told = {"DATABASE_URL": f"sqlite:///{folder}/bench.sqlite3", "MEDIA_ROOT": folder, "SECRET_KEY": "bench"}
        words = f"from deploy.bench import polling as p; import json; print(json.dumps(p.asked({rounds})))"
        done = subprocess.run(  # noqa: S603 - our own words
            [sys.executable, "-W", "ignore", "-c", words],
            cwd=ROOT,
            env={**os.environ, "DEBUG": "false", "SITE_URL": "http://127.0.0.1:8000", **told},
            capture_output=True,
            text=True,
            check=True,
        )
    return json.loads(done.stdout.splitlines()[-1])


def asked(rounds: int) -> dict[str, list[float]]:
    """Through all of the middleware, by somebody who is signed in; minutes with forty questions."""
    _set_up()
    from django.test import Client
    from django.urls import path

    from peersession import urls

    urls.urlpatterns.append(path("bare/", _bare))
    meeting, user = _written()
    reader = Client(headers={"accept": "application/json"})
    reader.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    address = f"{meeting.get_absolute_url()}changes/"
    known = reader.get(address).json()
    quiet = {"since": known["revision"], "here": known["here"]}
    works = {
        "a bare view": lambda: reader.get("/bare/"),
        "nothing new": lambda: reader.get(address, quiet),
        "one row is new": lambda: reader.get(address, {"since": known["revision"] - 1}),
    }
    statuses = {name: work().status_code for name, work in works.items()}
    if statuses != {"a bare view": 200, "nothing new": 204, "one row is new": 200}:
        raise RuntimeError(f"answered otherwise than expected: {statuses}")
    return alternating({name: _times(work) for name, work in works.items()}, rounds)


def _set_up() -> None:
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "peersession.settings")
    from django.conf import settings

    settings.ALLOWED_HOSTS = ["testserver"]
    settings.CACHES["default"]["LOCATION"] = Path(settings.MEDIA_ROOT) / "cache"
    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)


def _bare(request):
    from django.http import HttpResponse

    return HttpResponse("ok")


def _written() -> tuple:
    import datetime

    from meetings.models import Cohort, Meeting, Member, Question, Team, User

    day = datetime.date(2026, 11, 19)
    cohort = Cohort.objects.create(name="a", slug="a", starts_on=day, ends_on=day + datetime.timedelta(days=99))
    team = Team.objects.create(cohort=cohort, name="a", slug="a")
    user = User.objects.create_user("a", "a@example.com", "correct-horse-4")
    seat = Member.objects.create(team=team, user=user, name="문가온")
    meeting = Meeting.objects.create(team=team, held_on=day)
    for order in range(ROWS):
        question = Question.objects.create(team=team, meeting=meeting, body=f"왜 $x_{order}$인가요?", order=order)
        question.asked_by.add(seat)
    return meeting, user


def _times(work):
    def often() -> None:
        for _time in range(ASKED):
            work()

    return often
