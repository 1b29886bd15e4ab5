import pytest

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_sign_in_page_is_accessible_and_keeps_to_itself(page, assert_accessible, scheme):
    page.emulate_media(color_scheme=scheme)
    response = page.goto("/accounts/login/")
    assert response.status == 200
    assert page.locator("html").get_attribute("lang") == "ko"
    assert_accessible(page)


def test_sign_in_page_fits_a_narrow_phone(page):
    page.set_viewport_size({"width": 320, "height": 640})
    page.goto("/accounts/login/")
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_member_signs_in_by_keyboard_and_lands_at_home(page, member, site):
    page.goto("/accounts/login/")
    page.locator("input[name=login]").focus()
    page.keyboard.type(member.user.username)
    page.keyboard.press("Tab")
    page.keyboard.type("correct-horse-4")
    page.keyboard.press("Enter")
    page.wait_for_url(f"{site}/")
    assert page.get_by_text(member.name).first.is_visible()


def test_wrong_password_is_said_beside_the_form(page, member, assert_accessible):
    page.goto("/accounts/login/")
    page.locator("input[name=login]").fill(member.user.username)
    page.locator("input[name=password]").fill("not-the-password")
    page.locator("input[name=password]").press("Enter")
    page.locator(".errorlist, [role=alert]").first.wait_for()
    assert page.locator("input[name=login]").input_value() == member.user.username
    assert_accessible(page)
