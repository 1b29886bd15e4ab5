"""Attacks stored as texts, in every place that shows a text.

With the policy switched off nothing runs, nothing is asked of another host, and what was typed is stored and given out
as it was typed.
"""

import json
import re
from collections.abc import Callable, Iterator

import pytest
from django.test import Client
from django.urls import reverse
from playwright.sync_api import BrowserContext, Page

from meetings.differences import difference
from meetings.exporters.pasting import paste
from meetings.exporters.posts import post
from meetings.models import Answer, ClassNote, Learning, MasterClass, Question, Review, Section
from meetings.rendering import render
from meetings.views import preview

from .alarm import Alarm
from .attacks import OWN, attacks, chosen

pytestmark = pytest.mark.slow

# Whether the pane holds what this HTML makes.
IS_SHOWN = """async (html) => {
  const pane = document.querySelector(".markdownx-preview"), other = pane.cloneNode();
  other.innerHTML = html;
  for (let left = 40; left && !pane.isEqualNode(other); left--) await new Promise((next) => setTimeout(next, 50));
  return pane.isEqualNode(other);
}"""
JS = "text/javascript"
ALIVE = "<img src=x onerror=rang()>"


@pytest.fixture
def context(browser, site) -> Iterator[BrowserContext]:
    """A browser that minds no policy, and asks nobody but us."""
    context = browser.new_context(base_url=site, locale="ko-KR", bypass_csp=True)
    context.route("**/*", lambda route: route.continue_() if route.request.url.startswith(site) else route.abort())
    yield context
    context.close()


@pytest.fixture
def reader(context, site, admin) -> Page:
    """Signed in as somebody who may see and edit everything."""
    client = Client()
    client.force_login(admin, backend="allauth.account.auth_backends.AuthenticationBackend")
    context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": site}])
    page = context.new_page()
    page.set_default_timeout(20_000)
    return page


@pytest.fixture
def alarm(reader, site) -> Alarm:
    return Alarm(reader, site)


@pytest.fixture
def assert_silent(reader, alarm) -> Callable[[str, int], None]:
    """A function: the page of this address shows so many texts and none of them does anything."""

    def check(address: str, texts: int, place: str = "main .prose") -> None:
        response = reader.goto(address)
        assert response.status == 200
        assert reader.locator(place).count() >= texts
        assert alarm.provoke("main, main *") > texts
        assert (alarm.ran, alarm.asked) == ([], [])

    return check


def seen(texts: list[str]) -> int:
    """How many of them show anything at all: a comment shows nothing."""
    return sum(bool(render(text).html) for text in texts)


def written(noun, texts: list[str], **place) -> list:
    """A row a text, all stored at once and as they were typed."""
    rows = [noun(order=number, body=text, **place) for number, text in enumerate(texts)]
    for row in rows:
        row.take_rendering(render(row.body))
    stored = noun.objects.bulk_create(rows)
    assert list(noun.objects.order_by("order").values_list("body", flat=True)) == texts
    return stored


@pytest.fixture
def sections(meeting) -> list[Section]:
    return written(Section, attacks(), meeting=meeting)


@pytest.fixture
def questions(meeting, team) -> list[Question]:
    return written(Question, chosen(), meeting=meeting, team=team)


@pytest.fixture
def note(cohort, team, member) -> ClassNote:
    held = MasterClass.objects.create(cohort=cohort, title="이상 탐지")
    return ClassNote.objects.create(master_class=held, team=team, author=member)


def test_alarm_hears_what_runs_on_a_page_of_ours(reader, alarm, meeting):
    section = Section.objects.create(meeting=meeting, body="글")
    Section.objects.update(body_html=ALIVE)
    reader.goto(meeting.get_absolute_url())
    alarm.provoke("main *")
    assert alarm.ran != []
    alarm.ran.clear()
    reader.goto(reverse("admin:meetings_section_change", args=[section.pk]))
    alarm.provoke("#content *")
    assert alarm.ran != []


def test_minutes(assert_silent, meeting, sections):
    assert_silent(meeting.get_absolute_url(), seen(attacks()), "main .row-section .prose")


def test_questions_answers_reviews_and_learnings(assert_silent, meeting, team, questions, member):
    written(Review, chosen(), meeting=meeting, title="과제")
    written(Learning, chosen(), meeting=meeting, team=team, author=member)
    assert_silent(meeting.get_absolute_url(), 3 * seen(chosen()))


def test_a_question_with_its_answers(assert_silent, team, meeting):
    question = Question.objects.create(team=team, meeting=meeting, body=OWN[0])
    written(Answer, chosen(), question=question)
    assert_silent(question.get_absolute_url(), len(chosen()))


def test_lists_of_questions(assert_silent, team, questions):
    assert_silent(reverse("team_questions", args=[team.slug]), 10, "main .row-question")


def test_class_notes_alone_and_side_by_side(assert_silent, note, mate, team):
    written(Section, chosen(), class_note=note)
    assert_silent(note.get_absolute_url(), len(chosen()))
    other = ClassNote.objects.create(master_class=note.master_class, team=team, author=mate)
    Section.objects.create(class_note=other, body=OWN[2], heading="<img src=x onerror=rang()>")
    assert_silent(note.master_class.get_absolute_url(), len(chosen()))


def test_lists_and_names_in_the_admin(assert_silent, sections, questions):
    for noun in ("section", "question"):
        for number in range(1, -(-len(chosen()) // 50) + 1):
            assert_silent(reverse(f"admin:meetings_{noun}_changelist") + f"?p={number}", 1, "#result_list tbody tr")


def test_the_admins_page_of_minutes(assert_silent, meeting, questions):
    assert_silent(reverse("admin:meetings_meeting_change", args=[meeting.pk]), len(chosen()), "main .markdownx-preview")


def test_history_with_its_differences(assert_silent, meeting):
    section = Section.objects.create(meeting=meeting, body="처음")
    first = section.history.values().get()
    versions = [{**first, "history_id": None, "body": attack} for attack in chosen()]
    Section.history.bulk_create([Section.history.model(**version) for version in versions])
    address = reverse("admin:meetings_section_history", args=[section.pk])
    for number in range(1, len(chosen()) // 30 + 1):
        assert_silent(f"{address}?page={number}", 25, "main tbody tr")
    assert_silent(f"{address}{section.history.first().pk}/", 1, "main .markdownx-preview")


def test_two_texts_side_by_side(assert_silent, reader, alarm, meeting):
    """Somebody else saved an attack meanwhile; the words that differ are marked."""
    section = Section.objects.create(meeting=meeting, body="처음")
    for attack in OWN[::12]:
        reader.goto(section.edit_url)
        reader.locator("textarea").first.fill(f"{attack} 그리고 나")
        section.body = attack
        section.save()
        alarm.evaluate("document.querySelector('textarea.markdownx-editor').form.requestSubmit()")
        reader.locator(".conflict-text ins").first.wait_for()
        alarm.provoke(".conflict *")
    assert (alarm.ran, alarm.asked) == ([], [])


def hurried(script: str) -> str:
    assert script.count("const PAUSE = 400;") == script.count("const [SPARE, EVERY] = [6, 2700];") == 1
    return script.replace("PAUSE = 400", "PAUSE = 0").replace("[6, 2700]", "[1e6, 0]")


def test_preview_while_typing(reader, alarm, meeting, monkeypatch):
    """Through the editor's own script and the endpoint, but without their patience."""
    monkeypatch.setattr(preview, "may", lambda *limit: True)
    section = Section.objects.create(meeting=meeting, body="글")
    reader.route("**/js/preview.js", lambda route: route.fulfill(body=hurried(route.fetch().text()), content_type=JS))
    reader.goto(section.edit_url)
    area = reader.locator("textarea.markdownx-editor")
    for attack in chosen():
        with reader.expect_response(f"**{reverse('preview')}") as response:
            area.fill(attack)
        shown = response.value.json()["html"]
        assert shown == render(attack).html
        assert alarm.evaluate(f"({IS_SHOWN})({json.dumps(shown)})")
        alarm.provoke(".markdownx-preview, .markdownx-preview *", rest=20)
    alarm.provoke("main")  # and rests, so that what was still loading has failed by now
    assert (alarm.ran, alarm.asked) == ([], [])


def test_texts_leave_as_they_were_typed(assert_silent, meeting, sections, member):
    text = paste(meeting, member.user).text
    # Pictures of ours are named there: nobody outside of the team can fetch them.
    left = [attack.replace("\r\n", "\n").strip() for attack in attacks() if "](/pictures/" not in attack]
    assert [attack for attack in left if attack not in text] == []
    assert_silent(reverse("meeting_export", args=[meeting.pk]), 1, "main textarea")
    # And what left comes in again as one text, in which each attack stands beside others.
    texts = [text, post(meeting, member.user).text]
    Section.objects.exclude(pk=sections[0].pk).delete()
    for exported in texts:
        Section.objects.update(body_html=render(exported).html)
        assert_silent(meeting.get_absolute_url(), 1, "main .row-section .prose")


def test_differences_show_markup_as_words():
    for attack in attacks():
        assert "<" not in re.sub("</?(ins|del)>", "", difference("처음", attack))
