"""Pages of asking and answering: read on a phone and in the dark, and used by keyboard alone."""

import re

import pytest
from playwright.sync_api import Page, expect

from meetings.models import Answer, Comment, Learning, Lecture, MasterClass, Member, Question, Tag
from tests.conftest import THURSDAY, seated

pytestmark = pytest.mark.django_db(transaction=True)
LONG = "아주길게이어붙인이름의"


@pytest.fixture
def mentor(team) -> Member:
    return seated(team, "mentor", f"{LONG}멘토한도경", role=Member.Role.MENTOR)


@pytest.fixture
def places(team, meeting, cohort, member, mate, mentor) -> dict[str, str]:
    """The addresses of these pages, with something of everything on them, and long names."""
    lecture = Lecture.objects.create(cohort=cohort, number=11, title=f"{LONG}강의제목", week=3)
    tag = Tag.objects.create(cohort=cohort, name=f"{LONG}태그", synonyms=["KL divergence"])
    held = MasterClass.objects.create(cohort=cohort, title=f"{LONG}수업", held_on=THURSDAY)
    note = held.notes.create(team=team, author=member)
    fields = {"team": team, "lecture": lecture}
    first = Question.objects.create(**fields, meeting=meeting, body="왜 $n-1$로 나누나요?", typed_by=member.user)
    in_note = Question.objects.create(**fields, class_note=note, body="Adam만 쓰면 안 되나요?")
    waiting = Question.objects.create(**fields, body="`softmax`는 왜 빼나요?")
    for question in (first, in_note, waiting):
        question.asked_by.set([mate])
        question.tags.add(tag)
        question.count_in(member)
    waiting.defer(to=mentor)
    again = Question.objects.create(team=team, meeting=meeting, body="왜 나눠요?")
    again.merge_into(first)
    Question.objects.create(team=team, meeting=meeting, body="그럼 분모는요?", parent=first)
    answer = Answer.objects.create(question=first, body="편향 때문이에요")
    answer.answered_by.set([member, mate])
    answer.endorse(by=mentor.user, sentence="맞아요")
    answer.accept(by=member.user)
    Comment.objects.create(answer=answer, body="고마워요", said_by=mate)
    Learning.objects.create(team=team, meeting=meeting, body=f"[[Q{first.pk}]]과 #11강에서", author=member)
    return {
        "question": first.get_absolute_url(),
        "asking": f"/minutes/{meeting.pk}/questions/",
        "answering": f"/questions/{waiting.pk}/answers/",
        "deferral": f"/questions/{waiting.pk}/deferral/",
        "original": f"/questions/{waiting.pk}/original/?number={first.pk}",
        "mentoring": f"/teams/{team.slug}/mentoring/?answer={waiting.pk}",
        "class list": f"/classes/{held.pk}/questions/",
        "class": held.get_absolute_url(),
        "still open": f"/teams/{team.slug}/questions/open/",
        "tag": tag.get_absolute_url(),
        "tags": f"/cohorts/{cohort.slug}/tags/",
        "lecture": lecture.get_absolute_url(),
        "person": mate.get_absolute_url(),
        "reading": f"/cohorts/{cohort.slug}/reading/",
    }


@pytest.mark.slow(30)
def test_pages_of_asking_have_no_barrier(places, page, sign_in, member, assert_shown_well):
    sign_in(member)
    for address in places.values():
        page.goto(address)
        page.wait_for_load_state("networkidle")
        assert_shown_well(page)


# What a finger meets that aims at the middle of a link, and stands there instead of it.
MISSED = """() => [...document.querySelectorAll("main :is(a, button, select):not(.row-open)")].filter(one => {
  one.scrollIntoView({ block: "center", behavior: "instant" });
  const [box] = one.checkVisibility() ? one.getClientRects() : [];
  const there = box && document.elementFromPoint((box.left + box.right) / 2, (box.top + box.bottom) / 2);
  return there && there !== one && !one.contains(there);
}).map(one => one.textContent.trim())"""
# Of what has the focus, how much stands above the bar for thumbs.
ABOVE = """() => document.querySelector(".thumbs").getBoundingClientRect().top
  - document.activeElement.getBoundingClientRect().bottom"""


def test_on_a_phone_links_are_met_and_the_focus_is_seen(places, page, sign_in, member, cohort):
    for question in Question.objects.all():
        question.tags.add(Tag.objects.get_or_create(cohort=cohort, name=f"둘째{LONG}")[0])
    sign_in(member)
    page.set_viewport_size({"width": 360, "height": 640})
    for name in ("tag", "lecture", "still open", "class list", "person"):
        page.goto(places[name])
        assert page.evaluate(MISSED) == [], name
    page.goto(places["asking"])
    for _key in range(18):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.closest('.edit-form :is(fieldset, .edit-foot)') !== null"):
            assert page.evaluate(ABOVE) >= 0, page.evaluate("document.activeElement.outerHTML")


@pytest.fixture
def waiting(team, meeting) -> list[Question]:
    asked = [Question.objects.create(team=team, meeting=meeting, body=f"질문 {n}", order=n) for n in range(30)]
    for question in asked:
        question.defer(audience="mentor")
    return asked


def row(page: Page, question: Question):
    return page.locator(f"#question-{question.pk}")


def test_an_answer_is_typed_in_the_list_and_nothing_moves(page, sign_in, team, mentor, waiting):
    sign_in(mentor)
    page.goto(f"/teams/{team.slug}/mentoring/")
    begun, answered, following = waiting[3], waiting[20], waiting[21]
    row(page, begun).locator("[data-answer]").press("Enter")
    expect(row(page, begun).locator("textarea")).to_be_focused()
    page.keyboard.type("아직 쓰는 답")
    row(page, answered).locator("[data-answer]").press("Enter")
    area = row(page, answered).locator("textarea")
    expect(area).to_be_focused()
    page.keyboard.type("편향 때문이에요")
    top = row(page, following).bounding_box()["y"]
    page.keyboard.press("Control+Enter")
    expect(row(page, answered)).to_have_count(0)
    expect(row(page, following).locator("[data-answer]")).to_be_focused()
    assert abs(row(page, following).bounding_box()["y"] - top) < 2
    expect(row(page, begun).locator("textarea")).to_have_value("아직 쓰는 답")
    assert Answer.objects.get().question == answered


def test_the_keys_of_the_minutes_work_in_the_list(page, sign_in, team, mentor, waiting):
    sign_in(mentor)
    page.goto(f"/teams/{team.slug}/mentoring/")
    page.wait_for_load_state("networkidle")
    for _row in range(3):
        page.keyboard.press("j")
    expect(row(page, waiting[2]).locator(".row-number")).to_be_focused()
    assert row(page, waiting[2]).locator(".row-number").bounding_box()["height"] < 30  # and so is the frame around it
    page.keyboard.press("r")
    expect(row(page, waiting[2]).locator("textarea")).to_be_focused()
    page.keyboard.type("xjr")
    page.keyboard.press("Control+Enter")
    expect(row(page, waiting[3]).locator("[data-answer]")).to_be_focused()
    assert Answer.objects.get().body == "xjr"
    page.keyboard.press("x")
    expect(row(page, waiting[3]).locator("button.mark")).to_have_attribute("aria-pressed", "true")
    page.wait_for_load_state("networkidle")
    page.keyboard.press("j")
    expect(row(page, waiting[4]).locator(".row-number")).to_be_focused()
    page.keyboard.press("?")
    expect(page.locator("dialog kbd").get_by_text("X", exact=True)).to_be_visible()


def test_after_the_last_answer_of_a_list_the_focus_is_not_lost(page, sign_in, team, mentor, cohort):
    held = MasterClass.objects.create(cohort=cohort, title="최적화의 직관", held_on="2099-11-20")
    at_class, with_mentor = (Question.objects.create(team=team, body=body) for body in ("수업에서", "멘토링에서"))
    at_class.defer(for_class=held)
    sign_in(mentor)
    for address, question, place in (
        (f"/classes/{held.pk}/questions/", at_class, f"#question-{at_class.pk} > .row-number"),
        (f"/teams/{team.slug}/mentoring/", with_mentor, "#main"),
    ):
        page.goto(address)
        row(page, question).locator("[data-answer]").press("Enter")
        expect(row(page, question).locator("textarea")).to_be_focused()
        page.keyboard.type("편향 때문이에요")
        page.keyboard.press("Control+Enter")
        expect(page.locator("textarea")).to_have_count(0)
        expect(page.locator(place)).to_be_focused()


def test_without_a_script_the_text_of_an_answer_has_the_focus_and_its_question_above(
    without_script, browser_context, sign_in, team, mentor, waiting
):
    sign_in(mentor)
    without_script.add_cookies(browser_context.cookies())
    page = without_script.new_page()
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto(f"/teams/{team.slug}/mentoring/")
    row(page, waiting[20]).locator("[data-answer]").press("Enter")
    area = row(page, waiting[20]).locator("textarea")
    expect(area).to_be_focused()
    expect(row(page, waiting[20]).locator(".row-title")).to_be_in_viewport()
    page.keyboard.type("편향 때문이에요")
    row(page, waiting[20]).locator(".button-main").press("Enter")
    page.wait_for_url(f"**/mentoring/#question-{waiting[21].pk}")
    assert Answer.objects.get().question == waiting[20]
    without_script.close()


def test_an_answer_in_the_list_that_could_not_be_sent_stays(page, sign_in, team, mentor, waiting, problems):
    sign_in(mentor)
    page.goto(f"/teams/{team.slug}/mentoring/")
    row(page, waiting[0]).locator("[data-answer]").click()
    expect(row(page, waiting[0]).locator("textarea")).to_be_focused()
    page.keyboard.type("편향 때문이에요")
    page.route("**/answers/", lambda route: route.abort())
    row(page, waiting[0]).locator(".button-main").click()
    expect(row(page, waiting[0]).get_by_role("alert")).not_to_be_empty()
    expect(row(page, waiting[0]).locator("textarea")).to_have_value("편향 때문이에요")
    page.unroute("**/answers/")
    problems.clear()  # the browser complains, too
    row(page, waiting[0]).locator(".button-main").click()
    expect(row(page, waiting[0])).to_have_count(0)


def test_close_takes_the_form_out_of_the_list_again(page, sign_in, team, mentor, waiting):
    sign_in(mentor)
    page.goto(f"/teams/{team.slug}/mentoring/")
    row(page, waiting[1]).locator("[data-answer]").click()
    row(page, waiting[1]).locator(".edit-foot a").click()
    expect(row(page, waiting[1]).locator("form")).to_have_count(0)
    expect(row(page, waiting[1]).locator("[data-answer]")).to_be_focused()


def test_tags_are_suggested_one_after_the_other(page, sign_in, member, meeting, cohort):
    for name, others in (("KLD", ["KL divergence", "쿨백"]), ("추정량", []), ("분산", [])):
        Tag.objects.create(cohort=cohort, name=name, synonyms=others)
    sign_in(member)
    page.goto(f"/minutes/{meeting.pk}/questions/")
    page.wait_for_function("document.querySelector('text-expander:defined') !== null")
    field = page.locator("input[data-tags]")
    options = "[...document.querySelector('input[data-tags]').list.options].map(({ value }) => value)"
    assert page.evaluate(options) == ["KLD", "KL divergence", "쿨백", "분산", "추정량"]
    field.press_sequentially("쿨백, ")
    assert page.evaluate(options) == ["쿨백, 분산", "쿨백, 추정량"]
    field.press_sequentially("추정량, 새 말")
    field.press("Tab")
    expect(field).to_have_value("KLD, 추정량, 새 말")
    page.locator("textarea.markdownx-editor").first.fill("왜요?")
    page.keyboard.press("Control+Enter")
    page.wait_for_url(re.compile(r"/minutes/\d+/#question-\d+"))
    assert [tag.name for tag in Question.objects.get().tags.order_by("name")] == ["KLD", "새 말", "추정량"]
