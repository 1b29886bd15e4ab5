"""Short forms of the long runs: a real server of two workers, written to by many, killed, and looked through."""

import json
import os
import subprocess
import sys
import uuid
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.db import connection

from deploy.soak.hangul import strokes
from deploy.soak.lights import lies
from deploy.soak.server import TRACEBACK
from deploy.soak.tokens import token
from tests.browser.conftest import chromium_path, give_up

ROOT = Path(__file__).parent.parent


@pytest.fixture
def database() -> Iterator[str | None]:
    """The address of an empty one: none for SQLite, beside that of the tests on PostgreSQL."""
    if connection.vendor != "postgresql":
        yield None
        return
    import psycopg

    address, name = os.environ["DATABASE_URL"], f"soak_{uuid.uuid4().hex}"
    with psycopg.connect(address, autocommit=True) as server:
        server.execute(f"CREATE DATABASE {name}")
        yield urlsplit(address)._replace(path=f"/{name}").geturl()
        server.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def soak(database):
    """A function: one part, in a process of its own, with its figures."""

    def run(part: str) -> dict:
        environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
        environment |= {"DATABASE_URL": database} if database else {}
        command = [sys.executable, "-m", "deploy.soak", part, "--short", "--json"]
        done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
        assert done.stdout, done.stderr
        (found,) = json.loads(done.stdout)
        assert found["wrong"] == [], done.stderr
        assert done.returncode == 0
        return found["figures"]

    return run


@pytest.mark.slow(15)
@pytest.mark.database
def test_all_saves_of_many_editors_are_stored_once(soak):
    figures = soak("writers")
    assert figures["stored once"] == figures["acknowledged"] == figures["revisions"] == 32


@pytest.mark.slow(15)
@pytest.mark.database
def test_what_was_acknowledged_survives_kill_9(soak):
    assert soak("kills")["lost"] == 0


@pytest.mark.slow(25)
@pytest.mark.database
def test_teams_poll_and_save_without_an_error(soak):
    figures = soak("polls")
    assert figures["errors"] == 0
    assert figures["polls/s"] >= 1


@pytest.mark.slow(35)
@pytest.mark.browser
@pytest.mark.database
def test_a_team_writes_hangul_through_every_mishap(soak):
    if chromium_path() is None:
        give_up("no Chromium")
    figures = soak("browsers")
    assert figures["stored once"] == 24
    assert figures["broken"] == figures["light lied"] == 0


def test_syllables_grow_as_an_input_method_grows_them():
    assert list(strokes("가나값")) == [(["ㄱ", "가", "간"], "가"), (["나", "낙"], "나"), (["가", "갑", "값"], "값")]


def test_no_word_stands_in_two_others():
    words = [token(number) for number in range(3000)]
    text = "".join(words)
    assert all(text.count(word) == 1 for word in words)


OPENED = [["opened"], ["light", "saved"]]
TYPED = [["light", "writing"], ["typed", "말"], ["handed in", "말"]]


def test_a_light_that_waits_for_the_server_does_not_lie():
    assert lies([*OPENED, *TYPED, ["taken", ["말"]], ["light", "saved"]]) == []


@pytest.mark.parametrize(
    "events",
    [
        pytest.param([*OPENED, *TYPED, ["light", "saved"]], id="before the answer"),
        pytest.param([*OPENED, ["typed", "말"]], id="while typing"),
        pytest.param([*OPENED, *TYPED, *OPENED], id="opened again"),
        pytest.param([*OPENED, *TYPED, ["taken", ["글"]], ["light", "saved"]], id="another text"),
    ],
)
def test_a_light_that_says_saved_too_early_lies(events):
    assert len(lies(events)) == 1


def test_tracebacks_are_found_in_a_log():
    log = "started\nERROR /minutes/\nTraceback (most recent call last):\n  File x\n    raise\nValueError: no\nstopped\n"
    assert TRACEBACK.findall(log) == [
        "ERROR /minutes/\nTraceback (most recent call last):\n  File x\n    raise\nValueError: no"
    ]
