from django.utils.safestring import SafeString

from meetings.models import Question, Section
from meetings.rendering import RENDER_VERSION, render


def test_the_rendering_is_stored_with_its_version_when_the_text_is_saved(meeting):
    section = Section.objects.create(meeting=meeting, body="값 $x_i$ 와 **굵게**는")
    section.refresh_from_db()
    assert section.body_html == render(section.body).html
    assert section.body_version == RENDER_VERSION
    assert "katex" in section.body_html
    assert isinstance(section.html, SafeString)


def test_saving_only_the_text_stores_its_rendering_too(meeting):
    section = Section.objects.create(meeting=meeting, body="하나")
    section.body = "둘"
    section.save(update_fields=["body"])
    section.refresh_from_db()
    assert "둘" in section.body_html
    assert "둘" in section.body_text


def test_saving_something_else_leaves_the_rendering_alone(meeting, monkeypatch):
    section = Section.objects.create(meeting=meeting, body="하나")
    section = Section.objects.get(pk=section.pk)
    monkeypatch.setattr("meetings.models.rows.render", None)  # would raise if it were called
    section.order = 3
    section.save()
    section.save(update_fields=["order"])


def test_a_text_of_an_older_renderer_is_rendered_anew_when_saved(meeting):
    section = Section.objects.create(meeting=meeting, body="하나")
    Section.objects.filter(pk=section.pk).update(body_version=0, body_html="old")
    section = Section.objects.get(pk=section.pk)
    section.save()
    assert section.body_html == render("하나").html


def test_scripts_in_a_text_stay_text(meeting):
    section = Section.objects.create(meeting=meeting, body="<script>alert(1)</script> <b onclick=x>굵게</b>")
    assert "<script" not in section.body_html
    assert "onclick" not in section.body_html
    assert section.body == "<script>alert(1)</script> <b onclick=x>굵게</b>"


def test_rows_call_themselves_by_the_beginning_of_their_text(team):
    question = Question.objects.create(team=team, body="**Adam**에서 $m_t$ 를\n나누는 이유는?")
    assert str(question).startswith("Adam에서")
    assert "\n" not in str(question)


def test_removing_twice_keeps_the_first_time(meeting, admin):
    section = Section.objects.create(meeting=meeting, body="하나")
    section.remove(by=admin)
    first = section.removed_at
    section.remove()
    assert (section.removed_at, section.removed_by) == (first, admin)
