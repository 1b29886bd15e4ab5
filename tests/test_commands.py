"""The commands a newcomer types, tried in a folder of their own: nothing is installed and nothing is served."""

import os
import shutil
import socket
import stat
import subprocess
import sys
import time
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """What make reads, in a path with spaces, with the environment of these tests in the place of its own."""
    place = tmp_path / "peer session"
    (place / ".venv").mkdir(parents=True)
    (place / ".venv" / "bin").symlink_to(Path(sys.executable).parent)
    for name in ("Makefile", "requirements.txt", "requirements-dev.txt", ".env.example"):
        shutil.copy(ROOT / name, place)
    shutil.copytree(ROOT / "deploy", place / "deploy")
    (place / "meetings" / "static").mkdir(parents=True)
    return place


def make(place: Path, *arguments: str) -> subprocess.CompletedProcess:
    outer = {"MAKEFLAGS", "MAKELEVEL", "MFLAGS", "PORT", "ARGS"}
    environment = {name: value for name, value in os.environ.items() if name not in outer}
    return subprocess.run(["make", *arguments], cwd=place, env=environment, capture_output=True, text=True)


@pytest.mark.slow
def test_env_is_written_once_with_a_key_of_its_own_that_nobody_else_may_read(checkout):
    assert make(checkout, ".env").returncode == 0
    written = (checkout / ".env").read_text()
    (line,) = [line for line in written.splitlines() if line.startswith("SECRET_KEY=")]
    assert len(line.removeprefix("SECRET_KEY=")) >= 50
    assert stat.S_IMODE((checkout / ".env").stat().st_mode) == 0o600
    make(checkout, ".env")
    assert (checkout / ".env").read_text() == written
    (checkout / ".env").unlink()
    make(checkout, ".env")
    assert line not in (checkout / ".env").read_text()


@pytest.mark.parametrize("command", ["run", "dev", "test", "lint"])
def test_installs_once_for_each_state_of_the_requirements(checkout, command):
    def would_install() -> bool:
        return "deploy/install" in make(checkout, "--dry-run", command).stdout

    def leave_stamps() -> None:
        for line in make(checkout, "--dry-run", command).stdout.splitlines():
            if "deploy/install" in line:
                for stamp in line.split()[4:]:
                    (checkout / stamp).touch()

    assert would_install()
    leave_stamps()
    assert not would_install()
    with (checkout / "requirements.txt").open("a") as requirements:
        requirements.write("\n# another line\n")
    assert would_install()


def test_static_files_are_collected_again_only_when_one_changed(checkout):
    def would_collect() -> bool:
        return "collectstatic" in make(checkout, "--dry-run", "run").stdout

    (checkout / make(checkout, "--dry-run", "run").stdout.split()[4]).touch()
    assert would_collect()
    (checkout / "var").mkdir()
    (checkout / "var" / "collected").touch()
    assert not would_collect()
    later = time.time() + 10
    sheet = checkout / "meetings" / "static" / "page.css"
    sheet.touch()
    os.utime(sheet, (later, later))
    assert would_collect()


def test_environment_of_the_tests_is_enough_to_run(checkout):
    line = make(checkout, "--dry-run", "test").stdout.splitlines()[0]
    for stamp in line.split()[4:]:
        (checkout / stamp).touch()
    assert "deploy/install" not in make(checkout, "--dry-run", "run").stdout


@pytest.mark.parametrize(
    ("answers", "sentence"),
    [
        ('case "$2" in *ensurepip*) exit 1;; esac', "sudo apt install python3-venv"),
        ('case "$2" in *version_info*) exit 1;; esac; echo "Python 3.9.2"', "needs Python 3.11 or newer"),
    ],
)
def test_python_that_does_not_do_gets_a_sentence(checkout, answers, sentence):
    python = checkout / "other python"
    python.write_text(f"#!/bin/sh\n{answers}\n")
    python.chmod(0o755)
    (checkout / ".venv" / "bin").unlink()
    ended = make(checkout, "run", f"PYTHON={python}")
    assert ended.returncode != 0
    assert sentence in ended.stderr
    assert "Traceback" not in ended.stderr


def free_port(port: object) -> subprocess.CompletedProcess:
    command = [sys.executable, ROOT / "deploy" / "free_port.py", str(port)]
    return subprocess.run(command, capture_output=True, text=True)


def test_port_in_use_gets_a_sentence():
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        ended = free_port(port)
        assert ended.returncode == 1
        assert ended.stderr.startswith(f"Port {port} is in use.")
    assert free_port(port).returncode == 0


@pytest.mark.parametrize("port", ["http", "0", "65536", "-1"])
def test_what_is_no_port_gets_a_sentence(port):
    ended = free_port(port)
    assert ended.returncode == 1
    assert ended.stderr.startswith(f"PORT={port} is not a port.")
