"""Staff reach the cohorts they run and nothing else, whatever ids a request brings."""

import pytest
from django.urls import reverse

from meetings.models import Answer, Learning, Meeting, Member, Question, Section, Team, User
from tests.admin.conftest import CANARY, form_of
from tests.admin.test_pages import OURS, url_of


def model_named(name: str):
    return next(model for model in OURS if model._meta.model_name == name)


@pytest.fixture
def desk(signed_in, staff):
    return signed_in(staff)


@pytest.mark.slow
def test_lists_and_filters_show_nothing_of_another_cohort(desk, foreign, team, meeting, subtests):
    for model in OURS:
        with subtests.test(model.__name__):
            assert CANARY not in desk.get(url_of(model, "changelist")).content.decode()


@pytest.mark.slow
@pytest.mark.parametrize("page", ["change", "delete", "history"])
def test_pages_of_another_cohorts_rows_are_not_there(page, desk, foreign, subtests):
    for name, row in foreign.items():
        with subtests.test(name):
            response = desk.get(url_of(model_named(name), page, row.pk), follow=True)
            assert CANARY not in response.content.decode()
            is_index = response.status_code == 200 and response.redirect_chain[-1][0] == "/admin/"
            assert is_index or response.status_code in (403, 404)


@pytest.mark.slow
def test_deleting_is_refused_for_another_cohorts_rows(desk, foreign, subtests):
    for name, row in foreign.items():
        with subtests.test(name):
            model = type(row)
            selected = {"action": "delete_selected", "_selected_action": [row.pk], "post": "yes"}
            desk.post(url_of(model, "delete", row.pk), {"post": "yes"})
            desk.post(url_of(model, "changelist"), selected)
            assert getattr(model._base_manager.get(pk=row.pk), "removed_at", None) is None


@pytest.mark.parametrize("name", ["meeting", "question", "answer", "section", "team", "member"])
def test_old_versions_of_another_cohorts_rows_are_not_there(name, desk, foreign):
    version = foreign[name].history.first()
    url = url_of(model_named(name), "simple_history", foreign[name].pk, version.pk)
    assert desk.get(url).status_code == 404
    assert desk.post(url, {"body": "x"}).status_code == 404


@pytest.mark.parametrize(
    ("source", "field"),
    [("meeting", "team"), ("meeting", "moderator"), ("question", "meeting"), ("answer", "question")],
)
def test_menus_offer_nothing_of_another_cohort(source, field, desk, foreign):
    asked = {"app_label": "meetings", "model_name": source, "field_name": field, "term": ""}
    menu = desk.get(reverse("admin:autocomplete"), asked)
    assert menu.status_code == 200
    assert CANARY not in menu.content.decode()


def test_menu_of_accounts_is_for_superusers(desk, signed_in, admin):
    asked = {"app_label": "meetings", "model_name": "member", "field_name": "user", "term": ""}
    assert desk.get(reverse("admin:autocomplete"), asked).status_code == 403
    assert signed_in(admin).get(reverse("admin:autocomplete"), asked).status_code == 200


def test_forged_team_makes_no_meeting(desk, foreign, foreign_team):
    page = desk.post(url_of(Meeting, "add"), {"team": foreign_team.pk, "held_on": "2026-11-20", "kind": "daily"})
    assert page.context["adminform"].form.errors["team"]
    assert not Meeting.objects.filter(held_on="2026-11-20").exists()


@pytest.mark.slow
def test_forged_moderator_is_refused(desk, meeting, foreign_member):
    url = url_of(Meeting, "change", meeting.pk)
    sent = form_of(desk.get(url)) | {"moderator": foreign_member.pk}
    assert desk.post(url, sent).context["adminform"].form.errors["moderator"]


@pytest.mark.slow
def test_forged_asker_is_refused(desk, team, foreign_member):
    question = Question.objects.create(team=team, body="왜요?")
    url = url_of(Question, "change", question.pk)
    page = desk.post(url, form_of(desk.get(url)) | {"asked_by": [foreign_member.pk]})
    assert page.context["adminform"].form.errors["asked_by"]
    assert not question.asked_by.exists()


@pytest.mark.slow
def test_forged_owner_in_an_inline_is_refused(desk, meeting, foreign_member):
    url = url_of(Meeting, "change", meeting.pk)
    sent = form_of(desk.get(url)) | {
        "action_items-TOTAL_FORMS": "1",
        "action_items-0-body": "정리하기",
        "action_items-0-owners": [foreign_member.pk],
    }
    assert desk.post(url, sent).status_code == 200
    assert not meeting.action_items.exists()


@pytest.mark.slow
def test_forged_row_id_in_an_inline_changes_nothing(desk, meeting, foreign):
    section = foreign["section"]
    url = url_of(Meeting, "change", meeting.pk)
    sent = form_of(desk.get(url)) | {
        "sections-TOTAL_FORMS": "1",
        "sections-INITIAL_FORMS": "1",
        "sections-0-id": section.pk,
        "sections-0-meeting": meeting.pk,
        "sections-0-heading": "빼앗은 단락",
        "sections-0-level": "2",
    }
    desk.post(url, sent)
    section.refresh_from_db()
    assert (section.meeting, section.heading) == (foreign["meeting"], f"{CANARY} 제목")


@pytest.mark.parametrize("action", ["accept_selected", "restore_selected"])
def test_actions_pass_over_another_cohorts_answers(action, desk, foreign):
    desk.post(url_of(Answer, "changelist"), {"action": action, "_selected_action": [foreign["answer"].pk]})
    assert not Answer.objects.get(pk=foreign["answer"].pk).is_accepted


def test_nobody_is_moved_into_or_out_of_another_cohort(desk, member, foreign_member, foreign_team, other_team):
    into = {"action": "move_selected", "confirmed": "yes", "_selected_action": [member.pk], "team": foreign_team.pk}
    out = into | {"_selected_action": [foreign_member.pk], "team": other_team.pk}
    for forged in (into, out):
        desk.post(url_of(Member, "changelist"), forged)
    assert Member.objects.filter(team=foreign_team).get() == foreign_member
    assert not Member.objects.filter(team=other_team).exists()


@pytest.mark.slow
def test_staff_change_their_cohort_but_not_who_runs_it(desk, cohort, member):
    url = url_of(type(cohort), "change", cohort.pk)
    sent = form_of(desk.get(url)) | {"name": "겨울 기수", "staff": [member.user.pk]}
    assert desk.post(url, sent).status_code == 302
    cohort.refresh_from_db()
    assert cohort.name == "겨울 기수"
    assert [person.username for person in cohort.staff.all()] == ["staff"]


@pytest.mark.parametrize("page", ["add", "changelist"])
def test_staff_make_no_accounts(page, desk):
    url = url_of(User, page)
    assert desk.post(url, {"username": "new", "is_staff": "on", "is_superuser": "on"}).status_code == 403
    assert not User.objects.filter(username="new").exists()


def test_staff_make_no_staff(desk, staff, member):
    desk.post(url_of(User, "change", member.user.pk), {"username": "gaon", "is_staff": "on", "is_superuser": "on"})
    assert desk.get(url_of(User, "change", staff.pk)).status_code == 403
    assert not User.objects.get(pk=member.user.pk).is_staff


def test_staff_add_no_cohort(desk):
    assert desk.get(reverse("admin:meetings_cohort_add")).status_code == 403


def test_seat_of_staff_in_another_cohort_gives_no_rights_there(desk, staff, foreign_team, foreign):
    Member.objects.create(team=foreign_team, user=staff, name="다니는 사람")
    assert CANARY not in desk.get(url_of(Meeting, "changelist")).content.decode()


def test_staff_link_accounts_of_their_cohort_only(desk, team, member, foreign_member):
    seat = Member.objects.create(team=team, name="새 사람")
    url = url_of(Member, "change", seat.pk)
    page = desk.get(url)
    assert CANARY not in page.content.decode()
    desk.post(url, form_of(page) | {"user": foreign_member.user.pk})
    seat.refresh_from_db()
    assert seat.user is None


@pytest.mark.slow
def test_staff_of_no_cohort_see_nothing(idle_staff, signed_in, meeting, subtests):
    desk = signed_in(idle_staff)
    for model in OURS:
        with subtests.test(model.__name__):
            assert desk.get(url_of(model, "changelist")).status_code == 403


@pytest.mark.parametrize("page", ["import", "export"])
def test_roster_is_closed_to_staff_of_no_cohort(page, idle_staff, signed_in, member):
    assert signed_in(idle_staff).get(url_of(Member, page)).status_code == 403


def test_rows_without_a_meeting_follow_their_team(desk, team, foreign_team):
    Learning.objects.create(team=team, body="우리가 배운 것")
    Learning.objects.create(team=foreign_team, body=f"{CANARY} 배운 것")
    page = desk.get(url_of(Learning, "changelist")).content.decode()
    assert "우리가 배운 것" in page
    assert CANARY not in page


def test_superuser_reaches_every_cohort(signed_in, admin, foreign):
    page = signed_in(admin).get(url_of(Team, "changelist")).content.decode()
    assert CANARY in page
    assert signed_in(admin).get(url_of(Section, "change", foreign["section"].pk)).status_code == 200
