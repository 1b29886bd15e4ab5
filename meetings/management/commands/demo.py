from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from meetings.demo import loading, notes, people
from meetings.models import Cohort, User


class Command(BaseCommand):
    help = (
        "Makes a demo cohort, two teams with two weeks of minutes, and prints its logins. Done twice, it only prints."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "--force", action="store_true", help="make it beside other cohorts (without the demo's admin)"
        )
        parser.add_argument("--if-empty", action="store_true", help="do nothing, successfully, where other cohorts are")

    def handle(self, *, force: bool, if_empty: bool, **options):
        cohort = Cohort.objects.filter(slug=notes.cohort()["slug"]).first()
        if cohort is None:
            if if_empty and Cohort.objects.exists():
                return
            cohort = self.create(force)
        self.print_logins()

    def create(self, force: bool) -> Cohort:
        has_others = Cohort.objects.exists()
        if has_others and not force:
            raise CommandError(
                "This database already holds a cohort, so no demo was made. Use another database for it, "
                "or --force to make it here all the same: nothing is overwritten, and the demo gets no admin."
            )
        if taken := people.taken():
            raise CommandError(f"No demo was made: the names {', '.join(taken)} are taken here by somebody else.")
        # The password is known to everybody, and an admin reads every cohort: beside real ones there is none.
        return loading.create(timezone.localdate(), with_admin=not has_others)

    def print_logins(self) -> None:
        wanted = notes.cohort()["logins"]
        accounts = {user.username: user for user in User.objects.filter(username__in=wanted)}
        valid = {password: _opens(user) for user in accounts.values() for password in [user.password]}
        rows = [(name, wanted[name]) for name in wanted if name in accounts and valid[accounts[name].password]]
        self.stdout.write(f"Demo logins (password {people.PASSWORD}) for {settings.SITE_URL}")
        for name, role in rows:
            self.stdout.write(f"  {name:<{max(map(len, wanted))}}  {role}")


def _opens(user: User) -> bool:
    """Whether the printed password still is the account's: asked once per stored password, as all share theirs."""
    return user.check_password(people.PASSWORD)
