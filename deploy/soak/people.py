"""Who takes part: teams of made-up people, each signed in, with today's minutes open."""

from dataclasses import dataclass

SESSION_CSRF = "s" * 32  # a browser's CSRF cookie and the header that repeats it


@dataclass(frozen=True)
class Person:
    name: str
    user: int
    cookie: str


@dataclass(frozen=True)
class Table:
    """A team around its minutes."""

    team: str
    meeting: int
    people: list[Person]


def gather(teams: int, members: int) -> list[Table]:
    """That many teams in one running cohort."""
    import datetime

    from meetings.models import Cohort

    today = datetime.date.today()  # noqa: DTZ011
    weeks = datetime.timedelta(weeks=4)
    cohort, _is_new = Cohort.objects.get_or_create(
        slug="soak", defaults={"name": "Soak", "starts_on": today - weeks, "ends_on": today + weeks}
    )
    start = cohort.teams.count()
    return [_table(cohort, number, members) for number in range(start + 1, start + teams + 1)]


def _table(cohort, number: int, members: int) -> Table:
    from meetings.models import Meeting, Team

    team = Team.objects.create(cohort=cohort, name=f"{number}조", slug=f"soak-{number}")
    people = [_person(team, f"{number}조{place}번") for place in range(1, members + 1)]
    meeting = Meeting.objects.create(team=team, held_on=cohort.today())
    return Table(team.slug, meeting.pk, people)


def _person(team, name: str) -> Person:
    from meetings.models import Member, User

    user = User.objects.create(username=f"{team.slug}-{name}", display_name=name)
    Member.objects.create(team=team, user=user, name=name)
    return Person(name, user.pk, signed_in(user))


def signed_in(user) -> str:
    """A session of theirs: its key."""
    from importlib import import_module

    from django.conf import settings
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY

    session = import_module(settings.SESSION_ENGINE).SessionStore()
    session[SESSION_KEY], session[BACKEND_SESSION_KEY] = str(user.pk), settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.create()
    return session.session_key
