from django.contrib import admin

from meetings.admin.base import NounAdmin
from meetings.admin.filters import VisibleFilter
from meetings.models import Resource


@admin.register(Resource)
class ResourceAdmin(NounAdmin):
    list_display = ["__str__", "team", "url"]
    list_select_related = ["team"]
    list_filter = [("team", VisibleFilter)]
    search_fields = ["title", "url"]
    autocomplete_fields = ["team", "meetings", "class_notes"]
