"""Looking a note over in a browser: by keys, by clicks, on a phone, and without a script."""

import itertools
from types import SimpleNamespace

import pytest
from django.conf import settings
from playwright.sync_api import expect

from meetings.models import Meeting, SourceDocument

NOTE = """# 2026-11-12 피어세션

모더레이터 : 문가온

## 질문

- Q. 왜 $n-1$로 나누나요?
  - A. 분산이 커져서요.
- 학습률은 배치 크기에 비례해야 하나요?
- 정규화는 언제 쓰나요?

## 잡담

좋은 하루였다
"""


@pytest.fixture
def reviewed(page, sign_in, member, team):
    """The review of NOTE, brought in as a file."""
    sign_in(member)
    page.goto(f"/teams/{team.slug}/imports/")
    page.set_input_files("#id_files", {"name": "회의록.md", "mimeType": "text/markdown", "buffer": NOTE.encode()})
    page.locator("form.arrival button").click()
    expect(page.locator(".review-keys")).to_be_visible()  # by the script
    return page


def test_keys_move_and_decide(reviewed):
    reviewed.keyboard.press("j")
    expect(reviewed.locator(".review-row:focus")).to_have_count(1)
    first = reviewed.locator(".asks").first
    name = first.get_attribute("id")
    first.focus()
    reviewed.keyboard.press("y")
    expect(reviewed.locator(f"[id='{name}'] .mark-answered")).to_be_visible()
    expect(reviewed.locator(".asks:focus")).to_have_count(1)  # on to the next one that asks
    reviewed.keyboard.press("n")
    expect(reviewed.locator(".asks")).to_have_count(0)
    decided = SourceDocument.objects.get().decisions["records"]
    assert [told["take"] for told in decided.values()].count(False) == 1


def test_hangul_layout_sends_the_same_keys(reviewed):
    reviewed.evaluate(
        "document.body.dispatchEvent(new KeyboardEvent('keydown', {key: 'ㅓ', code: 'KeyJ', bubbles: true}))"
    )
    expect(reviewed.locator(".review-row:focus")).to_have_count(1)


def test_digits_choose_the_kind(reviewed):
    row = reviewed.locator(".review-row[tabindex]", has_text="좋은 하루였다")
    row.focus()
    reviewed.keyboard.press("3")
    expect(row.locator("option[value=learning][selected]")).to_have_count(1)  # as the server has it
    expect(row.locator("select")).to_have_value("learning")
    expect(row).to_be_focused()


def test_a_letter_in_a_field_is_a_letter(reviewed):
    field = reviewed.locator('input[name^="people-"]').first
    field.fill("")
    field.press_sequentially("jy")
    expect(field).to_have_value("jy")
    assert not SourceDocument.objects.get().decisions.get("records")


def test_the_chosen_ones_are_made_and_taken_back(reviewed, problems):
    reviewed.locator(".review-acts .button-main").click()
    expect(reviewed.locator("#notices")).to_contain_text("질문 1개")
    assert Meeting.objects.get(held_on="2026-11-12").questions.count() == 1
    reviewed.locator("main a.button").click()
    reviewed.locator("main form .button-main").click()
    expect(reviewed.locator("#notices li")).to_have_count(1)
    assert not Meeting.objects.filter(held_on="2026-11-12").exists()


def test_review_is_accessible_and_fits(reviewed, assert_shown_well):
    assert_shown_well(reviewed)


def test_the_page_to_bring_notes_in_fits_a_phone(page, sign_in, member, team):
    sign_in(member)
    page.set_viewport_size({"width": 360, "height": 800})
    page.goto(f"/teams/{team.slug}/imports/")
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


def test_files_are_sent_with_their_paths(page, sign_in, member, team, tmp_path):
    folder = tmp_path / "노트" / "11월"
    folder.mkdir(parents=True)
    for day in (10, 11):
        (folder / f"{day}.md").write_text(NOTE.replace("2026-11-12", f"2026-11-{day}"))
    sign_in(member)
    page.goto(f"/teams/{team.slug}/imports/")
    page.set_input_files("#id_folder", tmp_path / "노트")
    expect(page.locator(".notes .row")).to_have_count(2)
    assert sorted(SourceDocument.objects.values_list("path", flat=True)) == ["노트/11월/10.md", "노트/11월/11.md"]


def test_a_lost_connection_says_so_and_keeps_the_choice(reviewed, problems):
    reviewed.context.set_offline(True)
    row = reviewed.locator(".asks").first
    row.locator("label.choice").first.click()
    expect(reviewed.locator(".review-counts")).to_contain_text("저장")
    expect(row.locator("input[value=yes]")).to_be_checked()
    reviewed.context.set_offline(False)
    reviewed.wait_for_timeout(200)  # for the browser's own complaint, which is what was provoked
    problems.clear()


def test_what_is_typed_while_it_is_saved_stays(reviewed):
    reviewed.route("**/imports/notes/*/", lambda route: (reviewed.wait_for_timeout(400), route.continue_()))
    reviewed.locator(".asks label.choice").first.click()
    field = reviewed.locator('input[name^="people-"]').last
    field.press_sequentially("문가온")
    reviewed.wait_for_timeout(800)
    reviewed.unroute_all(behavior="wait")
    expect(reviewed.locator(".asks")).to_have_count(1)
    expect(field).to_have_value("문가온")
    expect(field).to_be_focused()


def test_decisions_of_one_reader_are_never_told_as_those_of_another(reviewed, site, sign_in, mate, problems):
    sign_in(mate)
    reviewed.context.add_cookies([{"name": settings.CSRF_COOKIE_NAME, "value": "b" * 32, "url": site}])
    reviewed.locator(".asks label.choice").first.click()
    sentence = reviewed.locator("#review").get_attribute("data-signed-out")
    expect(reviewed.locator(".review-counts")).to_contain_text(sentence)
    assert not SourceDocument.objects.get().decisions.get("records")
    assert all("403" in told for told in problems)
    problems.clear()


def test_two_people_decide_about_different_records(reviewed, browser_context):
    other = browser_context.new_page()
    other.goto(reviewed.url)
    reviewed.locator(".asks label.choice").first.click()
    expect(reviewed.locator(".asks")).to_have_count(1)
    other.locator(".asks label.choice").last.click()
    expect(other.locator(".asks")).to_have_count(0)
    decided = SourceDocument.objects.get().decisions["records"]
    assert [told["take"] for told in decided.values()] == [True, False]


def test_whoever_is_signed_out_loses_nothing(reviewed, browser_context, sign_in, member, problems):
    browser_context.clear_cookies()
    row = reviewed.locator(".asks").first
    row.locator("label.choice").first.click()
    expect(reviewed.locator(".review-counts")).to_contain_text(
        reviewed.locator("#review").get_attribute("data-signed-out")
    )
    with reviewed.expect_response(lambda response: response.request.method == "GET"):  # whether there is a token by now
        reviewed.locator(".review-acts .button-main").click()
    expect(row.locator("input[value=yes]")).to_be_checked()  # still here
    other = browser_context.new_page()
    sign_in(member)
    other.goto(reviewed.url)  # with a token of its own
    reviewed.locator(".review-acts .button-main").click()
    expect(reviewed.locator("#notices")).to_contain_text("질문 2개")
    assert all("403" in told for told in problems)
    problems.clear()


def test_a_double_click_makes_once(reviewed):
    reviewed.locator(".review-acts .button-main").dblclick()
    expect(reviewed.locator("#notices li")).to_have_count(1)
    assert Meeting.objects.get(held_on="2026-11-12").questions.count() == 1


def test_kept_for_later_leads_back_to_the_list(reviewed):
    reviewed.locator(".asks label.choice").first.click()
    reviewed.locator(".review-acts .button").first.click()
    expect(reviewed.locator(".notes .row")).to_have_count(1)
    assert SourceDocument.objects.get().decisions["records"]


def test_certain_notes_of_a_zip_are_made_in_steps(page, sign_in, member, team, tmp_path, monkeypatch):
    clock = SimpleNamespace(monotonic=itertools.count(0, 10).__next__)  # of this module alone: the server has one too
    monkeypatch.setattr("meetings.importers.arrivals.time", clock)
    for day in (10, 11, 12):
        (tmp_path / f"{day}.md").write_text(f"# 2026-11-{day} 피어세션\n\nQ. 왜 나누나요?\nA. 분산이 커져서요.\n")
    sign_in(member)
    page.goto(f"/teams/{team.slug}/imports/")
    page.set_input_files("#id_folder", tmp_path)
    making = page.locator("form.making button")
    expect(making).to_be_enabled()
    page.wait_for_load_state()  # without its script each step is a click of its own
    making.click()
    expect(page.locator(".notes .mark-answered")).to_have_count(3)
    assert Meeting.objects.filter(held_on__range=("2026-11-10", "2026-11-12")).count() == 3


def test_without_a_script_all_of_it_works(without_script, sign_in, browser_context, member, team):
    sign_in(member)
    without_script.add_cookies(browser_context.cookies())
    page = without_script.new_page()
    page.goto(f"/teams/{team.slug}/imports/")
    page.set_input_files("#id_files", {"name": "회의록.md", "mimeType": "text/markdown", "buffer": NOTE.encode()})
    page.locator("form.arrival button").click()
    page.locator(".asks input[value=yes]").first.check(force=True)
    page.locator(".review-acts .button-main").click()
    expect(page.locator("#notices")).to_contain_text("질문 2개")
    page.locator("main a.button").click()
    page.locator("main form .button-main").click()
    assert not Meeting.objects.filter(held_on="2026-11-12").exists()
    without_script.close()
