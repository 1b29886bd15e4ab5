"""What is written while a team is taken along is in it as a whole or not at all, and waits for nobody."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import connection, transaction

from meetings.exporters.snapshot import as_at_one_moment
from tests.exporters.meanwhile import MEETINGS, take_along_while_somebody_writes

ROOT = Path(__file__).resolve().parent.parent.parent


def whole(told: dict) -> None:
    assert told["files"] == told["from the beginning"] == MEETINGS
    assert told["written meanwhile"] == 0
    assert told["there now"] == 1
    assert told["writes"] == 3
    assert told["longest wait"] < 5


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor == "sqlite", reason="in memory there is no log that readers keep to")
def test_others_write_while_a_team_is_taken_along():
    whole(take_along_while_somebody_writes())


@pytest.mark.slow(15)
def test_others_write_while_a_team_is_taken_along_from_a_file(tmp_path):
    told = {"DATABASE_URL": f"sqlite:///{tmp_path}/a.sqlite3", "MEDIA_ROOT": str(tmp_path), "VAR_DIR": str(tmp_path)}
    settings = {"DJANGO_SETTINGS_MODULE": "peersession.settings", "SECRET_KEY": "x", "DEBUG": "false"}
    run = subprocess.run(
        [sys.executable, "-m", "tests.exporters.meanwhile"],
        cwd=ROOT,
        env={**os.environ, **settings, **told, "SITE_URL": "http://127.0.0.1:8000"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    whole(json.loads(run.stdout.splitlines()[-1]))


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("is_cut_off", [False, True])
def test_whoever_stops_in_the_middle_leaves_no_transaction_open(is_cut_off):
    stream = as_at_one_moment(iter("ab"))
    assert next(stream) == "a"
    stream.close() if is_cut_off else list(stream)
    with transaction.atomic():
        assert connection.in_atomic_block
