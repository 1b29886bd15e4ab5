"""The head of minutes in the browser: a tap, a choice, a swap, and what the others see of it; the hour that goes on."""

import datetime

import pytest
from playwright.sync_api import expect

from meetings.models import Attendance, Meeting
from tests.browser.live.conftest import PATIENCE


@pytest.fixture
def now(written, cohort) -> Meeting:
    """Minutes of today, half an hour into a meeting that never reaches midnight."""
    Meeting.objects.filter(pk=written.pk).update(held_on=cohort.today())
    return Meeting.objects.get(pk=written.pk)


def test_a_tap_on_mine_is_seen_by_the_others_while_their_focus_is_in_the_head(now, writer, other, member, mate):
    other.page.locator("#mine-now .chip-mark").press("Enter")
    expect(other.page.locator("#head .is-me.is-present")).to_be_visible()
    assert Attendance.objects.get(member=mate).state == "present"
    writer.page.locator("#mine-now .chip-mark").press("Enter")
    expect(other.page.locator(".attendance-names .is-present")).to_have_count(2)
    assert other.page.evaluate("document.activeElement.dataset.act") == "attend"
    writer.expect_light("saved")


def test_a_choice_closes_its_list_and_gives_the_keyboard_back(now, mate, writer):
    chip = writer.page.locator(f'.attendance-names [data-act="choose-{mate.pk}"]')
    chip.press("Enter")
    writer.page.locator("[popover]:popover-open button[value=excused]").press("Enter")
    expect(writer.page.locator(".attendance-names .is-excused")).to_be_visible()
    expect(writer.page.locator(":popover-open")).to_have_count(0)
    assert writer.page.evaluate("document.activeElement.dataset.act") == f"choose-{mate.pk}"


def test_two_taps_swap_the_moderator(now, mate, writer):
    writer.page.locator('[data-act="swap-moderator"]').click()
    writer.page.locator("#swap-moderator").get_by_text(mate.name).click()
    expect(writer.page.locator(".duties b").first).to_have_text(mate.name)
    assert Meeting.objects.get(pk=now.pk).moderator == mate


def test_a_contest_goes_to_the_moderator_and_comes_back_settled(now, writer, other, member, mate):
    Attendance.objects.mark(now, mate, "late", member.user)
    other.page.reload()
    other.page.locator(f'.attendance-names [data-act="choose-{mate.pk}"]').click()
    other.page.locator("[popover]:popover-open button[value=present]").click()
    notice = writer.page.locator(f"#contest-{mate.pk}")
    expect(notice).to_be_visible()
    notice.locator("[value=yes]").click()
    other.page.mouse.move(2, 2)
    expect(other.page.locator("#head .is-me.is-present")).to_be_visible(timeout=PATIENCE)


def test_the_hour_goes_on_without_a_word_read_out(now, writer, cohort):
    begun = datetime.datetime.now(cohort.zone) - datetime.timedelta(minutes=3)
    if begun.date() != now.held_on or begun.hour == 23:
        pytest.skip("the meeting would lie across midnight")
    now.agenda_items.update(minutes=5)
    Meeting.objects.filter(pk=now.pk).update(starts_at=begun.time(), ends_at=datetime.time(23, 59))
    writer.page.clock.install()
    writer.open(now)
    left = writer.page.locator("#agenda .is-now .minutes-left")
    expect(left).to_contain_text("2")
    writer.page.clock.fast_forward(120_000)
    expect(left).not_to_contain_text("2")
    assert writer.page.locator("[data-timebox][aria-live], #agenda [role=status]").count() == 0


def test_the_head_fits_and_is_accessible(now, writer, assert_shown_well):
    assert_shown_well(writer.page)
