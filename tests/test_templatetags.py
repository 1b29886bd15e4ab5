import datetime
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.http import HttpRequest
from django.template import Context, Template, TemplateSyntaxError
from django.urls import ResolverMatch
from django.utils import timezone, translation

from meetings.templatetags import dates, icons, korean, marks, navigation

SEOUL = ZoneInfo("Asia/Seoul")
NOW = datetime.datetime(2026, 11, 19, 16, 38, tzinfo=SEOUL)
DAY = datetime.timedelta(days=1)


SAID_RIGHT = {
    "이/가": "가온이 지후가 LSTM이 GPT-4가 Slack이 발표자가",
    "은/는": "이든은 100은 GPT는 CNN은 BatchNorm은 note는 AdamW는 미적분(Calculus)은 ‘배치’는",
    "을/를": "과제를 11을 2를 KL을 PyTorch를 GitHub를 dropout을 learning을 `x_i`를",
    "과/와": "질문과 수업과 회고와 13과 5와",
    "으로/로": "서울로 부산으로 7로 6으로 2로 SQL로 model로 web으로",
}


@pytest.mark.parametrize(
    ("pair", "whole"), [(pair, word) for pair, words in SAID_RIGHT.items() for word in words.split()]
)
def test_particle_follows_the_final_sound(pair, whole):
    said = next(whole.removesuffix(form) for form in pair.split("/") if whole.endswith(form))
    assert korean.particle(said, pair) == whole
    assert korean.particle(said, "/".join(reversed(pair.split("/")))) == whole


@pytest.mark.parametrize("said", ["", "…", "🙂", "()", "'"])
def test_particle_after_what_cannot_be_read(said):
    assert korean.particle(said, "을/를") == said + "를"


def test_particle_stays_escaped():
    page = Template('{% load korean %}{{ name|particle:"이/가" }}').render(Context({"name": "<b>가온"}))
    assert page == "&lt;b&gt;가온이"


@pytest.fixture
def thursday():
    with time_machine.travel(NOW, tick=False), timezone.override(SEOUL):
        yield NOW


@pytest.mark.parametrize(
    ("days", "title", "short", "week", "since", "due"),
    [
        (0, "11월 19일 목요일", "11월 19일", "목 19", "today", "today"),
        (-1, "11월 18일 수요일", "11월 18일", "수 18", "yesterday", "due yesterday"),
        (-3, "11월 16일 월요일", "11월 16일", "월 16", "for 3 days", "due 11월 16일"),
        (1, "11월 20일 금요일", "11월 20일", "금 20", "11월 20일", "tomorrow"),
        (4, "11월 23일 월요일", "11월 23일", "월 23", "11월 23일", "월요일"),
        (7, "11월 26일 목요일", "11월 26일", "목 26", "11월 26일", "11월 26일"),
        (60, "2027년 1월 18일 월요일", "2027년 1월 18일", "월 18", "2027년 1월 18일", "2027년 1월 18일"),
    ],
)
def test_days_as_people_say_them(thursday, days, title, short, week, since, due, monkeypatch):
    # The words for near days are the catalogue's; what is tested here is which day gets which.
    monkeypatch.setattr(dates, "_", lambda text: text)
    monkeypatch.setattr(dates, "ngettext", lambda one, many, count: one if count == 1 else many)
    day = thursday.date() + days * DAY
    with translation.override("ko"):
        assert dates.day_title(day) == title
        assert dates.short_day(day) == short
        assert dates.weekday_day(day) == week
        assert dates.since_day(day) == since
        assert dates.due_day(day) == due


def test_days_in_english(thursday):
    with translation.override("en"):
        assert dates.day_title(thursday) == "Thursday 19 November"
        assert dates.day_title(datetime.date(2025, 1, 2)) == "Thursday 2 January 2025"
        assert dates.short_day(thursday) == "19 November"
        assert dates.weekday_day(thursday) == "Thu 19"
        assert dates.since_day(thursday - 2 * DAY) == "for 2 days"
        assert dates.since_day(thursday - 60 * DAY) == "for 60 days"
        assert dates.since_day(thursday - 61 * DAY) == "19 September"
        assert dates.due_day(thursday + DAY) == "tomorrow"


@pytest.mark.parametrize(
    ("passed", "said"),
    [
        (datetime.timedelta(seconds=20), "just now"),
        (datetime.timedelta(minutes=1), "1 minute ago"),
        (datetime.timedelta(minutes=59), "59 minutes ago"),
        (datetime.timedelta(hours=3), "3 hours ago"),
        (datetime.timedelta(hours=17), "yesterday"),
        (datetime.timedelta(days=4), "15 November"),
    ],
)
def test_how_long_ago(thursday, passed, said):
    with translation.override("en"):
        assert dates.ago(thursday - passed) == said


def test_a_moment_belongs_to_the_day_of_the_active_zone(thursday):
    late = datetime.datetime(2026, 11, 18, 23, 30, tzinfo=datetime.UTC)  # 08:30 on the 19th in Seoul
    with translation.override("en"):
        assert dates.short_day(late) == "19 November"
        assert dates.since_day(late) == "today"
    assert dates.clock(late) == "08:30"
    assert dates.clock(datetime.time(9, 5)) == "09:05"


@pytest.mark.parametrize("say", [dates.day_title, dates.short_day, dates.weekday_day, dates.clock, dates.since_day,
                                 dates.due_day, dates.ago])  # fmt: skip
def test_an_unknown_day_says_nothing(say):
    assert say(None) == ""


def test_an_icon_beside_its_word_is_silent_and_alone_it_speaks():
    assert 'aria-hidden="true"' in icons.icon("check")
    alone = icons.icon("ellipsis", label='More "…" <')
    assert 'role="img"' in alone
    assert 'aria-label="More &quot;…&quot; &lt;"' in alone


def test_an_unknown_icon_is_noticed():
    with pytest.raises(KeyError):
        icons.icon("no-such-icon")


@pytest.mark.parametrize("state", marks.WORDS)
def test_every_mark_has_a_word_or_is_decoration(state):
    drawn = marks.mark(state)
    assert f"mark-{state}" in drawn
    assert ('role="img" aria-label="' in drawn) != ('aria-hidden="true"' in drawn)


def test_every_mark_has_a_shape():
    from django.contrib.staticfiles import finders

    with open(finders.find("meetings/css/parts/mark.css")) as sheet:
        css = sheet.read()
    missing = [state for state in marks.WORDS if f".mark-{state}," not in css and f".mark-{state} {{" not in css]
    assert not missing


def test_a_mark_may_say_more():
    assert 'aria-label="&lt;b&gt;"' in marks.mark("box", "<b>")
    with pytest.raises(KeyError):
        marks.mark("no-such-state")


@pytest.mark.parametrize(
    ("url_name", "section"),
    [
        ("home", "today"),
        ("question", "questions"),
        ("team_mentoring", "questions"),
        ("question_answers", "questions"),
        ("class_note", "classes"),
        ("class_questions", "classes"),
        ("team_days", "team"),
        ("readyz", ""),
    ],
)
def test_navigation_knows_where_a_page_stands(url_name, section):
    request = HttpRequest()
    request.resolver_match = ResolverMatch(lambda request: None, (), {}, url_name=url_name)
    assert navigation.section(Context({"request": request})) == section


def test_a_view_may_say_where_it_stands():
    assert navigation.section(Context({"section": "team"})) == "team"
    assert navigation.section(Context()) == ""


def test_libraries_load_together():
    Template("{% load dates icons korean marks navigation %}")
    with pytest.raises(TemplateSyntaxError):
        Template("{% load no_such_library %}")
