"""A team is written out while another thread writes to it. A program too: `python -m tests.exporters.meanwhile`."""

import datetime
import io
import json
import threading
import time
import zipfile

MEETINGS = 90  # more than are read at once


def take_along_while_somebody_writes() -> dict:
    from meetings.exporters.archive import team_files
    from meetings.exporters.snapshot import as_at_one_moment
    from meetings.exporters.zips import zipped
    from meetings.models import Cohort, Meeting, Question, Team, User

    cohort = Cohort.objects.create(name="가을", slug="meanwhile", starts_on="2026-01-05", ends_on="2026-12-31")
    team = Team.objects.create(cohort=cohort, name="팀", slug="meanwhile")
    first_day = datetime.date(2026, 1, 5)
    days = [first_day + datetime.timedelta(days=n) for n in range(MEETINGS)]
    meetings = [Meeting.objects.create(team=team, held_on=day) for day in days]
    for meeting in meetings:
        Question.objects.create(team=team, meeting=meeting, body="처음부터 있었나요?")
    stream = as_at_one_moment(zipped(team_files(team, User(is_superuser=True))))
    begun = next(stream)
    waits: list[float] = []
    writer = threading.Thread(target=_write, args=(meetings[-1].pk, waits))
    writer.start()
    writer.join(30)
    content = begun + b"".join(stream)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        texts = [archive.read(name).decode() for name in archive.namelist() if name.startswith("_posts/")]
    return {
        "files": len(texts),
        "from the beginning": sum("처음부터 있었나요?" in text for text in texts),
        "written meanwhile": sum("나중에 생겼나요?" in text for text in texts),
        "writes": len(waits),
        "longest wait": max(waits, default=99),
        "there now": Question.objects.filter(body="나중에 생겼나요?").count(),
    }


def _write(pk: int, waits: list[float]) -> None:
    from django.db import connection

    from meetings.models import Meeting, Question

    meeting = Meeting.objects.get(pk=pk)
    writes = (
        lambda: Question.objects.create(team=meeting.team, meeting=meeting, body="나중에 생겼나요?"),
        lambda: meeting.questions.filter(body="처음부터 있었나요?").first().remove(),
        lambda: Meeting.objects.get(team=meeting.team, held_on=meeting.held_on - datetime.timedelta(days=1)).remove(),
    )
    try:
        for write in writes:
            began = time.monotonic()
            write()
            waits.append(time.monotonic() - began)
    finally:
        connection.close()


if __name__ == "__main__":
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)
    print(json.dumps(take_along_while_somebody_writes()))
