from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from meetings.demo import loading, notes, people
from meetings.models import Answer, Cohort, Meeting, Question, Team, User
from meetings.search import indexing


class Command(BaseCommand):
    help = (
        "Makes a demo cohort, two teams with two weeks of minutes, and prints its logins. Done twice, it only prints."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "--force", action="store_true", help="make it beside other cohorts or on a public site, without an admin"
        )
        parser.add_argument(
            "--if-safe", action="store_true", help="where the demo is refused, say why and end without an error"
        )

    def handle(self, *, force: bool, if_safe: bool, **options):
        if not Cohort.objects.filter(slug=notes.cohort()["slug"]).exists():
            refusal = _refusal(force)
            if refusal and not if_safe:
                raise CommandError(refusal)
            if refusal:
                self.stderr.write(refusal)
                return
            # The password is known to everybody, and an admin reads every cohort: beside real ones there is none.
            cohort = loading.create(timezone.localdate(), with_admin=not _is_shared())
            indexing.count_words()
            self.stdout.write(f"Made “{cohort}”: {_counts(cohort)}.")
        self.print_logins()

    def print_logins(self) -> None:
        wanted = notes.cohort()["logins"]
        accounts = {user.username: user for user in User.objects.filter(username__in=wanted)}
        valid = {user.password: user.check_password(people.PASSWORD) for user in _one_a_password(accounts)}
        self.stdout.write(f"\nDemo logins (password {people.PASSWORD}) for {settings.SITE_URL}")
        for name, role in wanted.items():
            if name in accounts and valid[accounts[name].password]:
                self.stdout.write(f"  {name:<{max(map(len, wanted))}}  {role}")


def _is_shared() -> bool:
    """Whether others than who runs this command may sign in here or have something to lose."""
    return settings.HTTPS or Cohort.objects.exists()


def _refusal(force: bool) -> str:
    """Why no demo is made here, or nothing."""
    if taken := people.taken():
        return f"No demo was made: the names {', '.join(taken)} are taken here by somebody else."
    if not _is_shared() or force:
        return ""
    reason = f"this site is open to others at {settings.SITE_URL}" if settings.HTTPS else "other cohorts are here"
    return (
        f"No demo was made: {reason}, and everybody knows the demo's password. Use another database for it, "
        "or --force to make it here all the same: nothing is overwritten, and the demo gets no admin."
    )


def _one_a_password(accounts: dict[str, User]) -> list[User]:
    """Checking takes a third of a second; the accounts share one stored password until somebody changes theirs."""
    return list({user.password: user for user in accounts.values()}.values())


def _counts(cohort: Cohort) -> str:
    questions = Question.objects.filter(team__cohort=cohort)
    counts = {
        "teams": Team.objects.filter(cohort=cohort),
        "meetings": Meeting.objects.filter(team__cohort=cohort),
        "questions": questions,
        "answers": Answer.objects.filter(question__in=questions),
    }
    return ", ".join(f"{rows.count()} {name}" for name, rows in counts.items())
