from io import StringIO

from django.core.management import call_command

from meetings.models import Question, Section
from meetings.rendering import RENDER_VERSION


def test_stale_texts_are_rendered_anew_without_a_trace_in_their_history(team, meeting):
    section = Section.objects.create(meeting=meeting, body="**굵게**는")
    fresh = Question.objects.create(team=team, body="$x$ 는?")
    Section.objects.filter(pk=section.pk).update(body_html="old", body_version=0)
    out = StringIO()
    call_command("render", stdout=out)
    section.refresh_from_db()
    assert "<strong>굵게</strong>" in section.body_html
    assert section.body_version == RENDER_VERSION
    assert section.history.count() == fresh.history.count() == 1
    assert out.getvalue() == f"1 texts rendered with version {RENDER_VERSION}\n"
    call_command("render", stdout=out)
    assert out.getvalue().endswith(f"0 texts rendered with version {RENDER_VERSION}\n")
