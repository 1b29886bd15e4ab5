from django.contrib import admin

from meetings.admin.base import StackedRows
from meetings.admin.removal import RowAdmin
from meetings.models import Review


class ReviewInline(StackedRows):
    model = Review
    fields = [("subject", "title", "order"), "presenters", "body"]
    prefetch = ("presenters",)


@admin.register(Review)
class ReviewAdmin(RowAdmin):
    list_display = ["title", "subject", "meeting", "assignment", "lecture"]
    list_select_related = ["meeting__team", "assignment", "lecture"]
    list_filter = ["subject"]
    search_fields = ["title", "body_text"]
    date_hierarchy = "meeting__held_on"
    autocomplete_fields = ["meeting", "presenters", "assignment", "lecture"]
    fields = ["meeting", ("subject", "title"), "presenters", "assignment", "lecture", "body", "order"]
