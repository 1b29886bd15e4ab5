"""`manage.py demo`: when it makes the demo, when it refuses, and that it takes nothing from anybody."""

import datetime

import pytest
import time_machine
from django.core.management import CommandError, call_command

from meetings.demo import loading, notes
from meetings.models import Attachment, Cohort, MasterClass, Meeting, Member, Team, User

pytestmark = pytest.mark.slow


@pytest.fixture
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.fixture
def short(monkeypatch):
    """A demo of one day: who may make it and what it leaves behind doesn't hang on the other nine."""
    first_day = [entry for entry in notes.meetings() if entry["day"] == 1]
    monkeypatch.setattr(notes, "meetings", lambda: first_day)


@time_machine.travel(datetime.datetime(2026, 2, 28, 15, 30, tzinfo=datetime.UTC), tick=False)
def test_today_is_what_the_cohorts_zone_says(db, media):
    """It is Sunday, March 1st, in Seoul, and still Saturday, February 28th, where servers keep their time."""
    call_command("demo", verbosity=0)
    cohort = Cohort.objects.get()
    assert cohort.today() == datetime.date(2026, 3, 1)
    early, late = (
        Meeting.objects.filter(team__name=name).order_by("held_on").values_list("held_on", flat=True)
        for name in ("4조 미니배치", "9조 체크포인트")
    )
    assert (early[0], early.last()) == (datetime.date(2026, 2, 16), datetime.date(2026, 2, 27))
    # The other team has yet to open the minutes of the latest weekday, and is a day behind.
    assert (late[0], late.last()) == (datetime.date(2026, 2, 13), datetime.date(2026, 2, 26))
    assert cohort.starts_on == datetime.date(2026, 2, 9)
    assert MasterClass.objects.get().held_on == datetime.date(2026, 2, 25)


def test_demo_is_not_made_beside_other_cohorts(cohort):
    with pytest.raises(CommandError, match="other cohorts are here"):
        call_command("demo")
    assert list(Cohort.objects.all()) == [cohort]
    assert not User.objects.exists()


def test_demo_is_not_made_on_a_site_that_others_reach(db, settings):
    settings.HTTPS, settings.SITE_URL = True, "https://peers.example.org"
    with pytest.raises(CommandError, match="open to others at https://peers"):
        call_command("demo")
    assert not Cohort.objects.exists()


def test_demo_says_why_it_is_refused_without_an_error_when_asked_to(cohort, capsys):
    call_command("demo", if_safe=True)
    printed = capsys.readouterr()
    assert "other cohorts are here" in printed.err
    assert printed.out == ""
    assert list(Cohort.objects.all()) == [cohort]


def test_forced_demo_gets_no_admin(cohort, team, media, short, capsys):
    call_command("demo", force=True)
    assert Cohort.objects.count() == 2
    assert not User.objects.filter(is_superuser=True).exists()
    assert "demo-admin" not in capsys.readouterr().out
    for user in User.objects.all():
        assert not Team.objects.visible_to(user).filter(cohort=cohort).exists()


@pytest.mark.parametrize("force", [False, True])
def test_demo_never_takes_over_an_account(db, force):
    User.objects.create_user("Youngju", "someone@example.com", "correct-horse-4")
    with pytest.raises(CommandError, match="Youngju"):
        call_command("demo", force=force)
    assert not Cohort.objects.exists()
    assert User.objects.count() == 1


def test_demo_is_made_whole_or_not_at_all(db, media, short, monkeypatch):
    def break_off(*_args):
        raise OSError("no space left on device")

    monkeypatch.setattr(loading.Writer, "keep_pictures", break_off)
    with pytest.raises(OSError, match="no space"):
        call_command("demo", verbosity=0)
    for model in (Cohort, Team, User, Member, Meeting, Attachment):
        assert not model.objects.exists()
