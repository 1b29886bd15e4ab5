"""The map of the site, grouped by noun."""

import datetime

from django.urls import path, register_converter

from meetings.views import (
    attachments,
    classes,
    completions,
    editor,
    exports,
    learnings,
    lectures,
    members,
    minutes,
    preview,
    questions,
    site,
    sources,
    teams,
)


class DayConverter:
    """A day as ISO 8601 writes it. What no calendar holds (2026-02-30) is no address."""

    regex = r"\d{4}-\d{2}-\d{2}"

    def to_python(self, value: str) -> datetime.date:
        return datetime.date.fromisoformat(value)

    def to_url(self, value: datetime.date) -> str:
        return value.isoformat()


register_converter(DayConverter, "day")

urlpatterns = [
    path("", minutes.home, name="home"),
    path("minutes/<int:pk>/", minutes.meeting, name="meeting"),
    path("minutes/<int:pk>/export/", exports.meeting_export, name="meeting_export"),
    path("minutes/<int:pk>/export/minutes.md", exports.meeting_markdown, name="meeting_markdown"),
    path("teams/<str:slug>/", teams.team, name="team"),
    path("teams/<str:slug>/days/", teams.team_days, name="team_days"),
    path("teams/<str:slug>/days/<day:day>/", minutes.team_day, name="team_day"),
    path("teams/<str:slug>/questions/", questions.team_questions, name="team_questions"),
    path("teams/<str:slug>/learnings/", learnings.team_learnings, name="team_learnings"),
    path("teams/<str:slug>/completions/", completions.team_completions, name="team_completions"),
    path("questions/<int:pk>/", questions.question, name="question"),
    path("lectures/<int:pk>/", lectures.lecture, name="lecture"),
    path("people/<int:pk>/", members.member, name="member"),
    path("classes/", classes.class_list, name="class_list"),
    path("classes/<int:pk>/", classes.master_class, name="class"),
    path("classes/notes/<int:pk>/", classes.class_note, name="class_note"),
    path("pictures/<uuid:pk>/", attachments.picture, name="picture"),
    path("sources/<int:pk>/", sources.source, name="source"),
    path("preview/", preview.preview, name="preview"),
    path("editor/formulas/", editor.formulas, name="editor_formulas"),
    path("editor/keys/", editor.keys, name="editor_keys"),
    path("language/", site.language, name="language"),
    path("theme/", site.theme, name="theme"),
    path("healthz", site.healthz, name="healthz"),
    path("readyz", site.readyz, name="readyz"),
]
