"""Every page of every noun opens, for a superuser and for staff, and none of them can be made to run a script."""

import pytest
from django.contrib import admin
from django.urls import reverse

from meetings.models import (
    ActionItem,
    AgendaItem,
    Answer,
    Assignment,
    Attendance,
    ClassNote,
    Learning,
    Lecture,
    MasterClass,
    Question,
    Resource,
    Review,
    Section,
    SourceDocument,
    Tag,
    User,
)

OURS = [model for model in admin.site._registry if model._meta.app_label == "meetings"]
SCRIPT = "<script>alert(1)</script>"


def url_of(model, page: str, *args) -> str:
    return reverse(f"admin:meetings_{model._meta.model_name}_{page}", args=args)


@pytest.fixture
def one_of_each(team, cohort, meeting, member, admin) -> dict:
    """A row of every noun, each with a script in its name or text."""
    team.name = cohort.name = member.name = meeting.title = SCRIPT
    for row in (team, cohort, member, meeting):
        row.save()
    lecture = Lecture.objects.create(cohort=cohort, number=1, title=SCRIPT)
    master_class = MasterClass.objects.create(cohort=cohort, title=SCRIPT, speakers=[SCRIPT])
    note = ClassNote.objects.create(master_class=master_class, team=team, author=member, title=SCRIPT)
    question = Question.objects.create(team=team, meeting=meeting, body=f"왜 {SCRIPT} 인가요?", lecture=lecture)
    rows = [
        team,
        cohort,
        member,
        meeting,
        lecture,
        master_class,
        note,
        question,
        admin,
        Answer.objects.create(question=question, body=SCRIPT),
        ActionItem.objects.create(meeting=meeting, body=SCRIPT),
        AgendaItem.objects.create(meeting=meeting, body=SCRIPT, owner=member),
        Assignment.objects.create(cohort=cohort, title=SCRIPT),
        Attendance.objects.create(meeting=meeting, member=member),
        Learning.objects.create(meeting=meeting, team=team, body=SCRIPT, author=member),
        Resource.objects.create(team=team, url="https://example.org/", title=SCRIPT),
        Review.objects.create(meeting=meeting, title=SCRIPT, body=SCRIPT),
        Section.objects.create(meeting=meeting, heading=SCRIPT, body=SCRIPT),
        SourceDocument.objects.create(team=team, path=SCRIPT, raw=b"x"),
        Tag.objects.create(cohort=cohort, name=SCRIPT, synonyms=[SCRIPT]),
    ]
    return {type(row): row for row in rows}


@pytest.mark.slow
def test_lists_open_and_run_no_script(one_of_each, signed_in, admin, subtests):
    desk = signed_in(admin)
    for model in OURS:
        with subtests.test(model.__name__):
            page = desk.get(url_of(model, "changelist"))
            assert page.status_code == 200
            assert SCRIPT not in page.content.decode()


@pytest.mark.slow
def test_searching_finds_and_never_falls_over(one_of_each, signed_in, admin, subtests):
    desk = signed_in(admin)
    for model in OURS:
        with subtests.test(model.__name__):
            assert desk.get(url_of(model, "changelist"), {"q": "script 1"}).status_code == 200


@pytest.mark.slow
def test_rows_open_and_run_no_script(one_of_each, signed_in, admin, subtests):
    desk = signed_in(admin)
    for model, row in one_of_each.items():
        with subtests.test(model.__name__):
            page = desk.get(url_of(model, "change", row.pk))
            assert page.status_code == 200
            assert SCRIPT not in page.content.decode()


@pytest.mark.slow
def test_every_noun_but_sources_can_be_added(one_of_each, signed_in, admin, subtests):
    desk = signed_in(admin)
    for model in OURS:
        with subtests.test(model.__name__):
            assert desk.get(url_of(model, "add")).status_code == (403 if model is SourceDocument else 200)


@pytest.mark.slow
def test_histories_open_and_run_no_script(one_of_each, signed_in, admin, subtests):
    desk = signed_in(admin)
    for model, row in one_of_each.items():
        with subtests.test(model.__name__):
            row.save()
            page = desk.get(url_of(model, "history", row.pk))
            assert page.status_code == 200
            assert SCRIPT not in page.content.decode()


@pytest.mark.slow
def test_staff_open_every_noun_but_accounts(one_of_each, signed_in, staff, subtests):
    desk = signed_in(staff)
    for model in OURS:
        with subtests.test(model.__name__):
            assert desk.get(url_of(model, "changelist")).status_code == (403 if model is User else 200)


@pytest.mark.slow
def test_nothing_loads_markdownx_script(meeting, signed_in, admin):
    page = signed_in(admin).get(url_of(type(meeting), "change", meeting.pk)).content.decode()
    assert "meetings/js/editor.js" in page
    assert "markdownx/js" not in page


def test_index_groups_the_nouns(one_of_each, signed_in, admin, settings):
    settings.LANGUAGE_CODE = "en"
    page = signed_in(admin).get("/admin/", headers={"accept-language": "en"}).content.decode()
    assert "Peersession" in page
    assert page.index("Questions and learnings") < page.index("Pictures, links, sources")
    assert "Groups" not in page


def test_anonymous_is_sent_to_the_sites_own_sign_in(client, db):
    signed_out = client.get("/admin/", follow=True)
    assert signed_out.redirect_chain[-1][0] == f"{reverse('account_login')}?next=%2Fadmin%2F"


def test_member_who_is_not_staff_is_refused(signed_in, member):
    assert signed_in(member).get("/admin/", follow=True).status_code == 403


def test_address_of_objects_by_number_is_gone(signed_in, admin):
    assert signed_in(admin).get("/admin/r/1/1/").status_code == 404
