from django.contrib import admin

from meetings.admin.base import NounAdmin
from meetings.admin.filters import VisibleFilter
from meetings.models import Tag


@admin.register(Tag)
class TagAdmin(NounAdmin):
    cohort_paths = ("cohort",)
    list_display = ["name", "cohort", "also_called"]
    list_select_related = ["cohort"]
    list_filter = [("cohort", VisibleFilter)]
    search_fields = ["name"]
    autocomplete_fields = ["cohort"]

    @admin.display(description=Tag._meta.get_field("synonyms").verbose_name)
    def also_called(self, obj: Tag) -> str:
        return ", ".join(obj.synonyms)
