"""Counting what may be done so often, by several processes and threads at once."""

import subprocess
import sys
from pathlib import Path

import pytest
import time_machine
from django.core.cache import cache, caches
from django.test import Client

from meetings.limits import may, seconds_left
from peersession import settings as written_settings

ROOT = Path(__file__).resolve().parent.parent
# Four threads of one process that all begin when told to, and how many of their calls were allowed.
COUNTER = """
import sys, threading
from django.conf import settings
settings.configure(CACHES={"default": {"BACKEND": "peersession.cache.CountingFileCache", "LOCATION": sys.argv[1]}})
from meetings.limits import may
allowed, ready = [], threading.Barrier(5)
def call():
    ready.wait()
    for _ in range(int(sys.argv[2])):
        allowed.append(may("preview", 7, 30, 60))
threads = [threading.Thread(target=call) for _ in range(4)]
for thread in threads:
    thread.start()
print("ready", flush=True)
sys.stdin.readline()
ready.wait()
for thread in threads:
    thread.join()
print(sum(allowed), len(allowed))
"""


@pytest.fixture
def shared(settings, tmp_path):
    """The cache of the settings, in a folder of the test's own."""
    default = written_settings.CACHES["default"]
    settings.CACHES = {"default": {**default, "LOCATION": tmp_path / "cache"}}
    return tmp_path / "cache"


@pytest.fixture(autouse=True)
def _nothing_counted():
    cache.clear()


def test_so_many_and_no_more():
    assert [may("preview", 1, 3, 60) for _ in range(5)] == [True, True, True, False, False]


def test_people_and_actions_are_counted_apart():
    assert may("preview", 1, 1, 60)
    assert may("preview", 2, 1, 60)
    assert may("upload", 1, 1, 60)
    assert not may("preview", 1, 1, 60)


@pytest.mark.usefixtures("shared")
def test_the_count_ends_though_somebody_keeps_trying():
    with time_machine.travel("2026-11-19T16:00:00Z", tick=False) as clock:
        assert may("preview", 1, 1, 60)
        for _ in range(6):
            clock.shift(9)
            assert not may("preview", 1, 1, 60)
        assert seconds_left("preview", 1) == 6
        clock.shift(7)
        assert seconds_left("preview", 1) == 1
        assert may("preview", 1, 1, 60)
        assert seconds_left("preview", 1) == 60


@pytest.mark.slow
def test_two_processes_allow_exactly_the_limit(tmp_path):
    command = [sys.executable, "-c", COUNTER, str(tmp_path / "cache")]
    processes = [
        subprocess.Popen([*command, str(calls)], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        for calls in (8, 7)
    ]
    for process in processes:
        assert process.stdout.readline() == "ready\n"
    for process in processes:
        process.stdin.write("go\n")
        process.stdin.flush()
    counts = [process.communicate()[0].split() for process in processes]
    assert [int(calls) for _allowed, calls in counts] == [32, 28]
    assert sum(int(allowed) for allowed, _calls in counts) == 30


def test_failed_sign_ins_are_counted_in_the_same_place(shared, member):
    def try_to_sign_in() -> str:
        return Client().post("/accounts/login/", {"login": "gaon", "password": "wrong"}).content.decode()

    said = [try_to_sign_in() for _ in range(6)]
    assert len(set(map(_without_tokens, said[:5]))) == 1
    assert _without_tokens(said[5]) != _without_tokens(said[4])
    assert list(shared.glob("*.djcache"))


def _without_tokens(page: str) -> str:
    return "\n".join(line for line in page.splitlines() if "csrfmiddlewaretoken" not in line)


def test_what_has_ended_is_swept_up(shared, monkeypatch):
    monkeypatch.setattr("random.randrange", lambda _sets: 0)
    with time_machine.travel("2026-11-19T16:00:00Z", tick=False) as clock:
        for person in range(20):
            assert may("preview", person, 1, 60)
        clock.shift(61)
        assert may("preview", 20, 1, 60)
        assert len(list(shared.glob("*.djcache"))) == 2  # the count, and when it ends


def test_a_full_disk_counts_nothing_and_stops_nobody(shared, monkeypatch, caplog):
    def full(*_arguments, **_options):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("tempfile.mkstemp", full)
    assert may("preview", 1, 1, 60)
    assert may("preview", 1, 1, 60)
    assert "No space left" in caplog.text


def test_a_count_that_is_no_count_is_refused_as_django_does(shared):
    with pytest.raises(ValueError, match="not found"):
        caches["default"].incr("never-counted")
