from django.contrib import admin
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from meetings.admin.base import NounAdmin
from meetings.admin.choosing import AsksFirst
from meetings.admin.filters import VisibleFilter
from meetings.forms.tags import TagForm, TagMergeForm
from meetings.models import Tag


@admin.register(Tag)
class TagAdmin(AsksFirst, NounAdmin):
    form = TagForm
    fields = ["cohort", "name", "synonyms"]
    cohort_paths = ("cohort",)
    list_display = ["name", "cohort", "also_called"]
    list_select_related = ["cohort"]
    list_filter = [("cohort", VisibleFilter)]
    search_fields = ["name"]
    autocomplete_fields = ["cohort"]
    actions = ["merge_selected"]

    @admin.display(description=Tag._meta.get_field("synonyms").verbose_name)
    def also_called(self, obj: Tag) -> str:
        return ", ".join(obj.synonyms)

    def get_readonly_fields(self, request, obj=None):
        """A tag stays in its cohort with what was asked about it."""
        return ["cohort"] if obj else []

    def choice_label(self, obj: Tag) -> str:
        return f"{obj.name} · {obj.cohort}"

    @admin.action(permissions=["change"], description=gettext_lazy("Make one tag of several"))
    def merge_selected(self, request, queryset):
        form = TagMergeForm(request.POST if "confirmed" in request.POST else None, tags=queryset)
        if not form.is_valid():
            return self.ask(request, queryset, form, "merge_selected", _("Make one tag of several"))
        kept = form.cleaned_data["kept"]
        merged = self.each(request, queryset.exclude(pk=kept.pk), lambda tag: tag.merge_into(kept))
        sentence = ngettext(
            "%(count)d tag is another word for %(name)s now.",
            "%(count)d tags are other words for %(name)s now.",
            merged,
        )
        return self.message_user(request, sentence % {"count": merged, "name": kept})
