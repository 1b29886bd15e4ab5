"""The guards of every browser test do guard."""

import pytest


@pytest.mark.parametrize(
    ("address", "noticed"),
    [
        ("about:blank", "asked another host: https://elsewhere.example/pixel.png"),
        ("/healthz", "Content Security Policy"),
    ],
)
def test_asking_another_host_is_stopped_and_noticed(page, problems, address, noticed):
    page.goto(address)
    page.set_content('<img src="https://elsewhere.example/pixel.png">')
    page.wait_for_function("document.images[0].complete")
    assert [problem for problem in problems if noticed in problem]
    problems.clear()


def test_error_in_a_script_is_noticed(page, problems):
    page.goto("/healthz")
    with page.expect_event("pageerror"):
        page.evaluate("setTimeout(() => { throw new Error('deliberate') })")
    assert [problem for problem in problems if "deliberate" in problem]
    problems.clear()


def test_unlabelled_field_is_noticed(page, assert_accessible):
    page.goto("/healthz")
    page.set_content("<html lang=ko><title>?</title><main><h1>?</h1><input></main>")
    with pytest.raises(AssertionError, match="label - "):
        assert_accessible(page)
