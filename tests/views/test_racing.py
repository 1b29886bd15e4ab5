"""What several people write at the same moment is all there, once, in an order without gaps."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import connection

from tests.views import racing

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_eight_writers_on_the_database_of_the_tests(team):
    if connection.vendor == "sqlite":
        pytest.skip("SQLite in memory has one connection")
    racing.check(racing.race(team))


@pytest.mark.slow(20)
def test_eight_writers_on_sqlite_in_a_file(tmp_path):
    place = {"DATABASE_URL": f"sqlite:///{tmp_path / 'racing.sqlite3'}", "SECRET_KEY": "x", "DEBUG": "true"}
    told = subprocess.run(
        [sys.executable, "-m", "tests.views.racing"], cwd=ROOT, env=os.environ | place, capture_output=True, timeout=300
    )
    assert told.returncode == 0, told.stderr.decode()
    racing.check(json.loads(told.stdout))
