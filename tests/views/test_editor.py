"""The pages that the editor borrows from, and the widget's markup."""

from html import unescape

import pytest

from meetings.forms.fields import EditorWidget
from meetings.views.editor import FORMULAS


@pytest.fixture
def reader(signed_in, member):
    return signed_in(member)


def test_twenty_formulas_are_set_without_an_error(reader):
    page = reader.get("/editor/formulas/").content.decode()
    assert page.count("data-marked=") == len(FORMULAS) == 20
    assert "math-error" not in page
    for formula in FORMULAS:
        assert formula.source in unescape(page)


def test_each_formula_says_what_is_filled_in_first():
    for formula in FORMULAS:
        before, hole, after = formula.marked.replace("›", "‹").split("‹")
        assert hole
        assert formula.tex == before + hole + after


def test_keys_stand_on_a_page(reader):
    assert "<kbd>Esc</kbd>" in reader.get("/editor/keys/").content.decode()


def test_keys_of_one_kind_of_page_are_told_alone(reader):
    told = reader.get("/editor/keys/?on=list").content.decode()
    assert "<kbd>J</kbd>" in told
    assert "<kbd>Esc</kbd>" not in told
    assert "<kbd>Esc</kbd>" in reader.get("/editor/keys/?on=the+moon").content.decode()


def test_pages_are_kept_by_the_browser_for_a_while(reader):
    assert reader.get("/editor/formulas/").headers["Cache-Control"] == "private, max-age=3600"


def test_widget_escapes_what_it_shows(team):
    team.slug = '"><script>'
    widget = EditorWidget(team=team)
    html = widget.render("body", "</textarea><script>alert(1)</script>", {"id": "id_body"})
    assert "<script>" not in html


def test_widget_without_a_team_offers_no_pictures():
    html = EditorWidget().render("body", "", {"id": "id_body"})
    assert "data-pictures" not in html
    assert 'data-md-button="picture"' not in html
