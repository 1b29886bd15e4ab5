"""Eight people write the same minutes at the same moment, over HTTP, with connections of their own.

`python -m tests.views.racing` runs it on the database of the settings, which it fills, and prints what it found.
"""

import json
import os
import threading
import uuid

WRITERS, ROUNDS = 8, 3
JSON = {"HTTP_ACCEPT": "application/json"}


def together(acts) -> list:
    """What each act returns, all begun at the same moment."""
    from django.db import connections

    gate, answers = threading.Barrier(len(acts)), [None] * len(acts)

    def run(number, act):
        gate.wait()
        try:
            answers[number] = act()
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=told) for told in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(120)
    return answers


def cast(team):
    """As many members as write, each in a browser of their own, and one section of one meeting."""
    from django.test import Client

    from meetings.models import Meeting, Member, Section, User

    meeting = Meeting.objects.create(team=team, held_on="2026-11-19")
    section = Section.objects.create(meeting=meeting, body="\n\n".join(f"자리 {n}" for n in range(WRITERS)))
    clients = []
    for number in range(WRITERS):
        user = User.objects.create_user(f"racer-{number}", display_name=f"글쓴이 {number}")
        Member.objects.create(team=team, user=user, name=f"글쓴이 {number}")
        client = Client(raise_request_exception=True)
        client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
        clients.append(client)
    return meeting, section, clients


def write(client, number: int, meeting, section) -> list[tuple[str, int]]:
    """Each round a new question, and words of one's own in a text that all change: what was acknowledged."""
    told = []
    for turn in range(ROUNDS):
        word = f"글{number}-{turn}-"
        sent = {"body": word, "sent_as": str(uuid.uuid4())}
        answer = client.post(f"/minutes/{meeting.pk}/questions/", sent, **JSON)
        told.append((word, answer.status_code, answer.json()["revision"]))
        word = f"절{number}-{turn}-"
        told.append((word, *changed(client, number, section, word)))
    return told


def changed(client, number: int, section, word: str) -> tuple[int, int]:
    section = type(section).objects.get(pk=section.pk)
    sent = {"initial-body": section.body, "initial-heading": "", "heading": "", "revision": section.revision}
    sent["body"] = section.body.replace(f"자리 {number}", f"자리 {number} {word}")
    answer = client.post(section.edit_url, sent, **JSON)
    return answer.status_code, answer.json().get("revision", 0)


def take(team, clients) -> list[str]:
    """Of one who has the question, and others who are told who: what is wrong with that."""
    from meetings.models import Question

    question = Question.objects.create(team=team, body="누가 볼까요?")
    told = together([lambda c=c: c.post(f"/questions/{question.pk}/taker/", **JSON) for c in clients])
    question.refresh_from_db()
    statuses = sorted(answer.status_code for answer in told)
    wrong = [] if statuses == [200] + [422] * (len(clients) - 1) else [str(statuses)]
    said = [answer.json()["sentence"] for answer in told if answer.status_code == 422]
    wrong += [sentence for sentence in said if f"{question.taken_by.name} " not in sentence]
    mine = [n for n, answer in enumerate(told) if answer.status_code == 200]
    return wrong + [f"{n} has it not" for n in mine if question.taken_by.name != f"글쓴이 {n}"]


def sent_at_once(client, address: str, name: str) -> list[int]:
    """What each of four hears that send the same question."""
    sent = {"body": "두 번 보낸 글", "sent_as": name}
    return sorted(together([lambda: client.post(address, sent, **JSON).status_code] * 4))


def race(team) -> dict:
    from meetings.models import Meeting, Question, Section

    meeting, section, clients = cast(team)
    acts = [lambda n=n, c=c: write(c, n, meeting, section) for n, c in enumerate(clients)]
    told = [one for of_one in together(acts) for one in of_one]
    name = str(uuid.uuid4())
    twice = sent_at_once(clients[0], f"/minutes/{meeting.pk}/questions/", name)
    texts = [*Question.objects.values_list("body", flat=True), Section.objects.get(pk=section.pk).body]
    return {
        "refused": [one for one in told if one[1] not in (200, 201)],
        "lost": [word for word, _status, _revision in told if sum(text.count(word) for text in texts) != 1],
        "revisions": sorted(revision for _word, _status, revision in told),
        "last": Meeting.objects.get(pk=meeting.pk).revision,
        "twice": twice,
        "named": Question.objects.filter(sent_as=name).count(),
        "twice_in_team": sent_at_once(clients[0], f"/teams/{team.slug}/questions/new/", str(uuid.uuid4())),
        "taken": [wrong for _ in range(ROUNDS) for wrong in take(team, clients)],
    }


def check(found: dict) -> None:
    """One number a change: the first is that of the section, which was there."""
    assert found["refused"] == []
    assert found["lost"] == []
    assert found["revisions"] == list(range(2, 2 + 2 * WRITERS * ROUNDS))
    assert found["last"] == found["revisions"][-1] + 1
    assert (found["twice"], found["named"]) == ([200, 200, 200, 201], 1)
    assert found["twice_in_team"] == [200, 200, 200, 201]
    assert found["taken"] == []


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "peersession.settings")
    import django

    django.setup()
    from django.conf import settings
    from django.core.management import call_command

    from meetings.models import Cohort, Team

    settings.ALLOWED_HOSTS = ["testserver"]
    call_command("migrate", verbosity=0)
    cohort = Cohort.objects.create(name="가을", slug="autumn", starts_on="2026-11-02", ends_on="2027-04-30")
    print(json.dumps(race(Team.objects.create(cohort=cohort, name="12조", slug="team-12"))))
