from django.contrib import admin, messages
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from meetings.admin.base import StackedRows
from meetings.admin.filters import VisibleFilter, set_filter
from meetings.admin.removal import RowAdmin
from meetings.forms.questions import AnswerFormSet, AnswerOnPageForm
from meetings.models import Answer, Question


class AnswerInline(StackedRows):
    model = Answer
    fk_name = "question"
    form = AnswerOnPageForm
    formset = AnswerFormSet
    classes = []
    fields = ["body", "answered_by", ("speaker", "order"), "is_the_accepted"]
    prefetch = ("answered_by",)


class QuestionInline(StackedRows):
    model = Question
    fields = ["body", "asked_by", ("audience", "status", "order")]
    prefetch = ("asked_by",)


@admin.register(Question)
class QuestionAdmin(RowAdmin):
    cohort_paths = ("team__cohort",)
    list_display = ["__str__", "team", "status", "audience", "lecture", "asked_at"]
    list_select_related = ["team", "lecture"]
    list_filter = ["status", "audience", ("team", VisibleFilter)]
    date_hierarchy = "asked_at"
    inlines = [AnswerInline]
    readonly_fields = [*RowAdmin.readonly_fields, "duplicate_of", "merged_at"]  # its page links, merges and sets apart
    autocomplete_fields = [
        "team",
        "meeting",
        "class_note",
        "section",
        "asked_by",
        "deferred_to",
        "lecture",
        "assignment",
        "parent",
        "tags",
    ]
    fieldsets = [
        (None, {"fields": ["body", ("asked_by", "is_anonymous"), ("status", "audience"), "deferred_to"]}),
        (gettext_lazy("Where and when"), {"fields": ["team", "meeting", "class_note", "section", "asked_at", "order"]}),
        (
            gettext_lazy("What it is about"),
            {
                "classes": ["collapse"],
                "fields": ["lecture", "assignment", "tags", "parent", ("duplicate_of", "merged_at")],
            },
        ),
    ]

    def get_inlines(self, request, obj):
        return super().get_inlines(request, obj) if obj else []

    def save_related(self, request, form, formsets, change) -> None:
        super().save_related(request, form, formsets, change)
        for formset in formsets:
            if isinstance(formset, AnswerFormSet):
                formset.settle_acceptance(request.user)


@admin.register(Answer)
class AnswerAdmin(RowAdmin):
    cohort_paths = ("question__team__cohort",)
    list_display = ["__str__", "question", "is_accepted", "created_at"]
    list_select_related = ["question"]
    list_filter = [set_filter("accepted_at", gettext_lazy("accepted"))]
    search_fields = ["body_text", "speaker"]
    date_hierarchy = "created_at"
    autocomplete_fields = ["question", "answered_by"]
    fields = ["question", "body", "answered_by", ("speaker", "order")]
    actions = ["accept_selected", "take_back_selected", "restore_selected"]

    @admin.display(boolean=True, description=gettext_lazy("accepted"), ordering="accepted_at")
    def is_accepted(self, obj: Answer) -> bool:
        return obj.is_accepted

    @admin.action(permissions=["change"], description=gettext_lazy("Accept as the answer"))
    def accept_selected(self, request, queryset) -> None:
        answers = list(queryset.alive().select_related("question"))
        if len({answer.question_id for answer in answers}) < len(answers):
            sentence = _("A question has one accepted answer. Choose one answer a question.")
            return self.message_user(request, sentence, messages.ERROR)
        with transaction.atomic():
            for answer in answers:
                answer.accept(by=request.user)
        sentence = ngettext("%d answer is accepted.", "%d answers are accepted.", len(answers))
        return self.message_user(request, sentence % len(answers))

    @admin.action(permissions=["change"], description=gettext_lazy("Take the acceptance back"))
    def take_back_selected(self, request, queryset) -> None:
        for answer in queryset.accepted():
            answer.unaccept()
        self.message_user(request, _("The answers stay; none of them is accepted now."))
