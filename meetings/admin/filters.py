from django.contrib import admin
from django.contrib.admin.filters import RelatedFieldListFilter
from django.utils.translation import gettext_lazy as _


class RemovedFilter(admin.SimpleListFilter):
    """Hides what was removed until somebody asks for it."""

    title = _("removed")
    parameter_name = "removed"

    def lookups(self, request, model_admin):
        return [("yes", _("Removed")), ("all", _("All"))]

    def choices(self, changelist):
        yield {
            "selected": self.value() is None,
            "query_string": changelist.get_query_string(remove=[self.parameter_name]),
            "display": _("In use"),
        }
        for value, title in self.lookup_choices:
            yield {
                "selected": self.value() == value,
                "query_string": changelist.get_query_string({self.parameter_name: value}),
                "display": title,
            }

    def queryset(self, request, queryset):
        if self.value() == "all":
            return queryset
        return queryset.removed() if self.value() == "yes" else queryset.alive()


class SetFilter(admin.SimpleListFilter):
    """Yes when a moment is written down, no when it is empty: finalised, done, accepted."""

    field: str
    words = (_("Yes"), _("No"))

    def lookups(self, request, model_admin):
        return [("yes", self.words[0]), ("no", self.words[1])]

    def queryset(self, request, queryset):
        if self.value() not in ("yes", "no"):
            return queryset
        return queryset.filter(**{f"{self.field}__isnull": self.value() == "no"})


def set_filter(field_name: str, heading: str) -> type[SetFilter]:
    return type("SetFilter", (SetFilter,), {"field": field_name, "parameter_name": field_name, "title": heading})


class VisibleFilter(RelatedFieldListFilter):
    """Offers only what the person may see: Django's own would list the teams of every cohort."""

    def field_choices(self, field, request, model_admin):
        related = model_admin.admin_site.get_model_admin(field.remote_field.model)
        return [(row.pk, related.choice_label(row)) for row in related.get_queryset(request)]
