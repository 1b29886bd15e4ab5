"""What search, lists and saves cost on a database that `manage.py generate_cohort` made, by who asks and what.

`DATABASE_URL=… python -m deploy.bench.scale --json ten.json`, then on a bigger one `--beside ten.json`: says how each
figure grows with the questions that there are, as the exponent of a power. CPU time of this process and of the
database's own for it, the least of a few rounds: other work on the machine only adds to it.
"""

import argparse
import json
import math as maths
import os
import statistics
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import quote

ROUNDS = 3
OFTEN = {"a key": 50, "a save": 20, "a save without the index": 20}  # so many times a round
OLD = 600  # questions before it, so that its page begins in the midst
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
READERS = {"a member": "grown-1-1", "staff": "grown-staff", "admin": "grown-admin"}
QUERIES = {
    "a common word": "확률",
    "two common words": "확률 손실",
    "three words": "경사하강법 기울기",
    "three rare words": "양자화 조기종료 지식증류",
    "a word of English": "softmax",
    "its beginning": "so",
    "a syllable": "수",
    "a formula": "\\lambda",
    "a phrase": '"확률의 손실"',
    "without a word": "확률 -손실",
    "open ones": "is:open",
    "a week": "week:3",
    "by me": "by:me",
    "a word and filters": "확률 lecture:3 week:2",
    "a word, few readable": "확률 status:deferred",
    "what is nowhere": "오버플로우쿼카",
    "mistyped": "경사하강볍",
    "initial consonants": "ㄱㅅㅎㄱㅂ",
    "the other keyboard": "ghkrfbf",
    "a whole question": "경사하강법이 왜 수렴하나요?",
}


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m deploy.bench.scale")
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    parser.add_argument("--json", type=Path, help="where to write the figures")
    parser.add_argument("--beside", type=Path, help="figures of a smaller database")
    parser.add_argument("--only", default="", help="figures whose names hold this")
    options = parser.parse_args()
    _set_up()
    told = {"size": _size(), "figures": {}}
    print(json.dumps(told["size"]))
    before = json.loads(options.beside.read_text()) if options.beside else None
    for name, work in _works():
        if options.only in name or name == "a key":
            told["figures"][name] = _least(work, options.rounds) / OFTEN.get(name, 1)
            print(_line(name, told, before), flush=True)
    _sum_up(told["figures"])
    if options.json:
        options.json.write_text(json.dumps(told, ensure_ascii=False, indent=1))


def _line(name: str, told: dict, before: dict | None) -> str:
    found, key = told["figures"][name], told["figures"]["a key"]
    line = f"{name:44}{found:9.2f} ms{found / key:8.0f} × a key"
    if not before or name not in before["figures"]:
        return line
    return f"{line}   grows ^{_exponent(found, told, before['figures'][name], before):5.2f}"


def _exponent(after: float, told: dict, before: float, smaller: dict) -> float:
    return maths.log(after / before) / maths.log(told["size"]["questions"] / smaller["size"]["questions"])


def _sum_up(figures: dict) -> None:
    if "a save" in figures:
        print(f"a save is found for {figures['a save'] - figures['a save without the index']:.2f} ms more")
    for who in READERS:
        for what in ("search", "page"):
            found = [value for name, value in figures.items() if name.startswith(f"{who}: {what}")]
            if found:
                middle, most = statistics.median(found), max(found)
                times = middle / figures["a key"]
                print(f"{who}, {what}: p50 {middle:.1f} ms, {times:.0f} × a key; the most {most:.1f} ms")


def _least(work: Callable[[], object], rounds: int) -> float:
    """In ms. Once before, so that what is needed is read and compiled."""
    work()
    taken = []
    for _round in range(rounds):
        began = _cpu()
        work()
        taken.append(_cpu() - began)
    return min(taken) * 1000


def _cpu() -> float:
    """Seconds of ours, and of the database server's process that works for us where it can be seen from here."""
    from django.db import connection

    if connection.vendor == "sqlite":
        return time.process_time()
    try:
        served = int(Path(f"/proc/{connection.connection.info.backend_pid}/schedstat").read_text().split()[0])
    except OSError:
        return time.perf_counter()
    return time.process_time() + served / 1e9


def _set_up() -> None:
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "peersession.settings")
    from django.conf import settings

    settings.ALLOWED_HOSTS = ["testserver"]
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = {**settings.STORAGES, "staticfiles": plain}
    django.setup()


def _size() -> dict:
    from django.db import connection

    from meetings.models import Question, SearchDocument, Team

    counts = {"teams": Team.objects.count(), "questions": Question.objects.count()}
    counts |= {"documents": SearchDocument.objects.count(), "database": connection.vendor}
    with connection.cursor() as cursor:
        for name, sql in SIZES[connection.vendor].items():
            cursor.execute(sql)
            counts[name] = round((cursor.fetchone()[0] or 0) / 1e6)
    counts["index ÷ text"] = round((counts["tokens MB"] + counts["index MB"]) / max(counts["text MB"], 1), 2)
    return counts


_TEXT = """
SELECT SUM(length) FROM (
    SELECT LENGTH(CAST(body_text AS {bytes})) AS length FROM meetings_question
    UNION ALL SELECT LENGTH(CAST(body_text AS {bytes})) FROM meetings_answer
    UNION ALL SELECT LENGTH(CAST(body_text AS {bytes})) FROM meetings_learning
    UNION ALL SELECT LENGTH(CAST(body_text AS {bytes})) FROM meetings_section
) texts
"""
SIZES = {
    "sqlite": {
        "text MB": _TEXT.format(bytes="BLOB"),
        "tokens MB": "SELECT SUM(pgsize) FROM dbstat WHERE aggregate = 1 AND name IN"
        " (SELECT name FROM sqlite_master WHERE tbl_name = 'meetings_searchdocument')",
        "index MB": "SELECT SUM(pgsize) FROM dbstat WHERE aggregate = 1 AND name LIKE 'search_tokens%'",
    },
    "postgresql": {
        "text MB": _TEXT.replace("LENGTH(CAST(body_text AS {bytes}))", "OCTET_LENGTH(body_text)"),
        "tokens MB": "SELECT pg_total_relation_size('meetings_searchdocument') - pg_relation_size('search_tokens')",
        "index MB": "SELECT pg_relation_size('search_tokens')",
    },
}


def _works() -> Iterator[tuple[str, Callable[[], object]]]:
    from meetings.models import Question

    last = Question.objects.latest("pk").pk
    yield "a key", lambda: [Question.objects.get(pk=last) for _time in range(OFTEN["a key"])]
    yield from _saves(last)
    for who, username in READERS.items():
        yield from _searches(who, username)
        yield from _pages(who, username)


def _saves(last: int) -> Iterator[tuple[str, Callable[[], object]]]:
    """Saves of texts that changed each time, taken back each time; with the index, and as if there were none.

    Of one text each: PostgreSQL walks past all that a row has been in the transaction.
    """
    from django.db import transaction

    from meetings.models import Question, rows

    questions = Question.objects.filter(pk__lte=last).select_related("team", "class_note").order_by("-pk")
    saved = [(question, question.body) for question in questions[: OFTEN["a save"]]]
    number, stored, made = iter(range(1_000_000)), rows.keep_found, rows.make_tokens

    def save() -> None:
        with transaction.atomic():
            for question, body in saved:
                question.body = f"{body} {next(number)}"
                question.save()
            transaction.set_rollback(True)

    def save_without() -> None:
        rows.keep_found, rows.make_tokens = (lambda *args, **options: None), (lambda row: None)
        try:
            save()
        finally:
            rows.keep_found, rows.make_tokens = stored, made

    yield "a save", save
    yield "a save without the index", save_without


def _searches(who: str, username: str) -> Iterator[tuple[str, Callable[[], object]]]:
    from meetings.models import User
    from meetings.search import search

    for name, text in QUERIES.items():
        yield f"{who}: search {name}", lambda text=text: search(User.objects.get(username=username), text)


def _pages(who: str, username: str) -> Iterator[tuple[str, Callable[[], object]]]:
    from django.test import Client

    from meetings.models import Meeting, Question, Team, User
    from meetings.pages import Key

    reader, team = Client(), Team.objects.get(slug="grown-1")
    reader.force_login(
        User.objects.get(username=username), backend="allauth.account.auth_backends.AuthenticationBackend"
    )
    questions = Question.objects.filter(team=team).order_by("-asked_at", "-pk")
    late = questions[OLD]
    addresses = {
        "home": "/",
        "minutes": Meeting.objects.filter(team=team).latest("held_on").get_absolute_url(),
        "team": team.get_absolute_url(),
        "questions": f"{team.get_absolute_url()}questions/",
        "older questions": f"{team.get_absolute_url()}questions/?before={quote(str(Key(late.asked_at, late.pk)))}",
        "a question": questions[0].get_absolute_url(),
        "learnings": f"{team.get_absolute_url()}learnings/",
        "search": f"/search/?q={quote('확률')}",
    }
    for name, address in addresses.items():
        yield f"{who}: page {name}", lambda address=address: _read(reader, address)


def _read(reader, address: str) -> None:
    answer = reader.get(address, follow=True)
    if answer.status_code != 200:
        raise RuntimeError(f"{address}: {answer.status_code}")


if __name__ == "__main__":
    main()
