"""The people of the demo and what they work with: cohort, teams, accounts, lectures, assignments, tags."""

import dataclasses
import datetime

from django.contrib.auth.hashers import make_password
from django.db.models import Q
from django.db.models.functions import Lower

from meetings.demo import notes
from meetings.models import Assignment, Cohort, Lecture, Member, Tag, Team, User

PASSWORD = "notebook-4pm"  # noqa: S105 - printed for whoever looks at the demo


@dataclasses.dataclass
class Cast:
    cohort: Cohort
    teams: dict[str, Team]
    members: dict[tuple[Team, str], Member]
    lectures: dict[int, Lecture]
    assignments: dict[str, Assignment]
    tags: dict[str, Tag]


def taken() -> list[str]:
    """Names of accounts and addresses of teams that the demo needs and that somebody else already has."""
    wanted = notes.cohort()
    names = [person["username"] for person in _everybody(wanted)]
    mails = [_mail(name) for name in names]
    accounts = User.objects.annotate(name_lower=Lower("username"), mail_lower=Lower("email"))
    accounts = accounts.filter(Q(name_lower__in=names) | Q(mail_lower__in=mails))
    teams = Team.objects.filter(slug__in=[team["slug"] for team in wanted["teams"]])
    return [*accounts.values_list("username", flat=True), *teams.values_list("slug", flat=True)]


def create(first_day: datetime.date, *, with_admin: bool) -> Cast:
    """Everybody and everything that minutes speak of. The course began on a Monday, a week before the first minutes."""
    wanted = notes.cohort()
    accounts = _create_accounts(wanted, with_admin)
    starts_on = first_day - datetime.timedelta(days=first_day.weekday() + 7)
    cohort = Cohort.objects.create(
        name=wanted["name"],
        slug=wanted["slug"],
        starts_on=starts_on,
        ends_on=starts_on + datetime.timedelta(weeks=20, days=4),
    )
    cohort.staff.add(accounts[wanted["staff"]["username"]])
    teams, members = {}, {}
    for entry in wanted["teams"]:
        team = _create_team(cohort, entry)
        teams[entry["slug"]] = team
        for person in (*entry["members"], wanted["mentor"] | {"role": "mentor"}):
            members[team, person["name"]] = _seat(team, person, accounts[person["username"]])
    lectures = _create_lectures(cohort, wanted["lectures"])
    return Cast(
        cohort,
        teams,
        members,
        lectures,
        {
            title: Assignment.objects.create(
                cohort=cohort, title=title, lecture=lectures[number], week=lectures[number].week
            )
            for title, number in wanted["assignments"].items()
        },
        {
            name: Tag.objects.create(cohort=cohort, name=name, synonyms=synonyms)
            for name, synonyms in wanted["tags"].items()
        },
    )


def _create_team(cohort: Cohort, entry: dict) -> Team:
    begins, ends = (datetime.time(hour) for hour in entry["hours"])
    return Team.objects.create(
        cohort=cohort,
        name=entry["name"],
        slug=entry["slug"],
        starts_on=cohort.starts_on,
        starts_at=begins,
        ends_at=ends,
        template=entry["template"],
    )


def _create_accounts(wanted: dict, with_admin: bool) -> dict[str, User]:
    password = make_password(PASSWORD)  # once: each costs a third of a second, as it should
    accounts = {}
    for person in _everybody(wanted):
        is_admin, name = person is wanted["admin"], person["username"]
        if with_admin or not is_admin:
            accounts[name] = User.objects.create(
                username=name,
                email=_mail(name),
                display_name=person["name"],
                password=password,
                is_superuser=is_admin,
                is_staff=is_admin or person is wanted["staff"],
            )
    return accounts


def _seat(team: Team, person: dict, user: User) -> Member:
    return Member.objects.create(
        team=team,
        user=user,
        name=person["name"],
        aliases=person.get("aliases", []),
        role=person.get("role", Member.Role.MEMBER),
        joined_on=team.starts_on,
    )


def _create_lectures(cohort: Cohort, titles_by_week: dict[int, list[str]]) -> dict[int, Lecture]:
    numbered = enumerate(((week, title) for week, titles in titles_by_week.items() for title in titles), start=1)
    return {
        number: Lecture.objects.create(cohort=cohort, number=number, title=title, week=week)
        for number, (week, title) in numbered
    }


def _everybody(wanted: dict) -> list[dict]:
    members = [person for team in wanted["teams"] for person in team["members"]]
    return [*members, wanted["mentor"], wanted["staff"], wanted["admin"]]


def _mail(username: str) -> str:
    return f"{username}@peersession.example"  # .example has no mail servers: whatever is sent there goes nowhere
