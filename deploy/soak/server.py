"""A real server of two workers on a database of its own, which can be killed and started again."""

import os
import re
import secrets
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
PATIENCE = 120  # s, on a machine that has much else to do
TRACEBACK = re.compile(r"(?:.*\n)?Traceback \(most recent call last\):\n(?:[ \t].*\n|\n)*.*")


class Site:
    """gunicorn as `make run` starts it. `folder` holds its database (unless DATABASE_URL names one), files and log."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.port = folder, _free_port()
        self.address = f"http://127.0.0.1:{self.port}"
        self.process: subprocess.Popen | None = None
        database = os.environ.get("DATABASE_URL") or f"sqlite:///{folder / 'soak.sqlite3'}"
        self.environment = {
            "DJANGO_SETTINGS_MODULE": "deploy.soak.settings",
            "SOAK_DIR": str(folder),
            "DATABASE_URL": database,
            "MEDIA_ROOT": str(folder / "media"),
            "SECRET_KEY": secrets.token_urlsafe(50),
            "SITE_URL": self.address,
            "ALLOWED_HOSTS": "127.0.0.1",
            "DEBUG": "false",
            "PORT": str(self.port),
        }

    def prepare(self) -> None:
        """Settings, tables and files; also for this process, which makes the people and reads what was stored."""
        os.environ.update(self.environment)
        import django
        from django.core.management import call_command

        django.setup()
        call_command("migrate", verbosity=0)
        call_command("collectstatic", verbosity=0, interactive=False)

    def start(self) -> None:
        command = [sys.executable, "-m", "gunicorn", "--config", "deploy/gunicorn.conf.py", "peersession.wsgi"]
        with open(self.folder / "server.log", "ab") as log:
            self.process = subprocess.Popen(  # noqa: S603
                command, cwd=ROOT, env=os.environ | self.environment, stdout=log, stderr=log, start_new_session=True
            )
        self._wait()

    def kill(self) -> None:
        """kill -9, master and workers: nobody has time to finish anything."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def stop(self) -> None:
        if self.process and self.process.poll() is None:
            self.process.terminate()
            self.process.wait(PATIENCE)

    def log(self) -> str:
        return (self.folder / "server.log").read_text(errors="replace")

    def complaints(self) -> list[str]:
        """What a server must not have to log, a kill apart: from the last line before each traceback to its error."""
        return TRACEBACK.findall(self.log())

    def cpu(self) -> float:
        """Seconds of CPU that master and workers have taken."""
        ticks = 0
        for stat in Path("/proc").glob("[0-9]*/stat"):
            try:
                fields = stat.read_text().rpartition(")")[2].split()
            except OSError:
                continue
            if int(fields[2]) == self.process.pid:  # its process group
                ticks += int(fields[11]) + int(fields[12])
        return ticks / os.sysconf("SC_CLK_TCK")

    def _wait(self) -> None:
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            try:
                with urllib.request.urlopen(f"{self.address}/healthz", timeout=2):  # noqa: S310
                    return
            except OSError:
                if self.process.poll() is not None:
                    break
                time.sleep(0.05)
        raise SystemExit(f"The server did not start:\n{self.log()}")


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]
