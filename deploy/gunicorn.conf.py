"""The server of `make run` and of a deployment: every setting can be overruled on gunicorn's command line."""

import logging
import os
from pathlib import Path

import environ

environ.Env.read_env(Path(__file__).resolve().parent.parent / ".env")

bind = f"127.0.0.1:{os.environ.get('PORT', '8000')}"
worker_class = "gthread"
workers = 2
threads = 4
timeout = 30
graceful_timeout = 10
# A page of minutes asks every two seconds what is new, on the connection that it has.
keepalive = 10
# A worker that leaked is replaced, which costs a second in which the other one has all to do. A cohort asks forty
# times a second and more at four o'clock: it happens every half hour then. The jitter keeps both from leaving together.
max_requests = 50_000
max_requests_jitter = 10_000

# Requests stand in the log of the proxy in front. What remains here is what somebody has to read.
accesslog = None
loglevel = "warning"
control_socket_disable = True


def when_ready(server):
    address = ", ".join(str(listener) for listener in server.LISTENERS)
    print(f"Peersession is at {address} (Ctrl+C stops it)", flush=True)


def post_worker_init(worker):
    # Django leaves it to the server to drop the body of an answer to HEAD. gunicorn does, and warns each time.
    logging.getLogger("gunicorn.http.wsgi").setLevel(logging.ERROR)


def on_exit(server):
    print("Peersession has stopped.", flush=True)
