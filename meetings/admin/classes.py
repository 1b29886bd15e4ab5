from django.contrib import admin

from meetings.admin.filters import VisibleFilter
from meetings.admin.minutes import SectionInline
from meetings.admin.questions import QuestionInline
from meetings.admin.removal import RemovableAdmin
from meetings.models import ClassNote, MasterClass


@admin.register(MasterClass)
class MasterClassAdmin(RemovableAdmin):
    cohort_paths = ("cohort",)
    list_display = ["title", "cohort", "series", "number", "held_on"]
    list_select_related = ["cohort"]
    list_filter = [("cohort", VisibleFilter)]
    search_fields = ["title", "series"]
    date_hierarchy = "held_on"
    autocomplete_fields = ["cohort"]
    fields = ["cohort", "title", ("series", "number"), "speakers", ("held_on", "starts_at"), "material_url"]


@admin.register(ClassNote)
class ClassNoteAdmin(RemovableAdmin):
    cohort_paths = ("master_class__cohort",)
    list_display = ["__str__", "master_class", "team", "author", "created_at"]
    list_filter = [("team", VisibleFilter)]
    search_fields = ["title", "master_class__title", "author__name"]
    date_hierarchy = "created_at"
    autocomplete_fields = ["master_class", "team", "author"]
    fields = ["master_class", "team", "author", "title"]
    inlines = [SectionInline, QuestionInline]

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("master_class", "author", "team")

    def get_inlines(self, request, obj):
        return super().get_inlines(request, obj) if obj else []
