"""The map of the site, grouped by noun."""

import datetime

from django.urls import path, register_converter

from meetings.forms.learnings import LearningForm
from meetings.forms.minutes import ActionItemForm, AgendaItemForm, SectionForm
from meetings.forms.questions import AnswerForm, CommentForm, QuestionForm
from meetings.forms.reviews import ReviewForm
from meetings.models.ticks import Tickable
from meetings.views import (
    acceptance,
    adding,
    answers,
    attachments,
    attendances,
    changes,
    classes,
    comments,
    completions,
    duplicates,
    duties,
    editor,
    endorsement,
    exports,
    finalisation,
    follow_ups,
    histories,
    home,
    imports,
    learners,
    learnings,
    lectures,
    members,
    mentoring,
    minutes,
    openings,
    places,
    preview,
    question_lists,
    questions,
    reading,
    rows,
    search,
    search_asking,
    similar,
    site,
    sources,
    standing,
    still_open,
    tags,
    taking,
    team_asking,
    team_template,
    teams,
    ticks,
    wondering,
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
    path("", home.home, name="home"),
    path("minutes/<int:pk>/", minutes.meeting, name="meeting"),
    path("minutes/<int:pk>/changes/", changes.changes, name="meeting_changes"),
    path("minutes/<int:pk>/export/", exports.meeting_export, name="meeting_export"),
    path("minutes/<int:pk>/export/minutes.md", exports.meeting_markdown, name="meeting_markdown"),
    path("minutes/<int:pk>/export/post.md", exports.meeting_post, name="meeting_post"),
    path("minutes/<int:pk>/export/files.zip", exports.meeting_archive, name="meeting_archive"),
    path("teams/<str:slug>/export/", exports.team_export, name="team_export"),
    path("teams/<str:slug>/export/files.zip", exports.team_archive, name="team_archive"),
    path("teams/<str:slug>/export/tables.zip", exports.team_spreadsheets, name="team_spreadsheets"),
    path("teams/<str:slug>/export/records.json", exports.team_records, name="team_records"),
    path("cohorts/<str:slug>/export/", exports.cohort_export, name="cohort_export"),
    path("cohorts/<str:slug>/export/files.zip", exports.cohort_archive, name="cohort_archive"),
    path("my-writing/", exports.own_export, name="own_export"),
    path("my-writing/files.zip", exports.own_archive, name="own_archive"),
    path("minutes/<int:pk>/history/", histories.meeting_history, name="meeting_history"),
    path(
        "minutes/<int:pk>/finalisations/<int:finalisation>/",
        histories.finalisation_text,
        name="finalisation_text",
    ),
    path("minutes/<int:pk>/attendance/", attendances.attendance, name="attendance"),
    path("minutes/<int:pk>/attendance/contest/", attendances.contest, name="attendance_contest"),
    path("minutes/<int:pk>/duties/", duties.duties, name="duties"),
    path("minutes/<int:pk>/removal/", openings.meeting_removal, name="meeting_removal"),
    path("minutes/<int:pk>/finalisation/", finalisation.finalisation, name="finalisation"),
    path("teams/<str:slug>/", teams.team, name="team"),
    path("teams/<str:slug>/days/", teams.team_days, name="team_days"),
    path("teams/<str:slug>/days/<day:day>/", openings.team_day, name="team_day"),
    path("teams/<str:slug>/template/", team_template.team_template, name="team_template"),
    path("teams/<str:slug>/questions/", question_lists.team_questions, name="team_questions"),
    path("teams/<str:slug>/learnings/", learnings.team_learnings, name="team_learnings"),
    path("teams/<str:slug>/completions/", completions.team_completions, name="team_completions"),
    path("questions/similar/", similar.similar_questions, name="similar_questions"),
    path("questions/<int:pk>/", questions.question, name="question"),
    path("minutes/<int:pk>/forms/", adding.meeting_forms, name="meeting_forms"),
    path("learnings/<int:pk>/learners/", learners.learners, name="learning_learners"),
    path("questions/<int:pk>/answers/", answers.question_answers, name="question_answers"),
    path("questions/<int:pk>/follow-ups/", follow_ups.question_follow_ups, name="question_follow_ups"),
    path("questions/<int:pk>/original/", duplicates.original, name="question_original"),
    path("questions/<int:pk>/askers/", wondering.askers, name="question_askers"),
    path("teams/<str:slug>/questions/open/", still_open.team_still_open, name="team_still_open"),
    path("teams/<str:slug>/questions/new/", team_asking.team_question, name="team_question"),
    path("teams/<str:slug>/mentoring/", mentoring.team_mentoring, name="team_mentoring"),
    path("classes/<int:pk>/questions/", mentoring.class_questions, name="class_questions"),
    path("questions/<int:pk>/raised/", mentoring.raised, name="question_raised"),
    path("questions/<int:pk>/turn/", mentoring.turn, name="question_turn"),
    path("questions/<int:pk>/taker/", taking.taker, name="question_taker"),
    path("questions/<int:pk>/deferral/", standing.deferral, name="question_deferral"),
    path("questions/<int:pk>/reopening/", standing.reopening, name="question_reopening"),
    path("answers/<int:pk>/acceptance/", acceptance.acceptance, name="answer_acceptance"),
    path("answers/<int:pk>/endorsement/", endorsement.endorsement, name="answer_endorsement"),
    path("answers/<int:pk>/acceptance/removal/", acceptance.acceptance_removal, name="answer_acceptance_removal"),
    path("answers/<int:pk>/endorsement/removal/", endorsement.endorsement_removal, name="answer_endorsement_removal"),
    path("answers/<int:pk>/comments/", comments.answer_comments, name="answer_comments"),
    path("lectures/<int:pk>/", lectures.lecture, name="lecture"),
    path("tags/<int:pk>/", tags.tag, name="tag"),
    path("tags/<int:pk>/edit/", tags.tag_edit, name="tag_edit"),
    path("tags/<int:pk>/merging/", tags.tag_merging, name="tag_merging"),
    path("cohorts/<str:slug>/reading/", reading.cohort_reading, name="cohort_reading"),
    path("cohorts/<str:slug>/tags/", tags.cohort_tags, name="cohort_tags"),
    path("people/<int:pk>/", members.member, name="member"),
    path("search/", search.search, name="search"),
    path("search/first/", search.search_first, name="search_first"),
    path("search/question/", search_asking.search_question, name="search_question"),
    path("classes/", classes.class_list, name="class_list"),
    path("classes/<int:pk>/", classes.master_class, name="class"),
    path("classes/notes/<int:pk>/", classes.class_note, name="class_note"),
    path("teams/<str:slug>/pictures/", attachments.team_pictures, name="team_pictures"),
    path("pictures/<uuid:pk>/", attachments.picture, name="picture"),
    path("pictures/<uuid:pk>/edit/", attachments.picture_edit, name="picture_edit"),
    path("teams/<str:slug>/imports/", imports.team_imports, name="team_imports"),
    path("imports/<int:pk>/", imports.import_, name="import"),
    path("imports/<int:pk>/files/", imports.import_files, name="import_files"),
    path("imports/<int:pk>/reading/", imports.import_reading, name="import_reading"),
    path("imports/<int:pk>/records/", imports.import_making, name="import_making"),
    path("imports/notes/<int:pk>/", imports.import_note, name="import_note"),
    path("imports/notes/<int:pk>/records/", imports.import_records, name="import_records"),
    path("imports/notes/<int:pk>/undo/", imports.import_undo, name="import_undo"),
    path("imports/notes/<int:pk>/refusal/", imports.import_refusal, name="import_refusal"),
    path("imports/notes/<int:pk>/return/", imports.import_return, name="import_return"),
    path("sources/<int:pk>/", sources.source, name="source"),
    path("preview/", preview.preview, name="preview"),
    path("editor/formulas/", editor.formulas, name="editor_formulas"),
    path("editor/keys/", editor.keys, name="editor_keys"),
    path("language/", site.language, name="language"),
    path("theme/", site.theme, name="theme"),
    path("healthz", site.healthz, name="healthz"),
    path("readyz", site.readyz, name="readyz"),
]

# Rows of minutes and notes are all written, edited, put elsewhere and removed alike.
for form in (
    SectionForm,
    AgendaItemForm,
    ActionItemForm,
    ReviewForm,
    LearningForm,
    QuestionForm,
    AnswerForm,
    CommentForm,
):
    noun = form.Meta.model
    plural = f"{noun.route.replace('_', '-')}s"
    urlpatterns += [
        path(f"{plural}/<int:pk>/edit/", rows.edit, {"form_class": form}, name=f"{noun.route}_edit"),
        path(f"{plural}/<int:pk>/history/", histories.row_history, {"form_class": form}, name=f"{noun.route}_history"),
        path(
            f"{plural}/<int:pk>/history/<int:version>/",
            histories.row_return,
            {"form_class": form},
            name=f"{noun.route}_return",
        ),
        path(f"{plural}/<int:pk>/place/", places.place, {"noun": noun}, name=f"{noun.route}_place"),
        path(f"{plural}/<int:pk>/removal/", rows.removal, {"noun": noun}, name=f"{noun.route}_removal"),
    ]
    if form not in (AnswerForm, CommentForm):
        route = f"minutes/<int:pk>/{plural}/"
        urlpatterns.append(path(route, adding.meeting_rows, {"form_class": form}, name=f"meeting_{noun.route}s"))
    if issubclass(noun, Tickable):
        urlpatterns.append(path(f"{plural}/<int:pk>/done/", ticks.done, {"noun": noun}, name=f"{noun.route}_done"))
