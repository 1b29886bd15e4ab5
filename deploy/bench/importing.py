"""What bringing notes in costs: reading and rendering, writing rows beside bare `bulk_create`, a large zip."""

import datetime
import io
import json
import os
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path

from meetings.importers import read_note
from meetings.importers.archive import open_archive
from meetings.importers.collection import Collection
from meetings.importers.renderings import rendered_texts

from .measuring import Measured, summed_up

ROOT = Path(__file__).resolve().parents[2]
REFERENCE = Path(os.environ.get("REFERENCE_NOTES", ROOT.parent / "shared")) / "corpus"
OWN = ROOT / "tests" / "importers" / "notes"
NOTES_IN_ZIP = 5_000
WRITTEN = 40  # notes a round
FIRST = datetime.date(2026, 1, 1)


def sources() -> tuple[str, list[bytes]]:
    """The notes beside the checkout, if they are there; else those of our tests."""
    files = sorted(REFERENCE.rglob("*.md"))
    return ("real", [file.read_bytes() for file in files]) if files else ("our own", [f.read_bytes() for f in _own()])


def _own() -> list[Path]:
    return sorted(OWN.glob("*.md"))


def measured(rounds: int) -> Iterator[Measured]:
    name, notes = sources()
    few = max(1, rounds // 3)
    taken = [_read_and_rendered(notes) for _ in range(few)]
    label = f"{len(notes)} {name} notes"
    yield summed_up(f"{label}: read", [len(notes) / read for read, _rendered in taken], "notes per CPU second")
    yield summed_up(f"{label}: read and rendered", [len(notes) / sum(both) for both in taken], "notes per CPU second")
    written = [_asked("written()") for _ in range(few)]
    for what in written[0]:
        yield summed_up(what, [one[what] for one in written], "rows per CPU second")
    for what in list(written[0])[1:]:
        ratios = [one[what] / one["rows of bulk_create"] for one in written]
        yield summed_up(f"{what} ÷ bulk_create", ratios, "times")
    yield summed_up(f"a zip of {NOTES_IN_ZIP} notes", [_asked("zip_memory()") for _ in range(few)], "MB RSS at most")


def _read_and_rendered(notes: list[bytes]) -> tuple[float, float]:
    began = time.thread_time()
    drafts = [read_note(f"{number}.md", raw) for number, raw in enumerate(notes)]
    read = time.thread_time()
    for draft in drafts:
        rendered_texts(draft)
    return read - began, time.thread_time() - read


# --- in processes of their own ---------------------------------------------------------------------------------------
def _asked(call: str):
    with tempfile.TemporaryDirectory() as folder:
        told = {"DATABASE_URL": f"sqlite:///{folder}/bench.sqlite3", "MEDIA_ROOT": folder, "SECRET_KEY": "bench"}
        words = f"from deploy.bench import importing as i; import json; print(json.dumps(i.{call}))"
        done = subprocess.run(  # noqa: S603 - our own words
            [sys.executable, "-c", words],
            cwd=ROOT,
            env={**os.environ, "DEBUG": "false", "SITE_URL": "http://127.0.0.1:8000", **told},
            capture_output=True,
            text=True,
            check=True,
        )
    return json.loads(done.stdout.splitlines()[-1])


def written() -> dict[str, float]:
    """Rows a CPU second: all rows that an import stores, history included, beside as many bare rows at once."""
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "peersession.settings")
    django.setup()
    from django.core.management import call_command

    from meetings.importers import writer
    from meetings.models import Cohort, Team

    call_command("migrate", verbosity=0)
    cohort = Cohort.objects.create(name="a", slug="a", starts_on=FIRST, ends_on=FIRST + datetime.timedelta(days=300))
    team = Team.objects.create(cohort=cohort, name="a", slug="a")
    notes = sources()[1][:WRITTEN]
    before, reading, rendering, inside = _row_count(), 0.0, 0.0, 0.0
    for number, raw in enumerate(notes):
        began = time.thread_time()
        draft = writer.read_for(team, f"{number}.md", raw, FIRST + datetime.timedelta(days=number))
        read = time.thread_time()
        rendered = rendered_texts(draft)
        opened = time.thread_time()
        writer._write(draft, raw, team, None, rendered=rendered)
        done = time.thread_time()
        reading, rendering, inside = reading + read - began, rendering + opened - read, inside + done - opened
    rows = _row_count() - before
    return {
        "rows of bulk_create": rows / min(_bulk(rows) for _ in range(3)),
        "rows in the transaction": rows / inside,
        "rows with rendering": rows / (inside + rendering),
        "rows with reading and rendering": rows / (inside + rendering + reading),
    }


def _row_count() -> int:
    from django.apps import apps

    return sum(noun._base_manager.count() for noun in apps.get_app_config("meetings").get_models())


def _bulk(count: int) -> float:
    from django.db import transaction

    from meetings.models import Meeting, Section

    meeting, words = Meeting.objects.first(), "글 " * 60
    rows = [Section(meeting=meeting, heading="제목", body=words, body_html=words, order=n) for n in range(count)]
    began = time.thread_time()
    with transaction.atomic():
        Section.objects.bulk_create(rows)
    return time.thread_time() - began


def zip_memory() -> float:
    """The most memory that reading a zip of 5,000 notes one by one takes, in MB."""
    import resource

    notes, packed = sources()[1], io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as file:
        for number in range(NOTES_IN_ZIP - 1):
            file.writestr(f"{number}.md", notes[number % len(notes)])
    with open_archive(packed) as archive:
        for _read in Collection(archive).read(lambda path, raw, row: read_note(path, raw, properties=row)):
            pass
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
