"""The cast that tests share: a team with a member and a mate, an outsider in another team, staff, an admin."""

import datetime
import gc
import os
import uuid
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client, override_settings
from django.utils import translation
from hypothesis import settings as hypothesis_settings

from meetings.models import Cohort, Meeting, Member, Team, User

# The first formula of a process starts KaTeX, and other programs want the processor too: neither fails a test.
hypothesis_settings.register_profile("unhurried", deadline=None)
hypothesis_settings.load_profile("unhurried")

THURSDAY = datetime.date(2026, 11, 19)
OPEN_A_DATABASE = {"db", "transactional_db", "django_db_setup", "live_server"}


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items):
    """Marks what has to run on every kind of database: pytest-django keeps from it whoever asks for none of these."""
    for item in items:
        opens = item.get_closest_marker("django_db") or OPEN_A_DATABASE.intersection(item.fixturenames)
        if opens and not item.get_closest_marker("any_database"):
            item.add_marker("database")


class _Order:
    """Whole files go to the processes of a run, in their order: one that takes minutes must not be begun last."""

    @pytest.hookimpl(trylast=True)
    def pytest_collection_modifyitems(self, items):
        patience = Counter()
        for item in items:
            patience[item.path] += _seconds(item)
        items.sort(key=lambda item: -patience[item.path])


def _seconds(item: pytest.Item) -> float:
    """About how many a test takes: its mark says so, where they are many."""
    slow = item.get_closest_marker("slow")
    if slow and slow.args:
        return slow.args[0]
    return 1.5 if item.get_closest_marker("browser") else 0.3 if slow else 0.0


def pytest_configure(config):
    config.pluginmanager.register(_Order())


def pytest_collection_finish():
    """What is imported stays: the garbage collector need not look at it again in the midst of something timed."""
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session", autouse=True)
def _site_of_tests(tmp_path_factory) -> Iterator[None]:
    """Tests need no collectstatic, and no client has to look through what one left behind; passwords are cheap.

    Tests of the hashed storage set it up themselves. Once for all tests: each change of a setting is told to many.
    """
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    with override_settings(
        STATIC_ROOT=tmp_path_factory.mktemp("collected"),
        STORAGES={**settings.STORAGES, "staticfiles": plain},
        PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"],
    ):
        yield


@pytest.fixture(autouse=True)
def _counts_of_its_own(settings, tmp_path_factory):
    """What a test counts, its sessions and who is here reach no other test, nor a site that runs from here."""
    folder = tmp_path_factory.getbasetemp() / f"cache-{uuid.uuid4()}"
    settings.CACHES = {"default": {**settings.CACHES["default"], "LOCATION": folder}}


@pytest.fixture(autouse=True)
def _korean():
    """Whatever language the test before has left active in this thread, a test begins in the site's own."""
    with translation.override("ko"):
        yield


@pytest.fixture(scope="session")
def reference() -> Path:
    """The folder of reference notes beside the checkout. Tests that measure on them are skipped without it."""
    place = Path(os.environ.get("REFERENCE_NOTES", Path(__file__).resolve().parent.parent.parent / "shared"))
    if not (place / "seeds").is_dir():
        pytest.skip("no reference notes beside this checkout")
    return place


@pytest.fixture
def cohort(db) -> Cohort:
    return Cohort.objects.create(
        name="가을 기수", slug="autumn", starts_on=datetime.date(2026, 11, 2), ends_on=datetime.date(2027, 4, 30)
    )


@pytest.fixture
def team(cohort) -> Team:
    return Team.objects.create(cohort=cohort, name="12조 느린학습률", slug="team-12")


@pytest.fixture
def other_team(cohort) -> Team:
    return Team.objects.create(cohort=cohort, name="5조 과적합", slug="team-5")


def seated(team: Team, username: str, name: str, **seat) -> Member:
    user = User.objects.create_user(username, f"{username}@example.com", "correct-horse-4", display_name=name)
    return Member.objects.create(team=team, user=user, name=name, **seat)


@pytest.fixture
def member(team) -> Member:
    return seated(team, "gaon", "문가온")


@pytest.fixture
def mate(team) -> Member:
    return seated(team, "ideun", "배이든")


@pytest.fixture
def outsider(other_team) -> Member:
    return seated(other_team, "dasom", "강다솜")


@pytest.fixture
def ex_member(team) -> Member:
    return seated(team, "yeoul", "한여울", left_on=datetime.date(2026, 11, 3))


@pytest.fixture
def staff(cohort) -> User:
    user = User.objects.create_user("staff", "staff@example.com", "correct-horse-4", is_staff=True)
    cohort.staff.add(user)
    return user


@pytest.fixture
def admin(db) -> User:
    return User.objects.create_superuser("admin", "admin@example.com", "correct-horse-4")


@pytest.fixture
def meeting(team, member) -> Meeting:
    return Meeting.objects.create(team=team, held_on=THURSDAY, moderator=member)


@pytest.fixture
def signed_in():
    """A function: a client in which the given person (a seat or an account) is signed in."""

    def sign_in(person: Member | User) -> Client:
        client = Client()
        client.force_login(
            person.user if isinstance(person, Member) else person,
            backend="allauth.account.auth_backends.AuthenticationBackend",
        )
        return client

    return sign_in
