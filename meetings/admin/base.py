"""What the admin of every noun has in common: who sees which rows, and what may be chosen."""

from functools import reduce
from operator import or_

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import RelatedFieldWidgetWrapper
from django.core.exceptions import BadRequest, ValidationError
from django.db import DataError, IntegrityError
from django.db.models import JSONField, Model, Q, QuerySet, URLField
from django.http import HttpRequest
from markdownx.models import MarkdownxField

from meetings.admin.history import HistoryAdmin
from meetings.forms.fields import EditorWidget, NamesField
from meetings.forms.rows import NounForm, RowForm, RowFormSet
from meetings.models import Member


def cohorts_run(request: HttpRequest) -> list[int]:
    """The cohorts that the person is staff of, read once a request."""
    if not hasattr(request, "cohorts_run"):
        request.cohorts_run = list(request.user.cohorts_run.values_list("pk", flat=True))
    return request.cohorts_run


def may_edit(request: HttpRequest) -> bool:
    """Superusers, and staff of a cohort. To be staff of nothing opens nothing."""
    return request.user.is_superuser or (request.user.is_staff and bool(cohorts_run(request)))


class Scoped:
    """Rights and choices, for pages and for the inlines on them alike."""

    formfield_overrides = {
        MarkdownxField: {"widget": EditorWidget},
        JSONField: {"form_class": NamesField},
        URLField: {"assume_scheme": "https"},
    }

    def has_module_permission(self, request) -> bool:
        return may_edit(request)

    def has_view_permission(self, request, obj=None) -> bool:
        return may_edit(request)

    def has_add_permission(self, request, obj=None) -> bool:
        return may_edit(request)

    def has_change_permission(self, request, obj=None) -> bool:
        return may_edit(request)

    def has_delete_permission(self, request, obj=None) -> bool:
        return may_edit(request)

    def get_field_queryset(self, db, db_field, request) -> QuerySet:
        """Only rows that the person could open may be chosen, whatever id a form brings back."""
        return self._related(db_field).get_queryset(request)

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        return self._labelled(super().formfield_for_foreignkey(db_field, request, **kwargs), db_field)

    def formfield_for_manytomany(self, db_field, request, **kwargs):
        return self._labelled(super().formfield_for_manytomany(db_field, request, **kwargs), db_field)

    def view_on_site(self, obj) -> str | None:
        return obj.get_absolute_url() if hasattr(obj, "get_absolute_url") else None

    def get_view_on_site_url(self, obj=None) -> str | None:
        return self.view_on_site(obj) if obj is not None and obj.pk else None

    def _related(self, db_field) -> "NounAdmin":
        return self.admin_site.get_model_admin(db_field.remote_field.model)

    def _labelled(self, field, db_field):
        if field is not None:
            field.label_from_instance = self._related(db_field).choice_label
        return field


class NounAdmin(Scoped, admin.ModelAdmin):
    form = NounForm
    cohort_paths: tuple[str, ...] = ("team__cohort",)
    list_per_page = 50
    show_full_result_count = False
    list_max_show_all = 0  # no page with everything: 10,000 rows are no list

    def render_change_form(self, request, context, *args, obj=None, **kwargs):
        """Texts can name what their team has written, and show its pictures."""
        body = context["adminform"].form.fields.get("body")
        if body and obj:
            body.widget.team = obj.team
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)

    def get_queryset(self, request) -> QuerySet:
        """Superusers: everything. Staff: what belongs to a cohort they run, which is less than they may read."""
        rows = super().get_queryset(request)
        if request.user.is_superuser:
            return rows
        return rows.filter(reduce(or_, (Q(**{f"{path}__in": cohorts_run(request)}) for path in self.cohort_paths)))

    def lookup_allowed(self, lookup, value, request=None) -> bool:
        """Nobody filters by a pattern: a crooked one keeps the database busy for ever."""
        return not lookup.endswith("regex") and super().lookup_allowed(lookup, value, request)

    def changelist_view(self, request, extra_context=None):
        """Years without a calendar and keys that are no keys come from made-up addresses and forms alone."""
        try:
            return super().changelist_view(request, extra_context)
        except (ValueError, OverflowError, ValidationError, DataError) as error:
            raise BadRequest("This list can't be asked for like that.") from error

    def changeform_view(self, request, *args, **kwargs):
        """Where two people saved at once, the second try meets what the other one saved, and the form says so."""
        try:
            return super().changeform_view(request, *args, **kwargs)
        except IntegrityError:
            return super().changeform_view(request, *args, **kwargs)

    def choice_label(self, obj: Model) -> str:
        """What stands in menus for a row, where a name alone may mean two."""
        return str(obj)

    def get_inline_formsets(self, request, formsets, inline_instances, obj=None):
        """Headings of folded rows say how many there are."""
        shown = super().get_inline_formsets(request, formsets, inline_instances, obj)
        for inline in shown:
            if count := inline.formset.initial_form_count():
                inline.opts.verbose_name_plural = f"{inline.opts.verbose_name_plural} {count}"
        return shown

    def save_model(self, request, obj, form, change) -> None:
        if not change:
            for author in ("typed_by", "uploaded_by", "marked_by"):
                if hasattr(obj, f"{author}_id"):
                    setattr(obj, author, request.user)
        super().save_model(request, obj, form, change)

    def save_formset(self, request, form, formset, change) -> None:
        formset.by = request.user
        super().save_formset(request, form, formset, change)


class TrackedAdmin(HistoryAdmin, NounAdmin):
    """A noun with a history."""


class InlineOfPage(Scoped):
    """Rows on the page of what they belong to. They come with the page, so the page's right is theirs."""

    extra = 0
    form = NounForm
    formset = RowFormSet
    show_change_link = True
    prefetch: tuple[str, ...] = ()

    def get_queryset(self, request) -> QuerySet:
        rows = super().get_queryset(request).prefetch_related(*self.prefetch)
        return rows.alive() if hasattr(rows, "alive") else rows

    def get_formset(self, request, obj=None, **kwargs):
        self.page = obj
        return super().get_formset(request, obj, **kwargs)

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field is not None and db_field.remote_field and db_field.remote_field.model is Member:
            return self._people_of_page(field, db_field)
        return field

    def _people_of_page(self, field, db_field):
        """The team's people as a short list, read once a field and not once a row."""
        if isinstance(field.widget, RelatedFieldWidgetWrapper):
            field.widget = field.widget.widget
        people = self._seats(db_field)
        field.queryset = Member.objects.filter(pk__in=[person.pk for person in people])
        if db_field.many_to_many:
            field.widget, field.help_text = forms.CheckboxSelectMultiple(), db_field.help_text
        blank = [] if db_field.many_to_many else [("", "—")]
        field.choices = blank + [(person.pk, str(person)) for person in people]
        return field

    def _seats(self, db_field) -> list[Member]:
        """Seats of the page's teams, and whoever a row of the page names already."""
        page = self.page
        teams = {page.team_id}
        if hasattr(page, "other_teams"):
            teams |= {team.pk for team in page.other_teams.all()}
        own_name = self.model._meta.get_field(db_field.name).related_query_name()
        parent = next(f.name for f in self.model._meta.fields if f.remote_field and f.remote_field.model is type(page))
        named = Member.objects.filter(**{f"{own_name}__{parent}": page}).values("pk")
        return list(Member.objects.filter(Q(team__in=teams) | Q(pk__in=named)))


class TabularRows(InlineOfPage, admin.TabularInline):
    pass


class StackedRows(InlineOfPage, admin.StackedInline):
    form = RowForm
    classes = ["collapse"]
