"""The page of one question and its forms, by keyboard alone."""

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from meetings.models import Answer, Comment, Lecture, Question

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def question(team, meeting, mate) -> Question:
    question = Question.objects.create(team=team, meeting=meeting, body="왜 $n-1$로 나누나요?")
    question.asked_by.add(mate)
    return question


@pytest.fixture
def plain_page(without_script: BrowserContext, browser_context: BrowserContext, sign_in, member) -> Page:
    """Where no script runs."""
    sign_in(member)
    without_script.add_cookies(browser_context.cookies())
    return without_script.new_page()


def on_a_phone(page: Page, address: str) -> Page:
    page.set_viewport_size({"width": 360, "height": 640})
    page.goto(address)
    return page


def test_an_answer_is_typed_at_once_and_saved_by_keys(page, sign_in, member, question):
    sign_in(member)
    on_a_phone(page, question.get_absolute_url())
    page.locator(".row-add").press("Enter")
    expect(page.locator("textarea.markdownx-editor")).to_be_focused()
    expect(page.locator(".edit-about .row-title")).to_be_in_viewport(ratio=1)
    page.wait_for_load_state("networkidle")
    page.keyboard.type("편향 때문이에요")
    page.keyboard.press("Control+Enter")
    page.wait_for_url(f"**{question.get_absolute_url()}#answer-*")
    assert Answer.objects.get().body == "편향 때문이에요"


def test_a_question_that_was_begun_in_the_search_goes_on_at_its_end(page, sign_in, member, meeting):
    sign_in(member)
    page.goto(f"/minutes/{meeting.pk}/questions/?body=분산은 왜")
    page.wait_for_load_state("networkidle")
    page.keyboard.type(" 나누나요?")
    expect(page.locator("textarea.markdownx-editor")).to_have_value("분산은 왜 나누나요?")


@pytest.mark.parametrize("what", ["answers", "edit", "follow-ups"])
def test_without_a_script_too_the_text_has_the_focus(plain_page, question, what):
    page = on_a_phone(plain_page, f"/questions/{question.pk}/{what}/")
    expect(page.locator("textarea.markdownx-editor")).to_be_focused()
    assert page.evaluate("scrollY") == 0
    plain_page.context.close()


def test_without_a_script_too_a_choice_has_the_focus(plain_page, question):
    page = on_a_phone(plain_page, f"/questions/{question.pk}/deferral/")
    expect(page.locator("input[type=radio]:checked")).to_be_focused()
    page.goto(f"/questions/{question.pk}/original/")
    expect(page.locator("#number")).to_be_focused()
    plain_page.context.close()


def test_forms_of_few_fields_are_sent_by_the_same_keys(page, sign_in, member, question):
    other = Question.objects.create(team=question.team, body="분산은 왜요?")
    sign_in(member)
    for what, written, there in (
        ("original", str(other.pk), f"**/original/?*number={other.pk}"),
        ("deferral", "", "**#question-*"),
    ):
        page.goto(f"/questions/{question.pk}/{what}/?next={question.get_absolute_url()}")
        page.wait_for_load_state("networkidle")
        page.keyboard.type(written)
        page.keyboard.press("Control+Enter")
        page.wait_for_url(there)
    question.refresh_from_db()
    assert question.status == Question.Status.DEFERRED


def test_fields_beside_a_text_are_saved_like_it(page, sign_in, member, question):
    sign_in(member)
    page.goto(question.edit_url)
    page.wait_for_function("document.querySelector('text-expander:defined') !== null")
    page.locator("input[data-tags]").fill("분산")
    page.keyboard.press("Control+Enter")
    page.wait_for_url("**#question-*")
    assert question.tags.get().name == "분산"


# Single keys


@pytest.fixture
def answers(question) -> list[Answer]:
    return [Answer.objects.create(question=question, body=text, order=n) for n, text in enumerate(("첫째", "둘째"))]


@pytest.mark.parametrize(("key", "there"), [("KeyR", "answers"), ("KeyE", "edit"), ("KeyH", "history")])
def test_keys_of_the_minutes_work_on_the_page_of_a_question(page, sign_in, member, question, key, there):
    sign_in(member)
    page.goto(question.get_absolute_url())
    page.keyboard.press(key)
    page.wait_for_url(f"**/questions/{question.pk}/{there}/**")


def test_keys_go_to_an_answer_and_are_for_it_then(page, sign_in, member, question, answers):
    Comment.objects.create(answer=answers[0], body="고마워요")
    sign_in(member)
    page.goto(question.get_absolute_url())
    stations = [question, answers[0], answers[0].comments.get(), answers[1]]
    for station in stations:
        page.keyboard.press("KeyJ")
        expect(page.locator(f"#{station.anchor}")).to_be_focused()
    page.keyboard.press("KeyJ")
    expect(page.locator(".row-add")).to_be_focused()
    for station in reversed(stations[1:]):
        page.keyboard.press("KeyK")
        expect(page.locator(f"#{station.anchor}")).to_be_focused()
    page.keyboard.press("KeyE")
    page.wait_for_url(f"**{answers[0].edit_url}**")


def test_an_answer_is_written_from_any_row(page, sign_in, member, question, answers):
    sign_in(member)
    page.goto(question.get_absolute_url())
    page.locator(f"#{answers[1].anchor} .prose").click()
    page.keyboard.press("KeyR")
    page.wait_for_url(f"**/questions/{question.pk}/answers/**")


@pytest.fixture
def asked(team, meeting, cohort) -> list[Question]:
    lecture = Lecture.objects.create(cohort=cohort, number=7, title="최적화")
    return [Question.objects.create(team=team, meeting=meeting, body=f"질문 {n}", lecture=lecture) for n in range(3)]


@pytest.mark.parametrize("where", ["questions/", "questions/open/", "mentoring/", "lecture"])
def test_keys_go_down_a_list_of_questions(page, sign_in, member, team, asked, where):
    sign_in(member)
    page.goto(asked[0].lecture.get_absolute_url() if where == "lecture" else f"{team.get_absolute_url()}{where}")
    ids = page.eval_on_selector_all("[data-hits] article", "rows => rows.map(row => row.id)")
    assert len(ids) == 3
    in_hand = "document.activeElement.closest('article').id"
    for key, at in (("KeyJ", 0), ("KeyJ", 1), ("KeyJ", 2), ("KeyJ", 2), ("KeyK", 1), ("ArrowDown", 2)):
        page.keyboard.press(key)
        assert page.evaluate(in_hand) == ids[at]
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/questions/{ids[2].removeprefix('question-')}/")


@pytest.mark.parametrize(("where", "there", "elsewhere"), [("question", "R", "X"), ("list", "J", "R")])
def test_question_mark_shows_the_keys_that_work_there(
    page, sign_in, member, team, question, where, there, elsewhere, assert_shown_well
):
    sign_in(member)
    page.goto(question.get_absolute_url() if where == "question" else f"{team.get_absolute_url()}questions/")
    page.keyboard.press("Shift+Slash")
    expect(page.locator("dialog kbd").get_by_text(there, exact=True)).to_be_visible()
    assert page.locator("dialog kbd").get_by_text(elsewhere, exact=True).count() == 0
    page.keyboard.press("Escape")
    expect(page.locator("dialog")).to_have_count(0)
    assert_shown_well(page)
    page.set_viewport_size({"width": 1280, "height": 800})
    page.locator(".editor-keys").click()
    expect(page.locator("dialog[open]")).to_be_visible()
