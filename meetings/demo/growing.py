"""A cohort of any size, to see what grows with it: teams that met each day, and what they asked, answered and learnt.

Without versions and references, and in few statements a team: it is looked at and searched, not worked with.
"""

import datetime
import random
from collections.abc import Callable

from django.contrib.auth.hashers import make_password
from django.db import models, transaction

from meetings.demo.people import PASSWORD
from meetings.demo.phrases import Text, Writer
from meetings.models import Answer, Cohort, Learning, Lecture, Meeting, Member, Question, Section, Tag, Team, User
from meetings.models.search import keep_found
from meetings.rendering import RENDER_VERSION

SLUG = "grown"
MEMBERS = 6
FIRST_DAY = datetime.date(2026, 1, 5)  # a Monday
ANSWERED, LEARNT = 0.6, 3  # of the questions, and learnings a meeting


def cohort(days: int) -> Cohort:
    """That cohort, from its first day on; made with those who run it when it isn't there yet."""
    ends_on = FIRST_DAY + datetime.timedelta(days=days * 7 // 5 + 14)
    there, is_new = Cohort.objects.get_or_create(
        slug=SLUG, defaults={"name": "자라는 기수", "starts_on": FIRST_DAY, "ends_on": ends_on}
    )
    if is_new:
        password = make_password(PASSWORD)
        there.staff.add(User.objects.create(username=f"{SLUG}-staff", is_staff=True, password=password))
        User.objects.create(username=f"{SLUG}-admin", is_staff=True, is_superuser=True, password=password)
        Lecture.objects.bulk_create(Lecture(cohort=there, number=n, title=f"{n}강") for n in range(1, 31))
        Tag.objects.create(cohort=there, name="gradient descent", synonyms=["경사하강법", "GD"])
    return there


class Grower:
    def __init__(self, cohort: Cohort, writer: Writer, chance: random.Random) -> None:
        self.cohort, self.writer, self.chance = cohort, writer, chance
        self.lectures = list(cohort.lectures.all())
        self.password = make_password(PASSWORD)

    @transaction.atomic
    def add_team(self, number: int, days: int, questions: int) -> Team:
        name = f"{SLUG}-{number}"
        team = Team.objects.create(cohort=self.cohort, name=f"{number}조", slug=name)
        accounts = User.objects.bulk_create(
            User(username=f"{name}-{seat}", password=self.password) for seat in range(1, MEMBERS + 1)
        )
        people = Member.objects.bulk_create(
            Member(team=team, user=user, name=f"{number}조의 {seat}번", joined_on=FIRST_DAY)
            for seat, user in enumerate(accounts, start=1)
        )
        held = (FIRST_DAY + datetime.timedelta(days=day // 5 * 7 + day % 5) for day in range(days))
        meetings = Meeting.objects.bulk_create(Meeting(team=team, held_on=day) for day in held)
        self._fill(meetings, people, questions)
        return team

    def _fill(self, meetings: list[Meeting], people: list[Member], questions: int) -> None:
        asked = self._many(Question, meetings, questions, self.writer.question, self._question)
        links = Question.asked_by.through
        links.objects.bulk_create(links(question=question, member=self.chance.choice(people)) for question in asked)
        answered = [question for question in asked if question.status == Question.Status.ANSWERED]
        self._store([self._row(Answer, self.writer.statement(), question=question) for question in answered])
        self._many(Learning, meetings, LEARNT, self.writer.statement, lambda meeting: {"team": meeting.team})
        self._many(Section, meetings, 1, self.writer.statement, lambda meeting: {"heading": "오늘의 정리"})

    def _question(self, meeting: Meeting) -> dict:
        is_answered = self.chance.random() < ANSWERED
        return {
            "team": meeting.team,
            "lecture": self.chance.choice(self.lectures),
            "status": Question.Status.ANSWERED if is_answered else Question.Status.OPEN,
            "asked_at": _at_four(meeting.held_on),
        }

    def _many(self, noun, meetings: list[Meeting], each: int, write: Callable[[], Text], fields: Callable) -> list:
        rows = []
        for meeting in meetings:
            for order in range(each):
                stands = {"meeting": meeting, "order": order, "created_at": _at_four(meeting.held_on)}
                rows.append(self._row(noun, write(), **stands, **fields(meeting)))
        return self._store(rows)

    def _row(self, noun, said: Text, **fields) -> models.Model:
        return noun(body=said.body, body_html=said.html, body_text=said.text, body_version=RENDER_VERSION, **fields)

    def _store(self, rows: list[models.Model]) -> list[models.Model]:
        if rows:
            type(rows[0])._base_manager.bulk_create(rows, batch_size=500)
            keep_found(rows, are_new=True)
        return rows


def _at_four(day: datetime.date) -> datetime.datetime:
    return datetime.datetime.combine(day, datetime.time(7), datetime.UTC)
