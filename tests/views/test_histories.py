import datetime
import re

import pytest
from django.utils import timezone

from meetings.models import ActionItem, AgendaItem, Answer, Attendance, Finalisation, Meeting, Member, Question, Section
from meetings.templatetags.dates import clock, short_day

pytestmark = pytest.mark.django_db


@pytest.fixture
def section(meeting, member, signed_in) -> Section:
    """Written by a member, then changed by her: both through the site, which knows who does what."""
    row = Section.objects.create(meeting=meeting, heading="회고", body="질문 시간이 짧았다.")
    client = signed_in(member)
    client.post(row.edit_url, {"heading": "회고", "body": "질문 시간이 길었다.", "initial-body": "질문 시간이 짧았다."})
    return Section.objects.get(pk=row.pk)


def read(client, url: str) -> str:
    response = client.get(url)
    assert response.status_code == 200
    return response.content.decode()


def older(page: str) -> str:
    """Where the changes before those of the page are told."""
    return re.search(r'rel="next"\s+href="([^"]+)"', page)[1].replace("&amp;", "&")


def test_a_rows_history_tells_who_changed_which_words(section, member, mate, signed_in):
    page = read(signed_in(mate), section.history_url)
    assert member.name in page
    assert "<del>짧았다.</del><ins>길었다.</ins>" in page


def test_going_back_makes_a_new_version(section, mate, signed_in):
    first = section.history.earliest()
    response = signed_in(mate).post(f"{section.history_url}{first.history_id}/")
    assert response.url.endswith(f"#{section.anchor}")
    now = Section.objects.get(pk=section.pk)
    assert now.body == "질문 시간이 짧았다."
    assert now.history.count() == 3
    assert now.history.latest().history_user == mate.user
    assert "짧았다" in now.body_html
    assert now.revision == Meeting.objects.get(pk=now.meeting_id).revision


def test_going_back_brings_a_deleted_row_back(section, member, mate, signed_in):
    client = signed_in(mate)
    client.post(section.removal_url)
    assert "삭제" not in read(client, section.history_url)
    assert not Section.objects.alive().filter(pk=section.pk).exists()
    client.post(f"{section.history_url}{section.history.earliest().history_id}/")
    assert Section.objects.alive().get(pk=section.pk).body == "질문 시간이 짧았다."


def test_final_minutes_do_not_go_back(section, mate, signed_in):
    section.meeting.finalise(by=None)
    client = signed_in(mate)
    assert client.post(f"{section.history_url}{section.history.earliest().history_id}/").status_code == 403
    assert f"{section.history_url}{section.history.earliest().history_id}/" not in read(client, section.history_url)
    assert Section.objects.get(pk=section.pk).body == "질문 시간이 길었다."


def test_minutes_finalised_meanwhile_do_not_go_back_either(section, admin, mate, signed_in, monkeypatch):
    render_body = Section.render_body

    def after_that(row):
        Meeting.objects.get(pk=section.meeting_id).finalise(by=admin)
        return render_body(row)

    monkeypatch.setattr(Section, "render_body", after_that)
    page = signed_in(mate).post(f"{section.history_url}{section.history.earliest().history_id}/")
    assert page.status_code == 403
    assert "admin" in page.content.decode()
    assert Section.objects.get(pk=section.pk).body == "질문 시간이 길었다."


def test_the_day_is_told_of_what_was_said_on_another_one(section, mate, signed_in, time_machine):
    earliest = section.history.earliest()
    time_machine.move_to(earliest.history_date + datetime.timedelta(days=40))
    page = signed_in(mate).post(f"{section.history_url}{earliest.history_id}/", follow=True)
    (told,) = map(str, page.context["messages"])
    with timezone.override(section.team.cohort.zone):
        assert short_day(earliest.history_date) in told
        assert clock(earliest.history_date) in told


def test_a_version_of_another_row_is_not_there(section, meeting, mate, signed_in):
    other = Section.objects.create(meeting=meeting, body="다른 글")
    assert signed_in(mate).post(f"{section.history_url}{other.history.latest().history_id}/").status_code == 404


def test_the_minutes_tell_all_changes_newest_first(section, meeting, member, mate, signed_in):
    question = Question.objects.create(team=meeting.team, meeting=meeting, body="왜 나누나요?")
    Answer.objects.create(question=question, body="커져서요.")
    Attendance.objects.create(meeting=meeting, member=mate)
    page = read(signed_in(mate), f"/minutes/{meeting.pk}/history/")
    places = [page.index(words) for words in ("커져서요.", "왜 나누나요?", "<ins>길었다.</ins>")]
    assert places == sorted(places)
    assert question.history_url in page
    assert mate.name in page


@pytest.mark.slow
def test_the_queries_of_a_history_do_not_grow(meeting, mate, signed_in, django_assert_max_num_queries):
    client = signed_in(mate)
    for number in range(45):
        Section.objects.create(meeting=meeting, body=f"글 {number}")
        owner = Member.objects.create(team=meeting.team, name=f"사람 {number}")
        AgendaItem.objects.create(meeting=meeting, body=f"안건 {number}", owner=owner)
    with django_assert_max_num_queries(14):
        page = read(client, f"/minutes/{meeting.pk}/history/")
    assert page.count('class="change"') == 40
    assert "<ins>사람 44</ins>" in page
    for _page in range(2):
        page = read(client, f"/minutes/{meeting.pk}/history/" + older(page))
    assert "글 0" in page


@pytest.mark.slow
def test_changes_of_one_moment_are_all_told_at_the_edge_of_a_page(meeting, mate, signed_in, monkeypatch):
    monkeypatch.setattr("meetings.views.histories.CHANGES", 2)
    client, url = signed_in(mate), f"/minutes/{meeting.pk}/history/"
    for number in range(5):
        Section.objects.create(meeting=meeting, body=f"글 {number}.")
        AgendaItem.objects.create(meeting=meeting, body=f"안건 {number}.")
    for noun in (Section, AgendaItem, Meeting):
        noun.history.update(history_date=datetime.datetime(2026, 11, 19, 7, tzinfo=datetime.UTC))
    for one, other in zip(*(noun.history.order_by("-pk") for noun in (Section, AgendaItem)), strict=True):
        AgendaItem.history.filter(pk=other.pk).update(history_id=one.pk + 100)
        Section.history.filter(pk=one.pk).update(history_id=one.pk + 100)  # tables number alike
    page, told = read(client, url), ""
    for _page in range(5):
        assert page.count('class="change"') == 2
        told += page
        page = read(client, url + older(page))
    told += page
    assert [told.count(f"{word} {number}.") for word in ("글", "안건") for number in range(5)] == [1] * 10


@pytest.mark.slow
def test_who_is_named_is_told_with_the_change(meeting, member, mate, signed_in, django_assert_max_num_queries):
    client = signed_in(member)
    made = client.post(f"/minutes/{meeting.pk}/action-items/", {"body": "정리", "owners": [mate.pk]})
    item = ActionItem.objects.get()
    assert made.url.endswith(item.anchor)
    client.post(
        item.edit_url, {"body": "정리", "initial-body": "정리", "owners": [member.pk], "initial-owners": [mate.pk]}
    )
    assert item.history.count() == 2
    for url in (item.history_url, f"/minutes/{meeting.pk}/history/"):
        page = read(client, url)
        assert f"<del>{mate.name}</del> <ins>{member.name}</ins>" in page
        assert f" <ins>{mate.name}</ins>" in page
    for number in range(30):
        other = Member.objects.create(team=meeting.team, name=f"사람 {number}")
        item.save()
        item.set_named(owners=[other])
    with django_assert_max_num_queries(14):
        assert "<ins>사람 29</ins>" in read(client, f"/minutes/{meeting.pk}/history/")


def test_a_save_that_names_the_same_people_tells_nothing_of_them(meeting, member, signed_in):
    client = signed_in(member)
    item = ActionItem.objects.create(meeting=meeting, body="정리")
    item.owners.add(member)
    sent = {"body": "정리", "initial-body": "정리", "owners": [member.pk], "initial-owners": [member.pk]}
    client.post(item.edit_url, sent | {"due_on": "2026-11-27"})
    assert (item.history.latest().named, list(item.owners.all())) == ({}, [member])


def test_who_was_merged_since_is_not_named_and_the_rest_is_told(meeting, mate, signed_in):
    twin = Member.objects.create(team=meeting.team, name="배 이든")
    item = AgendaItem.objects.create(meeting=meeting, body="공지", owner=twin, minutes=25)
    mate.absorb(twin)
    for url in (item.history_url, f"/minutes/{meeting.pk}/history/"):
        page = read(signed_in(mate), url)
        assert "<ins>—</ins>" in page
        assert "<ins>25</ins>" in page


@pytest.mark.slow
@pytest.mark.parametrize(
    "before",
    [
        "x",
        "2026-11-19",
        "9" * 40,
        "2026-13-45T00:00:00Z",
        "2026-11-19T00:00:00Z,Section,",
        "0001-01-01T00:00:00+14:00,Section,1",
    ],
)
def test_a_garbled_key_shows_the_newest(section, meeting, mate, signed_in, before):
    client = signed_in(mate)
    assert "길었다" in read(client, f"/minutes/{meeting.pk}/history/?before={before}")
    assert "길었다" in read(client, f"{section.history_url}?before={before}")


@pytest.mark.slow
def test_finalising_keeps_what_the_minutes_said(section, meeting, admin, mate, signed_in):
    staff = signed_in(admin)
    staff.post(f"/minutes/{meeting.pk}/finalisation/")
    staff.post(f"/minutes/{meeting.pk}/finalisation/", {"_method": "DELETE"})
    Section.objects.get(pk=section.pk).remove()
    frozen = Finalisation.objects.get()
    assert (frozen.finalised_by, frozen.reopened_by) == (admin, admin)
    client = signed_in(mate)
    assert f"/minutes/{meeting.pk}/finalisations/{frozen.pk}/" in read(client, f"/minutes/{meeting.pk}/history/")
    assert "질문 시간이 길었다." in read(client, f"/minutes/{meeting.pk}/finalisations/{frozen.pk}/")


def test_finalising_twice_keeps_the_first(meeting, admin):
    stale = Meeting.objects.get(pk=meeting.pk)
    meeting.finalise(by=admin)
    stale.finalise(by=None)
    assert Finalisation.objects.count() == 1
    assert Meeting.objects.get(pk=meeting.pk).finalised_by == admin


def test_another_teams_history_is_not_there(section, meeting, admin, outsider, signed_in):
    meeting.finalise(by=admin)
    meeting.reopen()
    client = signed_in(outsider)
    frozen = Finalisation.objects.get()
    for url in (section.history_url, f"/minutes/{meeting.pk}/history/"):
        assert client.get(url).status_code == 404
    assert client.get(f"/minutes/{meeting.pk}/finalisations/{frozen.pk}/").status_code == 404
    section.remove()
    assert client.get(section.history_url).status_code == 404


def test_what_a_question_repeats_is_told_by_number_alone(meeting, member, other_team, signed_in):
    """Whoever reads the one may not be allowed to read the other."""
    theirs = Question.objects.create(team=other_team, body="남의 비밀")
    question = Question.objects.create(team=meeting.team, meeting=meeting, body="우리 질문")
    question.link_to(theirs)
    for address in (f"/questions/{question.pk}/history/", f"/minutes/{meeting.pk}/history/"):
        page = signed_in(member).get(address).content.decode()
        assert f"Q{theirs.pk}" in page
        assert "남의 비밀" not in page


def test_which_answer_was_accepted_is_told_by_the_answers_alone(meeting, member, mate, signed_in):
    """The question was answered before, so nothing of it was changed."""
    question = Question.objects.create(team=meeting.team, meeting=meeting, body="왜 나누나요?")
    answers = [Answer.objects.create(question=question, body=body) for body in ("하나", "둘")]
    client = signed_in(member)
    for answer in answers:
        client.post(f"/answers/{answer.pk}/acceptance/")
    assert question.history.count() == 2  # asked, and answered
    accepted = Answer._meta.get_field("accepted_at").verbose_name
    for answer, told in zip(answers, ("<del>✓</del>", "<ins>✓</ins>"), strict=True):
        assert f"{accepted}: {told}" in " ".join(read(signed_in(mate), answer.history_url).split())


def test_a_version_in_which_nothing_was_changed_is_not_listed(section, meeting, member, mate, signed_in):
    """Older ones were stored wherever a question was settled again."""
    shown = {url: read(signed_in(mate), url).count('class="change"') for url in _both(section, meeting)}
    section.save()
    section.order = 7
    section.save()
    assert section.history.count() == 4
    for url, count in shown.items():
        assert read(signed_in(mate), url).count('class="change"') == count
    page = read(signed_in(mate), section.history_url)
    assert f"{section.history_url}{section.history.earliest().history_id}/" in page
    section.remove()
    section.restore()
    assert read(signed_in(mate), section.history_url).count('class="change"') == shown[section.history_url] + 2


def _both(section, meeting) -> list[str]:
    return [section.history_url, f"/minutes/{meeting.pk}/history/"]


@pytest.mark.slow
def test_where_a_page_of_versions_tells_nothing_older_ones_follow(section, meeting, mate, signed_in, monkeypatch):
    monkeypatch.setattr("meetings.views.histories.VERSIONS", 2)
    monkeypatch.setattr("meetings.views.histories.CHANGES", 2)
    for _time in range(2):
        section.save()
    client = signed_in(mate)
    for url in _both(section, meeting):
        page = read(client, url)
        assert 'class="change"' not in page
        assert 'class="empty"' not in page
        assert "길었다" in read(client, url + older(page))


def test_what_was_confirmed_once_more_is_a_change(meeting, mate, signed_in):
    answer = Answer.objects.create(
        question=Question.objects.create(team=meeting.team, meeting=meeting, body="왜?"), body="그래서"
    )
    for body in ("그러니까", "그러므로"):
        answer.endorse(by=None)
        answer.body = body
        answer.save()
    page = read(signed_in(mate), answer.history_url)
    assert page.count('class="change"') == 5
    endorsed = Answer._meta.get_field("endorsed_at").verbose_name
    assert " ".join(page.split()).count(f"{endorsed}: <ins>✓</ins>") == 2


def test_the_history_of_a_question_leads_back_to_where_one_came_from(section, team, mate, signed_in):
    client = signed_in(mate)
    question = Question.objects.create(team=team, meeting=section.meeting, body="왜 나누나요?", typed_by=mate.user)
    page, address = question.get_absolute_url(), f"{question.history_url}?next={question.get_absolute_url()}"
    assert f'href="{address}"' in read(client, page)
    assert f'<a href="{page}#{question.anchor}">질문 {question.pk}번</a>' in read(client, address)
    assert f'<a href="{question.page_url}#{question.anchor}">' in read(client, question.history_url)
    version = f"{question.history_url}{question.history.earliest().history_id}/"
    assert client.post(version, {"next": page}).url == page
    for n in range(31):
        question.body = f"왜 {n}로 나누나요?"
        question.save()
    assert f"&amp;next={page}" in read(client, address)


def test_histories_tell_a_flag_by_its_sign_and_nothing_where_it_never_was(section, team, mate, signed_in):
    client = signed_in(mate)
    question = Question.objects.create(team=team, meeting=section.meeting, body="왜 나누나요?", typed_by=mate.user)
    pages = (question.history_url, f"/minutes/{section.meeting.pk}/history/")
    for page in pages:
        assert "이름 없이 묻기" not in read(client, page)
    for is_anonymous, told in ((True, " <ins>✓</ins>"), (False, "<del>✓</del> ")):
        question.is_anonymous = is_anonymous
        question.save()
        for page in pages:
            assert f"이름 없이 묻기: {told}</li>" in read(client, page)
    assert not any(word in read(client, page) for page in pages for word in ("True", "False"))
