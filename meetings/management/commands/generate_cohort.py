import random

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, no_translations

from meetings.demo import growing
from meetings.demo.people import PASSWORD
from meetings.demo.phrases import PARAGRAPHS, Writer
from meetings.models import Cohort, Question, SearchDocument, Team, User
from meetings.search import indexing


class Command(BaseCommand):
    help = (
        "Fills an empty database with a cohort of any size, to see what grows with it. Once more with more teams, it "
        "adds the others."
    )

    def add_arguments(self, parser):
        parser.add_argument("--teams", type=int, default=10, help="how many there are in the end")
        parser.add_argument("--days", type=int, default=100, help="how often a team has met")
        parser.add_argument("--questions", type=int, default=12, help="asked in each meeting")
        parser.add_argument("--seed", type=int, default=1, help="what is written follows from it")
        parser.add_argument("--paragraphs", type=int, default=PARAGRAPHS, help="of which texts are put together")

    @no_translations
    def handle(self, *, teams, days, questions, seed, paragraphs, **options):
        if _is_in_use():
            raise CommandError("This database is in use. Name an empty one in DATABASE_URL, and migrate it.")
        if settings.HTTPS:
            sentence = (
                f"This site is open to others at {settings.SITE_URL}, and everybody knows the password of its admin."
            )
            raise CommandError(f"{sentence} A cohort that is made up belongs on a site of its own.")
        cohort = growing.cohort(days)
        there = Team.objects.filter(cohort=cohort).count()
        chance = random.Random(f"{seed} {there}")  # noqa: S311 - texts, no secrets
        grower = growing.Grower(cohort, Writer(chance, paragraphs), chance)
        for number in range(there + 1, teams + 1):
            grower.add_team(number, days, questions)
        words = indexing.count_words()
        counts = (
            f"{Question.objects.count()} questions, {SearchDocument.objects.count()} search documents, {words} words"
        )
        self.stdout.write(f"{max(there, teams)} teams, {counts}")
        logins = f"{growing.SLUG}-1-1 (a member), {growing.SLUG}-staff, {growing.SLUG}-admin"
        self.stdout.write(f"Logins (password {PASSWORD}): {logins}")


def _is_in_use() -> bool:
    others = User.objects.exclude(username__startswith=f"{growing.SLUG}-")
    return others.exists() or Cohort.objects.exclude(slug=growing.SLUG).exists()
